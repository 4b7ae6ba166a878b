"""Mails that came back, written down at the messages they are about."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.messages import policies, reach, returned
from passerelle.messages.models import Message
from passerelle.messages.recipients import resolve_many

HOUSE = SystemActor(reason="mail came back")
State, Way = Message.State, Message.Way


@dataclass(slots=True)
class Taken:
    """How many mails were read, how many said that one of our messages came back, how many addresses are dead now."""

    mails: int = 0
    returned: int = 0
    addresses: int = 0


def take(mails: Iterable[bytes]) -> Taken:
    """Read mails and write down what came back. What fits no message of ours changes nothing. Safe to run twice."""
    taken = Taken()
    for raw in mails:
        taken.mails += 1
        report = returned.read(raw)
        message = _message(report) if report else None
        if report is not None and message is not None:
            taken.returned += 1
            taken.addresses += note_bounce(HOUSE, message, report)
    return taken


def take_folder(folder: Path) -> Taken:
    """Read what is new in a Maildir and put it among what was read. Safe to run twice, and while mail arrives.

    Raises FileNotFoundError when it is no Maildir. Source: D. J. Bernstein, "Using maildir format"."""
    new, read = folder / "new", folder / "cur"
    if not new.is_dir() or not read.is_dir():
        raise FileNotFoundError(folder)
    whole = Taken()
    for path in sorted(new.iterdir()):
        with suppress(FileNotFoundError):  # somebody else took it
            one = take([path.read_bytes()])
            path.rename(read / f"{path.name}:2,S")
            whole.mails, whole.returned = whole.mails + one.mails, whole.returned + one.returned
            whole.addresses += one.addresses
    return whole


@action(may=policies.is_house, says="mail came back")
def note_bounce(actor: Actor, message: Message, report: returned.Report) -> bool:
    """Write down that a mail came back. True when its address is dead from now on.

    An address is dead only if the report says so, and names the address that the receiver has now: what came back
    from an earlier one says nothing about the new."""
    message.state, message.trouble = State.RETURNED, f"bounce {report.status}"
    message.save(update_fields=["state", "trouble"])
    who = resolve_many(message.receiver_kind, [message.receiver]).get(message.receiver)
    dead = (
        report.address_is_dead
        and who is not None
        and who.address is not None
        and who.address.casefold() in report.addresses
    )
    if dead and who is not None:
        reach.mark_dead(who, Way.MAIL, report.status)
    journal.tell(status=report.status, dead=dead)
    return dead


def _message(report: returned.Report) -> Message | None:
    """The message it is about, if it left by mail. Its id is random and known only to who got it: whoever could make
    such a report up can only say that they do not get their own mails."""
    rows = Message.objects.unscoped(reason="a mail came back")
    left = rows.filter(pk__in=report.messages, way=Way.MAIL, state__in=[State.SENT, State.UNSURE])
    found = {message.pk: message for message in left}
    return next((found[pk] for pk in report.messages if pk in found), None)
