"""The tamper-evident journal: rows of ids and codes, sealed in chained, signed blocks whose heads leave the house.

A row's fingerprint is SHA-256 over its canonical JSON; a block's head is SHA-256 over its number, its moment, the
head before it and the ids and fingerprints of its rows; each head is signed with Ed25519. Whoever holds only the
published blocks can name every row that was changed, removed or slipped in, even if somebody with the real key
re-sealed the altered journal. How blocks are held against the rows stands in `core.verification`.
Source: Schneier and Kelsey, "Secure audit logs to support computer forensics", ACM TISSEC 2(2), 1999.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import connection, models, transaction
from django.utils import timezone

from passerelle.core import keys
from passerelle.core.actor import Actor, SystemActor

_details: ContextVar[dict[str, Any] | None] = ContextVar("journal_details", default=None)
CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")
BLOCK = 10_000
PUBLISHED_ROWS = 20_000
SIGNING = "journal signing"
GENESIS = "0" * 64
INTO = "INSERT INTO core_entry (at, actor, reason, action, subject_kind, subject, details)"


@contextmanager
def telling() -> Iterator[dict[str, Any]]:
    """Collects what `tell` says during one action."""
    details: dict[str, Any] = {}
    token = _details.set(details)
    try:
        yield details
    finally:
        _details.reset(token)


def tell(**codes: Any) -> None:
    """Add ids and codes to the row of the action under way. Never personal values, never free text."""
    details = _details.get()
    if details is None:
        raise RuntimeError("journal.tell() speaks only inside an action")
    for key, value in codes.items():
        details[key] = _code(value)


def _code(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_code(v) for v in value]
    text = str(value)
    if not CODE.fullmatch(text):
        raise ValueError("the journal takes ids and codes only")
    return text


def append(actor: Actor, action: str, subject: models.Model | None, details: dict[str, Any]) -> None:
    """Write one row. Every change of the house ends here, so the statement stands as it is and is not put together
    each time."""
    kind = subject._meta.label_lower if subject is not None else ""
    told = [action, kind, str(subject.pk) if subject is not None else "", json.dumps(details)]
    with connection.cursor() as cursor:
        cursor.execute(f"{INTO} VALUES (%s, %s, %s, %s, %s, %s, %s)", [*who(actor), *told])


def who(actor: Actor) -> list[Any]:
    """The first three columns of `INTO`: when, who acted, and why where it is the house itself."""
    return [timezone.now(), actor.person, actor.reason if isinstance(actor, SystemActor) else ""]


def canonical(row: dict[str, Any]) -> bytes:
    """One and only one way to write a row: sorted keys, no blanks, UTC in microseconds."""
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(row: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(row)).hexdigest()


def head_of(number: int, at: str, previous: str, fingerprints: list[list[Any]]) -> str:
    """fingerprints: [[row id, fingerprint]] in the order of ids."""
    block = {"number": number, "at": at, "previous": previous, "rows": fingerprints}
    return hashlib.sha256(canonical(block)).hexdigest()


ROW = ("id", "at", "actor", "reason", "action", "subject_kind", "subject", "details")


def as_row(values: dict[str, Any]) -> dict[str, Any]:
    """A journal row as it is sealed: the moment in UTC to the microsecond, ids as text."""
    return {**values, "at": moment(values["at"]), "actor": str(values["actor"]) if values["actor"] else None}


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seal_pending() -> int:
    """Seal everything not sealed yet; returns the number of blocks made. Safe to run at the same time twice."""
    from passerelle.core.models import Entry, Seal

    made = 0
    while True:
        with transaction.atomic():
            # The lock waits for writers under way and holds new ones back for a moment, so no row with a
            # smaller id can appear behind the block.
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE core_entry IN SHARE ROW EXCLUSIVE MODE")
            newest = Seal.objects.order_by("-number").defer("fingerprints").first()
            after = newest.last if newest else 0
            rows = [as_row(r) for r in Entry.objects.filter(id__gt=after).order_by("id").values(*ROW)[:BLOCK]]
            if not rows:
                return made
            number, previous = (newest.number + 1, newest.head) if newest else (1, GENESIS)
            prints, at = [[r["id"], fingerprint(r)] for r in rows], timezone.now()
            head = head_of(number, moment(at), previous, prints)
            Seal.objects.create(
                number=number,
                first=rows[0]["id"],
                last=rows[-1]["id"],
                count=len(rows),
                fingerprints=prints,
                previous=previous,
                head=head,
                signature=signing_key().sign(bytes.fromhex(head)).hex(),
                at=at,
            )
            made += 1


SEALED = ("number", "at", "first", "last", "count", "previous", "head", "signature", "fingerprints")


def published_blocks(*, after: int = 0, most: int | None = None) -> list[dict[str, Any]]:
    """What leaves the house of the blocks after number `after`: all of it, or about `most` rows (at least a block)."""
    from passerelle.core.models import Seal

    blocks: list[dict[str, Any]] = []
    rows = 0
    for block in Seal.objects.filter(number__gt=after).order_by("number").values(*SEALED).iterator(50):
        rows += block["count"]
        if blocks and most is not None and rows > most:
            break
        blocks.append({**block, "at": moment(block["at"])})
    return blocks


def verify(published: list[dict[str, Any]] | None = None) -> list[Any]:
    """Hold the journal against its seals, or against published blocks: see `core.verification.verify`."""
    from passerelle.core.verification import verify

    return verify(published)


def newest_head() -> str | None:
    from passerelle.core.models import Seal

    return Seal.objects.order_by("-number").values_list("head", flat=True).first()


def newest_number() -> int:
    """The number of the newest block, 0 when nothing is sealed yet."""
    from passerelle.core.models import Seal

    return Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0


def signing_key() -> Ed25519PrivateKey:
    """The key that signs heads and archives; made on first use."""
    made = Ed25519PrivateKey.generate().private_bytes_raw()
    return Ed25519PrivateKey.from_private_bytes(keys.secret(SIGNING, made))


def public_key() -> str:
    """The Ed25519 key (hex) the heads are signed with."""
    return public_hex(signing_key())


def known_keys() -> dict[str, Ed25519PublicKey]:
    """The public keys (hex → key) of this house: today's, and those from before a key store was brought back."""
    private = (Ed25519PrivateKey.from_private_bytes(raw) for raw in keys.secrets_named(SIGNING).values())
    return {public_hex(key): key.public_key() for key in private}


def public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()
