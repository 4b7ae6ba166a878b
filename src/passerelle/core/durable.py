"""Files that appear whole or not at all, also when the process or the machine stops in between."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from passerelle.core.errors import Problem

PARTIAL = ".partial"


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write `path` beside its place (mode 0600), make it durable, then put it there in one step.

    On an error nothing is left; when the process is killed the old file stands and a hidden partial one is left,
    which `clear_partials` removes.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")
    handle = os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
    try:
        with handle:
            fcntl.flock(handle, fcntl.LOCK_EX)  # tells others that its writer lives
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
            os.replace(draft, path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(FileNotFoundError):
            draft.unlink()
        raise


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """An empty file (mode 0600) beside `path`, on the same disk, for what is needed only meanwhile."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")
    with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)


def make_ready(path: Path) -> None:
    """Raises Problem when `path` cannot be written; removes what killed writers of it left behind."""
    if path.is_dir():
        raise Problem("a folder", "%(file)s is a folder: name a file in it.", file=path)
    if not path.parent.is_dir():
        raise Problem("no folder", "There is no folder %(folder)s to write to.", folder=path.parent)
    if not os.access(path.parent, os.W_OK):
        raise Problem("no access", "The folder %(folder)s cannot be written to.", folder=path.parent)
    clear_partials(path)


def clear_partials(path: Path) -> int:
    """Remove what killed writers of `path` left behind; returns how many."""
    gone = 0
    for draft in path.parent.glob(f".{path.name}.*{PARTIAL}"):
        with suppress(OSError), open(draft, "rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()
            gone += 1
    return gone


def sync_folder(folder: Path) -> None:
    """Make a new or renamed entry of a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
