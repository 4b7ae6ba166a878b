"""Public lists and desk lists with 20 and with 2,000 rows: milliseconds per request and queries."""

from __future__ import annotations

import argparse
from typing import Any

from benchmarks.house import House

FEW, MANY = 20, 2_000
BUDGET = 12


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """In one process, without a web server: the time is the house's own."""
    few = house.run("benchmarks.counting", str(FEW))
    many = house.run("benchmarks.counting", str(MANY))
    lists = {
        name: {
            "few": few[name],
            "many": many[name],
            "held": max(few[name]["queries"], many[name]["queries"]) <= BUDGET,
        }
        for name in few
    }
    return {
        "how": f"median of nine requests; bar: {BUDGET} queries at {FEW} and at {MANY:,} rows",
        "lists": lists,
    }
