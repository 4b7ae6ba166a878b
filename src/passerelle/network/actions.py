"""Every change in the network. Screens, commands and jobs call these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal, search
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import digest, new_code, printed_code
from passerelle.core.dates import runs_backwards
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.core.models import StoredFile
from passerelle.language import texts
from passerelle.language.models import TextVersion, Translation
from passerelle.messages.actions import post
from passerelle.network import policies
from passerelle.network.models import Appointment, Invitation, Organisation, Partnership, Project
from passerelle.network.roles import Role
from passerelle.people import actions as people
from passerelle.people.models import Account, Person, Place

TITLE, PAGE = "title", "page"
LETTER_LASTS = timedelta(days=30)


def owner_of(project: Project) -> texts.Owner:
    return texts.Owner(Project.KIND, project.pk)


@action(may=policies.may_administer, says="organisation added")
def add_organisation(actor: Actor, **facts: Any) -> Organisation:
    """Add a member to the standing network. Raises Problem when the name is taken in that country."""
    facts["name"] = plain_line(facts["name"])
    try:
        with transaction.atomic():
            return Organisation.objects.create(code=new_code(), **facts)
    except IntegrityError:
        raise Problem(
            "name taken",
            _("There is already an organisation of this name in that country. Open it instead."),
            field="name",
        ) from None


@action(may=policies.may_create_project, says="project created")
def create_project(
    actor: Actor,
    *,
    acronym: str,
    title: str,
    language: str,
    lead: Organisation | None = None,
    **facts: Any,
) -> Project:
    """Open a project as a draft, led by whoever opens it, for the organisation that leads.

    Raises Problem when the acronym is taken or the period ends before it begins."""
    _check_period(facts)
    try:
        with transaction.atomic():
            project = Project.objects.create(code=new_code(), acronym=plain_line(acronym), **facts)
    except IntegrityError:
        raise _acronym_taken(acronym) from None
    if lead is not None:
        Partnership.objects.create(project=project, organisation=lead, lead=True)
    if actor.person is not None:
        _appoint(actor.person, Role.LEAD_COORDINATOR, project, lead)
    texts.save(owner_of(project), TITLE, language, plain_line(title), base=0, author=actor.person, line=True)
    return project


@action(may=policies.may_create_project, says="page imported")
def import_page(
    actor: Actor, *, acronym: str, title: str, language: str, body: str, lead: Organisation | None = None
) -> Project:
    """Make a draft project from what somebody kept of an old page."""
    project = create_project(actor, acronym=acronym, title=title, language=language, lead=lead)
    texts.save(owner_of(project), PAGE, language, body, base=0, author=actor.person)
    return project


@action(may=policies.may_lead, says="project facts changed")
def change_facts(actor: Actor, project: Project, *, revision: int, **facts: Any) -> Project:
    """Change the facts of a project. revision: the one the form was filled from.

    Raises Problem when somebody saved others meanwhile, the acronym is taken or the period runs backwards."""
    _check_period(facts)
    journal.tell(fields=sorted(facts))
    try:
        with transaction.atomic():
            changed = Project.objects.filter(pk=project.pk, revision=revision).update(
                revision=revision + 1, **facts
            )
    except IntegrityError:
        raise _acronym_taken(facts.get("acronym", "")) from None
    if not changed:
        raise Problem(
            "changed meanwhile",
            _(
                "Somebody else changed these facts while you were writing. Theirs are shown beside yours; save again."
            ),
        )
    project.refresh_from_db()
    if project.state == Project.State.PUBLISHED:
        _index(project)
    return project


@action(may=policies.may_lead, says="partners chosen")
def choose_partners(actor: Actor, project: Project, organisations: Iterable[Organisation]) -> Project:
    """Make these organisations the partners of the project; the lead partner always stays.

    Raises Problem when somebody still acts in the project for one that would leave."""
    chosen = {one.pk: one for one in organisations}
    present = {p.organisation_id: p for p in project.partnerships.select_related("organisation")}
    leaving = [p for pk, p in present.items() if pk not in chosen and not p.lead]
    busy = Appointment.objects.filter(
        project=project, active=True, organisation__in=[p.organisation_id for p in leaving]
    ).select_related("organisation")
    if first := busy.first():
        raise Problem(
            "still acts",
            _("Somebody still has a role in this project for %(name)s. End that role first."),
            name=str(first.organisation),
        )
    for one in leaving:
        one.delete()
    joining = [one for pk, one in chosen.items() if pk not in present]
    Partnership.objects.bulk_create(Partnership(project=project, organisation=one) for one in joining)
    journal.tell(joined=[one.code for one in joining], left=[one.organisation.code for one in leaving])
    return project


@action(may=policies.may_lead, says="role given")
def appoint(
    actor: Actor, project: Project, person: Person, role: str, organisation: Organisation | None
) -> Appointment:
    """Give somebody a role in the project, for one of its partners."""
    journal.tell(role=role, person=person.pk)
    return _appoint(person.pk, role, project, organisation)


@action(may=policies.may_lead, says="role ended")
def end_appointment(actor: Actor, project: Project, appointment: Appointment) -> Appointment:
    """End a role. The last lead coordinator cannot leave: somebody must answer to the funder."""
    others = Appointment.objects.filter(project=project, role=Role.LEAD_COORDINATOR, active=True).exclude(
        pk=appointment.pk
    )
    if appointment.role == Role.LEAD_COORDINATOR and not others.exists():
        raise Problem(
            "last lead", _("A project keeps at least one lead coordinator. Appoint another one first.")
        )
    appointment.active = False
    appointment.save(update_fields=["active"])
    journal.tell(role=appointment.role, person=appointment.person_id)
    return appointment


@action(may=policies.may_coordinate, says="participant written down")
def write_down(
    actor: Actor, project: Project, *, organisation: Organisation | None, **contact: str
) -> Person:
    """Make somebody known who takes part and needs no account. organisation: the partner that answers for the data.

    Raises Problem when there is no name, or the organisation is no partner."""
    if organisation is not None:
        _check_partner(project, organisation)
    controller = organisation.pk if organisation else None
    return people.register_person(
        actor, project=project.pk, controller=controller, invented=project.invented, **contact
    )


@action(may=policies.may_lead, says="person invited")
def invite(
    actor: Actor,
    project: Project,
    *,
    name: str,
    email: str,
    language: str,
    role: str,
    organisation: Organisation,
) -> Invitation:
    """Write to somebody, in their language, to take a role for one of the partners.

    Raises Problem when the organisation is no partner."""
    _check_partner(project, organisation)
    account = Account.objects.filter(email__iexact=email).select_related("person").first()
    person = (
        account.person
        if account is not None
        else people.register_person(
            actor,
            name=name,
            email=email,
            language=language,
            project=project.pk,
            controller=organisation.pk,
            invented=project.invented,
        )
    )
    secret = printed_code()
    invitation = Invitation.objects.create(
        code=new_code(),
        person=person,
        project=project,
        organisation=organisation,
        role=role,
        digest=digest(secret),
        invited_by=actor.person,
        expires_at=timezone.now() + LETTER_LASTS,
    )
    with translation.override(language):
        link = settings.ADDRESS + reverse("join", args=[secret])
        context = {
            "name": name,
            "project": project.acronym,
            "organisation": organisation.name,
            "role": Role(role).label,
            "link": link,
            "expires": invitation.expires_at.date().isoformat(),
        }
    post(
        actor,
        receiver=("person", person.pk),
        purpose="invitation",
        template="network/mail/invitation",
        context=context,
        project=project.pk,
    )
    journal.tell(role=role, person=person.pk, project=project.code)
    return invitation


def open_invitation(secret: str) -> Invitation | None:
    """The letter this secret belongs to, if it is still open."""
    found = Invitation.objects.filter(
        digest=digest(secret), accepted_at=None, expires_at__gt=timezone.now(), person__erased_at=None
    )
    return found.select_related("project", "organisation", "person").first()


@action(may=policies.may_answer_invitation, says="invitation accepted")
def accept_invitation(
    actor: Actor, invitation: Invitation, *, email: str = "", password: str = ""
) -> Account:
    """Answer a letter: an account (unless the person has one), and the role it names.

    Raises Problem when it was answered already."""
    still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if not still_open.update(accepted_at=timezone.now()):
        raise Problem("answered", _("This invitation was answered already. Sign in with your account."))
    account = Account.objects.filter(person=invitation.person_id).first()
    if account is None:
        # The letter speaks for the person: they make their own account.
        oneself = Actor(person=invitation.person_id)
        account = people.create_account(oneself, invitation.person, email, password)
    _appoint(invitation.person_id, invitation.role, invitation.project, invitation.organisation)
    journal.tell(person=invitation.person_id, role=invitation.role, invitation=invitation.code)
    return account


@action(may=policies.may_coordinate, says="title written")
def write_title(actor: Actor, project: Project, title: str, *, language: str, base: int) -> TextVersion:
    """Write the title in the language it is written in. Raises Conflict when somebody wrote another meanwhile."""
    return texts.save(
        owner_of(project), TITLE, language, plain_line(title), base=base, author=actor.person, line=True
    )


@action(may=policies.may_coordinate, says="page written")
def write_page(actor: Actor, project: Project, body: str, *, language: str, base: int) -> TextVersion:
    """Write the project's page as Markdown. Raises Conflict when somebody wrote another version meanwhile."""
    return texts.save(owner_of(project), PAGE, language, body, base=base, author=actor.person)


@action(may=policies.may_coordinate, says="paragraph changed")
def edit_paragraph(actor: Actor, project: Project, field: str, source_hash: str, words: str) -> TextVersion:
    """Change one paragraph; others may change other ones at the same time."""
    journal.tell(field=field, segment=source_hash)
    text = texts.tell(owner_of(project), [field])[field].text
    return texts.edit_segment(text, source_hash, words, author=actor.person)


@action(may=policies.may_translate, says="paragraph translated")
def translate_paragraph(
    actor: Actor, project: Project, field: str, source_hash: str, *, language: str, words: str, base: int
) -> Translation:
    """Translate one paragraph. Raises Conflict when somebody translated it meanwhile."""
    journal.tell(field=field, segment=source_hash, language=language)
    text = texts.tell(owner_of(project), [field])[field].text
    return texts.translate(text, source_hash, language, words, base=base, author=actor.person)


@action(may=policies.may_coordinate, says="project published")
def publish_project(actor: Actor, project: Project) -> Project:
    """Show the page as it stands now to everybody. Raises Problem when there is nothing to read yet."""
    told = texts.tell(owner_of(project))
    if TITLE not in told or not told[TITLE].newest.body:
        raise Problem("no title", _("The page has no title yet. Write one, then publish."))
    if PAGE not in told or not told[PAGE].newest.body:
        raise Problem("no text", _("The page has no text yet. Write or import one, then publish."))
    journal.tell(editions=texts.publish(owner_of(project), TITLE, [PAGE], actor.person))
    project.state = Project.State.PUBLISHED
    project.published_at = timezone.now()
    project.save(update_fields=["state", "published_at"])
    _index(project)
    return project


@action(may=policies.may_coordinate, says="project withdrawn from the public")
def withdraw_project(actor: Actor, project: Project) -> Project:
    """Take the page off the public site; nothing is deleted, and publishing brings it back."""
    project.state = Project.State.DRAFT
    project.save(update_fields=["state"])
    search.forget(Project.KIND, project.pk)
    return project


@action(may=policies.may_coordinate, says="file attached")
def attach_file(actor: Actor, project: Project, upload: Any, *, public: bool) -> StoredFile:
    """Keep a document of the project. Raises Problem when it is too large or of no allowed kind."""
    return files.store(actor, owner_kind=Project.KIND, owner=project.pk, upload=upload, public=public)


@action(may=policies.may_coordinate, says="file removed")
def remove_file(actor: Actor, project: Project, file: StoredFile) -> Project:
    """Remove a document of the project, for good."""
    if file.owner != project.pk:
        raise Problem("not here", _("This file belongs to another record."))
    journal.tell(file=file.pk)
    files.remove(file)
    return project


def index_all() -> int:
    """Index every published project anew, for a rebuild of the search index."""
    published = list(Project.objects.unscoped(reason="search index").filter(state=Project.State.PUBLISHED))
    for project in published:
        _index(project)
    return len(published)


def _index(project: Project) -> None:
    for language in texts.INTERFACE:
        edition = texts.edition(owner_of(project), language)
        if edition is None:
            continue
        with translation.override(language):
            address = reverse("project", args=[project.code, project.slug])
        words = " ".join([project.acronym, edition.title, *(part["body"] for part in edition.parts)])
        search.index(
            Project.KIND, project.pk, language, None, edition.title or project.acronym, words, address
        )


def _appoint(
    person: UUID, role: str, project: Project | None, organisation: Organisation | None
) -> Appointment:
    appointment, _new = Appointment.objects.update_or_create(
        person_id=person, role=role, project=project, organisation=organisation, defaults={"active": True}
    )
    if project is not None:
        Place.objects.get_or_create(person_id=person, project=project.pk)
    return appointment


def _check_partner(project: Project, organisation: Organisation) -> None:
    if not Partnership.objects.filter(project=project, organisation=organisation).exists():
        raise Problem(
            "no partner",
            _("Only partners of the project can be given a role. Choose them first."),
            field="organisation",
        )


def _check_period(facts: dict[str, Any]) -> None:
    if runs_backwards(facts.get("starts") or None, facts.get("ends") or None):
        raise Problem(
            "period backwards",
            _("The period ends before it begins. Look at the two dates once more."),
            field="ends",
        )


def _acronym_taken(acronym: str) -> Problem:
    return Problem(
        "acronym taken",
        _("There is already a project called %(acronym)s. Choose another acronym, or open that project."),
        field="acronym",
        acronym=acronym,
    )
