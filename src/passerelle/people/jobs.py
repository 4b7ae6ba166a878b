"""What people leave behind and is forgotten by the clock: sessions, attempts, proofs of consent."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from passerelle.core.jobs import job
from passerelle.people import presence
from passerelle.people.models import Consent

# Article 7(1) GDPR asks for proof of consent; three years is the general limitation period in most member states.
PROOF_LASTS = timedelta(days=3 * 365)


@job(queue="quick", every="41 * * * *")
def forget_sessions() -> int:
    """Once an hour, delete the sessions that have ended and the attempts nobody counts any more; returns how many
    sessions."""
    ended, _by_table = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    presence.forget()
    if settings.CACHES["default"].get("LOCATION") == "people_throttle":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_throttle WHERE expires < now()")
    return ended


@job(queue="quick", every="11 3 * * *")
def forget_proofs() -> int:
    """Once a night, delete the consent lines of people erased more than three years ago; returns how many."""
    old = Consent.objects.filter(person__erased_at__lt=timezone.now() - PROOF_LASTS)
    return old.delete()[0]
