"""The tamper-evident journal: rows of ids and codes, sealed in chained, signed blocks whose heads leave the house.

A row's fingerprint is SHA-256 over its canonical JSON; a block's head is SHA-256 over the head before it and the
fingerprints of its rows; each head is signed with Ed25519. Whoever holds only the published heads and fingerprints
can name the row that was changed, even if somebody re-sealed the altered journal.
Source: Schneier and Kelsey, "Secure audit logs to support computer forensics", ACM TISSEC 2(2), 1999.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, models, transaction
from django.utils import timezone

from passerelle.core import keys
from passerelle.core.actor import Actor, SystemActor

_details: ContextVar[dict[str, Any] | None] = ContextVar("journal_details", default=None)
CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")
BLOCK = 10_000
GENESIS = "0" * 64


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
    from passerelle.core.models import Entry

    Entry.objects.create(
        at=timezone.now(),
        actor=actor.person,
        reason=actor.reason if isinstance(actor, SystemActor) else "",
        action=action,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject=str(subject.pk) if subject is not None else "",
        details=details,
    )


def canonical(row: dict[str, Any]) -> bytes:
    """One and only one way to write a row: sorted keys, no blanks, UTC in microseconds."""
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(row: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(row)).hexdigest()


def head_of(number: int, previous: str, fingerprints: list[str]) -> str:
    return hashlib.sha256(canonical({"number": number, "previous": previous, "rows": fingerprints})).hexdigest()


ROW = ("id", "at", "actor", "reason", "action", "subject_kind", "subject", "details")


def as_row(values: dict[str, Any]) -> dict[str, Any]:
    """A journal row as it is sealed: the moment in UTC to the microsecond, ids as text."""
    at = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return {**values, "at": at, "actor": str(values["actor"]) if values["actor"] else None}


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
            newest = Seal.objects.order_by("-number").first()
            after = newest.last if newest else 0
            rows = [as_row(r) for r in Entry.objects.filter(id__gt=after).order_by("id").values(*ROW)[:BLOCK]]
            if not rows:
                return made
            number, previous = (newest.number + 1, newest.head) if newest else (1, GENESIS)
            prints = [fingerprint(r) for r in rows]
            head = head_of(number, previous, prints)
            Seal.objects.create(
                number=number,
                first=rows[0]["id"],
                last=rows[-1]["id"],
                count=len(rows),
                fingerprints=prints,
                previous=previous,
                head=head,
                signature=_signing_key().sign(bytes.fromhex(head)).hex(),
                at=timezone.now(),
            )
            made += 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the journal. `row` is the journal row's id where one can be named."""

    kind: str
    block: int
    row: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "block": self.block, "row": self.row}


def verify(published: list[dict[str, Any]] | None = None) -> list[Finding]:
    """Recompute every sealed block; returns what does not fit, empty when the journal is whole.

    published: blocks as they left the house ({"number", "first", "last", "head", "fingerprints"}); when given, the
    journal is held against these and not against the house's own seals, which somebody could have made anew.
    """
    from passerelle.core.models import Entry, Seal

    findings: list[Finding] = []
    own = list(Seal.objects.order_by("number").values("number", "first", "last", "head", "fingerprints", "signature"))
    blocks = own if published is None else sorted(published, key=lambda b: b["number"])
    previous, after = GENESIS, 0
    for expected, block in enumerate(blocks, start=1):
        number = block["number"]
        if number != expected:
            return [*findings, Finding("block missing", expected)]
        rows = Entry.objects.filter(id__gt=after, id__lte=block["last"]).order_by("id").values(*ROW)
        present = {r["id"]: fingerprint(as_row(r)) for r in rows}
        findings += _compare(number, block, present)
        if head_of(number, previous, block["fingerprints"]) != block["head"]:
            findings.append(Finding("head does not fit", number))
        if published is None and not _signed(block["head"], block["signature"]):
            findings.append(Finding("signature does not fit", number))
        previous, after = block["head"], block["last"]
    return findings


def _compare(number: int, block: dict[str, Any], present: dict[int, str]) -> list[Finding]:
    """Name the rows of one block that were changed, removed or slipped in."""
    sealed = block["fingerprints"]
    if list(present.values()) == sealed:
        return []
    if len(present) == len(sealed):
        return [
            Finding("row changed", number, row)
            for (row, now), then in zip(present.items(), sealed, strict=True)
            if now != then
        ]
    known, still = set(sealed), set(present.values())
    slipped_in = [Finding("row slipped in", number, row) for row, now in present.items() if now not in known]
    removed = sum(1 for then in sealed if then not in still)
    return [*slipped_in, *([Finding("rows removed", number)] * removed)]


def published_blocks() -> list[dict[str, Any]]:
    """What leaves the house: number, range, head, signature and fingerprints of every block."""
    from passerelle.core.models import Seal

    fields = ("number", "first", "last", "count", "previous", "head", "signature", "fingerprints")
    return list(Seal.objects.order_by("number").values(*fields))


def newest_head() -> str | None:
    from passerelle.core.models import Seal

    return Seal.objects.order_by("-number").values_list("head", flat=True).first()


def public_key() -> str:
    """The Ed25519 key (hex) the heads are signed with."""
    return _signing_key().public_key().public_bytes_raw().hex()


def _signing_key() -> Ed25519PrivateKey:
    made = Ed25519PrivateKey.generate().private_bytes_raw()
    return Ed25519PrivateKey.from_private_bytes(keys.secret("journal signing", made))


def _signed(head: str, signature: str) -> bool:
    try:
        _signing_key().public_key().verify(bytes.fromhex(signature), bytes.fromhex(head))
    except (InvalidSignature, ValueError):
        return False
    return True
