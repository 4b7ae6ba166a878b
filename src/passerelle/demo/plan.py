"""The plan of an invented project, as its partners would have written it down."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from passerelle.core.actor import SystemActor
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Person
from passerelle.tasks import actions, schedule
from passerelle.tasks.models import Item, WorkPackage

HOUSE = SystemActor(reason="demo")


def load_plan(
    plan: dict[str, Any], project: Project, members: dict[str, Organisation], people: dict[str, Person]
) -> None:
    """Write down work packages and items in the order of the file, so that rules find what they hang on."""
    packages = {row["number"]: _package(row, project, members) for row in plan["packages"]}
    for row in plan["items"]:
        _item(row, project, packages, members, people)


def _package(row: dict[str, Any], project: Project, members: dict[str, Organisation]) -> WorkPackage:
    first, last = row["months"]
    return actions.add_package(
        HOUSE,
        project,
        number=row["number"],
        title=row["title"],
        lead=members[row["lead"]],
        first_month=first,
        last_month=last,
        language="en",
    )


def _item(
    row: dict[str, Any],
    project: Project,
    packages: dict[str, WorkPackage],
    members: dict[str, Organisation],
    people: dict[str, Person],
) -> None:
    keeper = members.get(row.get("keeper", ""))
    facts: dict[str, Any] = {
        "number": row.get("number", ""),
        "nature": row.get("nature", ""),
        "language": row.get("language", "en"),
        "package": packages.get(row.get("package", "")),
        "responsible": keeper or members.get(row.get("responsible") or ""),
        "person": people.get(row.get("person", "")),
        "waiting_for": members.get(row.get("waiting", "")),
        "due_rule": row["due"] if "due" in row else day_of(project, row["days"]).isoformat(),
        "due_time": time.fromisoformat(row["time"]) if "time" in row else None,
        "planned_days": row.get("planned"),
    }
    item = actions.create_item(
        HOUSE,
        project,
        title=row["title"],
        kind=row.get("kind", Item.Kind.TASK),
        keeper=keeper,
        helpers=[members[key] for key in row.get("helps", ())],
        **facts,
    )
    if "submitted" in row:
        on = min(date.fromisoformat(row["submitted"]), timezone.localdate())
        actions.submit_item(HOUSE, item, on=on, upload=_file(item) if item.nature else None)
    elif row.get("done"):
        actions.finish_item(HOUSE, item)
    elif row.get("dropped"):
        actions.drop_item(HOUSE, item)


def day_of(project: Project, days: int) -> date:
    """So many days from today, inside the project, so that the demo always has something due this week."""
    period = schedule.period_of(project)
    day = timezone.localdate() + timedelta(days=days)
    return min(max(day, period.start or day), period.end or day)


def _file(item: Item) -> SimpleUploadedFile:
    words = f"{item.number} {item.title}\n\nInvented for the demo of Passerelle.\n"
    return SimpleUploadedFile(f"{item.number}.txt", words.encode())
