"""Every read that leaves the room, cut to what the actor may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import translation

from passerelle.core import keys
from passerelle.core.actor import Actor
from passerelle.engines.questions import Questionnaire
from passerelle.engines.questions.conditions import telling, untelling
from passerelle.engines.questions.tallying import Tally, guarded, tally
from passerelle.language import texts
from passerelle.network.models import Project
from passerelle.questionnaires import policies
from passerelle.questionnaires.actions.answering import Told, opened
from passerelle.questionnaires.attributes import FIXED
from passerelle.questionnaires.models import Asking, Instrument, Response, Ticket, Version
from passerelle.questionnaires.words import Said, titles

CHANNELS = Response.Channel.values
ANSWERED = Count("responses", filter=Q(responses__set_aside=False))


def _counting() -> QuerySet[Response]:
    """Responses that count: not those given with what was withdrawn."""
    return Response.objects.unscoped(reason="counted, not read").filter(set_aside=False)


def reader() -> str:
    return translation.get_language() or "en"


def asked_under(code: str) -> Asking | None:
    """The occasion with this address; the link is the permission. One query."""
    rows = Asking.objects.unscoped(reason="whoever has the link may answer")
    return rows.filter(code=code).select_related("version__instrument", "project").first()


def is_answered(asking: Asking, attempt: UUID) -> bool:
    """Whether this attempt was sent already."""
    rows = Response.objects.unscoped(reason="somebody pressed twice")
    return rows.filter(pk=attempt, asking=asking).exists()


def listed(actor: Actor, project: Project, *, away: bool = False) -> QuerySet[Instrument]:
    """The questionnaires of a project, the newest first, with how often they were asked and answered."""
    answered = _counting().filter(asking__version__instrument=OuterRef("pk"))
    counted = answered.order_by().values("asking__version__instrument").annotate(n=Count("pk")).values("n")
    rows = Instrument.objects.visible_to(actor).filter(project=project, archived_at__isnull=not away)
    return rows.annotate(
        askings=Count("versions__askings", distinct=True), answered=Subquery(counted)
    ).order_by("-created_at", "code")


def newest(instruments: Collection[Instrument]) -> dict[UUID, Version]:
    """The newest version of each, by instrument; one query."""
    rows = Version.objects.unscoped(reason="of questionnaires that were looked up")
    found = rows.filter(instrument__in=list(instruments)).order_by("instrument_id", "-number")
    return {one.instrument_id: one for one in found.distinct("instrument_id")}


def called(versions: Sequence[Version]) -> dict[Any, Said]:
    """What these versions are called in the reader's language."""
    return titles(list(versions), reader())


def askings_of(instrument: Instrument) -> list[Asking]:
    """Its occasions, the newest first, each with how many answered."""
    rows = Asking.objects.unscoped(reason="of a questionnaire that was looked up")
    found = rows.filter(version__instrument=instrument).select_related("version")
    return list(found.annotate(answered=ANSWERED).order_by("-opens_at", "code"))


def askings_for(subject: tuple[str, UUID]) -> list[Asking]:
    """The occasions about something of a room above."""
    rows = Asking.objects.unscoped(reason="whoever sees the subject sees what is asked about it")
    found = rows.filter(subject_kind=subject[0], subject=subject[1]).select_related("version", "project")
    return list(found.annotate(answered=ANSWERED).order_by("-opens_at", "code"))


def asked_within(subject: tuple[str, UUID]) -> Asking | None:
    """What is asked of who registers for something of a room above; None when nothing is. One query."""
    return next(iter(all_asked_within(subject)), None)


def all_asked_within(subject: tuple[str, UUID]) -> list[Asking]:
    """The same, for each organisation that collects what is answered, the newest first. One query."""
    rows = Asking.objects.unscoped(reason="whoever may register is asked")
    found = rows.filter(subject_kind=subject[0], subject=subject[1], door=Asking.Door.WITHIN)
    return [one for one in found.order_by("-opens_at", "code") if one.is_open]


def answered_within(responses: Collection[UUID]) -> dict[UUID, tuple[Response, Told]]:
    """Responses a room above keeps with something of its own, opened: whoever asks has cut them. Two queries."""
    rows = Response.objects.unscoped(reason="cut by the room that keeps them").filter(pk__in=responses)
    found = list(rows.select_related("asking__version"))
    versions: dict[UUID, Version] = {}  # the same questions are read once, not for each response
    for row in found:
        row.asking.version = versions.setdefault(row.asking.version_id, row.asking.version)
    return {row.pk: (row, told) for row, told in zip(found, opened(found), strict=True)}


def codes_of(asking: Asking) -> tuple[int, int]:
    """How many personal codes there are, and how many are used."""
    used = Ticket.objects.unscoped(reason="counted").filter(asking=asking).values_list("used", flat=True)
    return len(used), sum(used)


@dataclass(frozen=True, slots=True)
class Results:
    """What an occasion came to. form: the questions that are told. total: responses counted here; channels: how many by
    each way of answering.

    safe: what small numbers would tell was left out. words: {question: what people wrote}, for those who may read it."""

    form: Questionnaire
    total: int | None
    channels: Mapping[str, int | None]
    tallies: Mapping[str, Tally]
    safe: bool
    words: Mapping[str, Sequence[str]]
    languages: Mapping[str, int]


def results(actor: Actor, asking: Asking, *, channels: Collection[str] = (), safe: bool = False) -> Results:
    """Count an occasion: exactly for those who do the project's work, else (or where `safe` is asked for) without small
    numbers, and then all ways of answering together: the difference of two tables could tell of few. Two queries."""
    safe = safe or not policies.may_count(actor, asking)
    form = told_of(actor, asking, safe=safe)
    found = list(_counting().filter(asking=asking).order_by("on", "id"))
    by_channel: Counter[str] = Counter(one.channel for one in found)
    if channels and not safe:
        found = [one for one in found if one.channel in channels]
    told = [dict(one.answers) for one in opened(found)]
    counted = tally(form, told)
    if safe:
        few = len(told) < 5
        return Results(form, None if few else len(told), {}, guarded(form, counted), True, {}, {})
    languages = Counter(one.language for one in found)
    return Results(
        form,
        len(told),
        by_channel,
        counted,
        False,
        _words(actor, asking, form, told),
        dict(languages.most_common()),
    )


def told_of(actor: Actor, asking: Asking, *, safe: bool = False) -> Questionnaire:
    """The questions whose answers this actor is told. What people are leaves the organisation that collects it through
    its ledger only (docs/decisions), so those questions are told to nobody else, and where `safe` is asked for to
    nobody; nor is what hangs on them, which would tell as much."""
    form = asking.version.questions
    if not telling(form) or (not safe and policies.may_tell_apart(actor, asking)):
        return form
    return untelling(form)


def _words(
    actor: Actor, asking: Asking, form: Questionnaire, told: Sequence[Mapping[str, Any]]
) -> dict[str, list[str]]:
    if not policies.may_read_words(actor, asking):
        return {}
    # Sorted: their order tells nothing of who wrote when.
    return {
        one.key: sorted(str(row[one.key]) for row in told if row.get(one.key) is not None)
        for one in form
        if one.kind in ("text", "date")
    }


def rows_of(actor: Actor, asking: Asking) -> list[tuple[Response, Told]]:
    """Every response with its answers, for those who may take them out one by one."""
    if not policies.may_read_words(actor, asking):
        return []
    rows = list(_counting().filter(asking=asking))
    there = told_of(actor, asking).by_key
    told = [
        Told({key: value for key, value in one.answers.items() if key in there}, one.pair)
        for one in opened(rows)
    ]
    return list(zip(rows, told, strict=True))


def typed_by(actor: Actor, asking: Asking) -> list[Response]:
    """What this actor typed in today and before, the newest ten."""
    rows = Response.objects.visible_to(actor).filter(asking=asking, entered_by=actor.person)
    return list(rows.order_by("-on", "code")[:10])


def waves(instrument: Instrument) -> tuple[list[Told], list[Told]]:
    """What was answered before and after, over all versions and occasions of a questionnaire; two queries."""
    found = _counting().filter(asking__version__instrument=instrument, asking__purpose__in=Asking.PAIRED)
    listed = list(found.select_related("asking").order_by("on", "id"))
    told = opened(listed)
    sides: dict[str, list[Told]] = {purpose: [] for purpose in Asking.PAIRED}
    for row, one in zip(listed, told, strict=True):
        sides[row.asking.purpose].append(one)
    return sides[Asking.Purpose.BEFORE], sides[Asking.Purpose.AFTER]


def whose_texts(actor: Actor) -> tuple[Any, Any]:
    """The versions whose words an actor works on, and those everybody has read: none is public for good."""
    rows = Version.objects.unscoped(reason="cut by project right here")
    mine = rows if actor.has("administrator") else rows.filter(instrument__project__in=actor.projects())
    return mine.values("pk"), rows.none().values("pk")


def attributes_within(project: UUID, kind: str) -> dict[str, dict[str, Any]]:
    """By what people can be told apart who answered with something of a room above, in a project: {attribute: {value:
    what it is called in the reader's language}}, everything there can be; one query."""
    askings = Asking.objects.unscoped(reason="what is asked, not what was answered")
    within = askings.filter(project=project, subject_kind=kind, door=Asking.Door.WITHIN)
    rows = Version.objects.unscoped(reason="as its occasions").filter(pk__in=within.values("version"))
    said = texts.newest_edition(Instrument.KIND, OuterRef("pk"), reader()).values("parts")[:1]
    found: dict[str, dict[str, Any]] = {}
    for version in rows.annotate(said=Subquery(said)).order_by("instrument", "-number"):
        words = {part["field"]: part["body"] for part in version.said or ()}
        for question in (one for one in version.questions if one.about):
            values = found.setdefault(question.about, dict(FIXED.get(question.about, {})))
            for choice, value in question.meanings:
                values.setdefault(value, words.get(f"{question.key}-{choice}", value))
    return found


def attributes_of(responses: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """What people said they are, by response: {attribute: value}; who did not say is not there. Two queries."""
    return {
        pk: {
            question.about: value
            for question in row.asking.version.questions
            if question.about and (value := question.meant(told.answers.get(question.key)))
        }
        for pk, (row, told) in answered_within(responses).items()
    }


def replay_deletions() -> int:
    """Delete once more what was deleted since the data that were put back. Safe to run twice; returns how many."""
    rows = Response.objects.unscoped(reason="replay of deletions").filter(pk__in=keys.withdrawals())
    return rows.delete()[1].get("questionnaires.Response", 0)


def hangs_on(kind: str, records: Collection[UUID]) -> set[UUID]:
    """Records of which people were or are to be asked something; one query."""
    rows = Asking.objects.unscoped(reason="what hangs on it").filter(subject_kind=kind, subject__in=records)
    return {one for one in rows.values_list("subject", flat=True) if one is not None}
