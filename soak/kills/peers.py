"""Which process stands at the other end of a server's Unix sockets: asked of the kernel, Linux only.

A PostgreSQL server does not know its local clients' process numbers; the kernel knows each socket's peer.
Source: sock_diag(7), linux/unix_diag.h.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
from collections.abc import Iterable

_SOCK_DIAG_BY_FAMILY, _DUMP, _DONE = 20, 0x301, 3
_SHOW_PEER, _PEER = 4, 2


def peers() -> dict[int, int]:
    """Socket inode → inode of its peer, for all Unix sockets of this machine; empty where that cannot be asked."""
    found: dict[int, int] = {}
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as asking:
            asking.settimeout(2)
            wanted = struct.pack(
                "=BBHIIIII", socket.AF_UNIX, 0, 0, 0xFFFFFFFF, 0, _SHOW_PEER, 0xFFFFFFFF, 0xFFFFFFFF
            )
            asking.send(struct.pack("=IHHII", 16 + len(wanted), _SOCK_DIAG_BY_FAMILY, _DUMP, 1, 0) + wanted)
            while _read(asking.recv(1 << 18), found):
                pass
    except (AttributeError, OSError):
        return {}
    return found


def _read(data: bytes, found: dict[int, int]) -> bool:
    """Take in the messages of one packet; False after the last one."""
    while len(data) >= 16:
        length, kind = struct.unpack_from("=IH", data)
        if kind != _SOCK_DIAG_BY_FAMILY:
            return False
        inode = struct.unpack_from("=I", data, 20)[0]
        at = 32
        while at + 4 <= length:
            size, name = struct.unpack_from("=HH", data, at)
            if name == _PEER:
                found[inode] = struct.unpack_from("=I", data, at + 4)[0]
            at += max((size + 3) & ~3, 4)
        data = data[(length + 3) & ~3 :]
    return True


def sockets_of(pid: int) -> set[int]:
    """The inodes of the sockets a process holds."""
    found = set()
    with contextlib.suppress(OSError):
        for descriptor in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                target = os.readlink(f"/proc/{pid}/fd/{descriptor}")
                if target.startswith("socket:["):
                    found.add(int(target[8:-1]))
    return found


def servers_of(clients: Iterable[int], servers: Iterable[int]) -> dict[int, int]:
    """Server process → the client process it works for, among these."""
    other_end = peers()
    holders = {inode: pid for pid in clients for inode in sockets_of(pid)}
    found = {}
    for pid in servers:
        for inode in sockets_of(pid):
            if other_end.get(inode) in holders:
                found[pid] = holders[other_end[inode]]
    return found
