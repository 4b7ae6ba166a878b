"""What this room does by the clock: the digest, as often as each person wants it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from passerelle.core.actor import Actor, SystemActor
from passerelle.core.jobs import job
from passerelle.core.rooms import Gravity, gaps_in
from passerelle.messages.actions import post_many
from passerelle.messages.rendering import spoken
from passerelle.network.actors import grants_of
from passerelle.network.queries import working_in
from passerelle.tasks import week
from passerelle.tasks.models import Digest

HOUSE = SystemActor(reason="digest")
FROM_HOUR = 4  # UTC: before an office opens anywhere in Europe
LINES = 15  # of each section in a mail


@job(queue="quick", every="25 * * * *")
def write_digests() -> int:
    """Once an hour, write to those whose day it is and who had none today; returns how many mails.

    Safe to run twice and by two workers: each wish is claimed in the transaction that writes the mail. Nothing is
    written when nothing waits, nor where no mail server is set."""
    now = timezone.now()
    if now.hour < FROM_HOUR or not settings.EMAIL_URL:
        return 0
    return sum(_write(person, now.date()) for person in _wanted(now.date()))


def _wanted(today: date) -> list[UUID]:
    days = Q(rhythm=Digest.Rhythm.WEEKLY, weekday=today.weekday())
    if today.weekday() < 5:
        days |= Q(rhythm=Digest.Rhythm.DAILY)
    rows = Digest.objects.filter(days, person__erased_at=None, person__account__is_active=True)
    return list(rows.exclude(last_on__gte=today).values_list("person", flat=True))


def _write(person: UUID, today: date) -> int:
    """One person's mail, seen with their own eyes: what they could not open is not in it."""
    with transaction.atomic():
        mine = Digest.objects.select_for_update(skip_locked=True).filter(person=person)
        wish = mine.exclude(last_on__gte=today).select_related("person").first()
        if wish is None:
            return 0
        wish.last_on = today
        wish.save(update_fields=["last_on"])
        language = spoken(wish.person.language)
        with translation.override(language):
            actor = Actor(person=person, grants=grants_of(person), language=language)
            projects = [p for p in working_in(actor, language)[:200] if p.pk in actor.projects()]
            owed = week.read(actor, projects, week.usual(actor))
            gaps = gaps_in(actor, [p.pk for p in projects if p.closed_at is None]) if owed.anything else []
        if not owed.anything:
            return 0
        posted = post_many(
            HOUSE,
            receivers={
                person: {
                    "late": owed.late[:LINES],
                    "soon": owed.soon[:LINES],
                    "waiting": owed.waiting[:LINES],
                    "late_count": len(owed.late),
                    "soon_count": len(owed.soon),
                    "more": max(len(owed.late) - LINES, 0) + max(len(owed.soon) - LINES, 0),
                    "gaps": sum(gap.gravity > Gravity.TIDY for gap in gaps),
                    "several": len(projects) > 1,
                }
            },
            occasion=f"digest.{today.isoformat()}",
            purpose="digest",
            template="tasks/mail/digest",
            kind="account",
        )
        return posted.count("waiting")
