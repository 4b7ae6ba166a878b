"""Letters on the desk: printed together, taken to the post, and written down when they come back."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core import files
from passerelle.core.downloads import as_attachment
from passerelle.core.errors import Denied, Problem
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.taking import sheet
from passerelle.core.visit import Visit
from passerelle.language.tongues import country_name
from passerelle.messages import actions, policies, postal, printing
from passerelle.messages.forms import CameBack, PrintLetters
from passerelle.messages.models import Message, Pile
from passerelle.messages.recipients import Recipient

BRIDGES = {
    "waiting": "wait",
    "setting": "wait",
    "ready": "reviewed",
    "sent": "reviewed",
    "cancelled": "draft",
    "failed": "late",
}
NEWEST = 20  # piles on the page


@screen(may=policies.may_enter_outbox)
def letters(request: Visit) -> HttpResponse:
    """The letters that wait, by country, the form to print them, and the piles printed before."""
    waiting = printing.waiting(request.actor)
    piles = list(Pile.objects.visible_to(request.actor)[:NEWEST])
    form = PrintLetters(request.POST or None, initial=_proposed(request, piles))
    if request.method == "POST" and form.is_valid():
        try:
            pile = actions.print_letters(request.actor, language=_reader(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("desk_pile", pile.code)
    pairs = printing.sorted_for_the_post(Pile(country=""), waiting[: actions.MOST])
    context = {
        "waiting": len(waiting),
        "more": len(waiting) > actions.MOST,
        "most": actions.MOST,
        "countries": _by_country(pairs),
        "form": form,
        "piles": [
            [
                {"text": one.code, "url": reverse("desk_pile", args=[one.code])},
                one.total,
                {"state": BRIDGES[one.state], "word": one.get_state_display()},
                one.created_at,
            ]
            for one in piles
        ],
        "columns": [
            {"label": _("Pile")},
            {"label": _("Letters"), "end": True},
            {"label": _("State")},
            {"label": _("Made")},
        ],
    }
    return render(request, "messages/letters.html", context)


@screen(may=policies.may_open_pile, of=Pile)
def pile(request: Visit, pile: Pile) -> HttpResponse:
    """One pile: how far it is, its file, its list, and what became of it."""
    if request.method == "POST":
        return _decide(request, pile)
    pairs = printing.sorted_for_the_post(pile, list(printing.of_pile(pile).defer("subject", "text", "html")))
    page = page_of(request, pairs)
    actions.note_list_opened(request.actor, pile)
    context = {
        "pile": pile,
        "bridge": BRIDGES[pile.state],
        "under_way": pile.state in (Pile.State.WAITING, Pile.State.SETTING),
        "ready": pile.state == Pile.State.READY,
        "over": pile.state in (Pile.State.CANCELLED, Pile.State.FAILED),
        "countries": _by_country(pairs),
        "rows": [_row(message, who) for message, who in page],
        "page": page,
        "columns": [
            {"label": _("Receiver")},
            {"label": _("Country")},
            {"label": _("Postcode")},
            {"label": _("Town")},
            {"label": _("Code")},
            {"label": _("State")},
        ],
    }
    return render(request, "messages/pile.html", context)


@screen(may=policies.may_open_pile, of=Pile)
def pile_file(request: Visit, pile: Pile) -> HttpResponseBase:
    """The letters to print; whoever opens them is written down in the journal."""
    try:
        file = actions.open_letters(request.actor, pile)
    except Problem as problem:
        raise Http404(str(problem)) from problem
    pieces = files.opened(file)
    if pieces is None:
        raise Http404("gone")
    response = StreamingHttpResponse(pieces, content_type="application/pdf")
    return as_attachment(response, f"letters-{pile.code}.pdf")


@screen(may=policies.may_open_pile, of=Pile)
def pile_list(request: Visit, pile: Pile, table: str) -> HttpResponse:
    """The list that goes with the letters, in the same order."""
    pairs = printing.sorted_for_the_post(pile, list(printing.of_pile(pile).defer("subject", "text", "html")))
    heads = [_("Code"), _("Receiver"), _("Street and number"), _("Postcode"), _("Town"), _("Country")]
    rows = [
        [
            m.code,
            who.name,
            who.postal.street.replace("\n", ", "),
            who.postal.postcode,
            who.postal.town,
            who.postal.country,
        ]
        for m, who in pairs
        if who is not None and who.postal is not None
    ]
    actions.note_list_opened(request.actor, pile)
    return sheet(f"letters-{pile.code}", heads, rows, table)


@screen(may=policies.may_enter_outbox)
def returns(request: Visit) -> HttpResponse:
    """Letters that came back, one after the other: the code is typed or scanned, the reason stays chosen."""
    form = CameBack(request.POST or None, initial={"why": "unknown"})
    if request.method == "POST" and form.is_valid():
        code, why = form.cleaned_data["code"], form.cleaned_data["why"]
        found = Message.objects.visible_to(request.actor).filter(code=code).first()
        try:
            if found is None:
                raise Problem("unknown", _("No letter of yours has this code. Look at it once more."))
            actions.letter_came_back(request.actor, found, why)
        except Denied:
            form.add_error("code", _("No letter of yours has this code. Look at it once more."))
        except Problem as problem:
            form.add_error("code", str(problem))
        else:
            messages.success(
                request,
                _("Letter %(code)s is written down as come back. The next one?") % {"code": code},
            )
            form = CameBack(initial={"why": why})
    back = Message.objects.visible_to(request.actor).filter(
        state=Message.State.RETURNED, way=Message.Way.LETTER
    )
    return render(request, "messages/returns.html", {"form": form, "back": back.count()})


def _decide(request: Visit, pile: Pile) -> HttpResponse:
    try:
        if request.POST.get("do") == "sent":
            left = actions.taken_to_the_post(request.actor, pile)
            messages.success(
                request,
                ngettext(
                    "%(n)d letter is marked as sent. The file is removed.",
                    "%(n)d letters are marked as sent. The file is removed.",
                    left,
                )
                % {"n": left},
            )
        elif request.POST.get("do") == "off":
            actions.call_off(request.actor, pile)
            messages.success(request, _("The pile is called off. Its letters wait to be printed again."))
            return redirect("desk_letters")
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("desk_pile", pile.code)


def _proposed(request: Visit, piles: list[Pile]) -> dict[str, Any]:
    """As the last time; for the first time the window that is usual in the sender's country, which is not known yet."""
    if piles:
        last = piles[0]
        return {
            "sender": last.sender,
            "country": last.country,
            "window": last.window,
            "both_sides": last.both_sides,
        }
    country = {"fr": "FR", "it": "IT", "sv": "SE"}.get(_reader(), "DE")
    return {"country": country, "window": postal.window_of(country)}


def _by_country(pairs: list[tuple[Message, Recipient | None]]) -> list[tuple[str, int]]:
    counted = Counter(
        who.postal.country for _message, who in pairs if who is not None and who.postal is not None
    )
    return [(country_name(code, _reader()), n) for code, n in counted.items()]


def _row(message: Message, who: Recipient | None) -> list[Any]:
    to = who.postal if who else None
    return [
        {"text": who.name if who else "–", "url": reverse("desk_message", args=[message.code])},
        country_name(to.country, _reader()) if to else "–",
        to.postcode if to else "–",
        to.town if to else "–",
        message.code,
        {
            "state": "reviewed"
            if message.state == "sent"
            else "late"
            if message.state == "returned"
            else "wait",
            "word": message.get_state_display(),
        },
    ]


def _reader() -> str:
    return translation.get_language() or "en"
