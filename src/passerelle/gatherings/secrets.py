"""The secret with which somebody sees, changes and withdraws their registration without an account.

It is worked out from the registration's id and the house's key, so that a reminder can carry it although only its
fingerprint is stored; with another key of the house it is another one, and the stored fingerprint says so.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.crypto import salted_hmac

from passerelle.core.codes import ALPHABET, digest

SIGNS, GROUP = 20, 4  # about 98 bits, as a printed code has


def still_opens(secret: str, fingerprint: str) -> bool:
    """Whether a registration is opened by this secret: not once the house has another key, nor once it was erased."""
    return bool(fingerprint) and digest(secret) == fingerprint


def secret_of(registration: UUID) -> str:
    """The secret of one registration: "k4p7-…", five groups of four."""
    number = int.from_bytes(
        salted_hmac("passerelle.gatherings.registration", str(registration), algorithm="sha256").digest()
    )
    signs = []
    for _place in range(SIGNS):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    whole = "".join(signs)
    return "-".join(whole[at : at + GROUP] for at in range(0, SIGNS, GROUP))
