"""Whom to call or write to, and the short address that leads where a message leads."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from passerelle.core import sealing
from passerelle.core.lists import page_of, sort_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.engines.text.collation import sort_key
from passerelle.language.tongues import name_in
from passerelle.messages import actions, policies, reaching
from passerelle.messages.forms import NarrowReach
from passerelle.messages.models import Message
from passerelle.messages.shortening import first_address

WHOLE = 5_000  # rows on the sheet to print


@screen(may=policies.may_enter_outbox)
def unreached(request: Visit) -> HttpResponse:
    """Everybody whom something did not reach; the whole list on one sheet to print with `?all=1`."""
    reader = translation.get_language() or "en"
    narrow, rows, order = _asked(request, reader)
    page = page_of(request, rows, WHOLE if "all" in request.GET else 25)
    actions.note_unreached_opened(request.actor, len(page))
    context = {
        "rows": [_row(one, reader) for one in page],
        "page": page,
        "narrow": narrow,
        "whole": "all" in request.GET,
        "sort": order,
        "tables": links("desk_unreached_table", request),
        "columns": [
            {"label": _("Name"), "sort": "name"},
            {"label": _("Why"), "sort": "why"},
            {"label": _("Way that is left"), "sort": "way"},
            {"label": _("Phone")},
            {"label": _("Language")},
            {"label": _("Messages"), "end": True},
            {"label": _("Waiting since"), "sort": "since"},
        ],
    }
    return render(request, "messages/unreached.html", context)


@screen(may=policies.may_enter_outbox)
def unreached_table(request: Visit, table: str) -> HttpResponse:
    """The same list to take away; the journal knows of it as of the page."""
    reader = translation.get_language() or "en"
    _narrow, rows, _order = _asked(request, reader)
    actions.note_unreached_opened(request.actor, len(rows))
    heads = [_("Name"), _("Why"), _("Way that is left"), _("Phone"), _("Language"), _("Messages")]
    told = [
        [
            one.name,
            str(reaching.WHYS[one.why]),
            str(reaching.LEFT[one.way]),
            one.phone,
            name_in(one.language, reader),
            one.messages,
            timezone.localtime(one.since).date(),
        ]
        for one in rows
    ]
    return sheet("unreached", [*heads, _("Waiting since")], told, table)


def _asked(request: Visit, reader: str) -> tuple[NarrowReach, list[reaching.Unreached], str]:
    """The filter, who was found, and in which order: "-column" downwards."""
    everybody = reaching.unreached(request.actor)
    narrow = NarrowReach(
        request.GET,
        whys=_there(reaching.WHYS, [r.why for r in everybody]),
        ways=_there(reaching.LEFT, [r.way for r in everybody]),
    )
    chosen = narrow.cleaned_data if narrow.is_valid() else {"why": "", "way": ""}
    rows = [one for one in everybody if chosen["why"] in ("", one.why) and chosen["way"] in ("", one.way)]
    sort, backwards = sort_of(request, ("name", "why", "way", "since"))
    rows = reaching.sorted_by(rows, sort, lambda name: sort_key(name, reader))
    return (narrow, rows[::-1], f"-{sort}") if backwards else (narrow, rows, sort)


@screen(open_to_all=True)
def door(request: Visit, door: str) -> HttpResponse:
    """Where the short address of a message leads: to the first address of this house in its text."""
    found = (
        Message.objects.unscoped(reason="whoever holds a message may open its link").filter(door=door).first()
    )
    text = sealing.opened([found], ["text"], owner="receiver")[0]["text"] if found is not None else None
    where = first_address(text or "")
    response = redirect(where) if where else render(request, "messages/door_closed.html", status=404)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _row(one: reaching.Unreached, reader: str) -> list[Any]:
    return [
        {"text": one.name, "url": reverse("desk_message", args=[one.newest.code])},
        str(reaching.WHYS[one.why]),
        str(reaching.LEFT[one.way]),
        one.phone or "–",
        name_in(one.language, reader),
        one.messages,
        one.since,
    ]


def _there(words: dict[str, Any], found: list[str]) -> list[tuple[str, Any]]:
    """The choices that would leave something."""
    return [(key, label) for key, label in words.items() if key in found]
