"""What the funder would find missing in the evidence, named weeks before a deadline to the person who can close it: the
lead for the chain and its rules, a partner for what it owes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.rooms import Gap, Gravity
from passerelle.evidence.counting import stand
from passerelle.evidence.models import Answer, HandFigure, Indicator, Priority, Question, Result, Tick
from passerelle.evidence.priorities import STARTING
from passerelle.evidence.reading import figure
from passerelle.evidence.rules import Rule
from passerelle.network.models import Organisation, Project
from passerelle.network.policies import LEAD
from passerelle.tasks.roles import WORKERS

# So long before its day an indicator's missing figure becomes a gap.
SOON = timedelta(weeks=8)
WHY = "cut to the projects an actor works in"


def gaps(actor: Actor, projects: Collection[UUID]) -> Iterator[Gap]:
    """One query for all projects; a second one, for all of them, only when a counted target's day is near."""
    led = {project for project in projects if actor.has(LEAD, project=project)}
    mine: dict[UUID, set[str]] = {}
    for grant in actor.grants:
        if grant.project and grant.project in projects and grant.organisation and grant.role in WORKERS:
            mine.setdefault(grant.project, set()).add(str(grant.organisation))
    wanted = led | mine.keys()
    if not wanted:
        return
    today = timezone.localdate()
    owed: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for project in _standing().filter(pk__in=wanted):
        lead, own = project["pk"] in led, mine.get(project["pk"], set())
        if lead:
            yield from _chain(project)
            yield from _unsaid(project)
        owed += [
            (project, one)
            for one in project["measured"]
            if (one["owner"] in own or (lead and one["owner"] is None)) and _near(one, today)
        ]
        yield from _cells(project, lead, own)
    for project, one in owed:
        if Rule.read(one["rule"]).by_hand and not _fresh(one):
            yield _owed(project, one, today)
    yield from _below(owed, today)


def _near(one: dict[str, Any], today: date) -> bool:
    return bool(one["due"]) and date.fromisoformat(one["due"]) - SOON <= today


def _fresh(one: dict[str, Any]) -> bool:
    """A figure was entered in the weeks before its day."""
    return bool(one["newest"]) and date.fromisoformat(one["newest"]) >= date.fromisoformat(one["due"]) - SOON


def _below(owed: list[tuple[dict[str, Any], dict[str, Any]]], today: date) -> Iterator[Gap]:
    """Counted indicators whose day is near and whose target is not reached."""
    rows = [
        (project, one, Indicator(pk=UUID(one["pk"]), project_id=project["pk"], rule=one["rule"]))
        for project, one in owed
        if one["target"] is not None and Rule.read(one["rule"]).counts
    ]
    if not rows:
        return
    standing = stand([indicator for _project, _one, indicator in rows])()
    for project, one, indicator in rows:
        value = standing[indicator.pk].value
        if value is None or value >= Decimal(str(one["target"])):
            continue
        weeks = max(0, (date.fromisoformat(one["due"]) - today).days // 7)
        sentence = ngettext(
            "“%(title)s” stands at %(value)s of %(target)s, with %(n)d week left.",
            "“%(title)s” stands at %(value)s of %(target)s, with %(n)d weeks left.",
            weeks,
        ) % {
            "title": one["title"],
            "value": figure(value),
            "target": figure(Decimal(str(one["target"]))),
            "n": weeks,
        }
        yield Gap(
            "below-target",
            project["pk"],
            ("indicator", indicator.pk),
            sentence,
            Gravity.MONEY if one["claimed"] else Gravity.ASKED,
            (_("Look at the indicator"), reverse("desk_indicator", args=[one["code"]])),
        )


def _chain(project: dict[str, Any]) -> Iterator[Gap]:
    """A goal without an indicator, a priority without an activity, what was found in an old page."""
    for one in project["bare"]:
        yield Gap(
            "goal-without-indicator",
            project["pk"],
            ("result", UUID(one["pk"])),
            _("Nothing shows whether “%(title)s” is reached.") % {"title": one["title"]},
            Gravity.ASKED,
            (
                _("Add an indicator"),
                f"{reverse('desk_indicator_new', args=[project['code']])}?result={one['code']}",
            ),
        )
    for one in project["unworked"]:
        yield Gap(
            "priority-without-activity",
            project["pk"],
            ("priority", UUID(one["pk"])),
            _("No activity works for the priority “%(title)s”.") % {"title": _priority(one)},
            Gravity.ASKED,
            (_("Tick an activity for it"), reverse("desk_chain", args=[project["code"]])),
        )


def _priority(one: dict[str, Any]) -> str:
    return str(STARTING.get(one["key"], one["title"]))


def _unsaid(project: dict[str, Any]) -> Iterator[Gap]:
    """How an indicator is counted, and who sees to it."""
    unruled = [one for one in project["measured"] if not Rule.read(one["rule"])]
    unowned = [one for one in project["measured"] if one["owner"] is None]
    if unruled:
        yield _many(
            project, "indicators-without-rule", unruled,
            ngettext(
                "Nobody has said how %(n)d indicator is counted.",
                "Nobody has said how %(n)d indicators are counted.",
                len(unruled),
            ),
            _("Say how it is counted"), "desk_indicator_change",
        )  # fmt: skip
    if unowned:
        yield _many(
            project, "indicators-without-owner", unowned,
            ngettext(
                "Nobody sees to %(n)d indicator.", "Nobody sees to %(n)d indicators.", len(unowned)
            ),
            _("Say who sees to it"), "desk_indicator_change",
        )  # fmt: skip


def _owed(project: dict[str, Any], one: dict[str, Any], today: date) -> Gap:
    due = date.fromisoformat(one["due"])
    weeks = (due - today).days // 7
    if due < today:
        sentence = _("The figure of “%(title)s” is overdue.") % {"title": one["title"]}
    else:
        sentence = ngettext(
            "The figure of “%(title)s” is owed in %(n)d week.",
            "The figure of “%(title)s” is owed in %(n)d weeks.",
            weeks,
        ) % {"title": one["title"], "n": weeks}
    return Gap(
        "hand-figure-owed",
        project["pk"],
        ("indicator", UUID(one["pk"])),
        sentence,
        Gravity.MONEY if one["claimed"] else Gravity.ASKED,
        (_("Enter a figure"), reverse("desk_hand_figure_enter", args=[one["code"]])),
    )


def _many(
    project: dict[str, Any], key: str, some: list[dict[str, Any]], sentence: str, verb: str, address: str
) -> Gap:
    alone = len(some) == 1
    return Gap(
        key,
        project["pk"],
        ("indicator", UUID(some[0]["pk"])) if alone else ("project", project["pk"]),
        sentence % {"n": len(some)},
        Gravity.ASKED,
        (
            verb,
            reverse(address, args=[some[0]["code"]])
            if alone
            else reverse("desk_indicators", args=[project["code"]]),
        ),
    )


def _cells(project: dict[str, Any], lead: bool, mine: set[str]) -> Iterator[Gap]:
    """Empty cells of the comparison: to each partner its own, to the lead how many there are in all."""
    asked = project["asked"] or 0
    empty = {one["pk"]: asked - (one["answered"] or 0) for one in project["partners"]}
    own = sum(number for pk, number in empty.items() if pk in mine)
    others = sum(number for pk, number in empty.items() if pk not in mine) if lead else 0
    for key, number, verb in (
        ("answers-owed", own, _("Answer the questions")),
        ("answers-awaited", others, _("Look at the comparison")),
    ):
        if number > 0:
            sentence = (
                ngettext(
                    "You owe %(n)d answer of the comparison of countries.",
                    "You owe %(n)d answers of the comparison of countries.",
                    number,
                )
                if key == "answers-owed"
                else ngettext(
                    "%(n)d cell of the comparison of countries is empty.",
                    "%(n)d cells of the comparison of countries are empty.",
                    number,
                )
            )
            yield Gap(
                key,
                project["pk"],
                ("project", project["pk"]),
                sentence % {"n": number},
                Gravity.TIDY,
                (verb, reverse("desk_comparison", args=[project["code"]])),
            )


@cache
def _standing() -> QuerySet[Project, dict[str, Any]]:
    """Each project with what its gaps are found in.

    Never run as it is, and put together once: to describe it anew takes Django longer than the database to answer it."""
    own = {"project": OuterRef("pk"), "draft": False}
    indicators = Indicator.objects.unscoped(reason=WHY).filter(**own)
    bare = Result.objects.unscoped(reason=WHY).filter(**own, level__in=["goal", "outcome"])
    shown = Indicator.objects.unscoped(reason=WHY).filter(result=OuterRef("pk"))
    priorities = Priority.objects.unscoped(reason=WHY).filter(project=OuterRef("pk"))
    worked = Tick.objects.unscoped(reason=WHY).filter(priority=OuterRef("pk"))
    newest = HandFigure.objects.unscoped(reason=WHY).filter(
        indicator=OuterRef("pk"), taken_back_at=None, replaced_by=None
    )
    asked = Question.objects.unscoped(reason=WHY).filter(project=OuterRef("pk"))
    answers = Answer.objects.unscoped(reason=WHY).filter(
        question__project=OuterRef(OuterRef("pk")), organisation=OuterRef("pk")
    )
    partners = Organisation.objects.unscoped(reason=WHY).filter(partnerships__project=OuterRef("pk"))
    return Project.objects.unscoped(reason=WHY).order_by("acronym").values(
        "pk",
        "code",
        bare=ArraySubquery(
            bare.filter(~Exists(shown)).values(json=JSONObject(pk="pk", code="code", title="title"))
        ),
        unworked=ArraySubquery(
            priorities.filter(~Exists(worked)).values(json=JSONObject(pk="pk", key="key", title="title"))
        ),
        measured=ArraySubquery(
            indicators.values(
                json=JSONObject(
                    pk="pk", code="code", title="title", rule="rule", owner="owner", due="due", claimed="claimed",
                    target="target",
                    newest=Subquery(newest.order_by().values("indicator").annotate(day=Max("on")).values("day")),
                )
            )
        ),
        asked=Subquery(asked.order_by().values("project").annotate(n=Count("pk")).values("n")),
        partners=ArraySubquery(
            partners.order_by().values(
                json=JSONObject(
                    pk="pk",
                    answered=Subquery(answers.order_by().values("organisation").annotate(n=Count("pk")).values("n")),
                )
            )
        ),
    )  # fmt: skip
