"""Papers for the data protection officer and the IT department, read off the house as it is set up."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

import passerelle
from passerelle.core import clock
from passerelle.core.actor import Actor
from passerelle.core.categories import described
from passerelle.core.ledger import may_read_record
from passerelle.core.screens import screen
from passerelle.core.visit import Visit


def may_read_set_up(actor: Actor, *_: Any) -> bool:
    return actor.has("administrator")


def risks() -> list[dict[str, str]]:
    """Risks to people and what stands against them; the long form is docs/security/threat-model.md."""
    return [
        {
            "risk": _("Somebody is found who must not be found."),
            "measure": _(
                "Names and contacts are sealed under each person’s key; opening a contact page is journalled."
            ),
            "rest": _("Coordinators of the same project read them: that is their work."),
        },
        {
            "risk": _("A backup or a disk is stolen."),
            "measure": _("Backups hold no keys; keys are kept apart, sealed under a passphrase."),
            "rest": _("The address an account signs in with is readable in a backup for thirty days."),
        },
        {
            "risk": _("Somebody’s belief or origin is read off an export."),
            "measure": _("Such a value is kept with consent only, sealed, and stands in no ordinary export."),
            "rest": _("What somebody writes into a free text themselves."),
        },
        {
            "risk": _("An account is taken over."),
            "measure": _(
                "Argon2, second factors, slowed attempts, a mail about new devices, printed codes used once."
            ),
            "rest": _("Who has no second factor depends on their mailbox."),
        },
        {
            "risk": _("Data are kept longer than needed."),
            "measure": _(
                "Every field has an end; a clock lets go every night; holds have a ground and a last day."
            ),
            "rest": _("Copies that people took home, and printed lists."),
        },
        {
            "risk": _("History is rewritten."),
            "measure": _("A journal that only grows, sealed in blocks whose fingerprints leave the house."),
            "rest": _("Who controls the running server can write what is not true."),
        },
        {
            "risk": _("A file carries a place, a virus or a program."),
            "measure": _(
                "Pictures are made anew, programs and macros refused, files only saved, a scanner’s hook."
            ),
            "rest": _("Authors’ names in PDF and Office files; no scanner comes with it."),
        },
    ]


@screen(may=may_read_record)
def impact(request: Visit) -> HttpResponse:
    """The draft of a data protection impact assessment (GDPR, article 35), to print and to complete by hand."""
    return render(request, "core/impact.html", {"categories": described(request.actor), "risks": risks()})


@screen(may=may_read_record)
def officer_sheet(request: Visit) -> HttpResponse:
    """One page for the data protection officer."""
    found = described()
    context = {
        "categories": found,
        "sensitive": sum(len(one.sensitive) for one in found),
        "fields": sum(len(one.fields) for one in found),
        "rules": list(clock.rules()),
    }
    return render(request, "core/sheet_officer.html", context)


@screen(may=may_read_set_up)
def it_sheet(request: Visit) -> HttpResponse:
    """One page for the IT department: what runs here, as it is set up now. No password and no key stands on it."""
    mail = urlsplit(settings.EMAIL_URL)
    kinds = {
        "unix": _("a socket on this machine"),
        "tcp": _("a port on this machine"),
        "command": _("a command"),
    }
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
    context = {
        "version": passerelle.__version__,
        "address": settings.ADDRESS,
        "port": settings.PORT,
        "data": settings.DATA,
        "media": settings.MEDIA_ROOT,
        "server": server.split(" ")[0],
        "keys_apart": _place("default") != _place("keys"),
        "mail": f"{mail.hostname}:{mail.port or 25}" if mail.hostname else "",
        "translators": _translators(),
        "scanner": kinds.get(settings.SCANNER.partition(":")[0].replace("/", "unix") or "unix", "")
        if settings.SCANNER
        else "",
        "quota": settings.FILES_OF_THE_HOUSE,
        "limit": settings.UPLOAD_LIMIT,
        "https": settings.SECURE,
    }
    return render(request, "core/sheet_it.html", context)


def _translators() -> list[str]:
    """Where paragraphs are sent to be translated by a machine; what runs on this machine is not among them."""
    deepl = (settings.DEEPL or "https://deepl.com") if settings.DEEPL_KEY else ""
    named = (urlsplit(address).hostname for address in (settings.LIBRETRANSLATE, deepl) if address)
    return [host for host in named if host]


def _place(alias: str) -> tuple[str, str]:
    told = connections[alias].settings_dict
    return str(told["HOST"]), str(told["PORT"])
