"""Holding the journal against its seals, or against blocks that left the house: what does not fit, row by row.

With published blocks the house's own seals are not even read: somebody with the real key could have made them anew.
Any part of the published blocks will do; each is held against the rows it speaks of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature

from passerelle.core import journal
from passerelle.core.errors import Problem

# What the first block follows.
BEGINNING: dict[str, Any] = {"number": 0, "head": journal.GENESIS, "last": 0, "fingerprints": []}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the journal. `row` is the journal row's id where one can be named."""

    kind: str
    block: int
    row: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "block": self.block, "row": self.row}


def verify(published: list[dict[str, Any]] | None = None) -> list[Finding]:
    """Recompute every block; returns what does not fit, empty when the journal is whole.

    published: blocks as `journal.published_blocks` gave them out, all or some. Without them the house's own seals
    are used; those cannot show that the newest rows *and* their seals were removed together, published ones can.
    """
    if published is None:
        return [*_before_the_first(), *_check(journal.published_blocks(), _signature_findings())]
    blocks = sorted(published, key=lambda block: block["number"])
    return [*_before_the_first(), *_check(blocks, None)]


def read_published(file: Path) -> list[dict[str, Any]]:
    """Blocks from a file: what `journal heads` or /journal/heads.json gave, or a list of several of these.

    Raises Problem when the file holds something else."""
    try:
        blocks = list(_blocks(json.loads(file.read_text("utf-8"))))
    except OSError as unreadable:
        raise Problem(
            "no file", "%(file)s cannot be read: %(why)s", file=file, why=unreadable.strerror
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Problem(
            "not heads", "%(file)s does not hold published heads of a journal.", file=file
        ) from None
    if not blocks:
        raise Problem("no heads", "%(file)s holds no heads.", file=file)
    return list({(block["number"], block["head"]): block for block in blocks}.values())


def _blocks(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict) and "blocks" in found:
        found = found["blocks"]
    if isinstance(found, list):
        for part in found:
            yield from _blocks(part)
        return
    yield {
        "number": int(found["number"]),
        "at": str(found["at"]),
        "previous": str(found["previous"]),
        "head": str(found["head"]),
        "first": int(found["first"]),
        "last": int(found["last"]),
        "count": int(found["count"]),
        "fingerprints": [[int(row), str(now)] for row, now in found["fingerprints"]],
    }


def _check(blocks: list[dict[str, Any]], signed: Any) -> Iterator[Finding]:
    """signed: block → findings about its signature; None when the blocks are the published ones.

    The house's own chain must be whole from the first block on; published blocks may be any of it.
    """
    before = BEGINNING
    for block in blocks:
        if signed and block["number"] != before["number"] + 1:
            yield Finding("block missing", before["number"] + 1)
        if block["number"] == before["number"] and block["head"] != before["head"]:
            yield Finding("two blocks of one number", block["number"])
        follows = block["number"] == before["number"] + 1
        yield from _check_seal(block, before["head"] if follows else block["previous"])
        if signed:
            yield from signed(block)
        yield from _check_rows(block, _ends(before) if follows else _start(block))
        before = block


def _start(block: dict[str, Any]) -> int:
    """The id after which the rows of a block begin, when the block before it is not at hand."""
    return block["fingerprints"][0][0] - 1 if block["fingerprints"] else block["last"]


def _ends(block: dict[str, Any]) -> int:
    return block["fingerprints"][-1][0] if block["fingerprints"] else block["last"]


def _check_seal(block: dict[str, Any], previous: str) -> Iterator[Finding]:
    rows = block["fingerprints"]
    whole = journal.head_of(block["number"], block["at"], block["previous"], rows) == block["head"]
    if not whole or block["previous"] != previous:
        yield Finding("head does not fit", block["number"])
    told = (block["first"], block["last"], block["count"])
    if not rows or told != (rows[0][0], rows[-1][0], len(rows)):
        yield Finding("range does not fit", block["number"])


def _check_rows(block: dict[str, Any], after: int) -> Iterator[Finding]:
    from passerelle.core.models import Entry

    number, sealed = block["number"], dict(block["fingerprints"])
    found = Entry.objects.filter(id__gt=after, id__lte=_ends(block)).order_by("id").values(*journal.ROW)
    present = {row["id"]: journal.fingerprint(journal.as_row(row)) for row in found.iterator()}
    for row in sorted(sealed.keys() | present.keys()):
        if row not in present:
            yield Finding("row removed", number, row)
        elif row not in sealed:
            yield Finding("row slipped in", number, row)
        elif present[row] != sealed[row]:
            yield Finding("row changed", number, row)


def _before_the_first() -> Iterable[Finding]:
    """Ids count up from 1: whatever stands before would never be sealed."""
    from passerelle.core.models import Entry

    early = Entry.objects.filter(id__lte=0).order_by("id").values_list("id", flat=True)
    return [Finding("row slipped in", 0, row) for row in early]


def _signature_findings() -> Any:
    known = list(journal.known_keys().values())

    def look(block: dict[str, Any]) -> Iterator[Finding]:
        if not known:
            yield Finding("signing key missing", block["number"])
        elif not any(_signed(key, block) for key in known):
            yield Finding("signature does not fit", block["number"])

    return look


def _signed(key: Any, block: dict[str, Any]) -> bool:
    try:
        key.verify(bytes.fromhex(block["signature"]), bytes.fromhex(block["head"]))
    except (InvalidSignature, ValueError):
        return False
    return True
