"""The page of a project: written, translated, published, found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal, search
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.core.rooms import tell_of_publication
from passerelle.language import texts
from passerelle.language.models import TextVersion, Translation
from passerelle.network import policies
from passerelle.network.actions.found import PAGE, TITLE, index, owner_of
from passerelle.network.actions.projects import create_project
from passerelle.network.models import Aim, Organisation, Partnership, Project


@action(may=policies.may_create_project, says="page imported")
def import_page(
    actor: Actor,
    *,
    acronym: str,
    title: str,
    language: str,
    body: str,
    lead: Organisation | None = None,
    goals: Iterable[str] = (),
    partners: Iterable[Organisation] = (),
    **facts: Any,
) -> Project:
    """Make a draft project from what somebody kept of an old page, with the facts in it that they accepted.

    Raises Problem when the acronym is taken or the period ends before it begins."""
    project = create_project(actor, acronym=acronym, title=title, language=language, lead=lead, **facts)
    texts.save(owner_of(project), PAGE, language, body, base=0, author=actor.person)
    for goal in goals:
        Aim.objects.create(
            code=new_code(), project=project, subject_kind=Project.KIND, subject=project.pk, target=goal
        )
    for partner in partners:
        Partnership.objects.get_or_create(project=project, organisation=partner)
    return project


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
def edit_paragraph(
    actor: Actor, project: Project, field: str, source_hash: str, words: str, *, same_meaning: bool = False
) -> TextVersion:
    """Change one paragraph; others may change other ones at the same time. same_meaning: its translations stay."""
    journal.tell(field=field, segment=source_hash, same_meaning=same_meaning)
    text = texts.text_of(owner_of(project), field)
    return texts.edit_segment(text, source_hash, words, author=actor.person, same_meaning=same_meaning)


@action(may=policies.may_coordinate, says="paragraph means the same")
def keep_meaning(actor: Actor, project: Project, field: str, segment: str) -> None:
    """Say that a changed paragraph means what it meant: its translations go on being current."""
    journal.tell(field=field, segment=segment)
    texts.keep_meaning(owner_of(project), field, segment, author=actor.person)


@action(may=policies.may_coordinate, says="paragraph means something else")
def drop_meaning(actor: Actor, project: Project, field: str, segment: str) -> None:
    """Take that back: its translations are outdated."""
    journal.tell(field=field, segment=segment)
    texts.drop_meaning(owner_of(project), field, segment)


@action(may=policies.may_translate, says="paragraph translated")
def translate_paragraph(
    actor: Actor,
    project: Project,
    field: str,
    source_hash: str,
    *,
    language: str,
    words: str,
    base: int,
    from_memory: bool = False,
) -> Translation:
    """Translate one paragraph. from_memory: with the very words the memory offered.

    Raises Conflict when somebody translated it meanwhile."""
    journal.tell(field=field, segment=source_hash, language=language)
    origin = Translation.Origin.MEMORY if from_memory else Translation.Origin.HUMAN
    text = texts.text_of(owner_of(project), field)
    return texts.translate(text, source_hash, language, words, base=base, author=actor.person, origin=origin)


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
    index(project)
    tell_of_publication(project.pk)
    return project


@action(may=policies.may_coordinate, says="project withdrawn from the public", on_closed=True)
def withdraw_project(actor: Actor, project: Project) -> Project:
    """Take the page off the public site; nothing is deleted, and publishing brings it back."""
    project.state = Project.State.DRAFT
    project.save(update_fields=["state"])
    search.forget(Project.KIND, project.pk)
    tell_of_publication(project.pk)
    return project
