"""Who is behind a request: loaded once, in one query beyond the session and the account."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import translation

from passerelle.core.actor import Actor, Grant
from passerelle.network.models import Appointment


def load(request: HttpRequest) -> Actor:
    """The actor of a request, with their active appointments; the public when nobody is signed in."""
    language = translation.get_language() or "en"
    user = request.user
    if not user.is_authenticated:
        return Actor(language=language)
    return Actor(person=user.person_id, grants=grants_of(user.person_id), language=language)


def grants_of(person: UUID) -> frozenset[Grant]:
    rows = Appointment.objects.filter(person=person, active=True)
    return frozenset(Grant(*row) for row in rows.values_list("role", "project_id", "organisation_id"))
