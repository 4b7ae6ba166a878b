"""The check before publishing on the desk, for the texts of any record: its sentences, its screen, its count."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from passerelle.core import markdown
from passerelle.core.actor import PUBLIC
from passerelle.core.errors import Problem
from passerelle.core.templatetags.look import direction
from passerelle.engines.text.glossary import Entry
from passerelle.engines.text.publishing import Finding
from passerelle.language import checking, plain, texts
from passerelle.language.checking import Told
from passerelle.language.tongues import UnknownTongue
from passerelle.network.models import Term
from passerelle.network.workshop import reader

SAID = {
    "language-run": gettext_lazy("This is %(language)s in a text in %(main)s."),
    "duplicate-block": gettext_lazy("This stands here a second time."),
    "two-translations": gettext_lazy("The same line stands here in two ways: “%(there)s” and “%(here)s”."),
    "forbidden-term": gettext_lazy("The glossary says not to use “%(words)s”."),
    "forbidden-term instead": gettext_lazy(
        "“%(words)s” is the wrong word here; the right one is “%(instead)s”."
    ),
    "mismatch number-form": gettext_lazy(
        "“%(written)s” is written by the rules of another language: %(language)s."
    ),
    "mismatch date-form": gettext_lazy("“%(written)s” is a date in another language: %(language)s."),
    "mismatch changed": gettext_lazy("“%(here)s” stands here, “%(there)s” in the source."),
    "mismatch added": gettext_lazy("“%(here)s” is not in the source."),
    "mismatch missing": gettext_lazy("“%(there)s” of the source is missing here."),
    "mismatch term": gettext_lazy("The glossary calls “%(there)s” “%(instead)s”, which does not stand here."),
    "long-sentence": gettext_lazy("A sentence of %(words)s words: 35 and fewer are easier to follow."),
    "hidden-character": gettext_lazy("A sign that nobody sees: %(names)s."),
    "missing-alt": gettext_lazy("This picture has no alternative text: %(name)s."),
    "missing-alt file-name": gettext_lazy(
        "The alternative text of this picture is the name of a file: %(name)s."
    ),
}


def found(
    owner: texts.Owner, told: dict[str, texts.Told], fields: Sequence[str], *, names: Collection[str]
) -> list[Told]:
    """What the check finds in a record's texts, with the terms of the network's glossary; two queries."""
    rows = Term.objects.visible_to(PUBLIC).filter(retired_at=None)
    glossary = [Entry(row.concept.lower(), row.language, row.term, row.forbidden, row.note) for row in rows]
    return checking.looked_at(owner, told, fields, names=[n for n in names if n], glossary=glossary)


def open_faults(
    owner: texts.Owner, told: dict[str, texts.Told], fields: Sequence[str], *, names: Collection[str]
) -> int:
    """How many findings wait: neither hints nor what was let stand."""
    return sum(_waits(one) for one in found(owner, told, fields, names=names))


def weighed(
    request: HttpRequest,
    owner: texts.Owner,
    told: dict[str, texts.Told],
    fields: Sequence[str],
    *,
    names: Collection[str],
    stand: Callable[[str, str], Any],
    again: Callable[[str], Any],
    change: Callable[[Told], str],
    translate: Callable[[Told], str],
) -> dict[str, Any] | None:
    """What the screen shows, or None once something was let stand or told again: then it is asked for anew.

    stand, again: the room's actions. change, translate: where a paragraph, or its translation, is mended."""
    refused: dict[str, str] = {}
    if request.method == "POST":
        try:
            if mark := request.POST.get("again"):
                again(mark)
            else:
                stand(request.POST.get("mark", ""), request.POST.get("reason", ""))
            return None
        except Problem as problem:
            if problem.field != "reason":
                messages.error(request, str(problem))
                return None
            refused[request.POST.get("mark", "")] = str(problem)
    rows = found(owner, told, fields, names=names)
    return {
        "languages": [
            {
                "code": code,
                "dir": direction(code),
                "name": _called(code),
                "findings": [
                    {
                        "told": one,
                        "says": said(one.finding, code),
                        "note": one.finding.is_note,
                        "lang": _spoken(one, code),
                        "mend": f"{(translate if one.translated else change)(one)}?check={one.at[0]}-{one.at[1]}",
                        "problem": refused.get(one.mark),
                    }
                    for one in sorted(group, key=lambda one: not _waits(one))
                ],
            }
            for code, group in groupby(rows, key=lambda one: one.language)
        ]
    }


def way_back(request: HttpRequest, check_at: str, back: str) -> str:
    """Where somebody goes after mending: to the check they came from, else `back`."""
    return check_at if "check" in request.GET else back


def pointed(request: HttpRequest, form: Form) -> tuple[str, str, str] | None:
    """The words in `form` as they were checked: before the passage that the address points at, it, and behind it."""
    place = re.fullmatch(r"(\d{1,6})-(\d{1,6})", request.GET.get("check", ""))
    if place is None or form.is_bound:
        return None
    words, start, end = markdown.plain(form.initial.get("words") or ""), int(place[1]), int(place[2])
    return (words[:start], words[start:end], words[end:]) if words[start:end] else None


def _spoken(one: Told, code: str) -> str:
    """The language of a passage: its own where it was left in another."""
    language = one.finding.language if one.finding.kind == "language-run" else None
    return language or plain.parted(code)[0]


def said(finding: Finding, language: str) -> str:
    """The finding as a sentence in the reader's language."""
    sentence = SAID.get(f"{finding.kind} {finding.code}") or SAID[finding.kind]
    if finding.kind == "forbidden-term" and finding.facts.get("instead"):
        sentence = SAID["forbidden-term instead"]
    facts = {**finding.facts, "main": _called(language), "language": _called(finding.language or language)}
    return str(sentence) % facts


def _waits(one: Told) -> bool:
    return not one.finding.is_note and one.waiver is None


def _called(code: str) -> str:
    try:
        return plain.called(code, reader())
    except UnknownTongue:
        return code
