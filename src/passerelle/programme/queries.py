"""Every read of the programme that leaves the room, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from passerelle.core.actor import PUBLIC, Actor
from passerelle.gatherings.models import Gathering
from passerelle.language.models import Edition
from passerelle.language.outlines import PartPath, outline
from passerelle.network.models import Project
from passerelle.programme import participation
from passerelle.programme.models import Campaign, CampaignGathering, Process, Question, Series
from passerelle.tasks import schedule

MOST_GATHERINGS = 200  # offered in a list to choose from


def series_of(actor: Actor, project: Project) -> QuerySet[Series]:
    """The project's series; those put away come last."""
    rows = Series.objects.visible_to(actor).filter(project=project)
    return rows.order_by(F("archived_at").asc(nulls_first=True), "created_at", "pk")


def dated(
    actor: Actor, project: Project, kinds: Iterable[str], *, counted: bool = False
) -> list[dict[str, Any]]:
    """The gatherings of these kinds that were not cancelled, with what a series needs of them; one query.

    counted: with how many are registered."""
    rows = Gathering.objects.visible_to(actor).filter(project=project, kind__in=sorted(set(kinds)))
    found = rows.exclude(state=Gathering.State.CANCELLED).order_by("begins_at", "pk")
    told: Any = found.annotate(key=F("code"), **(participation.counts() if counted else {}))
    names = ("key", "kind", "state", "starts", "ends", "title", "language", "town")
    return [dict(row) for row in told.values(*names, *(("registered", "from_abroad") if counted else ()))]


def registered(actor: Actor, one: Gathering) -> participation.Registered:
    """How many have a place at a gathering, and how many of them come from abroad; one query."""
    rows: Any = Gathering.objects.visible_to(actor).filter(pk=one.pk).annotate(**participation.counts())
    return participation.Registered.of(rows.values("registered", "from_abroad").get())


def series_with(actor: Actor, one: Gathering) -> list[Series]:
    """The series in which a gathering counts by its kind; none for one that is cancelled. One query."""
    if one.state == Gathering.State.CANCELLED:
        return []
    rows = Series.objects.visible_to(actor).filter(project=one.project_id, archived_at=None)
    return [series for series in rows if one.kind in series.of_kinds]


SIDES = ("open", "late", "answered", "away", "all")
QUESTION_SORTS = ("due", "asked", "answered")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reader of a list of questions asked for; the same for the screen and for every file of the list.

    side: one of SIDES; on the public page "" for all that everybody reads."""

    words: str = ""
    side: str = "open"
    gathering: str = ""
    sort: str = "due"
    backwards: bool = False


def questions(
    actor: Actor, project: Project, language: str, sought: Sought | None = None
) -> QuerySet[Question]:
    """The project's questions on the desk of who works there, each with its words in the reader's language (`outline`,
    see `language.outlines`); narrowed and sorted."""
    sought = sought or Sought(side="all")
    rows: Any = (
        Question.objects.visible_to(actor).filter(project=project).select_related("gathering", "answered_by")
    )
    rows = _told(_on_side(rows, sought.side), language, sought.words)
    if sought.gathering:
        rows = rows.filter(gathering__code=sought.gathering)
    first = {"due": "due_on", "asked": "asked_on", "answered": "answered_on"}[sought.sort]
    turned = F(first).desc(nulls_last=True) if sought.backwards else F(first).asc(nulls_last=True)
    return rows.order_by(turned, "created_at", "pk")


def public_questions(project: Project, language: str, words: str = "", side: str = "") -> QuerySet[Question]:
    """What everybody reads of a project's questions: those that wait longest first, then what was answered last."""
    rows: Any = Question.objects.unscoped(reason="public questions").filter(
        Question.public(), project=project
    )
    if side in ("open", "answered"):
        rows = rows.filter(state=side)
    rows = _told(rows.select_related("gathering", "answered_by"), language, words)
    return rows.order_by(
        F("state").desc(), F("answered_on").desc(nulls_first=True), "due_on", "created_at", "pk"
    )


def _on_side(rows: QuerySet[Question], side: str) -> QuerySet[Question]:
    state = Question.State
    if side == "open":
        return rows.filter(state=state.OPEN)
    if side == "late":
        return rows.filter(state=state.OPEN, due_on__lt=schedule.today())
    if side == "answered":
        return rows.filter(state=state.ANSWERED)
    return rows.filter(state__in=(state.MERGED, state.WITHDRAWN)) if side == "away" else rows


def _told(rows: QuerySet[Question], language: str, words: str) -> QuerySet[Any]:
    """With what a list shows in the reader's language; only those that say these words, in the question or its answer."""
    told: Any = rows.annotate(outline=outline(Question.KIND, language))
    if not words:
        return told
    bodies = Cast(PartPath("$[*].body"), TextField())
    newest = Edition.objects.filter(owner_kind=Question.KIND, owner=OuterRef("pk"), language=language)
    newest = newest.order_by("-number").annotate(
        says=Concat("title", Value(" "), bodies, output_field=TextField())
    )
    told = told.annotate(says=Subquery(newest.values("says")[:1]))
    return told.filter(Q(says__icontains=words) | Q(code=words))  # search leads here by the code


def editions(rows: Iterable[Question], language: str) -> dict[UUID, Edition]:
    """What readers of `language` get of many questions: the answer is in its parts; one query."""
    found = Edition.objects.filter(
        owner_kind=Question.KIND, owner__in=[one.pk for one in rows], language=language
    )
    return {one.owner: one for one in found.order_by("owner", "-number").distinct("owner")}


def questions_everybody_reads(project: UUID) -> QuerySet[Question]:
    """What everybody reads of its questions, for a page that asks whether there is anything."""
    return Question.objects.unscoped(reason="public questions").filter(Question.public(), project=project)


def gatherings_of(actor: Actor, project: Project) -> list[Gathering]:
    """The gatherings at which something may have been asked, the newest first: those that have begun."""
    rows = Gathering.objects.visible_to(actor).filter(project=project, begins_at__lte=timezone.now())
    return list(rows.exclude(state=Gathering.State.CANCELLED).order_by("-begins_at", "pk")[:MOST_GATHERINGS])


def question_by_code(actor: Actor, project: Project, code: str) -> Question | None:
    found: Question | None = Question.objects.visible_to(actor).filter(project=project, code=code).first()
    return found


def by_codes(actor: Actor, project: Project, codes: Iterable[str]) -> list[Question]:
    return list(Question.objects.visible_to(actor).filter(project=project, code__in=list(codes)))


def whose_texts(actor: Actor) -> tuple[Any, Any]:
    """The questions an actor works on, and those everybody reads: whose words the memory may offer."""
    public = Question.objects.visible_to(PUBLIC)
    seen = Question.objects.visible_to(actor)
    working = seen if actor.has("administrator") else seen.filter(project__in=actor.projects())
    return working.values("pk"), public.values("pk")


def whose_messages(actor: Actor) -> tuple[Any, Any]:
    """The campaigns whose message an actor works on, and those everybody reads: none, a message is on the desk."""
    seen = Campaign.objects.visible_to(actor)
    return seen.values("pk"), Campaign.objects.visible_to(PUBLIC).values("pk")


def processes(actor: Actor, project: Project) -> QuerySet[Process]:
    """The project's processes by when they open; those put away come last."""
    rows = Process.objects.visible_to(actor).filter(project=project).select_related("project", "answers")
    return rows.order_by(F("archived_at").asc(nulls_first=True), "opens", "created_at", "pk")


def message_of(one: Campaign) -> list[Edition]:
    """The message of a campaign as readers of each language get it; one query."""
    found = Edition.objects.filter(owner_kind=Campaign.KIND, owner=one.pk)
    return list(found.order_by("language", "-number").distinct("language"))


def hangs_on(kind: str, records: Collection[UUID]) -> set[UUID]:
    """Gatherings at which something was asked, or that belong to a campaign; one query."""
    if kind != Gathering.FOUND:
        return set()
    asked = Question.objects.unscoped(reason="what hangs on it").filter(gathering__in=records)
    counted = CampaignGathering.objects.filter(gathering__in=records)
    return set(
        asked.order_by()
        .values_list("gathering", flat=True)
        .union(counted.values_list("gathering", flat=True))
    )
