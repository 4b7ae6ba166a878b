"""Seal and unseal personal values under their person's key.

AES-256-GCM with a random nonce; the place of the value (table, field, row) is authenticated with it, so a sealed
value moved to another row does not open. Keys are wrapped by the master key, which lies in a file outside every
database. To erase somebody is to destroy their key: then no copy of the data, however old, can be read.
Source: NIST SP 800-38D; crypto-shredding as in NIST SP 800-88 rev. 1, section 2.5.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections, transaction

from passerelle.core import streams
from passerelle.core.errors import Problem
from passerelle.core.keystore.models import PersonKey, Secret, Withdrawal

NONCE = 12


def create(owner: UUID) -> None:
    """Make a key for `owner` if there is none. Raises Problem when the owner has been erased."""
    if Withdrawal.objects.filter(owner=owner).exists():
        raise Problem("erased", "This person was erased; their key cannot be made again.")
    PersonKey.objects.get_or_create(
        owner=owner, defaults={"wrapped": wrap(AESGCM.generate_key(256), owner.bytes)}
    )


def create_many(owners: Iterable[UUID]) -> None:
    """Make keys for owners that have never had one, in one query."""
    PersonKey.objects.bulk_create(
        PersonKey(owner=owner, wrapped=wrap(AESGCM.generate_key(256), owner.bytes)) for owner in owners
    )


def seal_rows(values: Iterable[tuple[UUID, str, str]]) -> list[bytes]:
    """Like `seal` for many (owner, text, place), with one query for all keys. Raises Problem when a key is gone."""
    values = list(values)
    found = _keys({owner for owner, _text, _place in values})
    if any(owner not in found for owner, _text, _place in values):
        raise Problem("key gone", "The key of this person is gone; nothing can be kept for them.")
    return [encrypt(found[owner], text.encode(), place) for owner, text, place in values]


def seal(owner: UUID, text: str, place: str) -> bytes:
    """Encrypt `text` under the owner's key. place: "table.field:row id"."""
    return encrypt(_key(owner), text.encode(), place)


def seal_many(values: Iterable[tuple[UUID, str, str]]) -> list[bytes | None]:
    """Like `seal` for many values, with one query for all keys; None for who has no key (any more)."""
    values = list(values)
    found = _keys({owner for owner, _, _ in values})
    return [
        encrypt(found[owner], text.encode(), place) if owner in found else None
        for owner, text, place in values
    ]


def unseal(owner: UUID, sealed: bytes | None, place: str) -> str | None:
    """The text, or None when there is no value or the key is gone."""
    return unseal_many([(owner, sealed, place)])[0]


def unseal_many(values: Iterable[tuple[UUID, bytes | None, str]]) -> list[str | None]:
    """Like `unseal` for many values, with one query for all keys."""
    values = list(values)
    found = _keys({owner for owner, sealed, _ in values if sealed})
    return [
        None if not sealed or owner not in found else decrypt(found[owner], sealed, place).decode()
        for owner, sealed, place in values
    ]


def present(owners: Iterable[UUID]) -> set[UUID]:
    """Which of these owners still have a key."""
    return set(PersonKey.objects.filter(owner__in=list(owners)).values_list("owner", flat=True))


def destroy(owner: UUID) -> None:
    """Destroy the key for good and write the withdrawal down. Safe to run twice."""
    with transaction.atomic(using="keys"):
        Withdrawal.objects.get_or_create(owner=owner)
        PersonKey.objects.filter(owner=owner).delete()
    if not connections["keys"].in_atomic_block:
        # A deleted row stays on its page until vacuumed; a key must not wait for that.
        with connections["keys"].cursor() as cursor:
            cursor.execute("VACUUM keystore_key")


def destroy_many(owners: Iterable[UUID]) -> None:
    """Destroy many keys for good and write the withdrawals down. Safe to run twice."""
    gone = list(owners)
    with transaction.atomic(using="keys"):
        Withdrawal.objects.bulk_create((Withdrawal(owner=owner) for owner in gone), ignore_conflicts=True)
        PersonKey.objects.filter(owner__in=gone).delete()
    if not connections["keys"].in_atomic_block:
        with connections["keys"].cursor() as cursor:
            cursor.execute("VACUUM keystore_key")


def withdrawals() -> list[UUID]:
    """Everybody whose key was destroyed, in order."""
    return list(Withdrawal.objects.values_list("owner", flat=True))


def secret(name: str, make: bytes) -> bytes:
    """A secret of the house; `make` is kept when there is none yet."""
    row, _ = Secret.objects.get_or_create(name=name, defaults={"wrapped": wrap(make, name.encode())})
    return unwrap(bytes(row.wrapped), name.encode())


def secrets_named(prefix: str) -> dict[str, bytes]:
    """The secrets there are whose name begins so; makes none."""
    rows = Secret.objects.filter(name__startswith=prefix).order_by("name").values_list("name", "wrapped")
    return {name: unwrap(bytes(wrapped), name.encode()) for name, wrapped in rows}


def encrypt(key: bytes, plain: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    """Raises Problem("sealed") when the value was altered or moved."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except InvalidTag:
        raise Problem(
            "sealed", "A sealed value does not open at %(place)s: it was altered or moved.", place=place
        ) from None


def encrypt_bytes(owner: UUID, plain: bytes, place: str) -> bytes:
    return encrypt(_key(owner), plain, place)


def decrypt_bytes(owner: UUID, sealed: bytes, place: str) -> bytes | None:
    key = _keys({owner}).get(owner)
    return None if key is None else decrypt(key, sealed, place)


def seal_stream(owner: UUID, plain: Iterable[bytes], place: str) -> Iterator[bytes]:
    """Like `seal` for something long, piece by piece. Raises Problem when the key is gone."""
    return streams.sealed(_key(owner), plain, place)


def open_stream(owner: UUID, source: IO[bytes], place: str) -> Iterator[bytes] | None:
    """What `seal_stream` made, opened piece by piece; None when the key is gone."""
    key = _keys({owner}).get(owner)
    return None if key is None else streams.opened(key, source, place)


def _key(owner: UUID) -> bytes:
    try:
        return _keys({owner})[owner]
    except KeyError:
        raise Problem("key gone", "The key of this person is gone; nothing can be kept for them.") from None


def _keys(owners: set[UUID]) -> dict[UUID, bytes]:
    if not owners:
        return {}
    rows = PersonKey.objects.filter(owner__in=owners).values_list("owner", "wrapped")
    return {owner: unwrap(bytes(wrapped), owner.bytes) for owner, wrapped in rows}


def wrap(plain: bytes, name: bytes) -> bytes:
    """Encrypt a key under this machine's master key; `name` says whose it is."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(settings.MASTER_KEY).encrypt(nonce, plain, name)


def unwrap(wrapped: bytes, name: bytes) -> bytes:
    """Raises Problem("master key") when the master key is another, or the key another's."""
    try:
        return AESGCM(settings.MASTER_KEY).decrypt(wrapped[:NONCE], wrapped[NONCE:], name)
    except InvalidTag:
        raise Problem(
            "master key",
            "The master key does not fit these keys. Restore the keys with their own master key.",
        ) from None
