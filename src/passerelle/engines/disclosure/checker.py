"""Check a suppression without a solver: by adding whole numbers up. Python's standard library is all it needs.

Every hidden number must be able to be 0 and to reach the threshold: somebody shows two tables of people, each printing
every number of every release, or a sum of printed numbers that proves it is at least the threshold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

Json = Mapping[str, Any]
Person = tuple[str | None, Mapping[str, str], int]
"""Period, value of each dimension, how many."""
Key = tuple[frozenset[int], frozenset[tuple[str, str]]]
"""Spans and place of a number."""
Wrong = dict[str, Any]


def check(releases: Sequence[Json], people: Iterable[Person], certificate: Json) -> list[Wrong]:
    """What is wrong, nothing if all holds. releases: as in their files, well formed; those that the certificate has
    beside them count too. people: the register."""
    try:
        others = [release for release in certificate.get("releases", ()) if release not in releases]
        return Checker([*releases, *others], people, certificate).failures()
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
        return [
            {"check": "certificate", "reason": f"It is not well formed: {type(problem).__name__} {problem}."}
        ]


class Checker:
    def __init__(self, releases: Sequence[Json], people: Iterable[Person], certificate: Json) -> None:
        self.releases, self.failed = releases, list[Wrong]()
        self.dimensions: list[str] = certificate["dimensions"]
        self.spans = [frozenset(span) for span in certificate["spans"]]
        self.witnesses, self.numbers = certificate["witnesses"], certificate["numbers"]
        self.covered = [self._covered(number, release) for number, release in enumerate(releases)]
        self.table: Counter[tuple[int, tuple[str, ...]]] = Counter()
        for period, values, count in people:
            for span, periods in enumerate(self.spans):
                if period in periods or not periods:
                    self.table[span, tuple(values[name] for name in self.dimensions)] += count
        self.cells: dict[Key, int | None] = {}
        for release, covered in zip(releases, self.covered, strict=True):
            for cell in release["cells"]:
                key = covered, frozenset(cell["at"].items())
                if self.cells.get(key) is None:
                    self.cells[key] = cell.get("value")
        self.threshold = {key: max(self._thresholds(key)) for key in self.cells}
        self.values = self._summed(self.table)

    def wrong(self, check: str, reason: str, **where: Any) -> None:
        self.failed.append({"check": check, "reason": reason, **where})

    def at(self, key: Key) -> Wrong:
        periods = sorted(period for span in key[0] for period in self.spans[span])
        return {"at": dict(sorted(key[1])), **({"covers": periods} if periods else {})}

    def failures(self) -> list[Wrong]:
        for number, release in enumerate(self.releases):
            self._release(number, release)
        for key, value in self.cells.items():
            if value is not None and value != self.values[key]:
                self.wrong(
                    "true", f"Printed is {value}, the register has {self.values[key]}.", **self.at(key)
                )
            elif value is not None and 0 < value < self.threshold[key]:
                self.wrong("hidden", f"Printed is {value}, less than {self.threshold[key]}.", **self.at(key))
        if not self.failed:
            self._witnesses()
            self._needed()
        return self.failed

    def _covered(self, number: int, release: Json) -> frozenset[int]:
        covers = set(release.get("covers") or [])
        found = frozenset(n for n, span in enumerate(self.spans) if span <= covers)
        if set().union(*(self.spans[n] for n in found)) != covers:
            self.wrong("covers", "The certificate does not know the periods of this release.", release=number)
        if len(set().union(*self.spans)) != sum(map(len, self.spans)) or (
            not all(self.spans) and len(self.spans) > 1
        ):
            self.wrong("covers", "The certificate counts a period twice.")
        return found

    def _thresholds(self, key: Key) -> Iterable[int]:
        for release, covered in zip(self.releases, self.covered, strict=True):
            names = {name for name, _ in key[1]}
            if covered == key[0] and any(names <= set(table) for table in [*release["tables"], []]):
                yield release["threshold"]

    def _release(self, number: int, release: Json) -> None:
        """Every table comes with all its margins; nobody stands outside the declared values."""
        if release["mode"] != "suppress":
            self.wrong(
                "mode", "A register is released by a ledger or by suppression, never by both.", release=number
            )
        if release["register"] != self.releases[0]["register"]:
            self.wrong("register", "The releases are of different registers.", release=number)
        domains = release["dimensions"]
        there = {frozenset(cell["at"].items()) for cell in release["cells"]}
        for margin in _margins(release["tables"]):
            for values in product(*(domains[name] for name in margin)):
                if frozenset(zip(margin, values, strict=True)) not in there:
                    self.wrong(
                        "cells",
                        "A cell is missing.",
                        release=number,
                        at=dict(zip(margin, values, strict=True)),
                    )
        for (span, row), count in self.table.items():
            for name in {name for table in release["tables"] for name in table}:
                if (
                    count
                    and span in self.covered[number]
                    and row[self.dimensions.index(name)] not in domains[name]
                ):
                    self.wrong(
                        "domain", "Somebody has a value that is not declared.", release=number, dimension=name
                    )
                    return

    def _summed(self, table: Mapping[tuple[int, tuple[str, ...]], int]) -> Counter[Key]:
        """The number of every cell of every release, in this table."""
        found: Counter[Key] = Counter()
        margins = {
            (covered, m)
            for r, covered in zip(self.releases, self.covered, strict=True)
            for m in _margins(r["tables"])
        }
        for covered, margin in margins:
            where = [(name, self.dimensions.index(name)) for name in margin]
            for (span, row), count in table.items():
                if span in covered:
                    found[covered, frozenset((name, row[n]) for name, n in where)] += count
        return found

    def _witnesses(self) -> None:
        """Each has nobody less than nobody, nobody outside what is declared, and prints every number."""
        self.changes = []
        for number, rows in enumerate(self.witnesses):
            moved: Counter[tuple[int, tuple[str, ...]]] = Counter()
            for span, row, count in rows:
                if (
                    not isinstance(count, int)
                    or len(row) != len(self.dimensions)
                    or span not in range(len(self.spans))
                ):
                    raise ValueError(f"witness {number}")
                moved[span, tuple(row)] += count
            if any(self.table[place] + count < 0 for place, count in moved.items()):
                self.wrong("witness", "Somewhere there are fewer people than none.", witness=number)
            if any(
                row[d] not in allowed for span, row in moved for d, allowed in self._allowed(span).items()
            ):
                self.wrong("witness", "Somebody has a value that is not declared.", witness=number)
            change = self._summed(moved)
            for key in change:
                if change[key] and self.cells.get(key) is not None:
                    self.wrong("witness", "It prints another number.", witness=number, **self.at(key))
            self.changes.append(change)

    def _allowed(self, span: int) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for release, covered in zip(self.releases, self.covered, strict=True):
            for name in {name for table in release["tables"] for name in table} if span in covered else ():
                d, values = self.dimensions.index(name), set(release["dimensions"][name])
                found[d] = found.get(d, values) & values
        return found

    def _needed(self) -> None:
        """Every hidden cell, and every difference of two releases that is not printed, is shown to be safe."""
        shown = {(frozenset(e["spans"]), frozenset(e["at"].items())): e for e in self.numbers}
        for key, value in self.cells.items():
            if value is None:
                self._safe(key, [(1, key)], self.threshold[key], shown.get(key), False)
        for one, two in self._steps():
            key, limit = (two[0] - one[0], one[1]), max(self.threshold[one], self.threshold[two])
            if self.cells[one] is None or self.cells[two] is None:
                self._safe(key, [(1, two), (-1, one)], limit, shown.get(key), True)
            elif 0 < self.values[two] - self.values[one] < limit:
                self.wrong("increment", "A small difference of two releases is printed.", **self.at(key))

    def _steps(self) -> Iterator[tuple[Key, Key]]:
        """Cells at one place of which the second covers more; not if what lies between is a cell itself."""
        same: dict[frozenset[tuple[str, str]], list[Key]] = {}
        for key in self.cells:
            same.setdefault(key[1], []).append(key)
        for keys in same.values():
            for one, two in product(keys, keys):
                if one[0] < two[0] and (two[0] - one[0], one[1]) not in self.cells:
                    yield one, two

    def _safe(
        self, key: Key, parts: list[tuple[int, Key]], limit: int, entry: Json | None, between: bool
    ) -> None:
        if entry is None:
            return self.wrong("hidden", "Nothing shows that this number is safe.", **self.at(key))
        true = sum(sign * self.values[part] for sign, part in parts)

        def value(witness: int) -> int:
            if witness not in range(len(self.changes)):
                raise ValueError(f"witness {witness}")
            return true + sum(sign * self.changes[witness][part] for sign, part in parts)

        zero, high = (
            "zero" in entry and value(entry["zero"]) == 0,
            "high" in entry and value(entry["high"]) >= limit,
        )
        if zero and high:
            return None
        proof = entry.get("proof")
        sign = self._proven(key, limit, proof) if proof else 0
        moves = "other" in entry and value(entry["other"]) != true
        if not (sign > 0 and moves) and not (sign < 0 and between):
            self.wrong("hidden", f"It is not shown that this number can be 0 and {limit}.", **self.at(key))
        return None

    def _proven(self, key: Key, limit: int, proof: Json) -> int:
        """1 when a sum of printed numbers proves the number to be `limit` or more, -1 when it proves 0, else 0."""
        sign, denominator, total = proof["sign"], proof["denominator"], 0
        if sign not in (1, -1) or not isinstance(denominator, int) or denominator < 1:
            return 0
        terms = [(sign * denominator, *key)]
        for multiple, where in proof["sum"]:
            printed = frozenset(where["spans"]), frozenset(where["at"].items())
            value = self.cells.get(printed)
            if value is None or not isinstance(multiple, int):
                return 0
            total += multiple * value
            terms.append((-multiple, *printed))
        if total <= denominator * (limit - 1 if sign > 0 else -1):
            return 0
        for span in {span for _, spans, _ in terms for span in spans}:
            here = [(multiple, dict(at)) for multiple, spans, at in terms if span in spans]
            names = sorted({name for _, at in here for name in at})
            counted: dict[tuple[int, ...], Counter[tuple[str, ...]]] = {}
            for multiple, at in here:
                margin = tuple(n for n, name in enumerate(names) if name in at)
                counted.setdefault(margin, Counter())[tuple(at[names[n]] for n in margin)] += multiple
            allowed = self._allowed(span)
            for row in product(*(sorted(allowed[self.dimensions.index(name)]) for name in names)):
                if sum(sums[tuple(row[n] for n in margin)] for margin, sums in counted.items()) < 0:
                    return 0
        return int(sign)


def _margins(tables: Iterable[Sequence[str]]) -> set[tuple[str, ...]]:
    return {
        m
        for table in [*tables, ()]
        for size in range(len(table) + 1)
        for m in combinations(sorted(table), size)
    }
