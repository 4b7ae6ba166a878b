"""The table of quotas: every line, and those that cannot be right with a proposal."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.quota_columns import Columns, read_columns
from passerelle.engines.sortition.intake.quota_panels import Panels, left_free, read_panels
from passerelle.engines.sortition.intake.reading import Sheet
from passerelle.engines.sortition.intake.wording import (
    is_nothing,
    same,
    tidy,
)
from passerelle.engines.sortition.model import Quota, Target

_NUMBER = re.compile(r"([-+]?\d+(?:[.,]\d+)?)(%?)")
_PAIR = re.compile(r"(\d+)(?:-|to|bis|à|a|till|\.\.)(\d+)")


def read_quotas(sheet: Sheet, sizes: Mapping[str, int], findings: Findings) -> tuple[Target, ...]:
    """What is asked of each panel, in the order of `sizes`, as it is once every proposal is accepted.

    sizes: people on each panel by its name, for shares ("40 %") and for a maximum that is not given too; a single panel
    may have the empty name. With several, a line whose column `panel` is empty holds for each of them.
    """
    columns = read_columns(sheet, findings)
    if columns is None:
        return ()
    panels = read_panels(sheet, columns.panel, sizes, findings)
    lines = _Lines(sheet, columns, panels, findings)
    for row in range(len(sheet.rows)):
        lines.read(row)
    if not lines.quotas and not findings.found:
        findings.error(
            "no_quotas", "The table has no quotas.", "Add a line for each feature.", mendable=False
        )
    targets = lines.targets()
    left_free(targets, findings)
    return targets


class _Lines:
    """Reads line after line; remembers the spellings that came first."""

    def __init__(self, sheet: Sheet, columns: Columns, panels: Panels, findings: Findings) -> None:
        self.sheet, self.columns, self.panels, self.findings = sheet, columns, panels, findings
        self.quotas: dict[tuple[int, str, str], Quota] = {}
        self._rows: dict[tuple[int, str, str], tuple[int, bool]] = {}
        self._spelling: dict[tuple[str, ...], str] = {}
        self._above = ""

    def read(self, row: int) -> None:
        """One line: a quota more, of one panel or of each, unless the line says none."""
        if row in self.sheet.broken:
            problem = f"The line has {self.sheet.broken[row]} cells, the header has {len(self.sheet.header)}."
            self._error(row, None, "ragged", problem, "Leave this line out.")
            return
        if not any(map(tidy, self.sheet.rows[row])):
            self.findings.note("Lines without anything were passed over.")
            return
        category = self._category(row)
        feature = self._cell(row, self.columns.feature)
        if not category or not tidy(feature):
            part = "category" if not category else "feature"
            at = self.columns.category if not category else self.columns.feature
            self._error(row, at, "missing_value", f"The line names no {part}.", "Leave this line out.")
            return
        feature = self._spelled(self.columns.feature, feature, same(category))
        places = self._places(row)
        keys = [(place, same(category), same(feature)) for place in places]
        if any(key in self._rows for key in keys):
            self._repeated(row, f"{category} {feature}", keys)
            return
        self._rows.update((key, (row, len(places) > 1)) for key in keys)
        bounds = self._bounds(row, [self.panels.sizes[place] for place in places])
        for key, (least, most) in zip(keys, bounds, strict=True):
            self.quotas[key] = Quota(category, feature, least, most)

    def targets(self) -> tuple[Target, ...]:
        """The panels with the quotas read so far."""
        return tuple(
            Target(size, tuple(quota for key, quota in self.quotas.items() if key[0] == place), name)
            for place, (name, size) in enumerate(zip(self.panels.names, self.panels.sizes, strict=True))
        )

    def _places(self, row: int) -> list[int]:
        """The panels that a line is for."""
        at, panels = self.columns.panel, self.panels
        written = self._cell(row, at)
        if is_nothing(written):
            if at is not None and len(panels.names) > 1:
                note = "A line that names no panel was read for each of them."
                self.findings.note(note, column=tidy(self.sheet.header[at]), value=written)
            return list(range(len(panels.names)))
        place = panels.places[same(written)]
        name = panels.names[place]
        if name != written and same(name) == same(written):
            self._read_as(at, written, name)
        return [place]

    def _repeated(self, row: int, quota: str, keys: list[tuple[int, str, str]]) -> None:
        before, for_each = next(self._rows[key] for key in keys if key in self._rows)
        problem, proposal = f"{quota} stands in row {before} already.", "Leave this line out."
        # Perhaps the name of a panel was meant for all lines below it: nothing to be guessed.
        guessed = not for_each and len(keys) == 1
        if not guessed:
            problem += " A line that names no panel is for each of them."
            proposal = "Name the panel in every line, or leave one of the two out."
        self._error(row, self.columns.feature, "repeated_quota", problem, proposal, mendable=guessed)

    def _category(self, row: int) -> str:
        written = self._cell(row, self.columns.category)
        if tidy(written):
            self._above = self._spelled(self.columns.category, written)
        elif self._above and tidy(self._cell(row, self.columns.feature)):
            self._error(
                row,
                self.columns.category,
                "missing_value",
                "The line names no category.",
                f'Read it as "{self._above}", like the line above.',
            )
        else:
            return ""
        return self._above

    def _spelled(self, at: int, written: str, *within: str) -> str:
        """The spelling of this name that came first; others are noted."""
        name = self._spelling.setdefault((*within, same(written)), tidy(written))
        if name != written:
            self._read_as(at, written, name)
        return name

    def _bounds(self, row: int, sizes: list[int]) -> list[tuple[int, int]]:
        """Least and most, for panels of these sizes."""
        columns = self.columns
        if columns.least is None and columns.most is None:
            return self._range(row, columns.range, sizes)
        pairs = [self._pair(self._cell(row, at)) for at in (columns.least, columns.most) if at is not None]
        least = self._bound(row, columns.least, "min", pairs, sizes)
        most = self._bound(row, columns.most, "max", pairs, sizes)
        if any(low > high for low, high in zip(least, most, strict=True)):
            low, high = _told(least, sizes), _told(most, sizes)
            self._error(
                row,
                columns.least if columns.least is not None else columns.most,
                "min_above_max",
                f"The minimum {low} is above the maximum {high}.",
                f"Exchange them: min {high}, max {low}.",
            )
        return [(min(pair), max(pair)) for pair in zip(least, most, strict=True)]

    def _range(self, row: int, at: int | None, sizes: list[int]) -> list[tuple[int, int]]:
        """A table with one column for both bounds: "5-7", or "5" for exactly five."""
        written = self._cell(row, at)
        exact = self._whole(written)
        pair = self._pair(written) if exact is None else (exact, exact)
        if pair and pair[0] <= pair[1]:
            self._read_as(at, written, f"min {pair[0]}, max {pair[1]}")
            return [pair] * len(sizes)
        found = []
        for size in sizes:
            one, other = (
                self._guess(written, 0, math.floor, size),
                self._guess(written, size, math.ceil, size),
            )
            found.append((min(one, other), max(one, other)))
        least, most = _told([low for low, _ in found], sizes), _told([high for _, high in found], sizes)
        self._error(
            row, at, "not_a_number", "This is no whole number.", f"Read it as min {least}, max {most}."
        )
        return found

    def _bound(
        self, row: int, at: int | None, bound: str, pairs: list[tuple[int, int] | None], sizes: list[int]
    ) -> list[int]:
        none_given = [0 if bound == "min" else size for size in sizes]
        if at is None:
            proposal = f"Read it as {_told(none_given, sizes)}."
            self._error(row, None, "missing_value", f"There is no {bound}.", proposal, bound)
            return none_given
        written = self._cell(row, at)
        whole = self._whole(written)
        if whole is not None:
            return [whole] * len(sizes)
        pair = next((pair for pair in pairs if pair), None)
        if pair:
            guess = [pair[0] if bound == "min" else pair[1]] * len(sizes)
        else:
            rounding = math.floor if bound == "min" else math.ceil
            guess = [
                self._guess(written, otherwise, rounding, size)
                for otherwise, size in zip(none_given, sizes, strict=True)
            ]
        proposal = f"Read it as {_told(guess, sizes)}."
        if is_nothing(written):
            self._error(row, at, "missing_value", f"There is no {bound}.", proposal)
        else:
            problem = f"The {bound} is no whole number from 0."
            self._error(row, at, "not_a_number", problem, proposal)
        return guess

    @staticmethod
    def _guess(written: str, otherwise: int, rounding: Callable[[float], int], size: int) -> int:
        """What a share of a panel of this size or a broken number most likely stands for."""
        found = _NUMBER.fullmatch(same(written).replace(" ", ""))
        if not found:
            return otherwise
        number = float(found[1].replace(",", "."))
        if found[2]:
            number = number * size / 100
        elif 0 < number < 1:  # a spreadsheet's cell formatted as percent
            number *= size
        return max(0, rounding(round(number, 6)))

    @staticmethod
    def _whole(written: str) -> int | None:
        key = same(written)
        return int(key) if key.isdecimal() and len(key) < 10 else None

    @staticmethod
    def _pair(written: str) -> tuple[int, int] | None:
        found = _PAIR.fullmatch(same(written).replace(" ", ""))
        return (int(found[1]), int(found[2])) if found else None

    def _cell(self, row: int, at: int | None) -> str:
        return "" if at is None else self.sheet.rows[row][at]

    def _read_as(self, at: int | None, written: str, read_as: str) -> None:
        column = None if at is None else tidy(self.sheet.header[at])
        self.findings.note(
            f'"{written}" was read as "{read_as}".', column=column, value=written, read_as=read_as
        )

    def _error(
        self,
        row: int,
        at: int | None,
        code: str,
        problem: str,
        proposal: str,
        column: str | None = None,
        *,
        mendable: bool = True,
    ) -> None:
        self.findings.error(
            code,
            problem,
            proposal,
            row=row,
            column=column if at is None else tidy(self.sheet.header[at]),
            value=None if at is None else self._cell(row, at),
            mendable=mendable,
        )


def _told(values: Sequence[int], sizes: Sequence[int]) -> str:
    """A number that may be another one on a panel of another size."""
    by_size = dict(zip(sizes, values, strict=True))
    if len(set(values)) == 1:
        return str(values[0])
    return ", ".join(f"{value} on a panel of {size}" for size, value in by_size.items())
