"""What the funder would find missing in the evidence, named weeks before a deadline to the person who can close it: the
lead for the chain and its rules, a partner for what it owes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
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
from passerelle.evidence.models import Answer, HandFigure, Indicator, Priority, Question, Result, Tick
from passerelle.evidence.priorities import STARTING
from passerelle.evidence.rules import Rule
from passerelle.network.models import Organisation, Project
from passerelle.network.policies import LEAD
from passerelle.tasks.roles import WORKERS

WEEKS = 8  # before its day an indicator's missing figure becomes a gap
WHY = "cut to the projects an actor works in"


def gaps(actor: Actor, projects: Collection[UUID]) -> Iterator[Gap]:
    """One query for all projects."""
    led = {project for project in projects if actor.has(LEAD, project=project)}
    mine: dict[UUID, set[str]] = {}
    for grant in actor.grants:
        if grant.project and grant.project in projects and grant.organisation and grant.role in WORKERS:
            mine.setdefault(grant.project, set()).add(str(grant.organisation))
    wanted = led | mine.keys()
    if not wanted:
        return
    today = timezone.localdate()
    for project in _standing().filter(pk__in=wanted):
        if project["pk"] in led:
            yield from _chain(project)
        yield from _indicators(project, project["pk"] in led, mine.get(project["pk"], set()), today)
        yield from _cells(project, project["pk"] in led, mine.get(project["pk"], set()))


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


def _indicators(project: dict[str, Any], lead: bool, mine: set[str], today: date) -> Iterator[Gap]:
    """How it is counted, who sees to it, and the figure that is owed."""
    unruled = [one for one in project["measured"] if not Rule.read(one["rule"])]
    unowned = [one for one in project["measured"] if one["owner"] is None]
    if lead and unruled:
        yield _many(
            project, "indicators-without-rule", unruled,
            ngettext(
                "Nobody has said how %(n)d indicator is counted.",
                "Nobody has said how %(n)d indicators are counted.",
                len(unruled),
            ),
            _("Say how it is counted"), "desk_indicator_change",
        )  # fmt: skip
    if lead and unowned:
        yield _many(
            project, "indicators-without-owner", unowned,
            ngettext(
                "Nobody sees to %(n)d indicator.", "Nobody sees to %(n)d indicators.", len(unowned)
            ),
            _("Say who sees to it"), "desk_indicator_change",
        )  # fmt: skip
    for one in project["measured"]:
        if not (one["owner"] in mine or (lead and one["owner"] is None)) or not one["due"]:
            continue
        due = date.fromisoformat(one["due"])
        if due - timedelta(weeks=WEEKS) > today or not Rule.read(one["rule"]).by_hand:
            continue
        fresh = one["newest"] and date.fromisoformat(one["newest"]) >= due - timedelta(weeks=WEEKS)
        if fresh:
            continue
        yield _owed(project, one, due, today)


def _owed(project: dict[str, Any], one: dict[str, Any], due: date, today: date) -> Gap:
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
        (_("Enter a figure"), reverse("desk_figure_enter", args=[one["code"]])),
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
            else reverse("desk_evidence", args=[project["code"]]),
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
