"""A file sealed piece by piece, so that it is never whole in memory and never opened in part unnoticed.

A key for this one file is derived from the person's key (HKDF-SHA256 with a random salt and the file's place). Pieces
of 64 KiB are sealed with AES-256-GCM; the nonce counts them and marks the last one, so that a piece that was changed,
left out, moved or cut off at the end does not open. Sources: RFC 5869; the STREAM construction in Hoang, Reyhanitabar,
Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from passerelle.core.errors import Problem

SALT = 32
PIECE = 64 * 1024
TAG = 16


def sealed(key: bytes, plain: Iterable[bytes], place: str) -> Iterator[bytes]:
    """`plain` in pieces of any length → salt and sealed pieces. key: the person's, 32 bytes."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt, place)
    yield salt
    waiting = bytearray()
    number = 0
    for part in plain:
        waiting += part
        # The last piece is marked as such, so one is always held back.
        while len(waiting) > PIECE:
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:PIECE]), None)
            del waiting[:PIECE]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), None)


def opened(key: bytes, source: IO[bytes], place: str) -> Iterator[bytes]:
    """Sealed bytes → pieces of the plain ones, each only after its seal was found whole.

    Raises Problem("sealed") at the first piece that was altered, moved or is missing.
    """
    cipher = _cipher(key, source.read(SALT), place)
    piece, number = source.read(PIECE + TAG), 0
    while True:
        following = source.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        except InvalidTag:
            raise Problem(
                "sealed", "A sealed value does not open at %(place)s: it was altered or moved.", place=place
            ) from None
        if not following:
            return
        piece, number = following, number + 1


def _cipher(key: bytes, salt: bytes, place: str) -> AESGCM:
    derived = HKDF(hashes.SHA256(), 32, salt, b"passerelle file " + place.encode()).derive(key)
    return AESGCM(derived)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + (b"\1" if last else b"\0")
