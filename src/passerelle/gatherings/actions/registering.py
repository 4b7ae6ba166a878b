"""Somebody says that they will come, changes it, withdraws: by themselves, or by who works for the host."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal, sealing
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import digest
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.gatherings import policies, presence, secrets
from passerelle.gatherings.actions import places, telling
from passerelle.gatherings.models import Channel, Gathering, Participant, Registration
from passerelle.messages.actions import mark_sent
from passerelle.messages.models import Message
from passerelle.people import actions as people
from passerelle.people.models import Person
from passerelle.people.queries import identity_of
from passerelle.questionnaires import actions as questionnaires
from passerelle.questionnaires.actions import Within

State = Registration.State
HOUSE = telling.HOUSE
SHORTEST = 4  # signs of an own code somebody brings: fewer are soon somebody else's, too
LONGEST_NEED = 500


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says when they register; all of it can be left out, as far as the host lets them.

    language: an interface language. country: two letters. interpreter: a language. children: who come along and need
    care. other: further needs in their words. agreed: that needs are written down (GDPR, article 9(2)(a)). code: their
    own, from an earlier time."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "en"
    country: str = ""
    mode: str = ""
    interpreter: str = ""
    children: int = 0
    step_free: bool = False
    other: str = ""
    agreed: bool = False
    code: str = ""

    @property
    def needs(self) -> dict[str, Any]:
        told = {
            "interpreter": self.interpreter,
            "children": self.children,
            "step_free": self.step_free,
            "other": self.other,
        }
        return {key: value for key, value in told.items() if value}

    @property
    def personal(self) -> bool:
        """Whether there is anything that needs a person's key."""
        return bool(self.name or self.email or self.phone or self.needs)


@action(may=policies.may_register, says="registered")
def register(
    actor: Actor,
    gathering: Gathering,
    given: Given,
    *,
    token: str,
    channel: str = Channel.SELF,
    said: Within | None = None,
) -> Registration:
    """Keep a place for somebody, or the next one on the waiting list.

    said: what they answered to the questionnaire of this gathering's registration. token: what the form carried; the same
    form sent twice registers once. An own code that is known here already makes the two one person in every count, and
    shows nothing of the other. Raises Problem that names the field, and when registration is closed."""
    here = places.locked(gathering.pk)
    _check_open(here, channel)
    given = _clean(here, given, channel)
    pk = uuid5(here.pk, f"registration {token}")
    there = Registration.objects.filter(pk=pk).select_related("participant", "gathering").first()
    if there is not None:
        if _same(there, given):
            return there
        pk = uuid4()  # the same form, filled in for somebody else
    participant = _participant(here, given)
    one = Registration(
        pk=pk,
        gathering=here,
        participant=participant,
        state=State.CONFIRMED if places.room(here) else State.WAITING,
        channel=channel,
        mode=given.mode,
        country=given.country,
        language=given.language,
        digest=digest(secrets.secret_of(pk)),
    )
    _seal(one, given)
    if said is not None:
        _check_asked(here, said)
        one.response = questionnaires.keep_within(
            said, channel=channel, collected_by=participant.controller_id, entered_by=actor.person
        )
    one.save(force_insert=True)
    if one.state == State.CONFIRMED:
        places.count(here, [one], 1)
    if given.email:
        telling.tell(here, [one], "registered", f"registered.{one.pk}")
    journal.tell(gathering=here.pk, state=one.state, channel=channel)
    return one


@action(may=policies.may_change_registration, says="registration changed")
def change_registration(
    actor: Actor, registration: Registration, given: Given, *, secret: str = "", said: Within | None = None
) -> Registration:
    """Put other words in place of what was said, everything but the own code, and of what was answered (`said`). Raises
    Problem as `register` does."""
    here = places.locked(registration.gathering_id)
    given = _clean(here, replace(given, code=""), registration.channel)
    one = _standing(registration)
    if one.state == State.CONFIRMED:
        places.count(here, [one], -1)
    journal.tell(gathering=here.pk)
    participant = one.participant
    if participant.person_id is not None:
        _identify(participant.person, given, participant.code or _code_of(participant))
    elif given.personal:
        participant.person = _person(here, participant.controller_id, given, participant.code)
        participant.save(update_fields=["person"])
    one.mode, one.country, one.language = given.mode, given.country, given.language
    _seal(one, given)
    if said is not None:
        _check_asked(here, said)
        one.response = questionnaires.change_within(
            one.response, said, channel=one.channel, collected_by=participant.controller_id
        )
    one.save(update_fields=["mode", "country", "language", "needs", "response", "changed_at"])
    if one.state == State.CONFIRMED:
        places.count(here, [one], 1)
    return one


@action(may=policies.may_change_registration, says="registration withdrawn", on_closed=True)
def withdraw_registration(actor: Actor, registration: Registration, *, secret: str = "") -> Registration:
    """They do not come; whoever is next has the place. `take_back_withdrawal` undoes it. Safe to run twice."""
    here = places.locked(registration.gathering_id)
    one = _row(registration)
    if one.state == State.WITHDRAWN:
        return one
    journal.tell(gathering=here.pk)
    had_place = one.state == State.CONFIRMED
    one.state = State.WITHDRAWN
    one.save(update_fields=["state", "changed_at"])
    questionnaires.set_aside(one.response)
    if had_place:
        places.count(here, [one], -1)
        journal.tell(moved_up=[up.pk for up in places.move_up(here)])
    return one


@action(may=policies.may_change_registration, says="registration taken up again")
def take_back_withdrawal(actor: Actor, registration: Registration, *, secret: str = "") -> Registration:
    """They do come: with a place if one is free, else at the end of the waiting list."""
    here = places.locked(registration.gathering_id)
    one = _row(registration)
    if one.state != State.WITHDRAWN:
        return one
    if here.state != Gathering.State.PLANNED or here.over:
        raise Problem("closed", CLOSED)
    one.state = State.CONFIRMED if places.room(here) else State.WAITING
    # Who left the queue stands at its end.
    Registration.objects.filter(pk=one.pk).update(state=one.state, at=timezone.now())
    questionnaires.set_aside(one.response, aside=False)
    if one.state == State.CONFIRMED:
        places.count(here, [one], 1)
    journal.tell(gathering=here.pk, state=one.state)
    return one


@action(may=policies.may_change_registration, says="told by hand", on_closed=True)
def note_told(actor: Actor, registration: Registration, message: Message) -> Registration:
    """Somebody rang or wrote to them: the message that could not be sent is done with."""
    if message.receiver != registration.participant.person_id:
        raise Problem("not theirs", _("This message is for somebody else."))
    mark_sent(HOUSE, message)
    return registration


@action(may=policies.may_erase_registration, says="registration erased", on_closed=True)
def erase_registration(actor: Actor, registration: Registration, *, secret: str) -> bool:
    """Withdraw, and take away everything that tells who it was; the row stays one in the count of who did not come.

    True when it is done; False when a legal hold puts it off."""
    withdraw_registration(actor, registration, secret=secret)
    person = registration.participant.person
    if person is None:
        presence.erase([registration.participant_id])
        return True
    return people.ask_for_erasure(HOUSE, person)


CLOSED = _("Registration is closed. Ask the organisation that hosts it whether you can still come.")


def _check_open(here: Gathering, channel: str) -> None:
    if here.only_heads:
        raise Problem(
            "heads only", _("Nobody is registered here: people are counted when they come, without names.")
        )
    if channel == Channel.SELF and not here.takes_registrations:
        raise Problem("closed", CLOSED)
    if here.state != Gathering.State.PLANNED or here.over:
        raise Problem("closed", CLOSED)


def _check_asked(here: Gathering, said: Within) -> None:
    """Answers to another gathering's questionnaire are nobody's."""
    if (said.asking.subject_kind, said.asking.subject) != (Gathering.KIND, here.pk):
        raise TypeError("these questions are not asked here")


def _clean(here: Gathering, given: Given, channel: str) -> Given:
    """Lines without hidden characters, a mode that this gathering has. Raises Problem."""
    modes = Gathering.Mode
    told = replace(
        given,
        name=plain_line(given.name),
        email=plain_line(given.email),
        phone=plain_line(given.phone),
        other=given.other.strip()[:LONGEST_NEED],
        code=presence.own_code(given.code),
        mode=given.mode
        if here.mode == modes.BOTH and given.mode in (modes.ON_SITE, modes.ONLINE)
        else here.mode,
        children=given.children if here.child_care else 0,
    )
    if not told.name and not here.names_optional and channel == Channel.SELF:
        raise Problem("no name", _("Write your name, so that we can greet you."), field="name")
    if given.code.strip() and len(told.code) < SHORTEST:
        raise Problem(
            "short code",
            _(
                "Your own code has at least %(n)s letters and figures. Leave it empty if you do not have it at hand."
            ),
            field="code",
            n=SHORTEST,
        )
    if (told.interpreter or told.step_free or told.other) and not told.agreed:
        raise Problem(
            "not agreed",
            _("Say that we may write down what helps you. Without that, leave it empty and call us."),
            field="agreed",
        )
    return told


def _participant(here: Gathering, given: Given) -> Participant:
    """Whoever takes part, as their controller knows them. A code somebody has here already is never handed over: the
    new row is merged with the one that has it, so that both are counted as one and neither sees the other."""
    controller = presence.controller_of(here)
    if controller is None:
        raise Problem("no controller", _("Nobody can be registered before the project has a lead partner."))
    code = given.code or presence.fresh_code()
    root = Participant.objects.filter(project=here.project_id, controller=controller, code=code).first()
    mine = Participant(
        project=here.project,
        controller_id=controller,
        code="" if root else code,
        counted_as=presence.identities(here.project_id, [code])[code],
        merged_into=(root.merged_into or root) if root else None,
    )
    if root is not None and _free(root, here, given):
        return root
    if given.personal:
        mine.person = _person(here, controller, given, code)
    mine.save(force_insert=True)
    return mine


def _free(root: Participant, here: Gathering, given: Given) -> bool:
    """A code without a person behind it, used by somebody who tells nothing about themselves: the same row again."""
    if root.person_id is not None or given.personal or root.merged_into_id is not None:
        return False
    return not Registration.objects.filter(gathering=here, participant=root).exists()


def _code_of(participant: Participant) -> str:
    """The own code of somebody whose row was merged with the one that holds it."""
    return participant.merged_into.code if participant.merged_into else ""


def _person(here: Gathering, controller: UUID, given: Given, code: str) -> Person:
    """A person of this controller only: with no place in the project, so that no other organisation sees them."""
    return people.register_person(
        HOUSE,
        name=given.name or code,
        email=given.email,
        phone=given.phone,
        language=given.language,
        project=None,
        controller=controller,
        invented=here.project.invented,
    )


def _identify(person: Person | None, given: Given, code: str) -> None:
    if person is not None and person.erased_at is None:
        people.change_identity(
            HOUSE,
            person,
            language=given.language,
            name=given.name or code or "–",
            email=given.email,
            phone=given.phone,
        )


def _same(there: Registration, given: Given) -> bool:
    """Whether a form that comes in again says the same person."""
    person = there.participant.person
    if person is None:
        return not given.personal
    known = identity_of(HOUSE, person)
    if known.erased:
        return False
    name = given.name or known.name
    return (known.name, known.email, known.phone) == (name, given.email, given.phone)


def _seal(one: Registration, given: Given) -> None:
    owner = one.participant.person_id
    text = json.dumps(given.needs, ensure_ascii=False) if given.needs else ""
    if owner is None:
        one.needs = None
    else:
        sealing.fill(one, owner, needs=text)


def _row(registration: Registration) -> Registration:
    """As it is now, under the lock."""
    rows = Registration.objects.unscoped(reason="as it is under the lock")
    return rows.select_related("gathering__project", "participant__person", "participant__merged_into").get(
        pk=registration.pk
    )


def _standing(registration: Registration) -> Registration:
    one = _row(registration)
    if one.state == State.WITHDRAWN:
        raise Problem("withdrawn", _("It was withdrawn. Take the withdrawal back first."))
    return one
