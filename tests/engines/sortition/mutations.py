"""Every way in which one thing in a JSON record can be changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

WORDS = {
    "leximin": "maximin",
    "maximin": "leximin",
    "quota": "household",
    "household": "quota",
    "size": "person",
}
"""Instead of a word that the format knows, another one."""


def mutations(record: Any) -> Iterator[tuple[Path, str, Any]]:
    """(where, what, the changed record): each value at every depth changed, swapped, dropped, doubled, added to."""
    for path, value in list(_walk(record, ())):
        for what, new in _changes(value):
            yield path, what, _with(record, path, new)
        if path:
            yield from _among_siblings(record, path)


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _walk(part, (*path, name))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _walk(part, (*path, place))


def _changes(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield "changed", not value
        yield "retyped", int(value)
    elif isinstance(value, int):
        yield "changed", value + 1
        yield "lowered", value - 1
        yield "retyped", float(value)
    elif isinstance(value, float):
        yield "changed", value + 1e-9
        yield "retyped", str(value)
    elif isinstance(value, str):
        yield "changed", _other(value)
        yield "lengthened", value + value[-1:]
        yield "retyped", None
    elif value is None:
        yield "changed", 0
        yield "retyped", "0"
    elif isinstance(value, list):
        yield "emptied", []
        yield "reversed", value[::-1]
        yield "retyped", {}
    elif isinstance(value, dict):
        yield "added to", value | {"note": ""}
        yield "retyped", []


def _other(text: str) -> str:
    """Text of the same form: its last sign is another one of the same kind."""
    if text in WORDS:
        return WORDS[text]
    if not text:
        return "x"
    last = text[-1]
    return text[:-1] + ({"9": "8", "f": "e", "X": "W", "z": "y"}.get(last) or chr(ord(last) + 1))


def _among_siblings(record: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    *above, last = path
    parent = _at(record, tuple(above))
    new = copy.copy(parent)
    del new[last]
    yield path, "dropped", _with(record, tuple(above), new)
    if isinstance(parent, list):
        assert isinstance(last, int)
        yield path, "doubled", _with(record, tuple(above), [*parent[:last], parent[last], *parent[last:]])
        if last + 1 < len(parent):
            swapped = copy.copy(parent)
            swapped[last], swapped[last + 1] = swapped[last + 1], swapped[last]
            yield path, "swapped", _with(record, tuple(above), swapped)
    else:
        names = list(parent)
        other = names[(names.index(last) + 1) % len(names)]
        yield (
            path,
            "swapped",
            _with(record, tuple(above), parent | {last: parent[other], other: parent[last]}),
        )


def _at(record: Any, path: Path) -> Any:
    for step in path:
        record = record[step]
    return record


def _with(record: Any, path: Path, value: Any) -> Any:
    if not path:
        return copy.deepcopy(value)
    new = json.loads(json.dumps(record))
    _at(new, path[:-1])[path[-1]] = value
    return new


def doubled_fields(text: str) -> Iterator[str]:
    """The same JSON with one field of one object written twice."""
    name = '"a field to double"'
    record = json.loads(text)
    for path, value in _walk(record, ()):
        if isinstance(value, dict) and value:
            first = next(iter(value))
            marked = _with(record, path, {"a field to double": value[first]} | value)
            yield json.dumps(marked).replace(name, json.dumps(first))
