"""Gatherings from a table: one in each row, as consortia keep their calendars of events in spreadsheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.errors import Problem
from passerelle.core.importables import Change, Context, Importable, Planned, Row, Wrong
from passerelle.engines.tables.words import loose
from passerelle.gatherings import actions, taking_back
from passerelle.gatherings.actions.checks import moments, zone_of
from passerelle.gatherings.cells import IN_TIME, in_time
from passerelle.gatherings.columns import FIELDS
from passerelle.gatherings.models import Gathering
from passerelle.language import spoken
from passerelle.language.tongues import country_name
from passerelle.network.importables import led
from passerelle.network.models import Project
from passerelle.tasks import queries as tasks
from passerelle.tasks import schedule
from passerelle.tasks.reading import reader

CANCELLED, HELD = Gathering.State.CANCELLED.value, Gathering.State.HELD.value
PLAIN = ("title", "kind", "starts", "ends", "zone", "place", "town", "country", "mode", "languages", "places", "state",
         "reason")  # fmt: skip


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """A code names the gathering; without one, its title and first day do, or its title where only one is called so."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    there = list(
        Gathering.objects.visible_to(context.actor).filter(project=project).select_related("host", "package")
    )
    packages = {one.number for one in tasks.packages_of(context.actor, project)}
    first_month = _first_month(project)
    find = _Finder(there, rows)
    planned: list[Planned] = []
    wrong: list[Wrong] = []
    seen: dict[Any, int] = {}
    for row in rows:
        try:
            told = _told(row.values, first_month)
        except ValueError:
            problem = _("The project has no dates yet, so its months say no date. Write the date itself.")
            wrong.append(Wrong(row.number, "starts", str(row.values["starts"].starts), problem))
            continue
        target = find(told)
        if target is None:
            told.setdefault("kind", Gathering.Kind.OTHER.value)
        key = target.pk if target else _key(told)
        if key in seen:
            repeated = _("The same stands in row %(row)s already.") % {"row": seen[key] + 1}
            wrong.append(Wrong(row.number, "title", told.get("title", ""), repeated))
            continue
        seen[key] = row.number
        if found := _problem(told, target, packages):
            field, sentence = found
            wrong.append(Wrong(row.number, field, str(told.get(field, "")), sentence))
            continue
        if target is None and "code" in told:
            # A table out of another house or project comes with its codes: only a hint.
            hint = _("No gathering of this project has this code. It would be added as a new one.")
            wrong.append(Wrong(row.number, "code", told["code"], hint, stops=False))
        planned.append(Planned(Row(row.number, told), target, _changes(target, told) if target else {}))
    return planned, wrong


class _Finder:
    """Which gathering a row means: by its code, else by title, day and hour, as far as only one is told so."""

    def __init__(self, there: Sequence[Gathering], rows: Sequence[Row]) -> None:
        self.by_code = {one.code: one for one in there}
        names = [_names(facts_of(one)) for one in there]
        often = Counter(name for some in names for name in some)
        said = Counter(loose(row.values.get("title", "")) for row in rows)
        self.told = {
            name: one
            for one, some in zip(there, names, strict=True)
            for name in some
            # By its title alone only where the table, too, has it once.
            if often[name] == 1 and (len(name) > 1 or said[name[0]] == 1)
        }

    def __call__(self, told: Mapping[str, Any]) -> Gathering | None:
        found = self.by_code.get(told.get("code", ""))
        return found or next((self.told[name] for name in _names(told) if name in self.told), None)


def _names(told: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """What a gathering may be told by, the most exact first."""
    whole = (loose(told.get("title", "")), told.get("starts", ""), told.get("starts_time", ""))
    return [whole[:n] for n in (3, 2, 1)]


def _first_month(project: Project) -> str | None:
    start = schedule.period_of(project).start
    return f"{start:%Y-%m}" if start else None


def _key(told: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two rows the same new thing: all they say, for a course has many sessions of one name."""
    return tuple(f"{name}:{value}" for name, value in sorted(told.items()) if name != "code")


def _told(values: Mapping[str, Any], first_month: str | None) -> dict[str, Any]:
    """The values of a row as facts: dates and hours apart, the host by its code. Raises ValueError."""
    told = {name: value for name, value in values.items() if name not in IN_TIME}
    told |= in_time(values, first_month)
    if told.get("ends") and told["ends"] == told.get("starts"):
        told["ends"] = ""
    if "host" in told:
        told["host"] = told["host"].code
    if "places" in told:
        told["places"] = int(told["places"])
    return told


def _problem(told: Mapping[str, Any], target: Gathering | None, packages: set[str]) -> tuple[str, str] | None:
    """(field, what is wrong with it) of a row that contradicts itself or the plan."""
    if told.get("package") and told["package"] not in packages:
        said = _("There is no work package %(number)s. Add a row for it, or add it to the plan first.")
        return "package", said % {"number": told["package"]}
    state = told.get("state", target.state if target else Gathering.State.PLANNED.value)
    reason = told.get("reason", target.reason if target else "")
    if state == CANCELLED and not reason:
        return "reason", _("Write in a few words why it does not take place.")
    if state != CANCELLED and told.get("reason"):
        return "reason", _("Only what is cancelled has a reason. Leave one of the two cells as it was.")
    if "starts" not in told and target is None:
        return None  # said by whoever looks for what is missing
    starts, ends, where = (
        told.get(name, getattr(target, name) if target else "") for name in ("starts", "ends", "zone")
    )
    opens, closes = (
        time.fromisoformat(told[name]) if told.get(name) else getattr(target, name) if target else None
        for name in ("starts_time", "ends_time")
    )
    try:
        begins_at, _over = moments(starts, ends, opens, closes, where or zone_of(told.get("country", "")))
    except Problem as problem:
        return problem.field or "starts", str(problem)
    if state == HELD and begins_at > timezone.now():
        return "state", _("It is still to come. Note it once it took place.")
    return None


def facts_of(one: Gathering) -> dict[str, Any]:
    """A gathering in the terms of the table, as JSON."""
    return {
        **{name: getattr(one, name) for name in PLAIN},
        "starts_time": one.starts_time.isoformat("minutes") if one.starts_time else "",
        "ends_time": one.ends_time.isoformat("minutes") if one.ends_time else "",
        "host": one.host.code if one.host else "",
        "package": one.package.number if one.package else "",
    }


def _changes(target: Gathering, told: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says otherwise. What is planned again has no reason any more."""
    there = facts_of(target)
    found = {name: told[name] for name in there if name in told and told[name] != there[name]}
    if target.reason and found.get("state", CANCELLED) != CANCELLED:
        found["reason"] = ""
    return found


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Plan the new ones, change the others."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    new = [one for one in planned if one.state == "new"]
    changed = [one for one in planned if one.state == "changed"]
    was = []
    for one in changed:
        there = facts_of(one.target)
        # A change of the place can bring its country with it.
        was.append({name: there[name] for name in {*one.changes, *({"country"} & there.keys())}})
    made = actions.take_in_gatherings(
        context.actor,
        project,
        [{name: value for name, value in one.row.values.items() if name != "code"} for one in new],
        [(one.target, one.changes) for one in changed],
    )
    return [
        *({"id": str(one.pk), "was": None, "now": {"revision": one.revision}} for one in made),
        *(
            {"id": str(one.target.pk), "was": before, "now": {"revision": one.target.revision}}
            for one, before in zip(changed, was, strict=True)
        ),
    ]


def hindrances(context: Context, changes: Sequence[Change]) -> list[str]:
    """What was changed since, has gone or is in use; what would have to be put back, and is not here any more."""
    found = Gathering.objects.visible_to(context.actor).filter(project=context.place)
    rows = list(found.filter(pk__in=[change["id"] for change in changes]))
    new = {change["id"] for change in changes if change["was"] is None}
    return [
        *taking_back.changed(rows, changes),
        *taking_back.used([one for one in rows if str(one.pk) in new]),
        *_gone(context, [change["was"] for change in changes if change["was"]]),
    ]


def _gone(context: Context, before: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    partners = {one.code for one in tasks.partners_of(context.actor, project, context.language)}
    if {was["host"] for was in before if was.get("host")} - partners:
        yield _("An organisation of this table is no longer here.")
    numbers = {one.number for one in tasks.packages_of(context.actor, project)}
    for number in sorted({was["package"] for was in before if was.get("package")} - numbers):
        yield _("There is no work package %(number)s. Add a row for it, or add it to the plan first.") % {
            "number": number
        }


def undo(context: Context, changes: Sequence[Change]) -> None:
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    actions.take_back_gatherings(
        context.actor,
        project,
        [one["id"] for one in changes if one["was"] is None],
        [(one["id"], one["was"]) for one in changes if one["was"] is not None],
    )


def heads() -> list[Any]:
    return [field.label for field in FIELDS]


def cells(one: Gathering) -> list[Any]:
    """A gathering as a row of the table that goes out: it comes in again as the same."""
    told = facts_of(one)
    return [
        one.title,
        str(one.get_kind_display()),
        one.starts,
        told["starts_time"],
        one.ends,
        told["ends_time"],
        one.zone,
        one.place,
        one.town,
        country_name(one.country, reader()) if one.country else "",
        str(one.get_mode_display()),
        one.host.name if one.host else "",
        told["package"],
        spoken.told(one.spoken, reader()),
        "" if one.places is None else one.places,
        str(one.get_state_display()),
        one.reason,
        one.code,
    ]


GATHERINGS = Importable(
    key="gatherings",
    label=gettext_lazy("Gatherings"),
    explains=gettext_lazy(
        "What a project comes together for. What is there already, by its code or by title and first day, is changed; "
        "the rest is added."
    ),
    fields=FIELDS,
    may=led.may,
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_gatherings", args=[place]),
    places=led.places,
    order=25,
)
