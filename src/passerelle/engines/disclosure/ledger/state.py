"""The file of a ledger: private JSON. What was frozen is sealed with the key, so that a changed line is found."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from passerelle.engines.disclosure.ledger.book import Frozen, Ledger, Rename, Values, carried
from passerelle.engines.disclosure.release import Unusable

KIND = "passerelle ledger 1"
KEY_BYTES = 32
AGAIN = "Take the file as `passerelle protect` wrote it last, from a backup if need be."


def dump(ledger: Ledger) -> str:
    """The text of the file: a line per period."""
    parts: dict[str, Any] = {
        "kind": KIND,
        "register": ledger.register,
        "key": ledger.key.hex(),
        "threshold": ledger.threshold,
        "base": ledger.base,
        "dimensions": list(ledger.dimensions),
        "count": ledger.count,
        "when": ledger.when,
        "renames": [[one.dimension, one.old, one.new, one.since] for one in ledger.renames],
        "backlog": _rows(ledger.backlog),
        "carried": _rows(carried(ledger)),
    }
    lines = [f"{_compact(name)}: {_compact(part)}" for name, part in parts.items()]
    periods = [_compact(_frozen(frozen)) for frozen in ledger.frozen]
    lines.append('"periods": [' + ",".join(f"\n{line}" for line in periods) + "]")
    lines.append(f'"seal": {_compact(_seal(ledger))}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def load(content: bytes) -> Ledger:
    """The ledger in a file. Raises Unusable when it is none, or was changed by another hand."""
    try:
        given = json.loads(content)
        if given["kind"] != KIND:
            raise KeyError("kind")
        ledger = Ledger(
            register=given["register"],
            key=bytes.fromhex(given["key"]),
            threshold=given["threshold"],
            base=given["base"],
            dimensions=tuple(given["dimensions"]),
            count=given["count"],
            when=given["when"],
            frozen=tuple(
                Frozen(
                    one["period"],
                    tuple(map(tuple, one["domains"])),
                    {tuple(values): (entry, value) for values, entry, value in one["entries"]},
                )
                for one in given["periods"]
            ),
            renames=tuple(Rename(*one) for one in given["renames"]),
            backlog={tuple(values): people for values, people in given["backlog"]},
        )
        sealed = hmac.compare_digest(given["seal"], _seal(ledger))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unusable("This is not the state of a ledger.", AGAIN) from None
    if not sealed or len(ledger.key) != KEY_BYTES:
        raise Unusable("This state of a ledger was changed after it was written.", AGAIN)
    return ledger


def _rows(people: Mapping[Values, int]) -> list[list[Any]]:
    return [[list(values), count] for values, count in people.items()]


def _frozen(frozen: Frozen) -> dict[str, Any]:
    return {
        "period": frozen.period,
        "domains": [list(values) for values in frozen.domains],
        "entries": [[list(values), entry, value] for values, (entry, value) in frozen.entries.items()],
    }


def _seal(ledger: Ledger) -> str:
    told = [
        ledger.register,
        ledger.threshold,
        ledger.base,
        ledger.dimensions,
        ledger.count,
        ledger.when,
        [[one.dimension, one.old, one.new, one.since] for one in ledger.renames],
        _rows(ledger.backlog),
        [_frozen(frozen) for frozen in ledger.frozen],
    ]
    return hmac.new(ledger.key, b"seal|" + _compact(told).encode("utf-8"), hashlib.sha256).hexdigest()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
