"""Checks the scrutineers' record of a draw, for somebody who trusts nobody: standard library, whole numbers, no solver.

    python checker.py R.json        prints {"failed": [...]}; ends with 0 (all holds), 1 (it does not) or 2 (unreadable)

Everything a record states is computed again from its people, quotas and panels. How fair the lottery is follows from the
multipliers of the certificate by weak duality (Chvatal 1983, chapter 5; Flanigan et al., Nature 596, 2021): for any of
them no legal panel makes the weighted sum of seats larger than `upper`, so wrong ones prove less, never something false.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from fractions import Fraction
from typing import Any

STATED = (
    "chances",
    "rounding_loss",
    "lowest_chance",
    "lowest_panel_chance",
    "bound",
    "relative_gap",
    "stages",
)
FITS_NONE = "fits no panel"
Rule = tuple[list[int], list[int], int | None, int]  # columns, coefficients, least, most
SPREAD = Fraction(
    1, 20
)  # a stage of leximin is one level: its people differ by 1e-6, or by 5 % of it, at the most


class Wrong(Exception):
    """Something in the record does not hold."""

    def __init__(self, check: str, reason: str) -> None:
        super().__init__(f"{check}: {reason}")
        self.check, self.reason = check, reason


def need(holds: object, check: str, reason: str) -> None:
    """Raises Wrong unless it holds."""
    if not holds:
        raise Wrong(check, reason)


def whole(value: Any) -> bool:
    """No float anywhere: with halves, a branch could lose whole numbers and a cut prove too much."""
    todo = [value]
    while todo:
        found = todo.pop()
        if isinstance(found, dict):
            todo += found.values()
        elif isinstance(found, list):
            todo += found if not set(map(type, found)) <= {int, str} else []
        elif isinstance(found, float):
            return False
    return True


class Draw:
    """What was asked: people, quotas, sizes, household limit, who is in and who is out."""

    def __init__(self, record: Any) -> None:
        self.people = [tuple(person) for person in record["people"]]
        self.homes, self.inside = record["households"], set(record["inside"])
        self.out = {entry["row"]: entry["reason"] for entry in record["excluded"]}
        self.several = "targets" in record
        self.sizes = [target["size"] for target in record["targets"]] if self.several else [record["size"]]
        self.limit = record["household"]["limit"] if record["household"] else None
        self.kept = [row for row in range(len(self.people)) if row not in self.out]
        need(self.out.keys() <= set(range(len(self.people))), "excluded", "there is no such row")
        need(
            self.kept and not self.inside & set(self.out),
            "excluded",
            "somebody is both fixed in and excluded",
        )
        need(not (self.several and self.inside), "inside", "members who stay can be kept for one panel only")
        need(sum(self.sizes) == record["size"], "size", "the sizes of the panels do not add up")
        need(len(self.homes) == len(self.people), "households", "there is not one entry per person")
        names = self.names = record["categories"]
        need(len(set(names)) == len(names), "categories", "a category stands twice")
        need(all(len(person) == len(names) for person in self.people), "people", "a person lacks a feature")
        self.quotas: dict[tuple[Any, ...], tuple[int, int]] = {}
        for quota in record["quotas"]:
            key = (quota.get("target", 0), quota["category"], quota["feature"])
            need(
                key not in self.quotas and key[1] in names and 0 <= key[0] < len(self.sizes),
                "quotas",
                f"{key}",
            )
            self.quotas[key] = (quota["min"], quota["max"])
        # One number per person and panel holds a digit for every quota, so that one sum counts them all; the top bit
        # of each digit stays free, and is lost where a limit is overstepped when all are taken away at once.
        self.bits, self.digits = (len(self.people) + 1).bit_length() + 1, []
        for target in range(len(self.sizes)):
            shift = {key[1:]: self.bits * i for i, key in enumerate(self.quotas) if key[0] == target}
            pairs = ([shift.get(pair) for pair in zip(names, person, strict=True)] for person in self.people)
            self.digits.append([sum(1 << s for s in found if s is not None) for found in pairs])
        top = (1 << self.bits - 1) - 1  # more than there are people
        ends = [(low if high >= 0 else top, max(high, 0)) for low, high in self.quotas.values()]
        self.tops = sum(top + 1 << self.bits * i for i in range(len(ends)))
        self.least = sum(max(0, min(top, low)) << self.bits * i for i, (low, _) in enumerate(ends))
        self.most = sum(min(top, high) << self.bits * i for i, (_, high) in enumerate(ends))

    def panel(self, entry: Any, where: str) -> list[int]:
        """The rows of a panel. Raises Wrong when it is not legal."""
        rows = entry["rows"] if isinstance(entry, dict) else entry
        chosen = set(rows)
        in_order = rows == sorted(chosen) and rows[0] >= 0 and rows[-1] < len(self.people)
        need(in_order, where, "rows not in order")
        need(chosen.isdisjoint(self.out), where, "somebody on a panel is excluded")
        need(self.inside <= chosen, where, "somebody who is fixed in is not on a panel")
        if self.several:
            seats = entry["seats"]
            need(len(seats) == len(rows), where, "not one seat per person")
            sized = all(seats.count(p) == size for p, size in enumerate(self.sizes))
            total = sum(self.digits[p][row] for p, row in zip(seats, rows, strict=True)) if sized else 0
        else:
            sized, total = len(rows) == self.sizes[0], sum(map(self.digits[0].__getitem__, rows))
        need(sized, where, "a panel has not its size")
        kept = (total + self.tops - self.least) & (self.most + self.tops - total) & self.tops
        if kept != self.tops:
            for i, (key, (low, high)) in enumerate(self.quotas.items()):
                count = total >> self.bits * i & (1 << self.bits) - 1
                need(low <= count <= high, where, f"{key[1]} {key[2]}: {count}, not {low} to {high}")
        if self.limit is not None:
            together = Counter(filter(lambda home: home is not None, map(self.homes.__getitem__, rows)))
            need(max(together.values(), default=0) <= self.limit, where, "too many of one household")
        return rows


def exact(record: Any) -> dict[str, Any]:
    """Everything that a record states and that follows from the rest of it, as exact fractions. Raises Wrong."""
    plain = {name: part for name, part in record.items() if name not in STATED}
    need(
        whole(plain) and whole([stage["rows"] for stage in record["stages"]]),
        "shape",
        "there is a broken number",
    )
    draw, weights = Draw(record), []
    for entry in record["lottery"]:
        need(re.fullmatch("[1-9][0-9]*/[1-9][0-9]*", entry["weight"]), "weights", "a weight is not p/q")
        weights.append(tuple(map(int, entry["weight"].split("/"))))
    common = math.lcm(*(q for _, q in weights))
    need(common < 10**40, "weights", "the weights have no common denominator of a sensible size")
    need(sum(p * (common // q) for p, q in weights) == common, "weights", "the weights do not sum to 1")
    chances, counts = [0] * len(draw.people), [0] * len(draw.people)  # chances are numerators over `common`
    for entry, (p, q) in zip(record["lottery"], weights, strict=True):
        share = p * (common // q)
        for row in draw.panel(entry, "lottery"):
            chances[row] += share
    for entry in record["panels"]:
        for row in draw.panel(entry, "panels"):
            counts[row] += 1
    many = len(record["panels"])
    need(many in (10, 100, 1000), "panels", "there are not 10, 100 or 1000 panels")
    stages = proven(record, draw, chances, common)
    lowest, bound = Fraction(min(chances[row] for row in draw.kept), common), stages[0]["bound"]
    loss = max(abs(count * common - chance * many) for count, chance in zip(counts, chances, strict=True))
    return {
        "chances": [Fraction(chance, common) for chance in chances],
        "panel_counts": counts,
        "rounding_loss": Fraction(loss, many * common),
        "lowest_chance": lowest,
        "lowest_panel_chance": Fraction(min(counts[row] for row in draw.kept), many),
        "bound": bound,
        "relative_gap": (bound - lowest) / bound if bound else Fraction(0),
        "stages": stages,
    }


def proven(record: Any, draw: Draw, chances: list[int], common: int) -> list[dict[str, Fraction]]:
    """Per stage: level, proven bound, gap, and by how much its people lie above the level. Raises Wrong."""
    proof = Certificate(record["certificate"], draw)
    places = [row for stage in record["stages"] for row in stage["rows"]]
    need(sorted(places) == draw.kept, "stages", "not everybody who takes part is in exactly one stage")
    need(len(proof.stages) == len(record["stages"]), "certificate", "it has another number of stages")
    need(record["method"] == "leximin" or len(proof.stages) == 1, "stages", "maximin has one stage")
    levels, level = [], common
    for stage in reversed(record["stages"]):
        levels.append(level := min(level, *(chances[row] for row in stage["rows"])))
    rest, found = Counter(proof.types[row] for row in draw.kept), []
    given: Counter[int] = Counter()  # sum of chances by type of those in earlier stages
    for stage, level, hint in zip(record["stages"], reversed(levels), proof.stages, strict=True):
        need(all(y >= 0 for _, y in hint["y"]), "certificate", "a weight of a person is below 0")
        y: Counter[int] = Counter()
        for t, value in hint["y"]:
            y[t] += value
        values = [y[c % proof.many] for c in range(len(proof.low))]
        most = proof.upper(hint["pi"], values, proof.low, proof.high, len(proof.rows)) * common
        most, share = most - sum(y[t] * given[t] for t in y), sum(y[t] * rest[t] for t in y) * common
        bound = min(Fraction(1), Fraction(most, share)) if share else Fraction(1)
        floor = Fraction(level, common)
        spread = Fraction(max(chances[row] for row in stage["rows"]), common) - floor
        one = spread <= max(Fraction(1, 10**6), SPREAD * floor)
        need(one or record["method"] == "maximin", "stages", "people of one stage have different chances")
        pinned = bound == 1 or all(y[proof.types[row]] for row in stage["rows"])
        # Without a weight somebody could rise in a later stage, and no gap would show it.
        need(pinned or record["method"] == "maximin", "stages", "somebody stands in a stage without a proof")
        found.append({"level": floor, "bound": bound, "gap": bound - floor, "spread": spread})
        for row in stage["rows"]:
            given[proof.types[row]] += chances[row]
            rest[proof.types[row]] -= 1
    return found


class Certificate:
    """Rules and bounds by column (type and panel), derived from the people, with all its proofs checked."""

    def __init__(self, given: Any, draw: Draw) -> None:
        self.types, self.scale, self.stages = given["types"], given["scale"], given["stages"]
        need(self.scale == 10**12, "certificate", "another scale")
        need(len(self.types) == len(draw.people), "certificate", "not one type per person")
        members: dict[int, list[int]] = {}
        for row, t in enumerate(self.types):
            need(
                (t is None) == (draw.out.get(row, FITS_NONE) != FITS_NONE),
                "excluded",
                f"row {row} and its type",
            )
            if t is not None:
                members.setdefault(t, []).append(row)
        for t, rows in members.items():
            need(0 <= t < len(self.types), "certificate", f"there cannot be a type {t}")
            need(len({draw.people[row] for row in rows}) == 1, "certificate", f"type {t} is mixed")
        self.members, self.draw, self.many = members, draw, max(members) + 1
        panels, every = len(draw.sizes), range(self.many)
        self.low = [len(draw.inside.intersection(members.get(t, ()))) for t in every] * panels
        self.high = [self.seats([t]) for t in every] * panels
        self.rows = [self.rule(row["kind"], row["key"]) for row in given["rows"]]
        asked = [("size", [p]) for p in range(panels)] + [("quota", list(key)) for key in draw.quotas]
        stated = [(row["kind"], row["key"]) for row in given["rows"] if row["kind"] in ("size", "quota")]
        need(stated == asked, "certificate", "its rules are not the sizes and quotas in their order")
        barred = [entry["type"] for entry in given["barred"]]
        for entry in given["barred"]:
            columns = [entry["type"] + p * self.many for p in range(panels)]
            self.prove(entry["proof"], columns, [1] * len(columns), 0, "barred")
        out = {self.types[row] for row in draw.out} - {None}
        need(sorted(barred) == sorted(out), "barred", "those said to fit no panel are not those with a proof")
        need(out.isdisjoint(self.types[row] for row in draw.kept), "barred", "somebody barred takes part")
        self.high = [0 if c % self.many in out else high for c, high in enumerate(self.high)]
        for cut in given["cuts"]:
            self.prove(cut["proof"], cut["columns"], cut["coefficients"], cut["beta"], "cuts")
            self.rows.append((cut["columns"], cut["coefficients"], None, cut["beta"]))

    def seats(self, types: list[int]) -> int:
        """How many people of these types one draw can hold."""
        homes = Counter(self.draw.homes[row] for t in types for row in self.members.get(t, ()))
        alone, limit = homes.pop(None, 0), self.draw.limit
        return alone + sum(
            homes.values() if limit is None else (min(limit, people) for people in homes.values())
        )

    def rule(self, kind: str, key: Any) -> Rule:
        """Columns, coefficients, least and most of a rule that every legal panel obeys."""
        panels = range(len(self.draw.sizes))
        if kind == "size":
            columns, low = [t + key[0] * self.many for t in self.members], self.draw.sizes[key[0]]
            high = low
        elif kind == "quota":
            low, high = self.draw.quotas[tuple(key)]
            place = self.draw.names.index(key[1])
            having = (t for t, rows in self.members.items() if self.draw.people[rows[0]][place] == key[2])
            columns = [t + key[0] * self.many for t in having]
        else:
            need(kind in ("household", "person") and len(set(key)) == len(key), "certificate", f"rule {kind}")
            need(self.members.keys() >= set(key), "certificate", "a rule names a type that nobody has")
            columns, low, high = [t + p * self.many for t in key for p in panels], 0, self.seats(key)
        return columns, [1] * len(columns), low, high

    def upper(self, pi: Any, values: list[int], low: list[int], high: list[int], known: int) -> int:
        """No x within the rules known so far and low <= x <= high makes values @ x larger than this (over scale)."""
        total, rest = 0, list(values)
        for r, times in pi:
            need(0 <= r < known, "certificate", f"there is no rule {r}")
            columns, coefficients, least, most = self.rows[r]
            need(times >= 0 or least is not None, "certificate", "a cut is used the wrong way round")
            total += times * (most if times >= 0 else least)
            for c, a in zip(columns, coefficients, strict=True):
                rest[c] -= times * a
        return total + sum(v * (h if v > 0 else b) for v, b, h in zip(rest, low, high, strict=True))

    def prove(self, node: Any, columns: list[int], coefficients: list[int], beta: int, where: str) -> None:
        """Every legal panel has coefficients @ x[columns] <= beta: each leaf of the tree rules out beta + 1."""
        need(all(0 <= c < len(self.low) for c in columns), where, "there is no such column")
        need({*map(type, coefficients), type(beta)} == {int}, where, "a coefficient is no number")
        values, todo = [0] * len(self.low), [(node, self.low, self.high)]
        for c, a in zip(columns, coefficients, strict=True):
            values[c] += a * self.scale
        while todo:
            node, low, high = todo.pop()
            if "column" in node:
                c, v = node["column"], node["value"]
                need(0 <= c < len(low), where, "there is no such column")
                todo.append((node["below"], low, [*high[:c], min(high[c], v), *high[c + 1 :]]))
                todo.append((node["above"], [*low[:c], max(low[c], v + 1), *low[c + 1 :]], high))
            elif all(a <= b for a, b in zip(low, high, strict=True)):
                need(node["weight"] in (0, 1), where, "a leaf has another weight than 0 or 1")
                aim = values if node["weight"] else [0] * len(low)
                found = self.upper(node["pi"], aim, low, high, len(self.rows))
                need(found < (beta + 1) * self.scale * node["weight"], where, "a leaf proves too little")


def stated(found: dict[str, Any]) -> dict[str, Any]:
    """What a record says, in JSON's numbers: each the exact value, correctly rounded."""
    plain = {key: float(value) if isinstance(value, Fraction) else value for key, value in found.items()}
    plain["chances"] = [value.numerator / value.denominator for value in found["chances"]]
    plain["stages"] = [{key: float(value) for key, value in stage.items()} for stage in found["stages"]]
    return plain


def check(record: Any) -> list[dict[str, str]]:
    """What does not hold: [{"check", "reason"}]; empty when everything does. Never raises."""
    failed = []
    try:
        for key, value in stated(exact(record)).items():
            said = record[key]
            if key == "stages":
                said = [{name: part for name, part in stage.items() if name != "rows"} for stage in said]
            if said != value:
                failed.append(
                    {"check": key, "reason": "it is not what follows from the panels and the certificate"}
                )
    except Wrong as wrong:
        failed.append({"check": wrong.check, "reason": wrong.reason})
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        failed.append({"check": "shape", "reason": f"the record is incomplete or malformed: {error!r}"})
    return failed


if __name__ == "__main__":
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            verdict = check(json.load(file))
    except (OSError, ValueError, IndexError, RecursionError) as error:
        print(json.dumps({"failed": [{"check": "file", "reason": str(error)}]}))
        sys.exit(2)
    print(json.dumps({"failed": verdict}))
    sys.exit(1 if verdict else 0)
