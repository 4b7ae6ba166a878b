"""Irreducible conflicts between the rules of a draw.

A deletion filter (Chinneck 2008, Feasibility and Infeasibility in Optimization, chapter 6) over the members of the
elastic programme, decided in whole persons: linear programmes refute, and where they cannot, a search for a panel does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from passerelle.engines.sortition.feasibility.elastic import Member
from passerelle.engines.sortition.feasibility.narrow import EXACT, Linear, Narrow
from passerelle.engines.sortition.model import Floats, Ints
from passerelle.engines.sortition.solver import INFINITY

_NOBODY = np.zeros(0, dtype=np.int64)
Rule = tuple[int, ...]


class Conflicts:
    """Finds sets of rules that cannot be met together, though they could without any one of them."""

    def __init__(self, narrow: Narrow) -> None:
        self.elastic, self.narrow = narrow.elastic, narrow
        self._columns = _NOBODY
        self._panels: list[tuple[Ints, NDArray[np.bool_]]] = []
        # A household limit counts for many households at once: it is weighed so that one person is never too little.
        kinds = [member.kind for member in self.elastic.members]
        self._weight = np.array([self.elastic.homes if kind == "household" else 1.0 for kind in kinds])

    def know(self, panel: Ints) -> None:
        """Counts by column (columns,) of people who can come together, whatever rules they break."""
        self._panels.append((panel, self.elastic.missed(panel) < 0.5 / self._weight))

    def find(self, columns: Ints = _NOBODY) -> tuple[Member, ...]:
        """An irreducible conflict; empty when there is none.

        columns: one of the people counted there has to come; the conflict is between that and the rules.
        """
        self._must_come(columns)
        return self._irreducible(self._start())

    def reduced(self, members: Sequence[Member], columns: Ints = _NOBODY) -> tuple[Member, ...]:
        """What is irreducible of a set of rules that is known to be a conflict, as in `find`."""
        self._must_come(columns)
        known = [at for at, member in enumerate(self.elastic.members) if member in members]
        return self._irreducible([(at,) for at in known])

    def _irreducible(self, held: list[Rule]) -> tuple[Member, ...]:
        """What is left of a conflict, without any rule that it does not need."""
        needed: list[Rule] = []
        while held:
            rule, *rest = held
            if self._clash([*needed, *rest]):
                held = self._told([*needed, *rest], rest)
            else:
                held = rest
                needed.append(rule)
        return tuple(self.elastic.members[at] for at in sorted(self._sides(needed)))

    def shuts_out(self, members: Sequence[Member], columns: Ints) -> bool:
        """Whether these rules alone shut out everybody counted in these columns, by the linear programme."""
        self._must_come(columns)
        held = [at for at, member in enumerate(self.elastic.members) if member in members]
        return self._in_fractions([(at,) for at in held]) is None

    def _start(self) -> list[Rule]:
        """Some conflict, if there is one: within one category if possible, since that is easily told."""
        rules, members = self.elastic.rules, self.elastic.members
        for category in dict.fromkeys(member.category for member in members if member.kind == "quota"):
            own = [rule for rule in rules if members[rule[0]].category in (category, "size")]
            if not self._met(own) and self._in_fractions(own) is None:
                return self._told(own, own)
        return self._told(rules, rules) if rules and self._clash(rules) else []

    def _told(self, rules: Sequence[Rule], among: Sequence[Rule]) -> list[Rule]:
        """Of `among`, part of a conflict, those whose multipliers prove it; all where only whole people prove it."""
        among = list(among)
        linear = self._least_broken(rules)
        if linear is None or linear.value < EXACT:
            return among
        price = self._cost(rules) - linear.spare
        some = [rule for rule in among if price[list(rule)].max() > EXACT]
        if len(some) == len(among):
            return among
        rest = [rule for rule in rules if rule not in among]
        return some if self._in_fractions([*rest, *some]) is None else among

    def _clash(self, rules: Sequence[Rule]) -> bool:
        """Whether no panel obeys these rules."""
        if self._met(rules):
            return False
        linear = self._in_fractions(rules)
        if linear is None:
            return True
        slack = self.elastic.slack(at for rule in rules for at in rule)
        found = self.narrow.panel(slack, linear)
        if found is None:
            return True
        self.know(np.rint(found[: self.elastic.problem.columns]).astype(np.int64))
        return False

    def _met(self, rules: Sequence[Rule]) -> bool:
        """Whether a panel that is known already obeys these rules."""
        held = [at for rule in rules for at in rule]
        return any(
            obeyed[held].all() and (not len(self._columns) or panel[self._columns].any())
            for panel, obeyed in self._panels
        )

    def _sides(self, held: Sequence[Rule]) -> Iterable[int]:
        """A size holds both ways; in the conflict mostly one of them is enough."""
        for rule in held:
            others = [other for other in held if other != rule]
            yield from next(((at,) for at in rule if len(rule) > 1 and self._clash([*others, (at,)])), rule)

    def _in_fractions(self, rules: Sequence[Rule]) -> Floats | None:
        """(columns,) a panel that obeys these rules, if people could come in fractions."""
        linear = self._least_broken(rules)
        return None if linear is None or linear.value > EXACT else linear.x

    def _least_broken(self, rules: Sequence[Rule]) -> Linear | None:
        """The panel in fractions that breaks these rules least; the others are gone."""
        return self.narrow.cheapest(self._cost(rules), np.full(len(self.elastic.members), INFINITY))

    def _cost(self, rules: Sequence[Rule]) -> Floats:
        cost = np.zeros(len(self.elastic.members))
        held = [at for rule in rules for at in rule]
        cost[held] = self._weight[held]
        return cost

    def _must_come(self, columns: Ints) -> None:
        self.narrow.must_come(columns)
        self._columns = columns
