"""Erase one person for good: what is held here, their account, and the key without which no backup can be read.

CODE is the one in the address of the person's page. Asks for it once more, unless --yes is given.
"""

from __future__ import annotations

import argparse
import sys

from django.utils.translation import gettext as _

from passerelle.core.actor import SystemActor
from passerelle.core.commands import DONE, refused, report, say
from passerelle.core.errors import Problem, Refused
from passerelle.people import erasure_notice
from passerelle.people.actions import erase_person
from passerelle.people.models import Person

HOUSE = SystemActor(reason="passerelle erase")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the code of the person")
    parser.add_argument("--yes", action="store_true", help="ask nothing")


def run(args: argparse.Namespace) -> int:
    """Exit 0 erased (now or before), 2 nobody has this code, 3 not confirmed."""
    person = Person.objects.unscoped(reason="erasure by command").filter(code=args.code).first()
    if person is None:
        raise Problem(
            "nobody", _("Nobody has the code %(typed)s. It stands on the person’s page."), typed=args.code
        )
    if person.erased_at is not None:
        report({"person": person.code, "erased": str(person.erased_at), "before": True})
        return DONE
    if not args.yes and not _sure(person):
        return refused(Refused("not confirmed", _("The code was not repeated. Nobody was erased.")))
    erase_person(HOUSE, person)
    report({"person": person.code, "erased": str(person.erased_at), "before": False})
    say(_("Erased. Save the keys anew (passerelle keys backup) and destroy the copy before."))
    return DONE


def _sure(person: Person) -> bool:
    notice = erasure_notice.notice()
    for sentence in (*notice["happens"], *notice["gone"]):
        say(sentence)
    print(_("Type the code once more to erase this person") + ": ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == person.code
