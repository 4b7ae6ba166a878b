"""Every change about agreements and about joining."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.engines.text.segments import normalise
from passerelle.joining import policies
from passerelle.joining.models import Acceptance, Agreement, Look
from passerelle.network.models import Organisation, Partnership, Project

LONGEST = 100_000


@action(may=policies.may_write, says="agreement written")
def write_agreement(actor: Actor, project: Project, *, text: str, language: str) -> Agreement:
    """A new version; the ones before stay, with who accepted them. Raises Problem when it is empty, too long or the
    same as the newest."""
    text = normalise(text)
    if not text.strip():
        raise Problem("empty", _("Write what the partners agree on."), field="text")
    if len(text) > LONGEST:
        raise Problem(
            "too long",
            _("This is too long: at most %(longest)s characters."),
            field="text",
            longest=LONGEST,
        )
    Project.objects.unscoped(reason="one version after the other").select_for_update().get(pk=project.pk)
    before = Agreement.objects.unscoped(reason="the next number").filter(project=project)
    newest = before.first()
    if newest is not None and (newest.text, newest.language) == (text, language):
        raise Problem(
            "the same", _("This is the newest version word for word; nothing was saved."), field="text"
        )
    number = (before.aggregate(n=Max("number"))["n"] or 0) + 1
    journal.tell(number=number)
    return Agreement.objects.create(project=project, number=number, language=language, text=text)


@action(may=policies.may_accept, says="agreement accepted")
def accept(actor: Actor, agreement: Agreement, organisation: Organisation) -> Acceptance:
    """Accept for an organisation, on the screen. Raises Problem when there is a newer version, or it did already."""
    _check_newest(agreement)
    return _kept(agreement, organisation, actor.person, Acceptance.Way.SCREEN)


@action(may=policies.may_note_paper, says="agreement signed on paper")
def note_paper(
    actor: Actor, agreement: Agreement, organisation: Organisation, upload: Any = None
) -> Acceptance:
    """Write down that an organisation signed on paper, with the paper or without.

    Raises Problem when it accepted this version already, or the file does not serve."""
    made = _kept(agreement, organisation, None, Acceptance.Way.PAPER, has_file=bool(upload))
    if upload:
        files.store(actor, owner_kind=Acceptance.KIND, owner=made.pk, upload=upload)
    return made


@action(may=policies.may_take_back, says="paper taken back", on_closed=True)
def take_back_paper(actor: Actor, acceptance: Acceptance) -> Project:
    """What was noted by mistake goes, with its file. Raises Problem for what a partner accepted itself."""
    if acceptance.way != Acceptance.Way.PAPER:
        raise Problem(
            "not on paper", _("The partner accepted this itself; only notes of paper are taken back.")
        )
    project = acceptance.agreement.project
    journal.tell(organisation=acceptance.organisation_id, number=acceptance.agreement.number)
    for file in files.of(Acceptance.KIND, acceptance.pk):
        files.remove(file)
    acceptance.delete()
    return project


@action(may=policies.may_join, says="newcomer looked")
def look(actor: Actor, project: Project, what: str) -> Project:
    """Remember that the actor has looked at something on the way into the project."""
    journal.tell(what=what)
    if actor.person is None:
        raise TypeError("only a person joins")
    Look.objects.unscoped(reason="one's own").get_or_create(
        person_id=actor.person, project=project, what=what
    )
    return project


def _check_newest(agreement: Agreement) -> None:
    newer = Agreement.objects.unscoped(reason="whether it is the newest").filter(
        project=agreement.project_id, number__gt=agreement.number
    )
    if newer.exists():
        raise Problem(
            "newer version", _("There is a newer version of the agreement. Read that one, then accept it.")
        )


def _kept(agreement: Agreement, organisation: Organisation, person: Any, way: str, **more: Any) -> Acceptance:
    if not Partnership.objects.filter(project=agreement.project_id, organisation=organisation).exists():
        raise Problem("no partner", _("Only partners of the project accept its agreement."))
    journal.tell(organisation=organisation.pk, number=agreement.number)
    try:
        with transaction.atomic():
            return Acceptance.objects.create(
                agreement=agreement, organisation=organisation, person=person, way=way, **more
            )
    except IntegrityError:
        raise Problem("accepted already", _("This partner has accepted this version already.")) from None
