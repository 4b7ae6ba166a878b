"""A list on paper, typed in beside its photograph: many lines at once, by keyboard only, and nothing typed is lost."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core import files
from passerelle.core.errors import Problem
from passerelle.core.forms import tell
from passerelle.core.screens import screen
from passerelle.core.sniffing import PDF
from passerelle.core.visit import Visit
from passerelle.gatherings import actions, policies, presence, rolls, tallies
from passerelle.gatherings.attendance_forms import LINES, MODES, PictureForm, TypedLines
from passerelle.gatherings.models import Gathering, Sheet
from passerelle.gatherings.views.attendance import asked_country, shown


@screen(may=policies.may_attend, of=Gathering, changes=True)
def type_in(request: Visit, one: Gathering) -> HttpResponse:
    """Lines of codes, beside the picture that is chosen. Where people are heads only there is no such page."""
    if presence.heads_only(one):
        return redirect("desk_heads", one.code)
    sheets = list(rolls.sheets(request.actor, one))
    chosen = next((sheet for sheet in sheets if sheet.code == request.GET.get("list")), None)
    both = one.mode == Gathering.Mode.BOTH
    picture = PictureForm()
    typed = TypedLines(None, both)
    wrong: dict[int, Any] = {}
    if request.method == "POST" and request.FILES:
        picture = PictureForm(request.POST, request.FILES)
        if picture.is_valid():
            try:
                kept = actions.add_sheet(request.actor, one, upload=picture.cleaned_data["file"])
            except Problem as problem:
                tell(picture, problem)
            else:
                messages.success(request, _("The picture is kept. Type in what stands on it."))
                return redirect(_beside(one, kept))
    elif request.method == "POST":
        typed = TypedLines(request.POST, both)
        told = actions.type_in(
            request.actor,
            one,
            typed.lines(),
            entry=typed.entry,
            sheet=chosen.pk if chosen else None,
        )
        wrong = dict(told.wrong)
        _say(request, told)
        if not wrong:
            return redirect(_beside(one, chosen, typed.country))
    codes = [code for number, code in enumerate(typed.codes, 1) if number in wrong]
    problems = [str(wrong[number]) for number in sorted(wrong)]
    lines = [
        {"number": n + 1, "code": code, "problem": problem}
        for n, (code, problem) in enumerate(
            [*zip(codes, problems, strict=True), *[("", "")] * max(LINES - len(codes), 1)]
        )
    ]
    return shown(
        request,
        one,
        "type_in",
        lines=lines,
        # What was entered stands; the lines that are left are a form of their own.
        entry=uuid4(),
        both=both,
        modes=MODES,
        mode=typed.mode,
        **asked_country(one, typed.country or request.GET.get("country", "")),
        sheets=sheets,
        chosen=chosen,
        kind=_media_type(chosen),
        picture=picture,
        numbers=tallies.numbers_of(one.pk),
    )


def _say(request: Visit, told: actions.Typed) -> None:
    if told.entered:
        said = ngettext("%(count)s person is entered.", "%(count)s people are entered.", told.entered)
        messages.success(request, said % {"count": told.entered})
    if told.again:
        said = ngettext(
            "%(count)s was there already, and counts once.",
            "%(count)s were there already, and count once.",
            len(told.again),
        )
        messages.info(request, said % {"count": len(told.again)})
    if told.wrong:
        messages.error(request, _("Some lines are left: look at them below."))


def _beside(one: Gathering, sheet: Sheet | None, country: str = "") -> str:
    told = ({"list": sheet.code} if sheet else {}) | ({"country": country} if country else {})
    address = reverse("desk_type_in", args=[one.code])
    return f"{address}?{urlencode(told)}" if told else address


def _media_type(sheet: Sheet | None) -> str:
    found = files.of(Sheet.FILE, sheet.pk) if sheet else []
    return "" if not found else "pdf" if found[0].media_type == PDF.media_type else "picture"


@screen(may=policies.may_open_sheet, of=Sheet)
def picture(request: Visit, sheet: Sheet) -> HttpResponse:
    """The picture itself, for who works for the organisation it is of; the journal keeps that it was opened."""
    try:
        content, media_type = actions.open_sheet(request.actor, sheet)
    except Problem:
        raise Http404 from None
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@screen(may=policies.may_open_sheet, of=Sheet, on_closed=True)
def remove_picture(request: Visit, sheet: Sheet) -> HttpResponse:
    """Delete a picture, after the page that says what goes and what stays."""
    one = get_object_or_404(Gathering.objects.visible_to(request.actor), pk=sheet.gathering_id)
    if request.method == "POST":
        actions.remove_sheet(request.actor, sheet)
        messages.success(request, _("The picture is deleted. What was typed in stays."))
        return redirect("desk_type_in" if one.project.closed_at is None else "desk_attendance", one.code)
    return shown(request, one, "picture_remove")
