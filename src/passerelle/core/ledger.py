"""Two pages read off the house itself: the journal, and the record of processing (GDPR, article 30)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from passerelle.core import categories, journal
from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, PersonalField, personal_fields
from passerelle.core.lists import page_of, words_of
from passerelle.core.models import Entry, Seal
from passerelle.core.screens import screen
from passerelle.core.visit import Visit


def may_read_journal(actor: Actor, *_: Any) -> bool:
    return actor.has("administrator")


def may_read_record(actor: Actor, *_: Any) -> bool:
    return actor.holds("administrator", "lead_coordinator")


@screen(may=may_read_journal)
def journal_page(request: Visit) -> HttpResponse:
    """Who did what, newest first, in ids and codes; and whether every sealed block still fits."""
    rows = Entry.objects.visible_to(request.actor)
    words = words_of(request)
    if words:
        rows = rows.filter(action__icontains=words) | rows.filter(subject__startswith=words)
    findings = journal.verify() if request.GET.get("verify") else None
    return render(
        request,
        "core/journal.html",
        {
            "page": page_of(request, rows, per=50),
            "q": words,
            "findings": findings,
            "sealed": Seal.objects.order_by("-number").first(),
        },
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One personal field in the record of processing."""

    where: str
    field: str
    purpose: str
    basis: str
    keep: str
    erased: str
    sealed: bool


def record() -> list[Line]:
    """The record of processing, read off the declarations on the fields."""
    ways = {
        Erase.SHRED: _("Its key is destroyed: unreadable here and in every copy."),
        Erase.DELETE: _("The row is deleted."),
        Erase.BLANK: _("The value is emptied."),
        Erase.KEEP: _("A bare id stays; it says nothing once the person is erased."),
    }
    return [_line(one, ways) for one in personal_fields()]


def _line(one: PersonalField, ways: dict[Erase, str]) -> Line:
    holds = one.holds
    return Line(
        where=str(one.table_called),
        field=str(one.called),
        purpose=str(holds.purpose),
        basis=holds.basis,
        keep=str(holds.keep),
        erased=ways[holds.erase],
        sealed=one.sealed,
    )


@screen(may=may_read_record)
def processing(request: Visit) -> HttpResponse:
    """The record of processing, made from the data model itself: what is missing there is missing nowhere else."""
    context = {
        "lines": record(),
        "categories": categories.described(request.actor),
        "may_set_up": request.actor.has("administrator"),
    }
    return render(request, "core/processing.html", context)
