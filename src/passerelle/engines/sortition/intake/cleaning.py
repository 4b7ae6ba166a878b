"""From the files that people really have to a pool and what is asked of a panel. Nothing changes silently.

What is certain is cleaned with a note: case, blanks, signs that look the same, names of columns. Everything else is an
error with a proposal and stops the draw, until the file is mended or the proposals are accepted as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from passerelle.engines.sortition.intake.findings import Finding, Findings, Json, Note, Warned
from passerelle.engines.sortition.intake.pool_table import People, Wanted, read_people
from passerelle.engines.sortition.intake.quota_table import read_quotas
from passerelle.engines.sortition.intake.reading import read
from passerelle.engines.sortition.model import Pool, Quota, Target


class File(NamedTuple):
    """A file as it was given: its name, for messages only, and its bytes."""

    name: str
    content: bytes


class Inputs(NamedTuple):
    """What the files say.

    pool: None as long as there are errors. targets: in the order of the sizes; none as long as there are errors.
    errors: what stops the draw. applied: proposals that were accepted, each of them an error otherwise. notes: what was
    cleaned. warnings: what is worth a look. appended: rows of the pool, after those of its file, who stand only in the
    file of members who stay.
    """

    pool: Pool | None
    targets: tuple[Target, ...]
    errors: tuple[Finding, ...]
    applied: tuple[Finding, ...]
    notes: tuple[Note, ...]
    warnings: tuple[Warned, ...]
    appended: tuple[int, ...] = ()

    def as_json(self) -> dict[str, list[Json]]:
        """Everything that was found, as the command prints it."""
        return {
            "errors": [finding.as_json() for finding in self.errors],
            "applied": [finding.as_json() for finding in self.applied],
            "notes": [note.as_json() for note in self.notes],
            "warnings": [warned.as_json() for warned in self.warnings],
        }


def read_inputs(
    quotas: File,
    pool: File,
    size: int | Mapping[str, int],
    *,
    columns: Wanted | None = None,
    staying: File | None = None,
    accept: bool = False,
) -> Inputs:
    """The draw that two files describe.

    quotas: a table of category, feature, min and max, in any order and under any usual name. pool: a row per person
    with a column per category; other columns are ignored and never copied. size: people on the panel; for several at
    once, people by the name of the panel, which a column of the quotas names too.
    columns: of households, of people fixed in and out, of ids. staying: the members of a panel who stay, in columns as
    in the pool; those whose id the pool knows are fixed in there, the others are appended to the pool.
    accept: apply every proposal. A row that a proposal leaves out stays in the pool as `outside`, with the reason.
    """
    said, columns = [Findings(quotas.name), Findings(pool.name)], columns or Wanted()
    sheet = read(quotas.content, said[0])
    sizes = {"": size} if isinstance(size, int) else size
    targets = read_quotas(sheet, sizes, said[0]) if sheet else ()
    asked = _features(targets)
    sheet = read(pool.content, said[1])
    people = [read_people(sheet, asked, columns, said[1])] if sheet else []
    if staying is not None:
        said.append(Findings(staying.name))
        sheet = read(staying.content, said[2])
        kept = Wanted(household=columns.household, ids=columns.ids)
        people += [read_people(sheet, asked, kept, said[2], staying=True)] if sheet else []
    _nobody(asked, people, said[0])
    found = [finding for findings in said for finding in _in_order(findings.found)]
    errors = [finding for finding in found if not (accept and finding.mendable)]
    joined, appended = _joined(asked, people, said[-1]) if not errors else (None, ())
    return Inputs(
        pool=joined,
        targets=() if errors else targets,
        errors=tuple(errors),
        applied=tuple(finding for finding in found if accept and finding.mendable),
        notes=tuple(note for findings in said for note in findings.notes),
        warnings=tuple(warned for findings in said for warned in findings.warnings),
        appended=appended,
    )


def _features(targets: Sequence[Target]) -> tuple[Quota, ...]:
    """A quota of each feature that any panel asks for, in the order of the first."""
    found: dict[tuple[str, str], Quota] = {}
    for target in targets:
        for quota in target.quotas:
            found.setdefault((quota.category, quota.feature), quota)
    return tuple(found.values())


def _in_order(found: Sequence[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: -1 if finding.row is None else finding.row)


def _nobody(quotas: Sequence[Quota], people: Sequence[People], findings: Findings) -> None:
    """A feature that nobody has is no error: with a minimum of 0 it is harmless, else the quotas cannot be met."""
    for quota in quotas:
        columns = [file.features[quota.category] for file in people if quota.category in file.features]
        if columns and not any(quota.feature in column for column in columns):
            findings.warn(
                "nobody", f"Nobody in the pool is {quota.category} {quota.feature}.", column=quota.category
            )


def _joined(
    quotas: Sequence[Quota], people: Sequence[People], findings: Findings
) -> tuple[Pool, tuple[int, ...]]:
    categories = tuple(dict.fromkeys(quota.category for quota in quotas))
    pool, *more = people
    features = _by_row(pool, categories)
    households, inside, outside = list(pool.households), set(pool.inside), dict(pool.outside)
    first = len(features)
    for members in more:
        known = _known(pool, members)
        if not known:
            findings.warn(
                "not_linked",
                "No id links this file to the pool: make sure that nobody stands in both.",
            )
        for row, feature in enumerate(_by_row(members, categories)):
            if row in members.outside:
                continue
            if row in known:
                inside.add(known[row])
                outside.pop(known[row], None)
                features[known[row]] = feature
                continue
            inside.add(len(features))
            features.append(feature)
            households.append(members.households[row])
    numbers: dict[str, int] = {}
    return Pool(
        categories=categories,
        features=tuple(features),
        households=tuple(
            None if home is None else numbers.setdefault(home, len(numbers)) for home in households
        ),
        inside=frozenset(inside),
        outside=outside,
    ), tuple(range(first, len(features)))


def _by_row(people: People, categories: Sequence[str]) -> list[tuple[str, ...]]:
    """Features by row; empty where there is none."""
    columns = [people.features[category] for category in categories]
    known = [[value or "" for value in column] if None in column else column for column in columns]
    return list(zip(*known, strict=True))


def _known(pool: People, members: People) -> dict[int, int]:
    """For each row of the members whose id the pool knows, its row there."""
    for name, ids in members.ids.items():
        where = {key: row for row, key in reversed(list(enumerate(pool.ids.get(name, ())))) if key}
        found = {row: where[key] for row, key in enumerate(ids) if key in where}
        if found:
            return found
    return {}
