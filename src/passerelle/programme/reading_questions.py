"""How a question is read on a screen: its words, its state, until when it is to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from passerelle.core import markdown
from passerelle.core.markdown import Piece
from passerelle.core.templatetags.look import foreign, partial_date
from passerelle.language.outlines import read
from passerelle.programme.models import Question
from passerelle.tasks import schedule


def words_of(one: Any) -> tuple[str, str]:
    """The question for the reader, and the language it is in. one: a row of `queries`."""
    told = read(one.outline)
    return (told.title, told.title_language) if told else (one.code, "")


def state_of(one: Question) -> dict[str, Any]:
    """What parts/state.html takes: a bridge and a word."""
    if one.state == Question.State.ANSWERED:
        return {"state": "reviewed", "word": one.get_state_display()}
    if one.state in (Question.State.MERGED, Question.State.WITHDRAWN):
        return {"state": "missing", "word": one.get_state_display()}
    if one.late(schedule.today()):
        return {"state": "late", "word": _("Shown as open")}
    return {"state": "wait", "word": one.get_state_display()}


def link_to(one: Any) -> SafeString:
    """Its words as a link to its page on the desk."""
    words, language = words_of(one)
    shown = format_html("<bdi{}>{}</bdi>", foreign(language), words)
    return format_html('<a href="{}">{}</a>', reverse("desk_question", args=[one.code]), shown)


def gathering_of(one: Question) -> SafeString | str:
    if one.gathering is None:
        return "–"
    return format_html("<bdi{}>{}</bdi>", foreign(one.gathering.language), one.gathering.title)


def line(one: Any) -> list[Any]:
    """One question as a row of the desk's list."""
    return [
        link_to(one),
        gathering_of(one),
        partial_date(one.asked_on.isoformat()),
        partial_date(one.due_on.isoformat()) if one.state == Question.State.OPEN else "–",
        format_html("<bdi>{}</bdi>", one.answered_by.name) if one.answered_on and one.answered_by else "–",
        state_of(one),
    ]


def heads() -> list[Any]:
    return [
        _("Question"), _("Language"), _("Asked at"), _("Asked on"), _("To be answered by"), _("State"),
        _("Answered on"), _("Who answered"), _("Code"),
    ]  # fmt: skip


def cells(one: Any) -> list[Any]:
    """One question as a row of the table that goes out."""
    words, language = words_of(one)
    return [
        words,
        language,
        one.gathering.title if one.gathering else "",
        one.asked_on.isoformat(),
        one.due_on.isoformat(),
        str(one.get_state_display()),
        one.answered_on.isoformat() if one.answered_on else "",
        one.answered_by.name if one.answered_by else "",
        one.code,
    ]


def facts(one: Question) -> list[dict[str, Any]]:
    """What is known of a question, as short facts."""
    told: list[tuple[str, Any]] = [(_("Asked on"), partial_date(one.asked_on.isoformat()))]
    if one.gathering is not None:
        link = reverse("desk_gathering", args=[one.gathering.code])
        told.insert(0, (_("Asked at"), format_html('<a href="{}">{}</a>', link, gathering_of(one))))
    if one.state == Question.State.OPEN:
        told.append((_("To be answered by"), partial_date(one.due_on.isoformat())))
        told.append((_("Shown as open from"), partial_date((one.due_on + timedelta(days=1)).isoformat())))
    if one.answered_on and one.answered_by:
        told.append((_("Answered on"), partial_date(one.answered_on.isoformat())))
        told.append((_("Who answered"), format_html("<bdi>{}</bdi>", one.answered_by.name)))
    return [{"term": term, "value": value} for term, value in told]


def answered(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The paragraphs of an answer, neighbours of one language together: safe HTML with its language."""
    return [
        {"language": language, "body": markdown.render(Piece(p["kind"], p["level"], p["body"]) for p in run)}
        for language, run in groupby(parts, key=lambda part: part["language"])
    ]
