"""The exact shape of both records. A field that is missing, unknown or of another type is a failure with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from itertools import pairwise

from passerelle.engines.sortition.proof.commitment import (
    CODE_LENGTH,
    FIRST,
    PUBLIC_FORMAT,
    SCRUTINEERS_FORMAT,
    SIGNS,
)

METHODS = ("leximin", "maximin")

Shape = object
"""int, str, float, bool; Text; Null(shape); [shape] for a list; {name: shape} for an object; a tuple of choices."""


@dataclass(frozen=True)
class Text:
    """Text of this form, whole."""

    form: str


@dataclass(frozen=True)
class Null:
    """This, or null."""

    shape: Shape


class Multipliers:
    """A list of pairs of a place and a whole number, places rising."""


class Tree:
    """A proof: branches and leaves to any depth."""


HASH = Text("[0-9a-f]{64}")
SALT = Text("[0-9a-f]{32}")
CODE = Text(f"[{FIRST}][{SIGNS}]{{{CODE_LENGTH - 1}}}")
WEIGHT = Text("[1-9][0-9]*/[1-9][0-9]*")
DECIMAL = Text(r"[01]\.[0-9]{12}")
PICK = Null(Text("[0-9]{1,3}"))
HOUSEHOLD = Null({"column": str, "limit": int})
MULTIPLIERS = Multipliers()
LEAF = {"weight": (0, 1), "pi": MULTIPLIERS}
BRANCH = {"column": int, "value": int, "below": dict, "above": dict}

CERTIFICATE = {
    "scale": (10**12,),
    "types": [Null(int)],
    "rows": [{"kind": ("size", "quota", "household", "person"), "key": list}],
    "barred": [{"type": int, "proof": Tree()}],
    "cuts": [{"columns": [int], "coefficients": [int], "beta": int, "proof": Tree()}],
    "stages": [{"y": MULTIPLIERS, "pi": MULTIPLIERS}],
}


def scrutineers(several: bool) -> Shape:
    """R, of one panel or of several drawn at once."""
    seated: dict[str, Shape] = {"rows": [int], "seats": [int]}
    quota: dict[str, Shape] = {"category": str, "feature": str, "min": int, "max": int}
    record: dict[str, Shape] = {
        "format": (SCRUTINEERS_FORMAT,),
        "version": (1,),
        "method": METHODS,
        "size": int,
        "seed": Null(int),
        "categories": [str],
        "quotas": [quota | {"target": int} if several else quota],
        "household": HOUSEHOLD,
        "people": [[str]],
        "households": [Null(int)],
        "inside": [int],
        "excluded": [{"row": int, "reason": str}],
        "salts": [SALT],
        "chances": [float],
        "lottery": [{"weight": WEIGHT} | (seated if several else {"rows": [int]})],
        "panels": [seated if several else [int]],
        "panel_counts": [int],
        **dict.fromkeys(("rounding_loss", "lowest_chance", "lowest_panel_chance"), float),
        **dict.fromkeys(("bound", "relative_gap"), float),
        "stages": [{"level": float, "bound": float, "gap": float, "spread": float, "rows": [int]}],
        "certificate": CERTIFICATE,
        "committed_first": bool,
        "commitment": HASH,
        "pick": PICK,
        "drawn": Null(seated if several else [int]),
    }
    return record | ({"targets": [{"name": str, "size": int}]} if several else {})


def public(several: bool) -> Shape:
    """P, of one panel or of several drawn at once."""
    seated: Shape = {"codes": [CODE], "seats": [int]} if several else [CODE]
    quota: dict[str, Shape] = {"category": str, "feature": str, "min": int, "max": int}
    record: dict[str, Shape] = {
        "format": (PUBLIC_FORMAT,),
        "version": (1,),
        "method": METHODS,
        "size": int,
        "categories": [str],
        "quotas": [quota | {"target": int} if several else quota],
        "household": HOUSEHOLD,
        "people": [HASH],
        "excluded": [{"reason": str, "people": int}],
        "panels": [seated],
        **dict.fromkeys(("lowest_chance", "bound", "relative_gap", "stage_gap", "rounding_loss"), DECIMAL),
        "fewest_panels": int,
        "scrutineers": HASH,
        "committed_first": bool,
        "commitment": HASH,
        "pick": PICK,
        "drawn": Null(seated),
        "confirmations": [
            {"name": str, "office": str, "commitment": HASH, "scrutineers": HASH, "seal": HASH}
        ],
    }
    return record | ({"targets": [{"name": str, "size": int}]} if several else {})


def faults(record: object) -> list[str]:
    """What is wrong with the shape of a record, at most five sentences; empty when nothing is."""
    if not isinstance(record, dict):
        return ["the record is not a JSON object"]
    shapes = {SCRUTINEERS_FORMAT: scrutineers, PUBLIC_FORMAT: public}
    shape = shapes.get(record["format"]) if isinstance(record.get("format"), str) else None
    if shape is None:
        return ["this is no record of a draw: its format is not one that is known here"]
    found = _faults(shape("targets" in record), record, "record")
    return [fault for fault, _ in zip(found, range(5), strict=False)]


@singledispatch
def _faults(shape: Shape, value: object, path: str) -> Iterator[str]:
    raise TypeError(f"{shape!r} is no shape")


@_faults.register
def _plain(shape: type, value: object, path: str) -> Iterator[str]:
    if type(value) is not shape:
        yield f"{path} is not of the type {shape.__name__}"
    elif shape is str and any("\ud800" <= sign <= "\udfff" for sign in str(value)):
        yield f"{path} is not Unicode text"  # half of a pair of surrogates: JSON can write it, nobody can hash it


@_faults.register
def _choice(shape: tuple, value: object, path: str) -> Iterator[str]:
    if (type(value), value) not in [(type(choice), choice) for choice in shape]:
        yield f"{path} is not one of {', '.join(map(str, shape))}"


@_faults.register
def _text(shape: Text, value: object, path: str) -> Iterator[str]:
    if type(value) is not str or not re.fullmatch(shape.form, value, re.ASCII):
        yield f"{path} has not the form {shape.form}"


@_faults.register
def _null(shape: Null, value: object, path: str) -> Iterator[str]:
    if value is not None:
        yield from _faults(shape.shape, value, path)


@_faults.register
def _multipliers(shape: Multipliers, value: object, path: str) -> Iterator[str]:
    if type(value) is not list or not all(type(pair) is list and len(pair) == 2 for pair in value):
        yield f"{path} is not a list of pairs"
    elif not {type(number) for pair in value for number in pair} <= {int}:
        yield f"{path} does not hold int alone"
    elif any(one[0] >= other[0] for one, other in pairwise(value)):
        yield f"{path} is not in order"


@_faults.register
def _list(shape: list, value: object, path: str) -> Iterator[str]:
    inner = shape[0]
    if type(value) is not list:
        yield f"{path} is not a list"
    elif inner in (int, float):  # long lists of numbers: all at once
        if not set(map(type, value)) <= {inner}:
            yield f"{path} does not hold {inner.__name__} alone"
    else:
        for place, part in enumerate(value):
            yield from _faults(inner, part, f"{path}[{place}]")


@_faults.register
def _object(shape: dict, value: object, path: str) -> Iterator[str]:
    if type(value) is not dict:
        yield f"{path} is not an object"
        return
    yield from (f"{path}.{name} is missing" for name in shape if name not in value)
    for name, part in value.items():
        if name in shape:
            yield from _faults(shape[name], part, f"{path}.{name}")
        else:
            yield f"{path}.{name} is not known here"


@_faults.register
def _tree(shape: Tree, value: object, path: str) -> Iterator[str]:
    todo = [value]
    while todo:
        node = todo.pop()
        leaf = not isinstance(node, dict) or "column" not in node
        yield from _object(LEAF if leaf else BRANCH, node, path)
        if not leaf and isinstance(node, dict):
            todo += [node.get("below"), node.get("above")]
