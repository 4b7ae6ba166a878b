"""The columns of the table of quotas: what each is, by the many names that people give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.reading import Sheet
from passerelle.engines.sortition.intake.wording import (
    CATEGORY,
    EITHER,
    FEATURE,
    LEAST,
    MOST,
    PANEL,
    RANGE,
    loose,
    tidy,
)


class Columns(NamedTuple):
    """Their numbers."""

    panel: int | None
    category: int
    feature: int
    least: int | None
    most: int | None
    range: int | None


class _Header:
    """Column names, to be found by what they mean."""

    def __init__(self, names: Sequence[str]) -> None:
        self.keys = [loose(name) for name in names]
        self._parts = [{loose(word) for word in re.split(r"[\s_\-.:()/]+", tidy(name))} for name in names]

    def find(self, words: frozenset[str], *taken: int | None) -> int | None:
        """The column of this name, else the only one with such a word in its name ("minimum number")."""
        free = [at for at in range(len(self.keys)) if at not in taken]
        whole = [at for at in free if self.keys[at] in words]
        partly = [at for at in free if self._parts[at] & words]
        return whole[0] if whole else partly[0] if len(partly) == 1 else None

    def kinds(self, *taken: int | None) -> tuple[int | None, int | None]:
        """Category and feature."""
        category, feature = self.find(CATEGORY, *taken), self.find(FEATURE, *taken)
        if category is None:
            # "feature, value" and "name, feature" both begin with the category.
            category = self.find(EITHER, feature, *taken)
        if feature is None:
            feature = self.find(EITHER, category, *taken)
        return category, feature


def read_columns(sheet: Sheet, findings: Findings) -> Columns | None:
    """Which column is what; None, with the errors said, where one is missing."""
    header = _Header(sheet.header)
    panel = next((at for at, key in enumerate(header.keys) if key in PANEL), None)
    category, feature = header.kinds(panel)
    if category is None or feature is None:
        # "category, group" has no panel: one is named beside both.
        panel = None
        category, feature = header.kinds()
    least, most = header.find(LEAST), header.find(MOST)
    range_ = header.find(RANGE, panel, category, feature) if least is None and most is None else None
    meant = {"category": category, "feature": feature, "min": least, "max": most}
    if category is None or feature is None or (least is None and most is None and range_ is None):
        missing = [name for name, at in meant.items() if at is None]
        for name in missing:
            findings.error(
                "quota_column",
                f"The quotas have no column {name}.",
                "Name the columns category, feature, min, max.",
                column=name,
                value=", ".join(map(tidy, sheet.header)),
                mendable=False,
            )
        return None
    for name, at in {"panel": panel, **meant, "min and max": range_}.items():
        if at is not None and sheet.header[at] != name:
            written = sheet.header[at]
            findings.note(
                f"Column {tidy(written)} was read as {name}.", column=written, value=written, read_as=name
            )
    for at, written in enumerate(sheet.header):
        if at not in (panel, *meant.values(), range_) and tidy(written):
            findings.note(f"Column {tidy(written)} is not needed; it was passed over.", column=written)
    return Columns(panel, category, feature, least, most, range_)
