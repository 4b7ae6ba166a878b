"""Irreducible conflicts between the rules of a draw.

A deletion filter (Chinneck 2008, Feasibility and Infeasibility in Optimization, chapter 6) over the members of the
elastic programme, decided in whole persons: linear programmes refute, and where they cannot, a search for a panel does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from passerelle.engines.sortition.elastic import Elastic, Member, extended, panel_in, solution_or_none
from passerelle.engines.sortition.model import Floats, Ints
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, sparse

_EXACT = 1e-6
_NOBODY = np.zeros(0, dtype=np.int64)
Rule = tuple[int, ...]


class Conflicts:
    """Finds sets of rules that cannot be met together, though they could without any one of them."""

    def __init__(self, elastic: Elastic) -> None:
        self.elastic = elastic
        self._columns = _NOBODY
        model = elastic.model
        self._linear = Solver(model, np.zeros(model.matrix.columns), maximise=False)
        # An empty row at the end, for whoever has to come.
        self._linear.add_rows(
            np.array([-INFINITY]), np.array([INFINITY]), sparse([(_NOBODY, _NOBODY)], model.matrix.columns)
        )

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
        for rule in list(held):
            fewer = [other for other in held if other != rule]
            if self._clash(fewer):
                held = fewer
        return tuple(self.elastic.members[at] for at in sorted(self._sides(held)))

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
            if self._in_fractions(own) is None:
                return own
        binding = self._binding(rules)
        for some in (binding, rules):
            if some and self._clash(some):
                return some
        return []

    def _binding(self, rules: list[Rule]) -> list[Rule]:
        """The rules whose multipliers prove that something has to give way."""
        slacks = self.elastic.slack_columns
        model = self._strict(())
        cost = np.zeros(model.matrix.columns)
        cost[slacks] = 1
        solution = Solver(model, cost, maximise=False).solve()
        if not solution.found or solution.value < _EXACT:
            return []
        price = np.abs(model.matrix.transposed_times(solution.duals))[slacks]
        return [rule for rule in rules if price[list(rule)].max() > _EXACT]

    def _clash(self, rules: Sequence[Rule]) -> bool:
        """Whether no panel obeys these rules."""
        linear = self._in_fractions(rules)
        if linear is None:
            return True
        elastic = self.elastic
        return panel_in(self._strict(rules), elastic.whole, elastic.problem.columns, linear) is None

    def _sides(self, held: Sequence[Rule]) -> Iterable[int]:
        """A size holds both ways; in the conflict mostly one of them is enough."""
        for rule in held:
            others = [other for other in held if other != rule]
            yield from next(((at,) for at in rule if len(rule) > 1 and self._clash([*others, (at,)])), rule)

    def _in_fractions(self, rules: Sequence[Rule]) -> Floats | None:
        """(columns,) a panel that obeys these rules, if people could come in fractions."""
        slack = self.elastic.slack(at for rule in rules for at in rule)
        self._linear.bounds(np.zeros(len(slack)), slack, self.elastic.slack_columns)
        return solution_or_none(self._linear.solve())

    def _strict(self, rules: Sequence[Rule]) -> Polytope:
        model = self.elastic.model
        most = model.most.copy()
        most[self.elastic.slack_columns] = self.elastic.slack(at for rule in rules for at in rule)
        model = replace(model, most=most)
        if not len(self._columns):
            return model
        model = extended(model, 0, [(self._columns, np.full(len(self._columns), -1.0))])
        model.high[-1] = -1
        return model

    def _must_come(self, columns: Ints) -> None:
        row = self.elastic.model.matrix.rows
        for column in self._columns:
            self._linear.entry(row, int(column), 0.0)
        for column in columns:
            self._linear.entry(row, int(column), 1.0)
        low = 1.0 if len(columns) else -INFINITY
        self._linear.row_bounds(np.array([low]), np.array([INFINITY]), np.array([row]))
        self._columns = columns
