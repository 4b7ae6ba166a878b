"""What the file of a register says is what is counted: values stay texts, mistakes are named by row."""

from __future__ import annotations

import pytest

from passerelle.engines.disclosure import micro, release
from passerelle.engines.disclosure.micro import Columns, Micro
from passerelle.engines.disclosure.release import Unusable
from passerelle.engines.sortition.intake.findings import Findings

ROWS = "city,service,when,people\nNord,05,p2,3\nÅby,5,p10,1\nNord,05,p1,0\nNord,5,p1,2\n"


def read(
    text: str, dimensions: str, *, domains: dict[str, tuple[str, ...]] | None = None, **more: str
) -> Micro:
    findings = Findings("register.csv")
    found = micro.read(text.encode(), Columns(tuple(dimensions.split(",")), domains or {}, **more), findings)
    assert found is not None, findings.found
    return found


def refused(
    text: str, dimensions: str, *, domains: dict[str, tuple[str, ...]] | None = None, **more: str
) -> list[tuple]:
    findings = Findings("register.csv")
    assert (
        micro.read(text.encode(), Columns(tuple(dimensions.split(",")), domains or {}, **more), findings)
        is None
    )
    return [(error.code, error.row, error.column, error.value) for error in findings.found]


def told(register: Micro, tables: str | None = None) -> dict[str, int]:
    layout = register.layout(micro.tables_of(tables, register.dimensions))
    return {
        "|".join(f"{k}={v}" for k, v in layout.at(place).items()): n
        for place, n in register.totals(layout).items()
    }


def test_a_code_with_a_zero_in_front_is_not_the_number() -> None:
    assert told(read(ROWS, "service")) == {"": 4, "service=05": 2, "service=5": 2}


def test_people_of_a_row_are_counted_and_a_row_of_nobody_still_names_its_value() -> None:
    assert told(read("city,n\na,3\nb,0\n", "city", count="n")) == {"": 3, "city=a": 3, "city=b": 0}


def test_later_periods_are_left_out_and_so_are_their_values() -> None:
    register = read(ROWS, "city", count="people", period="when", until="p2")
    assert register.periods == ("p1", "p2")
    assert told(register) == {"": 5, "city=Nord": 5}
    assert told(register.until("p1")) == {"": 2, "city=Nord": 2}
    assert told(register.of("p2")) == {"": 3, "city=Nord": 3}


def test_a_period_without_rows_is_a_period() -> None:
    assert read(ROWS, "city", period="when", until="p3").periods == ("p1", "p2", "p3")


def test_declared_values_are_cells_although_nobody_has_them() -> None:
    register = read("city\na\n", "city", domains={"city": ("z", "a")})
    assert list(told(register).items()) == [("", 1), ("city=z", 0), ("city=a", 1)]


def test_a_file_without_rows_has_its_declared_cells() -> None:
    assert told(read("city\n", "city", domains={"city": ("a",)})) == {"": 0, "city=a": 0}
    assert told(read("city\n", "city")) == {"": 0}


def test_mistakes_are_named_by_row() -> None:
    assert refused("city,n\na,-1\nb,two\n", "city", count="n") == [
        ("count", 0, "n", "-1"),
        ("count", 1, "n", "two"),
    ]
    assert refused("city\na\nc\n", "city", domains={"city": ("a",)}) == [("domain", 1, "city", "c")]
    assert refused("city\na\n", "town") == [("no_column", None, "town", None)]
    assert refused("city,city\na,b\n", "city") == [("column_twice", None, "city", None)]
    assert refused("city,p\na,\n", "city", period="p", until="p1") == [("period", 0, "p", "")]
    assert refused("city\na\n", "city,city")[0][0] == "dimensions"


def test_tables_bring_all_their_margins_once() -> None:
    register = read("a,b,c\n1,1,1\n1,2,1\n", "a,b,c")
    layout = register.layout(micro.tables_of("b*a; b*c;a ;a*b", register.dimensions))
    assert layout.tables == ((0, 1), (1, 2), (0,))
    assert layout.margins == ((), (0,), (1,), (2,), (0, 1), (1, 2))
    assert len(set(layout.places)) == len(layout.places) == 1 + 1 + 2 + 1 + 2 + 2


@pytest.mark.parametrize("said", ["a*d", "a*a", "", ";", "a*"])
def test_a_table_that_makes_no_sense_is_refused(said: str) -> None:
    with pytest.raises(Unusable):
        micro.tables_of(said, ("a", "b"))


def written(register: Micro, hide: int = 2) -> release.Release:
    layout = register.layout()
    values = {place: None if 0 < n < hide else n for place, n in register.totals(layout).items()}
    return release.release_of(layout, values, register="r", mode="suppress", threshold=hide)


def test_a_release_reads_back_as_it_was_written() -> None:
    import json

    made = written(read("value,at\nå,05\nå,5\nb,5\n", "value,at"))
    again = release.read(json.dumps(made.as_json()).encode())
    assert again == made
    assert not again.missing()
    assert json.loads(json.dumps(made.as_json()))["cells"][0] == {"at": {}, "value": 3}
    assert {"at": {"value": "å", "at": "05"}, "hidden": True} in made.as_json()["cells"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"mode": "secret"}, "mode"),
        ({"threshold": 0}, "threshold"),
        ({"note": "x"}, "note"),
        ({"cells": [{"at": {"x": "1"}, "value": 1}]}, "cells, 0"),
        ({"cells": [{"at": {"a": "9"}, "value": 1}]}, "cells, 0"),
        ({"cells": [{"at": {}, "value": True}]}, "cells, 0"),
        ({"cells": [{"at": {}, "value": 1}, {"at": {}, "hidden": True}]}, "cells, 1"),
        ({"tables": [["x"]]}, "tables"),
        ({"mode": "ledger"}, "base"),
    ],
)
def test_a_release_that_is_not_one_says_which_part(change: dict, where: str) -> None:
    import json

    told = written(read("a\n1\n1\n", "a")).as_json() | change
    with pytest.raises(Unusable) as caught:
        release.read(json.dumps(told).encode())
    assert caught.value.where == where
