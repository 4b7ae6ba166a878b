"""What a screen is given: a request, and who is behind it."""

from __future__ import annotations

from django.http import HttpRequest

from passerelle.core.actor import Actor


class Visit(HttpRequest):
    """A request as `core.middleware.House` hands it on. For annotations only; Django makes the object."""

    actor: Actor
