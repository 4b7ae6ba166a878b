"""What the funder would find missing in a project's programme: gatherings that were promised and have no date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import JSONArray, JSONObject, Now
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.dates import format_partial, parse_partial
from passerelle.core.rooms import Gap, Gravity, Ride
from passerelle.gatherings.models import Gathering
from passerelle.programme import participation
from passerelle.programme.models import Process, Question, Series
from passerelle.programme.participation import Registered
from passerelle.programme.standing import Promise, left_in_time, standing
from passerelle.tasks import schedule
from passerelle.tasks.reading import reader

REASON = "cut to the projects an actor leads"
SOON = timedelta(days=7)  # before a question is due
MOST_COMING = 20  # events of a project within the notice; the page that begins the week names no more


def columns() -> dict[str, Any]:
    """What the gaps of a project are found in, as columns of a query over projects."""
    asked = Question.objects.unscoped(reason=REASON).filter(
        project=OuterRef("pk"), state=Question.State.OPEN, due_on__lte=schedule.today() + SOON
    )
    waiting = asked.order_by().values("project")
    return {
        **_standing(),
        "questions_due": Subquery(waiting.annotate(n=Count("pk")).values("n")),
        "first_due": Subquery(waiting.annotate(first=Min("due_on")).values("first")),
    }


def read(project: Mapping[str, Any]) -> Iterator[Gap]:
    """The gaps of one project that goes on."""
    if project["was_closed"] is not None:
        return
    for one in project["its_series"]:
        if (gap := _series(project, one)) is not None:
            yield gap
    for one in project["its_processes"]:
        yield from _process(project, one)
    yield from _questions(project)
    for one in project["its_coming"]:
        yield from _people(project, one)


def _series(project: Mapping[str, Any], one: dict[str, Any]) -> Gap | None:
    starts, ends, months = project["its_dates"]
    now = standing(Promise.of(one, (starts, ends, months)), project["its_gatherings"], schedule.today())
    if now is None or not now.alarmed:
        return None
    told = {"series": one["title"], "left": left_in_time(now)}
    if now.outlook.fits and now.next_latest:
        told["day"] = format_partial(now.next_latest.isoformat(), reader())
        sentence = _("%(series)s: %(left)s, and the next has no date. Its last safe day is %(day)s.") % told
    elif now.outlook.could:
        sentence = _("%(series)s: %(left)s. They only fit if a planned one moves.") % told
    else:
        sentence = _("%(series)s: %(left)s. They do not fit any more.") % told
    key = "series-without-date" if now.outlook.fits else "series-does-not-fit"
    action = (_("See the last safe days"), reverse("desk_series", args=[one["code"]]))
    return Gap(key, project["pk"], ("series", UUID(one["pk"])), sentence, Gravity.MONEY, action)


def _questions(project: Mapping[str, Any]) -> Iterator[Gap]:
    """Questions whose thirty days end within a week, or have ended."""
    number, first = project["questions_due"] or 0, project["first_due"]
    if not number or first is None:
        return
    told = {"n": number, "day": format_partial(first.isoformat(), reader())}
    if first < schedule.today():
        sentence = ngettext(
            "%(n)d question waits for an answer; it was to be answered by %(day)s.",
            "%(n)d questions wait for an answer; the first was to be answered by %(day)s.",
            number,
        )
    else:
        sentence = ngettext(
            "%(n)d question waits for an answer. After %(day)s everybody reads it as open.",
            "%(n)d questions wait for an answer. After %(day)s everybody reads the first as open.",
            number,
        )
    action = (_("Answer them"), reverse("desk_questions", args=[project["code"]]))
    subject = ("project", project["pk"])
    yield Gap("questions-unanswered", project["pk"], subject, sentence % told, Gravity.ASKED, action)


def _process(project: Mapping[str, Any], one: dict[str, Any]) -> Iterator[Gap]:
    """A process that opens within the notice, or is open, although nobody promised an answer."""
    opens = parse_partial(one["opens"]).first_day()
    if opens > schedule.today() + timedelta(days=participation.NOTICE):
        return
    told = {"process": one["title"], "day": format_partial(one["opens"], reader())}
    if opens > schedule.today():
        sentence = _("%(process)s opens on %(day)s, and nobody promised an answer yet.") % told
    else:
        sentence = _("%(process)s is open since %(day)s, and nobody promised an answer.") % told
    action = (_("Settle who answers, and by when"), reverse("desk_process", args=[one["code"]]))
    subject = ("process", UUID(one["pk"]))
    yield Gap("process-without-answer", project["pk"], subject, sentence, Gravity.ASKED, action)


def _people(project: Mapping[str, Any], one: dict[str, Any]) -> Iterator[Gap]:
    """A coming event at which fewer are registered than were promised: one gap, for what is furthest away."""
    there = Registered.of(one)
    asked = participation.asked_of(project["its_call"], one["kind"], project["its_series"])
    short = [wanted for wanted in asked if not there.enough_for(wanted)]
    if not short:
        return
    wanted = max(short, key=lambda it: (it.people - there.people, it.abroad - there.abroad))
    told = {
        "gathering": one["title"],
        "registered": participation.so_far(wanted, there),
        "left": participation.in_days(participation.days_left(one["starts"], schedule.today())),
    }
    yield Gap(
        "event-short-of-people",
        project["pk"],
        ("gathering", UUID(one["pk"])),
        _("%(gathering)s: %(registered)s, %(left)s.") % told,
        Gravity.MONEY,
        (_("See what is asked"), reverse("desk_gathering", args=[one["code"]])),
    )


@cache
def _standing() -> dict[str, Any]:
    """A project with its series, the gatherings that may count in them, and its processes; put together once."""
    series = Series.objects.unscoped(reason=REASON).filter(project=OuterRef("pk"), archived_at=None)
    unpromised = Q(promise="") | Q(answers=None) | Q(answer_by="")
    processes = Process.objects.unscoped(reason=REASON).filter(
        unpromised, project=OuterRef("pk"), archived_at=None
    )
    gatherings = Gathering.objects.unscoped(reason=REASON).filter(project=OuterRef("pk"))
    return {
        "was_closed": F("closed_at"),
        "its_dates": JSONArray("starts", "ends", "months"),
        "its_call": F("call"),
        "its_series": ArraySubquery(
            series.order_by("created_at").values(json=JSONObject(**{n: n for n in _OF_A_SERIES}))
        ),
        "its_gatherings": ArraySubquery(
            gatherings.exclude(state=Gathering.State.CANCELLED)
            .order_by()
            .values(json=JSONObject(key="code", kind="kind", state="state", starts="starts", ends="ends"))
        ),
        "its_processes": ArraySubquery(
            processes.exclude(opens="")
            .order_by("opens", "pk")
            .values(json=JSONObject(pk="pk", code="code", title="title", opens="opens"))[:MOST_COMING]
        ),
        "its_coming": ArraySubquery(
            gatherings.filter(
                state=Gathering.State.PLANNED,
                over_at__gte=Now(),
                begins_at__lt=Now() + timedelta(days=participation.NOTICE),
            )
            .annotate(**participation.counts())
            .order_by("begins_at", "pk")
            .values(json=JSONObject(**{n: n for n in _OF_AN_EVENT}))[:MOST_COMING]
        ),
    }


_OF_A_SERIES = ("pk", "code", "title", "number", "kinds", "starts", "ends", "spacing", "lasts", "lead", "people",
                "abroad")  # fmt: skip
_OF_AN_EVENT = ("pk", "code", "title", "kind", "starts", "registered", "from_abroad")
RIDING = Ride(columns, read)
