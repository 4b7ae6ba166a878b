"""The state of the house, for whoever keeps it running: a page for administrators."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

import passerelle
from passerelle.core import health
from passerelle.core.actor import Actor
from passerelle.core.screens import screen
from passerelle.core.visit import Visit


def may_see_state(actor: Actor, *_: object) -> bool:
    return actor.has("administrator")


@screen(may=may_see_state)
def state(request: Visit) -> HttpResponse:
    """Every reading with its word and what to do; what does not work stands first."""
    words = {"bad": _("does not work"), "wait": _("look at it"), "good": _("in order")}
    found = sorted(health.readings(), key=lambda reading: list(words).index(reading.state))
    lines = [{"reading": one, "word": words[one.state]} for one in found]
    context = {
        "lines": lines,
        "bad": sum(one.state == "bad" for one in found),
        "wait": sum(one.state == "wait" for one in found),
        "version": passerelle.__version__,
    }
    return render(request, "core/state.html", context)
