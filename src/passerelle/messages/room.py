"""What the outbox tells the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passerelle.core.keeping import YEAR, Keeping, emptying
from passerelle.core.rooms import Category, Door, Exportable, Reading, Room, Side
from passerelle.messages import policies, printing
from passerelle.messages.models import Message, Pile

LATE = timedelta(minutes=30)
OUTBOX = Side(_("Outbox"), 60)


def portrait(person: UUID) -> dict[str, Any]:
    """When somebody was written to, and why; the words themselves are among the declared fields."""
    rows = Message.objects.filter(receiver=person).order_by("created_at")
    return {
        "messages": [
            {
                "purpose": row.purpose,
                "state": row.get_state_display(),
                "written": row.created_at.isoformat(),
                "sent": row.sent_at.isoformat() if row.sent_at else None,
            }
            for row in rows
        ]
    }


def on_erasure(person: UUID) -> None:
    """What still waits for somebody who has left is not sent any more."""
    # A file with a letter to them in it goes, and with it whatever whoever leaves was printing.
    with_them = Q(letters__receiver=person) | Q(author=person)
    printed = Q(state__in=[Pile.State.WAITING, Pile.State.SETTING, Pile.State.READY])
    for pile in Pile.objects.filter(with_them & printed).distinct():
        printing.release(pile, Pile.State.CANCELLED, "receiver gone")
    waiting = Message.objects.filter(receiver=person).exclude(state=Message.State.SENT)
    waiting.update(state=Message.State.FAILED, trouble="receiver gone")


def after_restore() -> int:
    """What was waiting when the data were saved may have left since: a person decides, nothing goes twice.

    Returns how many. Safe to run twice."""
    # A file of letters may be younger than the copy: whoever needs it prints again.
    for pile in Pile.objects.filter(state__in=[Pile.State.WAITING, Pile.State.SETTING, Pile.State.READY]):
        printing.release(pile, Pile.State.CANCELLED, "restored")
    waiting = Message.objects.filter(state__in=[Message.State.WAITING, Message.State.SENDING])
    return waiting.update(state=Message.State.UNSURE, trouble="restored")


def readings() -> Iterator[Reading]:
    """Whether letters leave: counts by state, and how long the oldest waits."""
    states = Message.State
    count = {state: models.Count("pk", filter=models.Q(state=state)) for state in states.values}
    # The newest thirty days: what failed before has been seen by whoever keeps the outbox.
    recent = Message.objects.unscoped(reason="counts only").filter(
        models.Q(created_at__gt=timezone.now() - timedelta(days=30))
        | models.Q(state__in=[states.WAITING, states.SENDING])
    )
    found = recent.aggregate(oldest=models.Min("created_at", filter=models.Q(state=states.WAITING)), **count)
    oldest = found.pop("oldest")
    numbers = {f"mail_{state}": float(n) for state, n in found.items()}
    says = gettext(
        "In thirty days: %(sent)d sent, %(waiting)d waiting, %(failed)d refused, %(unsure)d unsure."
    ) % {
        **found,
        "waiting": found[states.WAITING] + found[states.SENDING],
    }
    state, do = "good", ""
    if not settings.EMAIL_URL:
        state, do = (
            "wait",
            gettext("No mail server is set: letters stay in the outbox to be passed on by hand."),
        )
    elif oldest is not None and timezone.now() - oldest > LATE:
        state, do = (
            "bad",
            gettext("Letters wait for longer than half an hour: look at the mail server and the worker."),
        )
    elif found[states.UNSURE] or found[states.FAILED]:
        state, do = "wait", gettext("Whoever wrote them sees in the outbox which, and why.")
    yield Reading("mail", gettext("Letters"), state, says, do, numbers)


def letters() -> QuerySet[Message]:
    """Messages that still say something."""
    rows = Message.objects.unscoped(reason="retention clock").annotate(since=F("created_at"))
    return rows.exclude(text=None, html=None, subject=None)


def old_files() -> QuerySet[Pile]:
    """Files of letters that nobody took to the post."""
    rows = Pile.objects.unscoped(reason="retention clock").filter(state=Pile.State.READY)
    return rows.annotate(since=F("ready_at"))


def throw_away(keys: Sequence[Any]) -> None:
    for pile in Pile.objects.filter(pk__in=list(keys)):
        printing.release(pile, Pile.State.CANCELLED, "too old")


def living_piles(ids: set[UUID]) -> set[UUID]:
    return set(Pile.objects.filter(pk__in=ids).values_list("pk", flat=True))


room = Room(
    name="messages",
    label=_("Outbox"),
    doors=(
        Door(_("Outbox"), "desk_outbox", policies.may_enter_outbox, order=60, side=OUTBOX),
        Door(_("Whom to call"), "desk_unreached", policies.may_enter_outbox, order=61, side=OUTBOX),
        Door(_("Letters"), "desk_letters", policies.may_enter_outbox, order=62, side=OUTBOX),
        Door(_("Letters come back"), "desk_returns", policies.may_enter_outbox, order=63, side=OUTBOX),
    ),
    exportables=(
        Exportable("outbox.Pile", subject="author"),
        Exportable("outbox.Message", subject="receiver"),
        Exportable("outbox.Silence", subject="receiver"),
        Exportable("outbox.DeadEnd", subject="receiver"),
    ),
    categories=(
        Category(
            key="messages",
            label=_("Messages"),
            models=("outbox.message",),
            controller=_(
                "the organisation named as controller of the person, else the lead partner of the project"
            ),
            by_project=True,
            recipients=_(
                "The receiver; whoever wrote it, and the lead coordinator; the mail server on the way."
            ),
            necessity=_("The words are sealed under the receiver’s key and emptied after two years."),
        ),
        Category(
            key="reach",
            label=_("What somebody does not want to get, and where nobody is reached"),
            models=("outbox.silence", "outbox.deadend", "outbox.pile"),
            controller=_(
                "the organisation named as controller of the person, else the lead partner of the project"
            ),
            by_project=True,
            recipients=_("Nobody; whoever writes to the person sees that they cannot be reached this way."),
            necessity=_("Without it people would be written to against their wish, or in vain."),
        ),
    ),
    keepings=(
        Keeping(
            key="letter",
            label=_("Words of messages"),
            since=_("the day it was written"),
            how_long=2 * YEAR,
            happens=_("Subject and text are emptied; that there was a message stays."),
            rows=letters,
            go=emptying(letters, "subject", "text", "html"),
            person="receiver",
            project="project",
        ),
        Keeping(
            key="pile",
            label=_("Files of letters to be printed"),
            since=_("the day it was made"),
            how_long=timedelta(days=14),
            happens=_("The file is removed and its key destroyed; the letters wait to be printed again."),
            rows=old_files,
            go=throw_away,
            person="author",
        ),
    ),
    portrait=portrait,
    on_erasure=on_erasure,
    after_restore=after_restore,
    readings=readings,
    file_owners={printing.KIND: living_piles},
)
