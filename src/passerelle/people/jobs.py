"""What people leave behind at the doors and is forgotten within the hour; the rest is the retention clock's."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from passerelle.core import clock
from passerelle.core.jobs import job


@job(queue="quick", every="41 * * * *")
def forget_sessions() -> int:
    """Once an hour, delete the sessions that have ended and the attempts nobody counts any more; returns how many
    sessions."""
    if settings.CACHES["default"].get("LOCATION") == "people_throttle":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_throttle WHERE expires < now()")
    ended = clock.run(only="session")["session"]
    clock.run(only="open_session")
    return ended
