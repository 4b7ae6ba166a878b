"""The panels of a draw of several at once: those that the table of quotas names, and those that have a size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.sortition.intake.reading import Sheet
from passerelle.engines.sortition.intake.wording import is_nothing, nearest, same, tidy
from passerelle.engines.sortition.model import Target

OTHER_PANELS = ("panel_without_size", "size_without_quotas")
"""Errors that say that the table is about other panels than the sizes."""


class Panels(NamedTuple):
    """names, sizes: by panel. places: from a name as `same` has it to the number of its panel."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    places: dict[str, int]


def read_panels(sheet: Sheet, at: int | None, given: Mapping[str, int], findings: Findings) -> Panels:
    """The panels that have a size, and as errors those that stand only in the table or only have a size.

    at: the column that names panels. A panel without a size gets one too, so that its lines are read for errors.
    """
    named, for_each = _named(sheet, at)
    if list(given) == [""] and len(named) <= 1:
        return Panels(("",), tuple(given.values()), dict.fromkeys(named, 0))
    if at is None and len(given) > 1:
        findings.note("No column names a panel: every line was read for each of them.")
    column = "panel" if at is None else tidy(sheet.header[at])
    sizes, places = dict(given), {same(name): place for place, name in enumerate(given)}
    unnamed = [name for name in given if name and same(name) not in named]
    missed = dict.fromkeys(unnamed)
    for key, (row, written) in named.items():
        if key in places:
            continue
        name = tidy(written)
        meant = nearest(name, unnamed)
        if meant is None:
            places[key], sizes[name] = len(sizes), next(iter(given.values()))
            proposal = f'Give it one: --size "{name}=N".'
        else:
            places[key] = places[same(meant)]
            proposal = f'Read it as "{meant}".'
            missed.pop(meant, None)
        findings.error(
            "panel_without_size",
            f'There is no size for the panel "{name}".',
            proposal,
            row=row,
            column=column,
            value=written,
            mendable=meant is not None,
        )
    for name in missed:
        if not for_each:
            findings.error(
                "size_without_quotas",
                f'There is no quota for the panel "{name}".',
                f'Name it in the column {column}, or leave --size "{name}={given[name]}" out.',
                column=column,
                value=name,
                mendable=False,
            )
        elif named:
            warning = f'The panel "{name}" has no quotas but those that are for each panel.'
            findings.warn("no_own_quotas", warning, column=column)
    return Panels(tuple(sizes), tuple(sizes.values()), places)


def _named(sheet: Sheet, at: int | None) -> tuple[dict[str, tuple[int, str]], bool]:
    """Where each panel is named first, and in what spelling; and whether a line names none."""
    named: dict[str, tuple[int, str]] = {}
    for_each = False
    for row, cells in enumerate(sheet.rows):
        if row in sheet.broken or not any(map(tidy, cells)):
            continue
        written = "" if at is None else cells[at]
        if is_nothing(written):
            for_each = True
        else:
            named.setdefault(same(written), (row, written))
    return named, for_each


def left_free(targets: Sequence[Target], findings: Findings) -> None:
    """Warn of a feature that only other panels have a quota for, where this one has quotas of its category."""
    asked = dict.fromkeys((quota.category, quota.feature) for target in targets for quota in target.quotas)
    for target in targets:
        own = {(quota.category, quota.feature) for quota in target.quotas}
        categories = {category for category, _ in own}
        for category, feature in asked:
            if category in categories and (category, feature) not in own:
                findings.warn(
                    "left_free",
                    f'The panel "{target.name}" has no quota for {category} {feature}: it takes any number.',
                    column=category,
                )
