"""Letters being set: opened, put in the order of the post, written into one file under a key of its own.

The file is sealed under a key that belongs to the pile, lies with the other keys, and is destroyed with the file: so
what was printed for somebody who is erased later cannot be read out of a backup either.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from passerelle.core import files, journal, keys, sealing
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Problem
from passerelle.engines.documents import letters as engine
from passerelle.messages import policies, postal
from passerelle.messages.models import Message, Pile
from passerelle.messages.recipients import Recipient, resolve_many
from passerelle.messages.shortening import shortened

KIND = "letters"
HOUSE = SystemActor(reason="letters printed")
State = Message.State
PIECE = 100  # letters between two looks at whether somebody called them off


class CalledOff(Exception):
    """Somebody called the pile off while it was being made."""


class Empty(Exception):
    """Nobody of this pile can be written to any more."""


def waiting(actor: Actor, purpose: str = "") -> list[Message]:
    """Letters that wait to be printed and that this actor may read, oldest first; without their words."""
    rows = Message.objects.visible_to(actor).filter(state=State.LETTER, pile=None)
    rows = rows.filter(purpose=purpose) if purpose else rows
    light = rows.defer("subject", "text", "html").order_by("created_at", "id")
    return [message for message in light if policies.may_read(actor, message)]


def of_pile(pile: Pile) -> QuerySet[Message]:
    rows: QuerySet[Message] = Message.objects.unscoped(reason="who may open a pile may open its letters")
    return rows.filter(pile=pile)


def sorted_for_the_post(pile: Pile, messages: list[Message]) -> list[tuple[Message, Recipient | None]]:
    """The letters with their receivers as they are now, in the order of the post; who has no address comes last."""
    people: dict[UUID, Recipient] = {}
    for kind in {m.receiver_kind for m in messages}:
        people |= resolve_many(kind, [m.receiver for m in messages if m.receiver_kind == kind])

    def place(pair: tuple[Message, Recipient | None]) -> tuple[object, ...]:
        message, who = pair
        if who is None or who.postal is None:
            return (True, message.code)
        return (False, *postal.order(who.postal, pile.country), who.name.casefold(), message.code)

    return sorted(((m, people.get(m.receiver)) for m in messages), key=place)


def make(pk: UUID) -> None:
    """Make the file of one pile. Safe to run twice: what was made is not made again, what was broken off begins anew."""
    piles = Pile.objects.unscoped(reason="the house prints")
    if not piles.filter(pk=pk, state__in=[Pile.State.WAITING, Pile.State.SETTING]).update(
        state=Pile.State.SETTING, done=0
    ):
        return
    pile = piles.get(pk=pk)
    try:
        pdf = _set(_bundle(pile), partial(_look, pk))
        finish(HOUSE, pile, pdf)
    except CalledOff:
        return
    except Empty:
        release(pile, Pile.State.CANCELLED, "")
    except (subprocess.CalledProcessError, Problem):  # typst stopped, or there is no room for the file
        release(pile, Pile.State.FAILED, "could not be made")


def _bundle(pile: Pile) -> engine.Bundle:
    """The letters opened. Who was erased or lost their address meanwhile is taken out of the pile.

    Raises CalledOff, Empty."""
    rows = list(of_pile(pile).filter(state=State.LETTER))
    found = sorted_for_the_post(pile, rows)
    gone = [m for m, who in found if who is None or who.postal is None]
    of_pile(pile).filter(pk__in=[m.pk for m in gone]).update(
        pile=None, state=State.PASTE, trouble="no address"
    )
    there = [(m, who) for m, who in found if who is not None and who.postal is not None]
    made: list[engine.Letter] = []
    for start in range(0, len(there), PIECE):
        part = there[start : start + PIECE]
        texts = sealing.opened([m for m, _who in part], ["subject", "text"], owner="receiver")
        for (message, who), words in zip(part, texts, strict=True):
            if words["text"]:
                made.append(_letter(pile, message, who, words["subject"] or "", words["text"]))
        _look(pile.pk, done=start + len(part))
    if not made:
        raise Empty
    house, *sender = pile.sender.splitlines()
    with translation.override(pile.language):
        title = gettext("Letters of %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")}
    made_at = timezone.now()
    side: engine.Side = "right" if pile.window == Pile.Window.RIGHT else "left"
    return engine.Bundle(
        title, pile.language, made_at, house, tuple(sender), side, tuple(made), pile.both_sides
    )


def _letter(pile: Pile, message: Message, who: Recipient, subject: str, text: str) -> engine.Letter:
    assert who.postal is not None
    to = postal.lines(who.name, who.postal, origin=pile.country, language=pile.language)
    return engine.Letter(
        to,
        subject,
        shortened(message, text),
        message.language,
        _day(timezone.now(), message.language),
        message.code,
    )


def _day(moment: datetime, language: str) -> str:
    with translation.override(language):
        return date_format(moment, "DATE_FORMAT")


def _look(pk: UUID, done: int | None = None) -> None:
    """Write down how far it is. Raises CalledOff."""
    rows = Pile.objects.unscoped(reason="the house prints").filter(pk=pk, state=Pile.State.SETTING)
    alive = rows.exists() if done is None else rows.update(done=done)
    if not alive:
        raise CalledOff


def _set(bundle: engine.Bundle, look: Callable[[], None]) -> bytes:
    """The file, set by a process of its own that makes way for others. Raises CalledOff, CalledProcessError."""
    words = [sys.executable, "-m", engine.__name__]
    with tempfile.TemporaryFile() as out:  # without a name: gone with this process
        running = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL, env={**os.environ}
        )
        try:
            os.setpriority(os.PRIO_PROCESS, running.pid, 10)
            assert running.stdin is not None
            running.stdin.write(engine.as_json(bundle).encode())
            running.stdin.close()
            while _goes_on(running):
                look()
        except (CalledOff, OSError):
            running.kill()
            running.wait()
            raise
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, words)
        out.seek(0)
        return out.read()


def _goes_on(running: subprocess.Popen[bytes]) -> bool:
    try:
        running.wait(0.5)
    except subprocess.TimeoutExpired:
        return True
    return False


@action(may=policies.is_house, says="letters printed")
def finish(actor: Actor, pile: Pile, pdf: bytes) -> Pile:
    """Keep the file, unless the pile was called off in the last moment."""
    row = Pile.objects.unscoped(reason="the house prints").select_for_update().get(pk=pile.pk)
    if row.state != Pile.State.SETTING:
        return row
    keys.create(row.pk)
    files.keep(
        actor,
        owner_kind=KIND,
        owner=row.pk,
        content=pdf,
        name="letters.pdf",
        media_type="application/pdf",
        key=row.pk,
    )
    row.state, row.ready_at, row.pages = Pile.State.READY, timezone.now(), engine.pages(pdf)
    row.total = row.done = of_pile(row).filter(state=State.LETTER).count()
    row.save(update_fields=["state", "ready_at", "pages", "total", "done"])
    journal.tell(letters=row.total, pages=row.pages)
    return row


def release(pile: Pile, state: str, trouble: str) -> None:
    """No file (any more): the letters wait to be printed again."""
    of_pile(pile).filter(state=State.LETTER).update(pile=None)
    pile.state, pile.trouble = state, trouble
    pile.save(update_fields=["state", "trouble"])
    forget(pile)


def forget(pile: Pile) -> None:
    """Remove the file of a pile, and then the key under which every copy of it is sealed. Safe to run twice."""
    rows = files.of(KIND, pile.pk)
    for file in rows:
        files.remove(file)
    if rows:
        transaction.on_commit(partial(keys.destroy, pile.pk))
