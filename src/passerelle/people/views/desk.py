"""The desk's contacts: who is there, how to reach them, what they agreed to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from passerelle.core import clock
from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.lists import page_of, sort_of, words_of
from passerelle.core.screens import screen
from passerelle.core.taking import links, sheet
from passerelle.core.visit import Visit
from passerelle.language import spoken
from passerelle.language.tongues import country_name, name_in
from passerelle.people import actions, erasure_notice, factors, listing, policies, queries
from passerelle.people.forms import Contact, GiveConsent
from passerelle.people.models import Consent, Person
from passerelle.people.sheets import access_sheet
from passerelle.people.views.account import handed_out
from passerelle.people.views.fresh import fresh


@screen(may=policies.may_enter_people)
def people(request: Visit) -> HttpResponse:
    """Everybody one works with, sorted in the reader's order; names are opened in memory."""
    reader = translation.get_language() or "en"
    found, order = _asked(request, reader)
    page = page_of(request, found)
    able = listing.with_account(page)
    strong = factors.who_has_one(able) if request.actor.has(policies.ADMINISTRATOR) else set()
    context = {
        "rows": [_row(one, one.id in able, one.id in strong, reader) for one in page],
        "page": page,
        "q": words_of(request),
        "sort": order,
        "tables": links("desk_people_table", request),
        "columns": [
            {"label": _("Name"), "sort": "name"},
            {"label": _("Language"), "sort": "language"},
            {"label": _("Account")},
            {"label": _("Known since"), "sort": "newest"},
        ],
    }
    return render(request, "people/people.html", context)


@screen(may=policies.may_enter_people)
def people_table(request: Visit, table: str) -> HttpResponse:
    """The same list to take away: no more than the page shows."""
    reader = translation.get_language() or "en"
    found, _order = _asked(request, reader)
    able = listing.with_account(found)
    heads = [_("Name"), _("Code"), _("Language"), _("Account"), _("Known since")]
    told = [
        [
            one.name or "",
            one.code,
            name_in(one.language, reader) if one.language else "",
            _("yes") if one.id in able else _("no"),
            timezone.localtime(one.since).date(),
        ]
        for one in found
    ]
    return sheet("people", heads, told, table)


def _asked(request: Visit, reader: str) -> tuple[list[listing.Row], str]:
    """Everybody found, in the order asked for, and that order: "-column" downwards."""
    sort, backwards = sort_of(request, ("name", "language", "newest"))
    found = listing.people_list(request.actor, reader, words=words_of(request), sort=sort)
    return (found[::-1], f"-{sort}") if backwards else (found, sort)


def _row(one: listing.Row, account: bool, strong: bool, reader: str) -> list[Any]:
    url = reverse("desk_person", args=[one.code])
    return [
        {"text": one.name or _("closed to you (%(code)s)") % {"code": one.code}, "url": url},
        name_in(one.language, reader) if one.language else "–",
        _("yes, with a second factor") if strong else _("yes") if account else _("no"),
        one.since,
    ]


@screen(may=policies.may_open_person, of=Person)
def person(request: Visit, person: Person) -> HttpResponse:
    """One person; whoever sees the contact is written down in the journal."""
    actor = request.actor
    known, account = queries.page_of(actor, person)
    if known is not None:
        actions.open_contact(actor, person)
    ledger = queries.consents_of(person) if known else []
    context = {
        "person": person,
        "known": known,
        "account": account,
        "ledger": ledger,
        "may_keep": policies.may_keep_consent(actor, person),
        "holding": queries.holding(ledger),
        "spoken": name_in(person.language or "en", translation.get_language() or "en"),
        "languages": spoken.told(known.languages.split(), translation.get_language() or "en")
        if known
        else "",
        "country": country_name(known.country, translation.get_language() or "en")
        if known and known.country
        else "",
        "may_change": policies.may_change_identity(actor, person),
        "may_print": policies.may_make_access_code(actor, person),
        "may_reprove": account is not None and policies.may_reprove(actor, person),
        "factors": factors.of(account) if account is not None and policies.may_reprove(actor, person) else [],
        "may_take_home": policies.may_take_home(actor, person),
        "may_erase": policies.may_erase(actor, person),
    }
    return render(request, "people/person.html", context)


@screen(may=policies.may_change_identity, of=Person)
def change(request: Visit, person: Person) -> HttpResponse:
    """Put a name or contact right."""
    known = queries.identity_of(request.actor, person)
    filled = {part: getattr(known, part) for part in queries.CONTACT}
    form = Contact(request.POST or None, initial={**filled, "language": person.language})
    if accepted(
        request, form, lambda _given: actions.change_identity(request.actor, person, **_changed(form))
    ):
        messages.success(request, _("The contact is changed."))
        return redirect("desk_person", person.code)
    return render(request, "people/change.html", {"form": form, "person": person, "known": known})


@screen(may=policies.may_keep_consent, of=Person)
def consent(request: Visit, person: Person) -> HttpResponse:
    """Write a line into the ledger: what the person said, now."""
    form = GiveConsent(request.POST or None)
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        if request.POST.get("purpose") in Consent.Purpose.values:
            actions.withdraw_consent(request.actor, person, request.POST["purpose"])
            messages.success(request, _("The consent is withdrawn."))
        return redirect("desk_person", person.code)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.give_consent(request.actor, person, given["purpose"], until=given["until"])
        messages.success(request, _("The consent is written down."))
        return redirect("desk_person", person.code)
    known = queries.identity_of(request.actor, person)
    return render(request, "people/consent.html", {"form": form, "person": person, "known": known})


@screen(may=policies.may_make_access_code, of=Person)
def access_code(request: Visit, person: Person) -> HttpResponse:
    """A sheet to print, in the person's language, with a new code; shown once."""
    known = queries.identity_of(request.actor, person)
    if request.method != "POST":
        return render(request, "people/ask_access_code.html", {"person": person, "known": known})
    code = actions.make_access_code(request.actor, person)
    sheet = access_sheet(person, known.name, code)
    return render(request, "people/access_code.html", {"person": person, "known": known, "sheet": sheet})


@screen(may=policies.may_reprove, of=Person)
@fresh
def reprove(request: Visit, person: Person) -> HttpResponse:
    """Ten new recovery codes for somebody who stands before you; shown once."""
    if request.method != "POST":
        return render(request, "people/reprove.html", {"person": person})
    try:
        codes = actions.reprove(request.actor, person)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_person", person.code)
    return render(request, "people/recovery_sheet.html", {"codes": codes, "person": person})


@screen(may=policies.may_reprove, of=Person)
@fresh
def reset_factors(request: Visit, person: Person) -> HttpResponse:
    """Take the passkeys and the app from somebody who lost them and stands before you."""
    if request.method == "POST":
        try:
            factors.reset(request.actor, person)
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request, _("They are removed, and every session of the account is ended. The person is told.")
            )
        return redirect("desk_person", person.code)
    account = queries.account_of(person)
    found = factors.of(account) if account else []
    return render(request, "people/reset_factors.html", {"person": person, "factors": found})


@screen(may=policies.may_take_home, of=Person)
def take_home(request: Visit, person: Person, kind: str) -> HttpResponse:
    """Everything about one person, to hand over."""
    return handed_out(person, actions.take_home(request.actor, person), kind)


@screen(may=policies.may_erase, of=Person)
def erase(request: Visit, person: Person) -> HttpResponse:
    """Erase somebody, after the page that says what cannot be undone."""
    if request.method == "POST":
        if actions.ask_for_erasure(request.actor, person):
            messages.success(request, _("The person is erased. Nothing here says any more who they were."))
            return redirect("desk_people")
        messages.warning(
            request, _("A legal hold forbids it. The request is kept and carried out when the hold ends.")
        )
        return redirect("desk_person", person.code)
    known = (
        queries.identity_of(request.actor, person)
        if policies.may_see_identity(request.actor, person)
        else None
    )
    context = {
        "person": person,
        "known": known,
        "hold": clock.hold_on(person.pk),
        **erasure_notice.notice(),
    }
    return render(request, "people/erase.html", context)


def _changed(form: Contact) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in form.changed_data}
