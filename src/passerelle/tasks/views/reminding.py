"""Reminding: first what everybody would get, in their language; then one press of the button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.codes import ALPHABET, new_code
from passerelle.core.errors import Problem
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.messages.models import Message
from passerelle.messages.unsubscribing import silent
from passerelle.network.queries import working_in
from passerelle.tasks import actions, policies, reminding, week

NONCE = 12


@screen(may=policies.may_remind_anywhere)
def remind(request: Visit) -> HttpResponse:
    """Everybody who is late, one organisation (`?organisation=`) or one item (`?item=`), in one project or in all."""
    actor = request.actor
    asked = request.POST if request.method == "POST" else request.GET
    found = working_in(actor, translation.get_language() or "en")
    if asked.get("project"):
        found = found.filter(code=asked["project"])
    projects = [one for one in found[:200] if policies.may_remind_in(actor, one)]
    narrowed = reminding.Narrowed(_uuid(asked.get("organisation", "")), asked.get("item", "")[:12])
    whole = reminding.round_of(actor, week.read(actor, projects, week.ALL), narrowed)
    if request.method == "POST":
        return _send(request, whole)
    quiet = silent([letter.who.id for letter in whole.letters], "reminder")
    rows = [_row(letter, whole.sender, letter.who.id in quiet) for letter in whole.letters]
    context = {
        "rows": rows,
        "nobody": whole.nobody,
        "ready": sum(row["chosen"] for row in rows),
        "several": len({letter.project.pk for letter in whole.letters}) > 1,
        "narrowed": {key: asked.get(key, "") for key in ("project", "organisation", "item")},
        "nonce": new_code(NONCE),
        "rest": reminding.REST.days,
    }
    return render(request, "tasks/remind.html", context)


def _row(letter: reminding.Letter, sender: str, silent: bool) -> dict[str, Any]:
    return {
        "letter": letter,
        "words": None if silent else reminding.words_for(letter, sender),
        "silent": silent,
        "chosen": not letter.rests and not silent,
    }


def _send(request: Visit, whole: reminding.Round) -> HttpResponse:
    chosen = set(request.POST.getlist("to"))
    nonce = request.POST.get("nonce", "")
    if len(nonce) != NONCE or not set(nonce) <= set(ALPHABET):
        nonce = new_code(NONCE)
    by_project: dict[UUID, list[reminding.Letter]] = {}
    for letter in whole.letters:
        if letter.key in chosen:
            by_project.setdefault(letter.project.pk, []).append(letter)
    if not by_project:
        messages.warning(request, _("Nobody was chosen, so nothing was sent."))
        return redirect(request.get_full_path())
    posted: list[Message] = []
    try:
        for letters in by_project.values():
            made = actions.remind(
                request.actor,
                letters[0].project,
                {letter.who.id: letter.lines for letter in letters},
                sender=whole.sender,
                occasion=nonce,
                # Who chose somebody that was marked as reminded lately has said yes to it.
                again=[letter.who.id for letter in letters if letter.rests],
            )
            posted.extend(made.messages)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk")
    _say(request, posted)
    return redirect("desk")


def _say(request: Visit, posted: list[Message]) -> None:
    mails = sum(message.state == Message.State.WAITING for message in posted)
    by_hand = sum(message.state in (Message.State.PASTE, Message.State.LETTER) for message in posted)
    if mails:
        messages.success(
            request,
            ngettext(
                "%(n)s person gets one mail, in their language.",
                "%(n)s people get one mail each, in their language.",
                mails,
            )
            % {"n": mails},
        )
    if by_hand:
        messages.warning(
            request,
            ngettext(
                "%(n)s text cannot go by mail. It stands in the outbox, to print, paste or read out.",
                "%(n)s texts cannot go by mail. They stand in the outbox, to print, paste or read out.",
                by_hand,
            )
            % {"n": by_hand},
        )
    if not posted:
        messages.success(request, _("These reminders were sent already; nobody gets them twice."))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
