"""How fair a draw is, counted again from its scrutineers' record and the two files it was drawn from.

Nothing that the record says of itself is taken over where it can be counted, but the proven bounds: those are
`passerelle verify-draw`'s to confirm.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

Row = dict[str, str]
Record = dict[str, Any]


def figures(record: Record, people: Sequence[Row], quotas: Sequence[Row]) -> dict[str, Any]:
    """Every figure of the bars; "faults" is a list of what is wrong with the record, empty when all is well."""
    panels, exact = record["panels"], chances(record)
    out = {one["row"] for one in record["excluded"]}
    inside = [row for row in range(len(exact)) if row not in out]
    counts = Counter(row for panel in panels for row in panel)
    real = [counts[row] / len(panels) for row in range(len(exact))]
    lowest = min(exact[row] for row in inside)
    told = {
        "excluded": len(out),
        "lottery_panels": len(record["lottery"]),
        "lowest_chance": float(lowest),
        "bound": record["bound"],
        "relative_gap": (record["bound"] - float(lowest)) / record["bound"],
        "lowest_panel_chance": min(real[row] for row in inside),
        "kept_of_lowest": min(real[row] for row in inside) / float(lowest) if lowest else 1.0,
        # so many equal panels are a lottery too: somebody stands in no more than the bound allows, rounded down
        "could_be_kept": math.floor(len(panels) * record["bound"] + 1e-9) / len(panels) / float(lowest)
        if lowest
        else 1.0,
        "in_no_panel": sum(counts[row] == 0 for row in inside),
        "rounding_loss": max(abs(a - float(b)) for a, b in zip(real, exact, strict=True)),
    }
    if stages := record.get("stages"):
        told["stages"] = len(stages)
        told["level_error"] = max(abs(float(exact[r]) - one["level"]) for one in stages for r in one["rows"])
        told["stage_gap"] = max(
            one["bound"] - min(float(exact[row]) for row in one["rows"]) for one in stages
        )
    told["faults"] = faults(record, people, quotas, exact, inside, counts)
    return told


def chances(record: Record) -> list[Fraction]:
    """Per row, exactly, from the weights."""
    weights = [Fraction(one["weight"]) for one in record["lottery"]]
    over = math.lcm(*(weight.denominator for weight in weights))
    sums = [0] * len(record["chances"])
    for weight, one in zip(weights, record["lottery"], strict=True):
        parts = weight.numerator * (over // weight.denominator)
        for row in one["rows"]:
            sums[row] += parts
    return [Fraction(one, over) for one in sums]


def faults(
    record: Record,
    people: Sequence[Row],
    quotas: Sequence[Row],
    exact: Sequence[Fraction],
    inside: Sequence[int],
    counts: Counter[int],
) -> list[str]:
    """What a record says and is not so."""
    found = []
    if sum(Fraction(one["weight"]) for one in record["lottery"]) != 1:
        found.append("the weights do not sum to 1")
    if any(abs(float(a) - b) > 1e-12 for a, b in zip(exact, record["chances"], strict=True)):
        found.append("the chances are not those of the lottery")
    if [counts[row] for row in range(len(exact))] != record["panel_counts"]:
        found.append("panel_counts are not those of the panels")
    every = [*record["panels"], *(one["rows"] for one in record["lottery"])]
    if bad := sum(not legal(panel, record, people, quotas) for panel in every):
        found.append(f"{bad} panels break a quota, the size or the limit per household")
    if record["method"] == "leximin" and sorted(
        row for one in record["stages"] for row in one["rows"]
    ) != list(inside):
        found.append("not everybody is in exactly one stage")
    return found


def legal(panel: Sequence[int], record: Record, people: Sequence[Row], quotas: Sequence[Row]) -> bool:
    """Whether these rows are a panel, by counting."""
    out = {one["row"] for one in record["excluded"]}
    if len(set(panel)) != record["size"] or len(panel) != record["size"] or out.intersection(panel):
        return False
    there = Counter((category, people[row][category]) for row in panel for category in people[row])
    if any(
        not int(one["min"]) <= there[one["category"], one["feature"]] <= int(one["max"]) for one in quotas
    ):
        return False
    if not (household := record.get("household")):
        return True
    homes = Counter(people[row][household["column"]] for row in panel if people[row][household["column"]])
    return max(homes.values(), default=0) <= household["limit"]
