"""Answers are taken, changed and deleted. Whoever answers is nobody here: a key, a day, and a code only they have."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal, keys, sealing
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import ALPHABET, digest, new_code
from passerelle.core.errors import Problem
from passerelle.engines.questions.reading import fitting
from passerelle.questionnaires import policies
from passerelle.questionnaires.models import Asking, Response, Ticket

Channel = Response.Channel


@dataclass(frozen=True, slots=True)
class Told:
    """What one person answered: by question, and the code they made themselves."""

    answers: Mapping[str, Any]
    pair: str = ""


@action(may=policies.has_link, says="questionnaire answered")
def take(
    actor: Actor,
    asking: Asking,
    told: Told,
    *,
    attempt: UUID,
    language: str,
    ticket: str = "",
) -> str:
    """Keep what somebody answered themselves, and give the code with which they open it again (see `receipt_of`).

    attempt: a random id of this attempt, under which the answers stand, so that pressing twice answers once. The
    journal learns that this occasion was answered, not which response came of it.

    ticket: the personal code, where the occasion asks for one. Raises Problem when it is not open, or the code was used.
    """
    if Response.objects.filter(pk=attempt, asking=asking).exists():
        return receipt_of(attempt)
    if not asking.is_open or not asking.by_link:
        raise Problem("not open", _("This questionnaire is not open. Nothing was sent."))
    if asking.door == Asking.Door.CODES:
        _use(asking, ticket)
    keep(asking, told, attempt=attempt, language=language, channel=Channel.SELF)
    return receipt_of(attempt)


@action(may=policies.may_enter, says="response typed in")
def enter(
    actor: Actor, asking: Asking, told: Told, *, attempt: UUID, language: str, channel: str
) -> Response:
    """Keep what came on paper or what somebody said; also after it is closed, for papers come late.

    Raises Problem for an unknown channel, and for what is only answered with something else."""
    if not asking.alone:
        raise Problem("within", _("This is answered with a registration. Register somebody instead."))
    if channel not in (Channel.ASSISTED, Channel.PAPER):
        raise Problem("channel", _("Say how this was answered: on paper, or together."), field="channel")
    before = Response.objects.filter(pk=attempt, asking=asking).first()
    if before is not None:
        return before
    journal.tell(channel=channel)
    return keep(asking, told, attempt=attempt, language=language, channel=channel, entered_by=actor.person)


@action(may=policies.has_receipt, says="response changed by its owner")
def change(actor: Actor, response: Response, told: Told, *, language: str) -> Response:
    """Put other answers in their place, until it is closed."""
    if response.asking.over:
        raise Problem(
            "closed",
            _(
                "This questionnaire is closed, so answers cannot be changed any more. You can still delete yours."
            ),
        )
    seal(response, told)
    response.language = language
    response.save(update_fields=["answers", "language"])
    return response


@action(may=policies.has_receipt, says="response deleted by its owner", on_closed=True)
def delete(actor: Actor, response: Response) -> None:
    """Delete it for good, at any time: the row now, its key right after, and with it what backups hold."""
    forget([response.pk])


@action(may=policies.may_correct, says="typed response taken back")
def take_back(actor: Actor, response: Response) -> None:
    """Delete what oneself typed in by mistake."""
    forget([response.pk])


def forget(responses: Iterable[UUID]) -> None:
    """Delete responses and, once that is committed, their keys; a job does the last part again in case this process dies
    in between."""
    from passerelle.questionnaires.jobs import destroy_keys

    gone = [str(one) for one in responses]
    Response.objects.filter(pk__in=gone).delete()
    destroy_keys.enqueue(responses=",".join(gone))
    transaction.on_commit(partial(keys.destroy_many, [UUID(one) for one in gone]))


def opened(responses: Iterable[Response]) -> list[Told]:
    """What these responses say; empty where the key is gone. One query for all keys."""
    found = []
    for row in sealing.opened(responses, ["answers"]):
        told = json.loads(row["answers"] or "{}")
        found.append(Told(told.get("answers", {}), told.get("pair", "")))
    return found


def receipt_of(attempt: UUID) -> str:
    """The code with which whoever answered opens their answers again. It is worked out from the attempt, so that the page
    can show it once more to whoever pressed twice; only its hash is kept."""
    raw = salted_hmac("passerelle.questionnaires.receipt", str(attempt), algorithm="sha256").digest()
    number = int.from_bytes(raw)
    signs = []
    for _place in range(20):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "-".join("".join(signs[at : at + 4]) for at in range(0, 20, 4))


def by_receipt(code: str) -> Response | None:
    """The response this code opens."""
    found = Response.objects.filter(receipt=digest(code)).select_related("asking__version", "asking__project")
    return found.first() if code.strip() else None


def keep(
    asking: Asking,
    told: Told,
    *,
    attempt: UUID,
    language: str,
    channel: str,
    entered_by: UUID | None = None,
) -> Response:
    """A response under a key of its own; part of the actions above, and of those of `within`."""
    made = Response(
        id=attempt,
        code=new_code(12),
        asking=asking,
        channel=channel,
        language=language,
        on=timezone.localdate() if asking.alone else timezone.localdate(asking.opens_at),
        receipt=digest(receipt_of(attempt)),
        entered_by=entered_by,
    )
    keys.create(made.pk)
    seal(made, told)
    made.save(force_insert=True)
    return made


def seal(response: Response, told: Told) -> None:
    """Put in what was answered, as far as it was asked."""
    form = response.asking.version.questions
    body = {"answers": fitting(form, told.answers), "pair": told.pair}
    sealing.fill(response, response.pk, answers=json.dumps(body, ensure_ascii=False, sort_keys=True))


def _use(asking: Asking, code: str) -> None:
    """Use a personal code up. Of two who send the same one at once, the second is told."""
    mine = Ticket.objects.filter(asking=asking, digest=digest(code))
    if mine.filter(used=False).update(used=True):
        return
    raise Problem(*(USED if mine.exists() else UNKNOWN), field="ticket")


def look_at(asking: Asking, code: str) -> None:
    """Raises Problem when this code does not open the occasion (any more)."""
    found = Ticket.objects.filter(asking=asking, digest=digest(code)).first()
    if found is None:
        raise Problem(*UNKNOWN, field="ticket")
    if found.used:
        raise Problem(*USED, field="ticket")


UNKNOWN = ("unknown code", _("This code does not open this questionnaire. Look at your letter once more."))
USED = (
    "used code",
    _(
        "Somebody has already answered with this code, and each works once. If that was you, your answers are safe. "
        "If not, ask the team for a new code."
    ),
)
