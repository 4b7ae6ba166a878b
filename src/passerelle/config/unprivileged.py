"""Who PostgreSQL runs as. It refuses root, so root lends it a system account of its own and a way in.

The wheel's own answer opens every parent folder to everybody, reading included; ours gives one account the
right to pass through, and only where it is missing.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pwd
import shutil
import stat
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "passerelle-db"

_ACL = "system.posix_acl_access"
_OWNER, _USER, _GROUP_OWNER, _GROUP, _MASK, _OTHERS = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_PASS = 0o1


@dataclass(frozen=True)
class Account:
    """A system account, by number."""

    uid: int
    gid: int
    name: str


def account_for(*folders: Path) -> Account | None:
    """The account the server runs as: None when that is whoever runs us, anybody but root.

    For root: the owner of the first of these folders that exists and is not root's, so that a plain user's
    data stays that user's; else a system account.
    """
    if os.geteuid() != 0:
        return None
    for folder in folders:
        if folder.exists() and (owner := folder.stat().st_uid) != 0:
            return _account(pwd.getpwuid(owner))
    return _account(_system_account())


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _system_account() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    # One at a time: of two `useradd` at once one takes back the number that the other has just given away.
    with _alone():
        return _added()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Nobody else of us, thread or process, adds an account meanwhile."""
    folder = os.open("/etc", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _added() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)  # somebody was quicker
    if useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin"):
        subprocess.run(
            [
                useradd,
                "--system",
                "--user-group",
                "--no-create-home",
                "--shell",
                "/usr/sbin/nologin",
                ACCOUNT,
            ],
            check=False,
            capture_output=True,
        )
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        # A sealed container image may forbid new accounts; every system has this one.
        return pwd.getpwnam("nobody")


def let_in(account: Account, folder: Path) -> None:
    """Let the account pass through every parent of `folder`, without reading any of them."""
    for parent in reversed(folder.resolve().parents):
        if not _passes(account, parent.stat()):
            _open_way(account, parent)


def let_read(folder: Path) -> None:
    """Let everybody read and run public programs that a strict umask closed to others."""
    for path in [folder, *folder.rglob("*")]:
        mode = path.stat().st_mode
        wanted = stat.S_IMODE(mode) | 0o044 | (0o011 if mode & stat.S_IXUSR else 0)
        if wanted != stat.S_IMODE(mode):
            path.chmod(wanted)


def _passes(account: Account, found: os.stat_result) -> bool:
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _open_way(account: Account, folder: Path) -> None:
    if hasattr(os, "setxattr"):
        try:
            os.setxattr(folder, _ACL, _acl_with(account.uid, folder))
            return
        except OSError as refused:
            if refused.errno not in (errno.ENOTSUP, errno.EPERM, errno.EINVAL):
                raise
    # No access lists on this file system: the coarser right, and it is said.
    folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXOTH)
    print(
        f"Note: {folder} may now be passed through (not read) by other accounts: PostgreSQL needs it.",
        file=sys.stderr,
    )


def _acl_with(uid: int, folder: Path) -> bytes:
    """The folder's access list (Linux's binary form, acl(5)) with the right to pass added for one account."""
    try:
        blob = os.getxattr(folder, _ACL)
        entries = {(tag, who): rights for tag, rights, who in struct.iter_unpack("<HHI", blob[4:])}
    except OSError as missing:
        if missing.errno != errno.ENODATA:
            raise
        mode = folder.stat().st_mode
        entries = {
            (_OWNER, _NO_ID): mode >> 6 & 7,
            (_GROUP_OWNER, _NO_ID): mode >> 3 & 7,
            (_OTHERS, _NO_ID): mode & 7,
        }
    entries[_USER, uid] = entries.get((_USER, uid), 0) | _PASS
    # The mask caps everybody but owner and others; without one the owning group's rights were the cap.
    entries[_MASK, _NO_ID] = entries.get((_MASK, _NO_ID), entries[_GROUP_OWNER, _NO_ID]) | _PASS
    rows = (struct.pack("<HHI", tag, rights, who) for (tag, who), rights in sorted(entries.items()))
    return struct.pack("<I", 2) + b"".join(rows)
