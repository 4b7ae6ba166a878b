"""Campaigns are planned, changed and put away; their numbers noted, corrected and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.dates import parse_partial, runs_backwards
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.gatherings.models import Gathering
from passerelle.language import texts
from passerelle.language.models import Translation
from passerelle.network.models import Project
from passerelle.programme import policies
from passerelle.programme.models import Campaign, Reach, Way

MESSAGE = "message"
MOST = 10**12
LINES = {"title": 200, "aim": 500, "audience": 300}
FACTS = frozenset({"title", "language", "aim", "audience", "ways", "starts", "ends"})


def owner_of(one: Campaign) -> texts.Owner:
    return texts.Owner(Campaign.KIND, one.pk)


@action(may=policies.may_run, says="campaign planned")
def add_campaign(
    actor: Actor, project: Project, *, message: str = "", gatherings: Iterable[Gathering] = (), **facts: Any
) -> Campaign:
    """Plan a campaign. facts: see FACTS; ways: a list. Raises Problem that names the field."""
    one = Campaign(code=new_code(), project=project)
    _fill(one, facts)
    one.save(force_insert=True)
    _belong(one, gatherings)
    _say(actor, one, message, 0)
    return one


@action(may=policies.may_run_this, says="campaign changed")
def change_campaign(
    actor: Actor,
    one: Campaign,
    *,
    revision: int,
    message: str,
    base: int,
    gatherings: Iterable[Gathering],
    **facts: Any,
) -> Campaign:
    """Change a campaign. revision, base: of the facts and of the message the form was filled from.

    Raises Problem, Conflict when somebody wrote another message meanwhile."""
    _fill(one, facts)
    journal.tell(fields=sorted(facts))
    told = {name: getattr(one, name) for name in facts}
    if not Campaign.objects.filter(pk=one.pk, revision=revision).update(revision=revision + 1, **told):
        raise Problem(
            "changed meanwhile",
            _("Somebody else changed this while you were writing. Theirs is shown beside yours; save again."),
        )
    one.revision = revision + 1
    _belong(one, gatherings)
    _say(actor, one, message, base)
    return one


@action(may=policies.may_run_this, says="campaign put away", on_closed=True)
def put_away_campaign(actor: Actor, one: Campaign) -> Campaign:
    """Its numbers count no more; `bring_back_campaign` undoes it."""
    one.archived_at = timezone.now()
    one.save(update_fields=["archived_at"])
    return one


@action(may=policies.may_run_this, says="campaign brought back")
def bring_back_campaign(actor: Actor, one: Campaign) -> Campaign:
    """Undo: its numbers count as before."""
    one.archived_at = None
    one.save(update_fields=["archived_at"])
    return one


@action(may=policies.may_translate, says="campaign message translated")
def translate_message(
    actor: Actor,
    one: Campaign,
    field: str,
    source_hash: str,
    *,
    language: str,
    words: str,
    base: int,
    from_memory: bool = False,
) -> Translation:
    """Translate a paragraph of the message. Raises Conflict when somebody translated it meanwhile."""
    journal.tell(field=field, segment=source_hash, language=language)
    origin = Translation.Origin.MEMORY if from_memory else Translation.Origin.HUMAN
    text = texts.text_of(owner_of(one), field)
    made = texts.translate(text, source_hash, language, words, base=base, author=actor.person, origin=origin)
    texts.publish(owner_of(one), MESSAGE, [MESSAGE], actor.person)
    return made


@action(may=policies.may_run_this, says="campaign number noted")
def note_reach(actor: Actor, one: Campaign, **facts: Any) -> Reach:
    """Note one number. facts: kind, number, on, way, source. Raises Problem that names the field."""
    made = _reach(one, facts)
    made.save(force_insert=True)
    journal.tell(campaign=one.code)
    return made


@action(may=policies.may_run_this, says="campaign numbers taken in")
def take_in_reach(
    actor: Actor,
    one: Campaign,
    added: Iterable[Mapping[str, Any]],
    corrected: Iterable[tuple[Reach, Mapping[str, Any]]],
) -> list[Reach]:
    """Note and correct many numbers of one campaign at once; the rows made, in the order given. Raises Problem."""
    made = [_reach(one, facts) for facts in added]
    for old, facts in corrected:
        made.append(_reach(one, facts, old))
    Reach.objects.filter(pk__in=[row.corrects_id for row in made if row.corrects_id]).update(stands=False)
    Reach.objects.bulk_create(made, batch_size=1000)
    journal.tell(numbers=[row.code for row in made])
    return made


@action(may=policies.may_run_this, says="campaign number corrected")
def correct_reach(actor: Actor, old: Reach, **facts: Any) -> Reach:
    """Put another number in the place of one that was wrong; both stay readable. Raises Problem."""
    if not old.stands:
        raise Problem(
            "gone", _("This number was corrected or taken back meanwhile. Look at it as it is now.")
        )
    made = _reach(old.campaign, facts, old)
    Reach.objects.filter(pk=old.pk).update(stands=False)
    made.save(force_insert=True)
    journal.tell(corrects=old.code)
    return made


@action(may=policies.may_run_this, says="campaign number taken back", on_closed=True)
def take_reach_back(actor: Actor, one: Reach) -> Reach:
    """It counts no more; what it corrected counts again."""
    if one.stands:
        Reach.objects.filter(pk=one.pk).update(stands=False)
        one.stands = False
        if one.corrects_id:
            Reach.objects.filter(pk=one.corrects_id).update(stands=True)
    return one


@action(may=policies.may_run_this, says="campaign number stands again")
def put_reach_back(actor: Actor, one: Reach) -> Reach:
    """Undo: it counts as before. Raises Problem while another number stands in its place."""
    rival = one.corrections.filter(stands=True).exists() or (
        one.corrects is not None and one.corrects.corrections.filter(stands=True).exists()
    )
    if rival:
        raise Problem("corrected", _("Another number stands in its place. Take that one back first."))
    if one.corrects_id:
        Reach.objects.filter(pk=one.corrects_id).update(stands=False)
    one.stands = True
    one.save(update_fields=["stands"])
    return one


def _reach(one: Campaign, facts: Mapping[str, Any], corrects: Reach | None = None) -> Reach:
    made = Reach(code=new_code(), campaign=one, corrects=corrects, way=Way.OTHER)
    for name in ("kind", "number", "on", "way", "source"):
        if name in facts:
            setattr(made, name, facts[name])
    made.source = plain_line(made.source)[:200]
    if made.kind not in Reach.Kind.values:
        raise Problem("no kind", _("Choose what was counted."), field="kind")
    if not 0 <= made.number <= MOST:
        raise Problem("no number", _("Write a whole number, 0 or more."), field="number")
    if not made.source:
        raise Problem(
            "no source", _("Write where the number comes from, such as a press review."), field="source"
        )
    try:
        parse_partial(made.on)
    except ValueError:
        raise Problem(
            "no date", _("Write a day, a month or a year: 2027-05-03, 2027-05 or 2027."), field="on"
        ) from None
    return made


def _fill(one: Campaign, facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"a campaign has no {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        if name in LINES:
            value = plain_line(value)[: LINES[name]]
        elif name == "ways":
            value = " ".join(way for way in Way.values if way in set(value))
        setattr(one, name, value)
    if not one.title:
        raise Problem("no title", _("Write in a few words what it is."), field="title")
    if runs_backwards(one.starts, one.ends):
        raise Problem(
            "backwards", _("It ends before it begins. Look at the two dates once more."), field="ends"
        )


def _belong(one: Campaign, gatherings: Iterable[Gathering]) -> None:
    chosen = list(gatherings)
    if any(gathering.project_id != one.project_id for gathering in chosen):
        raise Problem("other project", _("Choose a gathering of this project."), field="gatherings")
    one.gatherings.set(chosen)


def _say(actor: Actor, one: Campaign, message: str, base: int) -> None:
    """The message as the next version of its text, and what readers of each language get of it."""
    if message.strip() or base:
        texts.save(owner_of(one), MESSAGE, one.language or "en", message, base=base, author=actor.person)
        texts.publish(owner_of(one), MESSAGE, [MESSAGE], actor.person)
