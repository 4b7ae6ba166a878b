"""What the outbox tells the house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Door, Exportable, Room
from passerelle.messages import policies
from passerelle.messages.models import Message


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
    waiting = Message.objects.filter(receiver=person).exclude(state=Message.State.SENT)
    waiting.update(state=Message.State.FAILED, trouble="receiver gone")


def after_restore() -> int:
    """What was waiting when the data were saved may have left since: a person decides, nothing goes twice.

    Returns how many. Safe to run twice."""
    waiting = Message.objects.filter(state__in=[Message.State.WAITING, Message.State.SENDING])
    return waiting.update(state=Message.State.UNSURE, trouble="restored")


room = Room(
    name="messages",
    label=_("Outbox"),
    doors=(Door(_("Outbox"), "desk_outbox", policies.may_enter_outbox, order=60),),
    exportables=(Exportable("outbox.Message", subject="receiver"),),
    portrait=portrait,
    on_erasure=on_erasure,
    after_restore=after_restore,
)
