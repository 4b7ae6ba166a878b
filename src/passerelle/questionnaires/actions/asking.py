"""A questionnaire is asked: from when to when, of whom, and with which codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import digest, new_code, printed_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.engines.questions.conditions import astray
from passerelle.questionnaires import policies
from passerelle.questionnaires.models import Asking, Instrument, Ticket, Version
from passerelle.questionnaires.words import publish

MOST_CODES = 1000  # in one go


@action(may=policies.may_build, says="questionnaire asked")
def ask(
    actor: Actor,
    one: Instrument,
    *,
    purpose: str,
    door: str = Asking.Door.OPEN,
    label: str = "",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    subject: tuple[str, UUID] | None = None,
    collected_by: UUID | None = None,
) -> Asking:
    """Ask the newest version from `opens_at` (now) on; from then on its questions stay as they are.

    subject: what it is about, a kind and an id of a room above. collected_by: the organisation that answers for what is
    answered, where it is not the one the project names. Raises Problem: nothing is asked yet, a condition can
    never hold, it would close before it opens."""
    version = one.versions.order_by("-number").first()
    assert version is not None
    opens_at = opens_at or timezone.now()
    _in_order(opens_at, closes_at)
    if not version.frozen:
        _freeze(version, actor)
    made = Asking.objects.create(
        code=new_code(),
        version=version,
        project=one.project,
        purpose=purpose,
        door=door,
        label=plain_line(label)[:120],
        subject_kind=subject[0] if subject else "",
        subject=subject[1] if subject else None,
        collected_by_id=collected_by,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    journal.tell(version=version.number, purpose=purpose, door=door)
    return made


@action(may=policies.may_build, says="occasion of a questionnaire changed")
def change_asking(actor: Actor, asking: Asking, **facts: Any) -> Asking:
    """Change label, door, opens_at or closes_at."""
    for name, value in facts.items():
        if name not in ("label", "door", "opens_at", "closes_at"):
            raise TypeError(f"an occasion has no {name} to change")
        setattr(asking, name, plain_line(value)[:120] if name == "label" else value)
    _in_order(asking.opens_at, asking.closes_at)
    asking.save(update_fields=list(facts))
    journal.tell(fields=sorted(facts))
    return asking


@action(may=policies.may_build, says="questionnaire closed")
def close(actor: Actor, asking: Asking) -> Asking:
    """Nobody answers any more from now on; `open_again` takes it back."""
    asking.closes_at = max(timezone.now(), asking.opens_at)
    asking.save(update_fields=["closes_at"])
    return asking


@action(may=policies.may_build, says="questionnaire opened again")
def open_again(actor: Actor, asking: Asking) -> Asking:
    """Without an end, until it is closed."""
    asking.closes_at = None
    asking.save(update_fields=["closes_at"])
    return asking


@action(may=policies.may_build, says="codes for a questionnaire made")
def make_codes(actor: Actor, asking: Asking, *, count: int) -> list[str]:
    """Codes to print and hand out, each of which opens this occasion once. They are shown now and never again: only their
    hashes are kept. Raises Problem for none and for too many."""
    if not 1 <= count <= MOST_CODES:
        raise Problem(
            "how many",
            _("Between 1 and %(most)s codes can be made in one go."),
            field="count",
            most=MOST_CODES,
        )
    made = [printed_code(3) for _one in range(count)]
    Ticket.objects.bulk_create(Ticket(asking=asking, digest=digest(code)) for code in made)
    journal.tell(codes=count)
    return made


def _freeze(version: Version, actor: Actor) -> None:
    form = version.questions
    if not len(form):
        raise Problem("no questions", _("There is no question in it yet. Add one before you ask anybody."))
    if astray(form):
        raise Problem(
            "condition astray",
            _(
                "A question hangs on an answer that cannot be given any more. Look at the marked questions first."
            ),
        )
    Version.objects.filter(pk=version.pk, frozen_at=None).update(frozen_at=timezone.now())
    version.refresh_from_db()
    publish(version, actor.person)


def _in_order(opens_at: datetime, closes_at: datetime | None) -> None:
    if closes_at is not None and closes_at < opens_at:
        raise Problem(
            "closes first", _("It closes before it opens. Look at the two moments."), field="closes_at"
        )


@action(may=policies.may_read_words, says="answers taken as a table", on_closed=True)
def note_taken(actor: Actor, asking: Asking, *, rows: int) -> Asking:
    """Write down that single answers left as a table: who, of which occasion, how many."""
    journal.tell(rows=rows)
    return asking
