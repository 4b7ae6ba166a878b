"""Begin a network of one's own: language, organisation, first administrator, a test of the mail, a recovery sheet.

Asks for what is not given. With --yes it asks nothing: then everything that is needed must be given, and the password
comes as the first line of standard input (--password-stdin). Refuses when there is an administrator already.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core.actor import SystemActor
from passerelle.core.commands import DONE, FINDINGS, refused, report, say
from passerelle.core.errors import Problem, Refused
from passerelle.language.tongues import countries
from passerelle.messages.trial import try_mail
from passerelle.network import beginning
from passerelle.network.models import Organisation

HOUSE = SystemActor(reason="passerelle init")
SHEET = "passerelle-recovery-sheet.txt"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    languages = [code for code, _name in settings.LANGUAGES]
    parser.add_argument("--language", choices=languages, help="of the first administrator, and of the sheet")
    parser.add_argument("--organisation", metavar="NAME", help="who begins the network")
    parser.add_argument("--country", metavar="CODE", help="its country, two letters (ISO 3166)")
    parser.add_argument("--town", help="its town")
    parser.add_argument(
        "--kind", choices=Organisation.Kind.values, default=Organisation.Kind.ASSOCIATION.value
    )
    parser.add_argument("--name", help="the first administrator")
    parser.add_argument("--email", metavar="ADDRESS", help="the address the administrator signs in with")
    parser.add_argument(
        "--password-stdin", action="store_true", help="the password is the first line of stdin"
    )
    parser.add_argument("--mail-test", metavar="ADDRESS", help="send a test mail there")
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE", default=Path(SHEET), help=f"the sheet (else ./{SHEET})"
    )
    parser.add_argument("--yes", action="store_true", help="ask nothing")


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 1 done but the test mail did not leave, 2 something given cannot be taken, 3 begun already."""
    try:
        return _begin(args)
    except Refused as reason:
        return refused(reason)


def _begin(args: argparse.Namespace) -> int:
    if beginning.administrators():
        raise Refused("begun already", _("This network has an administrator already. Nothing was changed."))
    sheet = args.sheet.absolute()
    if sheet.exists():
        raise Problem(
            "sheet exists",
            _("%(file)s is there already. Move it away, or name another with --sheet."),
            file=sheet,
        )
    ask = _Questions(args)
    language = ask(
        "language", lambda: _("Language (en, fr, it, sv, ar)"), _one_of([c for c, _n in settings.LANGUAGES])
    )
    with translation.override(language):
        organisation = ask("organisation", lambda: _("Name of your organisation"), _something)
        country = ask(
            "country", lambda: _("Its country, two letters (like SE)"), _one_of(sorted(countries()))
        ).upper()
        town = ask("town", lambda: _("Its town"), _something)
        name = ask("name", lambda: _("Name of the first administrator"), _something)
        email = ask("email", lambda: _("Address the administrator signs in with"), _something)
        password = _password(args)
        began = beginning.begin(
            HOUSE,
            language=language,
            organisation=organisation,
            country=country,
            town=town,
            kind=args.kind,
            name=name,
            email=email,
            password=password,
        )
        _write_sheet(sheet, began, name)
        tried = _mail(args, language)
    report(
        {
            "organisation": began.organisation.code,
            "administrator": began.account.person.code,
            "sheet": str(sheet),
            "mail_test": tried,
        }
    )
    say(_("The network is begun. Print %(file)s, then delete the file.") % {"file": sheet})
    say(_("Next: passerelle keys backup, on a medium of its own; then passerelle run."))
    return DONE if tried in (None, "sent") else FINDINGS


class _Questions:
    """What was given on the command line, else asked for; never asked with --yes."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args

    def __call__(self, what: str, question: Callable[[], str], fits: Callable[[str], str | None]) -> str:
        given = getattr(self.args, what)
        if given is not None or self.args.yes:
            wrong = fits((given or "").strip())
            if wrong is not None:
                raise Problem(what, "--%(what)s: %(wrong)s", field=what, what=what, wrong=wrong)
            return given.strip()
        while True:
            print(question() + ": ", end="", file=sys.stderr, flush=True)
            answer = sys.stdin.readline()
            if not answer:
                raise Problem(
                    what,
                    _("There is nobody to answer. Give --%(what)s, or run it where you can type."),
                    what=what,
                )
            wrong = fits(answer.strip())
            if wrong is None:
                return answer.strip()
            say(wrong)


def _something(answer: str) -> str | None:
    return None if answer else _("This is still empty.")


def _one_of(known: list[str]) -> Callable[[str], str | None]:
    folded = {one.casefold() for one in known}

    def fits(answer: str) -> str | None:
        return None if answer.casefold() in folded else _("Not one of those that are known here.")

    return fits


def _password(args: argparse.Namespace) -> str:
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if args.yes or not sys.stdin.isatty():
        raise Problem(
            "no password", _("Give the password as the first line of standard input, with --password-stdin.")
        )
    first = getpass.getpass(_("Password (at least ten characters)") + ": ", sys.stderr)
    if getpass.getpass(_("Once more") + ": ", sys.stderr) != first:
        raise Problem("passwords differ", _("The two passwords are not the same."))
    return first


def _mail(args: argparse.Namespace, language: str) -> str | None:
    """None when nobody wants to know; else "sent" or why not."""
    address = args.mail_test
    if address is None and not args.yes and sys.stdin.isatty() and settings.EMAIL_URL:
        print(_("Address for a test mail (empty for none)") + ": ", end="", file=sys.stderr, flush=True)
        address = sys.stdin.readline().strip()
    if not address:
        return None
    tried = try_mail(address, language)
    if tried == "sent":
        say(_("A test mail is on its way to %(address)s.") % {"address": address})
    else:
        say(_("The test mail did not leave: %(why)s. Look at PASSERELLE_EMAIL_URL.") % {"why": tried})
    return tried


def _write_sheet(file: Path, began: beginning.Beginning, name: str) -> None:
    """The recovery sheet, readable by whoever ran the command and nobody else."""
    told = {
        "name": name,
        "organisation": began.organisation.name,
        "address": began.account.email,
        "codes": began.codes,
        "house": settings.ADDRESS,
        "recovery": settings.ADDRESS + reverse("recovery"),
        "data": settings.DATA,
        "keys_apart": bool(os.environ.get("PASSERELLE_MASTER_KEY")),
    }
    template = render_to_string("network/recovery_sheet.txt", told)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(template)
