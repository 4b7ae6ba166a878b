"""Raising the value of the totals of many panels by exchanging one or two seats of one panel at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from passerelle.engines.sortition.model import Floats, Ints, Problem

WIDE = 150
"""So many columns that are worth most are tried as newcomers."""
TRIES = 12
"""So many of the best exchanges of two seats are looked at in full."""
KNOWN = 4_000_000
"""So many exchanges that leave panels legal are remembered."""
WORD = 62
GAIN = 1e-9
OFTEN = 20

_SCATTERED = ("household", "person")


class Worth(Protocol):
    """What totals by column are worth; concave."""

    def gain(self, before: Ints, after: Ints) -> float:
        """What is gained from one set of totals (columns,) to another."""

    def more(self, totals: Ints) -> Floats:
        """(columns,) gain from one seat more."""

    def less(self, totals: Ints) -> Floats:
        """(columns,) loss from one seat less."""


class Exchange:
    """Panels (panels, columns), all legal at every moment, and their totals."""

    def __init__(self, problem: Problem, panels: Ints, worth: Worth, rng: np.random.Generator) -> None:
        self.problem, self.worth, self.rng = problem, worth, rng
        self.panels = panels.astype(np.int64)
        self._serve(self.panels.sum(axis=0))
        shared = [row for row in problem.rows if row.kind not in _SCATTERED]
        self.table = np.zeros((len(shared), problem.columns), dtype=np.float32)
        for line, row in enumerate(shared):
            self.table[line, row.columns] = row.coefficients
        # The same as bits: (words, columns), the rules that each column is in.
        self.bits = 2 ** (np.arange(len(shared)) % WORD)
        self.words = [slice(first, first + WORD) for first in range(0, len(shared), WORD)]
        self.rules = [self.bits[word] @ (self.table[word] > 0) for word in self.words]
        self.low = np.array([row.low for row in shared])
        self.high = np.array([row.high for row in shared])
        self.codes = rng.integers(1, 2**40, len(shared))
        groups = [_group(problem, kind) for kind in _SCATTERED]
        self.groups = [(of, most) for of, most in groups if len(most)]
        # Which exchanges leave a panel legal depends on it alone, and few panels of small pools differ.
        self._legal: dict[bytes, tuple[Ints, Ints]] = {}
        self._known = 0 if problem.columns <= WIDE else KNOWN

    def sweep(self, watch: Callable[[float], None], wanted: Ints | None = None) -> int:
        """Tries every panel once, in random order; how many exchanges gained.

        watch: told now and then which share of the panels is done.
        wanted: columns of which one must come in; then two seats at once are exchanged too where one is not enough.
        """
        gains = 0
        vain: set[bytes] = (
            set()
        )  # panels, often repeated, that had nothing to gain since the totals last changed
        for done, number in enumerate(self.rng.permutation(len(self.panels))):
            if not done % OFTEN:
                watch(done / len(self.panels))
            if self.panels[number].tobytes() in vain:
                continue
            while self._single(number, wanted) or (wanted is not None and self._pair(number, wanted)):
                gains += 1
                vain.clear()
            vain.add(self.panels[number].tobytes())
        return gains

    def replace(self, number: int, panel: Ints) -> bool:
        """Puts another panel in the place of one if that is worth it."""
        after = self.totals - self.panels[number] + panel
        if self.worth.gain(self.totals, after) <= GAIN:
            return False
        self._serve(after)
        self.panels[number] = panel
        return True

    def _serve(self, totals: Ints) -> None:
        self.totals = totals
        self.less, self.more = self.worth.less(totals), self.worth.more(totals)

    def _single(self, number: int, wanted: Ints | None) -> bool:
        panel = self.panels[number]
        best = self._tried(panel) if wanted is None and self._known < KNOWN else self._best(panel, wanted)
        if best is None:
            return False
        changed = panel.copy()
        changed[best[0]] -= 1
        changed[best[1]] += 1
        return self.replace(number, changed)

    def _tried(self, panel: Ints) -> tuple[int, int] | None:
        """The exchange that gains most, among all columns."""
        key = panel.tobytes()
        if key not in self._legal:
            out = np.flatnonzero(panel > self.problem.least)
            into = np.flatnonzero(panel < self.problem.most)
            leaves, comes = np.nonzero(self._may(panel, out, into))
            self._legal[key] = out[leaves], into[comes]
            self._known += len(leaves)
        leaves, comes = self._legal[key]
        if not len(leaves):
            return None
        gain = self.more[comes] - self.less[leaves]
        best = int(gain.argmax())
        return (int(leaves[best]), int(comes[best])) if gain[best] > GAIN else None

    def _best(self, panel: Ints, wanted: Ints | None) -> tuple[int, int] | None:
        """The same among the columns that are worth most, or are wanted."""
        out, into, less, more = self._candidates(panel, wanted)
        if not len(into) or more[into].max() <= less[out].min() + GAIN:
            return None
        out = out[less[out] < more[into].max()]
        gain = more[into] - less[out][:, None]
        gain[~self._may(panel, out, into)] = -np.inf
        best = int(gain.argmax())
        if gain.flat[best] <= GAIN:
            return None
        return int(out[best // len(into)]), int(into[best % len(into)])

    def _candidates(self, panel: Ints, wanted: Ints | None) -> tuple[Ints, Ints, Floats, Floats]:
        problem, less, more = self.problem, self.less, self.more
        out = np.flatnonzero(panel > problem.least)
        into = (
            np.flatnonzero(panel < problem.most) if wanted is None else wanted[(panel < problem.most)[wanted]]
        )
        return out, _best(into, more), less, more

    def _tight(self, panel: Ints) -> tuple[np.ndarray, np.ndarray]:
        """(rules,) that allow nobody less, and nobody more."""
        sums = self.table @ panel.astype(np.float32)
        return sums <= self.low, sums >= self.high

    def _may(self, panel: Ints, out: Ints, into: Ints) -> np.ndarray:
        """(out, into) whether the panel stays legal when one goes and one comes."""
        low, high = self._tight(panel)
        may = np.ones((len(out), len(into)), dtype=bool)
        for word, rules in zip(self.words, self.rules, strict=True):
            least, most = self.bits[word] @ low[word], self.bits[word] @ high[word]
            leaves, comes = rules[out][:, None], rules[into]
            may &= (leaves & least & ~comes) | (comes & most & ~leaves) == 0
        for of, most in self.groups:
            full = np.append(np.bincount(of, panel, len(most) + 1)[:-1] >= most, False)
            may &= ~full[of[into]] | (of[into] == of[out][:, None])
        return may

    def _pair(self, number: int, wanted: Ints) -> bool:
        """Two go and two come, one of them wanted, and every rule that is just met stays as it is."""
        panel = self.panels[number]
        out, into, less, more = self._candidates(panel, None)
        low, high = self._tight(panel)
        tight = low | high
        code = self.codes[tight] @ self.table[tight].astype(np.int64)
        first = wanted[(panel < self.problem.most)[wanted]]
        for a, b, c, d in _matches(_pairs(out, code, less), _cross(first, into, code, -more)):
            changed = panel.copy()
            np.add.at(changed, [a, b, c, d], [-1, -1, 1, 1])
            if self.problem.legal(changed) and self.replace(number, changed):
                return True
        return False


Pairs = tuple[Ints, Ints, Ints, Floats]
"""First and second column, common code, price."""


def _pairs(columns: Ints, code: Ints, price: Floats) -> Pairs:
    first, second = np.triu_indices(len(columns), 1)
    return _priced(columns[first], columns[second], code, price)


def _cross(left: Ints, right: Ints, code: Ints, price: Floats) -> Pairs:
    first, second = np.repeat(left, len(right)), np.tile(right, len(left))
    apart = first != second
    return _priced(first[apart], second[apart], code, price)


def _priced(first: Ints, second: Ints, code: Ints, price: Floats) -> Pairs:
    return first, second, code[first] + code[second], price[first] + price[second]


def _matches(goes: Pairs, comes: Pairs) -> list[tuple[int, int, int, int]]:
    """The pairs of pairs with the same code that gain most: for every pair that goes the best that comes."""
    if not len(goes[0]) or not len(comes[0]):
        return []
    order = np.lexsort((comes[3], comes[2]))
    keys = comes[2][order]
    at = np.minimum(np.searchsorted(keys, goes[2]), len(keys) - 1)
    gain = np.where(keys[at] == goes[2], -goes[3] - comes[3][order[at]], -np.inf)
    best = _best(np.flatnonzero(gain > GAIN), gain, TRIES)
    best = best[np.argsort(-gain[best], kind="stable")]
    mate = order[at[best]]
    return [
        (int(a), int(b), int(c), int(d))
        for a, b, c, d in zip(goes[0][best], goes[1][best], comes[0][mate], comes[1][mate], strict=True)
    ]


def _best(columns: Ints, worth: Floats, number: int = WIDE) -> Ints:
    if len(columns) <= number:
        return columns
    return columns[np.argpartition(-worth[columns], number)[:number]]


def _group(problem: Problem, kind: str) -> tuple[Ints, Ints]:
    """Rules that share no column: the rule of each column (the last number for none) and its upper limit."""
    rows = [row for row in problem.rows if row.kind == kind]
    of = np.full(problem.columns, len(rows))
    for number, row in enumerate(rows):
        of[row.columns] = number
    return of, np.array([row.high for row in rows])
