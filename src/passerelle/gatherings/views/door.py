"""The door of a gathering, for somebody without an account: type one's own code, or get one, and be in.

These pages give nobody any rights and set no cookie, so they need no token against forged requests. Whoever opens a
link has changed nothing yet: it is the button that counts them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from passerelle.core.actor import PUBLIC
from passerelle.core.closed import Closed
from passerelle.core.errors import Denied, Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, presence, reading, rolls
from passerelle.gatherings.models import Door, Gathering
from passerelle.people.throttle import may_crowd

DOOR = "gathering"
SHORTEST = 3  # signs of a code typed here: one or two are a slip of the finger
NEVER_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
WRONG = gettext_lazy("This is no code. Look at it once more.")


@screen(open_to_all=True)
def find_door(request: Visit) -> HttpResponse:
    """Type the short code of a door that is written on the wall."""
    typed = "".join(request.GET.get("door", "").split()).lower()
    problem = ""
    if typed:
        if not may_crowd(request, DOOR):
            problem = _("There were too many attempts. Wait a minute, then type the code once more.")
        elif rolls.door(typed) is not None:
            return redirect(_with(reverse("door", args=[typed]), me=request.GET.get("me", "")))
        else:
            problem = _("No door has this code. Look at it once more.")
    context = {"typed": typed, "problem": problem, "me": request.GET.get("me", "")[:80]}
    return _told(render(request, "gatherings/door_find.html", context))


@csrf_exempt
@screen(open_to_all=True)
def door(request: Visit, code: str) -> HttpResponse:
    """Say that one is there. A link may bring one's own code with it."""
    if request.method != "POST":
        return _shown(request, _at(code))
    typed, mode = request.POST.get("code", ""), request.POST.get("mode", "")
    try:
        own = presence.checked(typed, SHORTEST)
    except Problem as problem:
        return _shown(request, _at(code), typed=typed, problem=str(problem), status=422)
    # Whoever is known is in by this; whoever is not, or is in already, is looked at more closely.
    if actions.check_in(PUBLIC, code, code=own, mode=mode):
        return _in(request, code, own)
    return _looked_at(request, _at(code), typed, own, mode)


def _looked_at(request: Visit, found: Door, typed: str, own: str, mode: str) -> HttpResponse:
    if not found.is_open:
        return _shown(request, found)
    known, there = rolls.known_at(found, own)
    if there:
        return _in(request, found.code, own, again=True)
    if not known and not may_crowd(request, DOOR):
        late = _("There were too many attempts. Wait a minute, then type the code once more.")
        return _shown(request, found, typed=typed, problem=late, status=429)
    try:
        new = actions.check_in_first(PUBLIC, found, code=own, mode=mode)
    except (Closed, Denied):  # in this very moment
        return _shown(request, _at(found.code), typed=typed)
    except Problem as problem:
        return _shown(request, found, typed=typed, problem=str(problem), status=422)
    return _in(request, found.code, own, again=not new)


def _in(request: Visit, code: str, own: str, *, again: bool = False) -> HttpResponse:
    said: dict[str, Any] = {"again": "1"} if again else {}
    if "new" in request.POST:
        said["me"] = own
    return redirect(_with(reverse("door_in", args=[code]), **said))


def _at(code: str) -> Door:
    found = rolls.door(code)
    if found is None:
        raise Http404
    return found


@screen(open_to_all=True)
def inside(request: Visit, code: str) -> HttpResponse:
    """One is in; who had no code before sees theirs, for next time."""
    found = _at(code)
    me = presence.own_code(request.GET.get("me", "")[:80])
    context = {**_about(found), "again": "again" in request.GET, "me": presence.in_groups(me)}
    return _told(render(request, "gatherings/door_in.html", context))


def _shown(
    request: Visit, found: Door, *, typed: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    one = found.gathering
    context = {
        **_about(found),
        "open": found.is_open and not presence.heads_only(one),
        "typed": typed or request.GET.get("me", "")[:80],
        "problem": problem,
        # Offered in the page and nowhere kept: it is somebody's once they press the button, however often they do.
        "fresh": presence.fresh_code(),
        "both": one.mode == Gathering.Mode.BOTH,
        "modes": [(mode.value, mode.label) for mode in (Gathering.Mode.ON_SITE, Gathering.Mode.ONLINE)],
    }
    return _told(render(request, "gatherings/door.html", context, status=status))


def _about(found: Door) -> dict[str, Any]:
    one = found.gathering
    return {"door": found, "one": one, "when": reading.when(one), "where": reading.where(one)}


def _with(address: str, **said: str) -> str:
    told = {name: value for name, value in said.items() if value}
    return f"{address}?{urlencode(told)}" if told else address


def _told(answer: HttpResponse) -> HttpResponse:
    for name, value in NEVER_KEPT.items():
        answer.headers[name] = value
    return answer
