"""A machine drafts what is missing of any record's texts: what the screens of all rooms have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.errors import Problem
from passerelle.language import drafting, machine, texts
from passerelle.language.models import Translation
from passerelle.language.tongues import TONGUES, name_in
from passerelle.network.workshop import reader


def tended(
    request: HttpRequest,
    owner: texts.Owner,
    fields: Sequence[str],
    language: str,
    *,
    begin: Callable[[], Any],
    stop: Callable[[], Any],
    take_back: Callable[[], int],
) -> dict[str, Any] | None:
    """What the screen shows, or None once something was done: then it is asked for again.

    begin, stop and take_back are the room's own actions. Raises Http404 for an unknown language."""
    if language not in TONGUES:
        raise Http404
    if request.method == "POST":
        _do(request, begin, stop, take_back)
        return None
    told = texts.tell(owner, fields)
    lines = texts.workshop(told, fields, language)
    written = [line for line in lines if told[line.field].text.language != language]
    return {
        "drafting": drafting.latest(owner, language),
        "engines": machine.engines(),
        "missing": sum(line.state.kind == "missing" for line in written),
        "drafts": sum(
            line.translation is not None and line.translation.origin == Translation.Origin.MACHINE
            for line in written
        ),
        "target": language,
        "target_name": name_in(language, reader()),
    }


def _do(
    request: HttpRequest, begin: Callable[[], Any], stop: Callable[[], Any], take_back: Callable[[], int]
) -> None:
    step = request.POST.get("step")
    try:
        if step == "begin":
            begin()
        elif step == "stop":
            stop()
            messages.success(request, _("Stopped. What was drafted stays."))
        elif step == "back":
            gone = take_back()
            messages.success(
                request,
                ngettext("%(n)s draft was taken back.", "%(n)s drafts were taken back.", gone) % {"n": gone},
            )
    except Problem as problem:
        messages.error(request, str(problem))
