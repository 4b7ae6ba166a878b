"""Random codes: for addresses (read aloud, typed) and for doors (printed, used once)."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no 0/o, 1/i/l, u: nobody mistakes one for another


def new_code(length: int = 8) -> str:
    """A random code for an address: 30**8, about 39 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def printed_code(groups: int = 5, length: int = 4) -> str:
    """A code to print and type: "k4p7-…", about 98 bits in its default length."""
    return "-".join(new_code(length) for _ in range(groups))


def digest(code: str) -> str:
    """What is stored of a secret code. Forgiving about case, blanks and dashes; the code itself is long and random."""
    plain = "".join(c for c in code.casefold() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
