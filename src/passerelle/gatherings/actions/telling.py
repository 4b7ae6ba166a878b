"""What people who registered are told, each in their language; who has no e-mail stands on the list to call or write.

Letters of a registration belong to no project's outbox: the lead coordinator reads that one, and would read there who
registered with another organisation. Who works for the organisation that collected them finds them on the gathering's
own page of registrations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags

from passerelle.core.actor import SystemActor
from passerelle.gatherings import reading, secrets
from passerelle.gatherings.models import Gathering, Registration
from passerelle.messages.actions import post_many
from passerelle.messages.rendering import spoken

HOUSE = SystemActor(reason="registrations")
PURPOSE = "registration"
TEMPLATE = "gatherings/mail/registration"
STANDING = (Registration.State.CONFIRMED, Registration.State.WAITING)


def tell(here: Gathering, rows: Sequence[Registration], what: str, occasion: str = "") -> int:
    """Tell these people something about their registration, once on one occasion; returns how many are told now.

    what: "registered", "moved up", "reminder", "cancelled", "again" or "changed". rows: with `participant` at hand.
    Who gave neither name nor address cannot be told, and knows: the page said so."""
    told = {
        one.participant.person_id: _context(here, one, what)
        for one in rows
        if one.participant.person_id is not None
    }
    if not told:
        return 0
    why = occasion or f"{what.replace(' ', '-')}.{here.code}.{timezone.now():%Y%m%dT%H%M%S%f}"
    posted = post_many(
        HOUSE, receivers=told, occasion=why[:80], purpose=PURPOSE, template=TEMPLATE, kind="person"
    )
    return len(posted.messages)


def tell_all(here: Gathering, what: str) -> int:
    """Tell everybody whose registration stands."""
    rows = here.registrations.filter(state__in=STANDING, participant__person__isnull=False)
    return tell(here, list(rows.select_related("participant")), what)


def _context(here: Gathering, one: Registration, what: str) -> dict[str, Any]:
    """What the templates know. Date and place are asked for while the receiver's language is active."""
    return {
        "what": what,
        "one": here,
        "waits": one.state == Registration.State.WAITING,
        "code": one.participant.code,
        "when": lambda: plain(reading.when(here)),
        "where": lambda: plain(reading.where(here)),
        "page": _page(here, one),
    }


def _page(here: Gathering, one: Registration) -> str:
    """Where they see, change and withdraw it, in their language; "" where the secret is another one by now."""
    secret = secrets.secret_of(one.pk)
    if not secrets.still_opens(secret, one.digest):
        return ""
    with translation.override(spoken(one.language or "en")):
        return settings.ADDRESS + reverse("registration", args=[secret])


def plain(html: Any) -> str:
    """The words of a date or a place, without their marks."""
    return " ".join(strip_tags(str(html)).replace("&amp;", "&").split())
