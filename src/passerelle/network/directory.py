"""The directory: who does what for whom in which project, and by name only whom the reader may know by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor, SystemActor
from passerelle.core.search import fold
from passerelle.engines.text.collation import sort_key
from passerelle.network.models import Appointment, Contribution, Project
from passerelle.network.queries import roles_and_parts
from passerelle.network.roles import Role
from passerelle.people.queries import Introduced, consenting, introduced

IN_PUBLIC = frozenset(
    {Role.LEAD_COORDINATOR, Role.LOCAL_COORDINATOR, Role.FACILITATOR, Role.RESEARCHER, *Contribution.Part}
)
"""What is said in public also of people who did not agree to be shown: by role and organisation only.

That a town has a caseworker or a committee member nobody may name is nobody's business: the others stand in the public
directory with consent or not at all."""
SORTS = ("name", "role", "organisation", "project")


@dataclass(frozen=True, slots=True)
class Line:
    """One role or part. name: "" when the reader may not know it; then languages stay closed too.

    person: the code of a page the reader may open, "" otherwise. shown: whether the name stands in public.
    people: how many stand behind a line without a name."""

    name: str
    role: str
    organisation: str
    project: Project
    languages: tuple[str, ...]
    person: str = ""
    shown: bool = False
    people: int = 1


def in_public(projects: Iterable[Project]) -> list[Line]:
    """The lines of these projects for everybody: names only with consent; six queries, however many lines."""
    rows = roles_and_parts(projects)
    shown = consenting([row.person_id for row in rows], "shown")
    known = introduced(SystemActor(reason="name shown with consent"), shown)
    return _merged(_line(row, known.get(row.person_id)) for row in rows if _may_stand(row, known))


def for_staff(actor: Actor, projects: Iterable[Project]) -> list[Line]:
    """The same lines for somebody who works in these projects: names of those they work with, and of those who
    agreed to be shown. Seven queries, however many lines."""
    rows = roles_and_parts(projects)
    people = [row.person_id for row in rows]
    shown = consenting(people, "shown")
    known = introduced(SystemActor(reason="name shown with consent"), shown)
    near = introduced(actor, people)
    return _merged(
        _line(
            row,
            near.get(row.person_id) or known.get(row.person_id),
            person=row.person.code if row.person_id in near else "",
            shown=row.person_id in shown,
        )
        for row in rows
    )


def narrowed(
    lines: Sequence[Line],
    language: str,
    *,
    words: str = "",
    role: str = "",
    spoken: str = "",
    sort: str = "name",
) -> list[Line]:
    """Lines that hold every word, of one role and one language spoken, sorted for a reader of `language`."""
    asked = fold(words).split()
    found = [
        line
        for line in lines
        if (not role or line.role == role)
        and (not spoken or spoken in line.languages)
        and all(word in _said(line) for word in asked)
    ]
    found.sort(key=lambda line: (not line.name, sort_key(line.name, language), str(role_name(line.role))))
    keys: dict[str, Any] = {
        "name": lambda line: not line.name,
        "role": lambda line: sort_key(str(role_name(line.role)), language),
        "organisation": lambda line: (not line.organisation, sort_key(line.organisation, language)),
        "project": lambda line: sort_key(line.project.acronym, language),
    }
    return sorted(found, key=keys.get(sort, keys["name"]))


def role_name(role: str) -> Any:
    """What a role or part is called."""
    return Role(role).label if role in Role.values else Contribution.Part(role).label


def roles_in(lines: Iterable[Line]) -> list[str]:
    """The roles that occur, in the order of the field."""
    there = {line.role for line in lines}
    return [role for role in (*Role.values, *Contribution.Part.values) if role in there]


def _role(row: Appointment | Contribution) -> str:
    return row.role if isinstance(row, Appointment) else row.part


def _may_stand(row: Appointment | Contribution, known: dict[UUID, Introduced]) -> bool:
    return _role(row) in IN_PUBLIC or row.person_id in known


def _line(
    row: Appointment | Contribution, known: Introduced | None, *, person: str = "", shown: bool = True
) -> Line:
    assert row.project is not None, "only administrators act everywhere, and they stand in no project"
    return Line(
        known.name if known else "",
        _role(row),
        row.organisation.name if row.organisation else "",
        row.project,
        known.languages if known else (),
        person,
        shown and known is not None,
    )


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Lines without a name that say the same become one, with the number of people."""
    named: list[Line] = []
    closed: dict[tuple[str, str, UUID], list[Line]] = {}
    for line in lines:
        if line.name:
            named.append(line)
        else:
            closed.setdefault((line.role, line.organisation, line.project.pk), []).append(line)
    merged = [
        Line("", same[0].role, same[0].organisation, same[0].project, (), people=len(same))
        for same in closed.values()
    ]
    return [*named, *merged]


def _said(line: Line) -> str:
    return fold(f"{line.name} {role_name(line.role)} {line.organisation} {line.project.acronym}")
