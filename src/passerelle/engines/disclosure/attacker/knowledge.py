"""People whom a reader knows: a row each, with the columns of the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from passerelle.engines.disclosure.release import Unusable
from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.reading import Sheet
from passerelle.engines.sortition.intake.reading import read as read_sheet


@dataclass(frozen=True)
class People:
    """header: names of the columns, of which no two are alike. rows: the cells of each person."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def counted(
        self, dimensions: Sequence[str], periods: Collection[str]
    ) -> Counter[tuple[tuple[str, ...], str | None]]:
        """People by their values and their period, None where it is not known. Raises Unusable.

        The column of the period is the one whose cells are most often periods of the register. Who stands in another
        period is in none of its releases, and left out.
        """
        for name in dimensions:
            if name not in self.header:
                known = ", ".join(name for name in self.header if name)
                raise Unusable(f"There is no column {name!r}.", f"The columns are: {known}.", "--knows")
        places = [self.header.index(name) for name in dimensions]
        when = self._when(dimensions, periods)
        found: Counter[tuple[tuple[str, ...], str | None]] = Counter()
        for row in self.rows:
            period = None if when is None else row[when]
            if period is None or period in periods:
                found[tuple(row[place] for place in places), period] += 1
        return found

    def _when(self, dimensions: Sequence[str], periods: Collection[str]) -> int | None:
        if not periods:
            return None
        others = [place for place, name in enumerate(self.header) if name not in dimensions]
        said = {place: sum(row[place] in periods for row in self.rows) for place in others}
        best = max(
            others, key=lambda place: (said[place], self.header[place].casefold() == "period"), default=None
        )
        if best is None or (said[best] == 0 and self.header[best].casefold() != "period"):
            return None
        return best


NOBODY = People((), ())


def read(content: bytes, findings: Findings) -> People | None:
    """The people in a file, or None with errors in `findings`. A file without rows is nobody."""
    sheet = read_sheet(content, findings)
    if sheet is None:
        return None
    return _people(sheet, findings)


def _people(sheet: Sheet, findings: Findings) -> People | None:
    for row, cells in sheet.broken.items():
        problem = f"This row has {cells} cells, the header has {len(sheet.header)}."
        findings.error("cells", problem, "Put cells that contain a separator in quotes.", row=row)
    header = tuple(name.strip() for name in sheet.header)
    twice = [name for name, times in Counter(header).items() if name and times > 1]
    for name in twice:
        findings.error(
            "column_twice", "Several columns have this name.", "Give each its own name.", column=name
        )
    if findings.found:
        return None
    return People(header, tuple(zip(*sheet.columns, strict=True)))
