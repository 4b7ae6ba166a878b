"""The outbox: what left, what waits, and what a person must pass on or decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.lists import page_of, sort_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.messages import actions, policies, queries
from passerelle.messages.actions import WHY_BACK
from passerelle.messages.forms import Narrow
from passerelle.messages.models import Message
from passerelle.messages.purposes import in_words
from passerelle.messages.shortening import shortened

State = Message.State
BRIDGES = {
    State.WAITING: "wait",
    State.SENDING: "wait",
    State.SENT: "reviewed",
    State.UNSURE: "late",
    State.FAILED: "late",
    State.PASTE: "missing",
    State.LETTER: "wait",
    State.RETURNED: "late",
    State.UNWANTED: "draft",
}


@screen(may=policies.may_enter_outbox)
def outbox(request: Visit) -> HttpResponse:
    """The list, newest first, by state and by receiver."""
    narrow, sort, backwards, found = _asked(request)
    page = page_of(request, found)
    context = {
        "rows": [_row(line) for line in queries.lines(request.actor, page)],
        "page": page,
        "narrow": narrow,
        "sort": f"-{sort}" if backwards else sort,
        "tables": links("desk_outbox_table", request),
        "columns": [
            {"label": _("Receiver")},
            {"label": _("Message")},
            {"label": _("Purpose")},
            {"label": _("State"), "sort": "state"},
            {"label": _("Written"), "sort": "newest"},
        ],
    }
    return render(request, "messages/outbox.html", context)


@screen(may=policies.may_enter_outbox)
def outbox_table(request: Visit, table: str) -> HttpResponse:
    """The same list to take away: no addresses, and no more of a text than its subject."""
    *_how, found = _asked(request)
    heads = [_("Receiver"), _("Message"), _("Purpose"), _("State"), _("Written")]
    told = [
        [
            line.receiver or _("closed to you"),
            line.subject or "",
            in_words(line.message.purpose),
            line.message.get_state_display(),
            timezone.localtime(line.message.created_at).date(),
        ]
        for line in queries.lines(request.actor, found)
    ]
    return sheet("outbox", heads, told, table)


def _asked(request: Visit) -> tuple[Narrow, str, bool, Any]:
    """The filter, the column in force, whether backwards, and what was found."""
    narrow = Narrow(request.GET)
    state = narrow.data.get("state", "") if narrow.is_valid() else ""
    sort, backwards = sort_of(request, ("newest", "state"))
    order = {"newest": "oldest" if backwards else "newest", "state": "-state" if backwards else "state"}[sort]
    found = queries.outbox(request.actor, state=state, words=words_of(request), order=order)
    return narrow, sort, backwards, found


@screen(may=policies.may_open, of=Message)
def message(request: Visit, message: Message) -> HttpResponse:
    """One message as text to paste, and what can be done about it."""
    if request.method == "POST":
        return _decide(request, message)
    readable = policies.may_read(request.actor, message)
    letter = queries.letter_of(request.actor, message) if readable else None
    by_hand = message.way != Message.Way.MAIL
    context = {
        "message": message,
        "letter": letter,
        "text": shortened(message, letter.text) if letter and by_hand else letter.text if letter else "",
        "road": letter.road if letter else None,
        "readable": readable,
        "purpose": in_words(message.purpose),
        "bridge": BRIDGES[State(message.state)],
        "why": _trouble(message),
        "settled": message.state in (State.WAITING, State.SENDING, State.SENT, State.UNWANTED),
    }
    return render(request, "messages/message.html", context)


def _decide(request: Visit, message: Message) -> HttpResponse:
    try:
        if request.POST.get("do") == "again":
            actions.send_again(request.actor, message)
            if message.state == State.LETTER:
                messages.success(request, _("The message waits to be printed as a letter."))
            else:
                messages.success(request, _("The message is on its way once more."))
        elif request.POST.get("do") == "arrived":
            actions.mark_sent(request.actor, message)
            messages.success(request, _("The message is marked as sent."))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("desk_message", message.code)


def _row(line: queries.Line) -> list[Any]:
    message = line.message
    return [
        {"text": line.receiver or _("closed to you"), "url": reverse("desk_message", args=[message.code])},
        {"text": line.subject, "lang": message.language} if line.subject else "–",
        in_words(message.purpose),
        {"state": BRIDGES[State(message.state)], "word": message.get_state_display()},
        message.created_at,
    ]


def _trouble(message: Message) -> str:
    """A sentence for each code of trouble that somebody can do something about."""
    return {
        "no mail server": _("No mail server is set up here."),
        "no address": _("This person has no e-mail address."),
        "no connection": _("The mail server could not be reached."),
        "connection lost": _(
            "The connection to the mail server broke off before the message was handed over."
        ),
        "no answer": _("The mail server took the message and never answered. It may have left."),
        "worker stopped": _("The program stopped while it was sending. The message may have left."),
        "restored": _("It was waiting when this data was saved. It may have left since."),
        "receiver gone": _("This person was erased. Nothing is sent to them any more."),
        "bad address": _("The address of this person cannot be written to. Look at it once more."),
        "no encryption offered": _("The mail server offers no encryption, and the settings ask for it."),
        "text forgotten": _("The text of this message is no longer kept."),
        "came back": _("What was sent to this address earlier came back. Ask for a new one."),
        **{
            f"letter {why}": _("The letter came back: %(why)s.") % {"why": says}
            for why, says in WHY_BACK.items()
        },
    }.get(message.trouble) or _bounced(message.trouble)


def _bounced(trouble: str) -> str:
    if not trouble.startswith("bounce"):
        return trouble
    code = trouble.removeprefix("bounce ")
    sentences = {
        "5.1": _("The mail came back: there is no such address (%(code)s)."),
        "5.2": _("The mail came back: the mailbox takes no mail (%(code)s)."),
        "5.7": _(
            "The mail came back: the other server refused it (%(code)s). Ask whoever keeps your mail server."
        ),
        "4.4": _("The mail came back: the other server could not be reached for days (%(code)s)."),
    }
    return sentences.get(code[:3], _("The mail came back (%(code)s).")) % {"code": code}
