"""Questionnaires are begun and built: sections and questions are added, written, moved, copied and taken out.

A version that is asked does not change: its questions are what people answered. Whoever wants to change them begins the
next version, which starts as a copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.engines.questions import Question, Questionnaire, as_json, building
from passerelle.language import copying, texts
from passerelle.network.models import Project
from passerelle.questionnaires import policies
from passerelle.questionnaires.models import Instrument, Version
from passerelle.questionnaires.words import INTRO, THANKS, TITLE, fields_of, fields_of_question, owner_of

LINES = (TITLE,)


@action(may=policies.may_begin, says="questionnaire begun")
def begin(actor: Actor, project: Project, *, title: str, language: str, intro: str = "") -> Instrument:
    """Begin a questionnaire with one empty section. language: the one it is written in."""
    one = Instrument.objects.create(code=new_code(), project=project)
    form, _key = building.add_section(Questionnaire())
    version = Version.objects.create(instrument=one, language=language, form=as_json(form))
    _write(version, {TITLE: title, INTRO: intro}, actor)
    return one


@action(may=policies.may_build, says="questionnaire words changed")
def write(actor: Actor, one: Instrument, *, title: str, intro: str, thanks: str) -> Version:
    """Its title, what stands before the first question, and what whoever answered reads at the end."""
    version = draft_of(one)
    _write(version, {TITLE: title, INTRO: intro, THANKS: thanks}, actor)
    return version


@action(may=policies.may_build, says="questionnaire section added")
def add_section(actor: Actor, one: Instrument, *, revision: int, title: str = "", intro: str = "") -> Version:
    """A section at the end."""
    version = draft_of(one)
    form, key = building.add_section(version.questions)
    return _keep(version, form, revision, {key: title, f"{key}-intro": intro}, actor)


@action(may=policies.may_build, says="questionnaire section changed")
def write_section(actor: Actor, one: Instrument, key: str, *, title: str, intro: str) -> Version:
    version = draft_of(one)
    _write(version, {key: title, f"{key}-intro": intro}, actor)
    journal.tell(section=key)
    return version


@action(may=policies.may_build, says="questionnaire section removed")
def remove_section(actor: Actor, one: Instrument, key: str, *, revision: int) -> Version:
    """Take a section out with the questions in it. Raises Problem for the last one."""
    version = draft_of(one)
    if len(version.questions.sections) < 2:
        raise Problem("last section", _("A questionnaire has at least one section."))
    journal.tell(section=key)
    return _keep(version, building.remove_section(version.questions, key), revision, {}, actor)


@action(may=policies.may_build, says="questionnaire section moved")
def move_section(actor: Actor, one: Instrument, key: str, *, up: bool, revision: int) -> Version:
    version = draft_of(one)
    journal.tell(section=key, up=up)
    return _keep(version, building.move_section(version.questions, key, up=up), revision, {}, actor)


@action(may=policies.may_build, says="question added")
def add_question(
    actor: Actor,
    one: Instrument,
    section: str,
    question: Question,
    words: Mapping[str, str],
    *,
    revision: int,
) -> Version:
    """A question at the end of a section. words: by field (see `words.fields_of_question`)."""
    version = draft_of(one)
    if len(version.questions) >= building.MOST_QUESTIONS:
        raise Problem(
            "too many questions",
            _("A questionnaire has at most %(most)s questions. Begin another one for the rest."),
            most=building.MOST_QUESTIONS,
        )
    journal.tell(question=question.key, kind=question.kind)
    return _keep(version, building.add(version.questions, section, question), revision, words, actor)


@action(may=policies.may_build, says="question changed")
def change_question(
    actor: Actor, one: Instrument, question: Question, words: Mapping[str, str], *, revision: int
) -> Version:
    version = draft_of(one)
    journal.tell(question=question.key, kind=question.kind)
    return _keep(version, building.change(version.questions, question), revision, words, actor)


@action(may=policies.may_build, says="question removed")
def remove_question(actor: Actor, one: Instrument, key: str, *, revision: int) -> Version:
    """Take a question out, and the conditions that looked at it. Its words stay, so that `put_back` finds them."""
    version = draft_of(one)
    journal.tell(question=key)
    return _keep(version, building.remove(version.questions, key), revision, {}, actor)


@action(may=policies.may_build, says="question moved")
def move_question(actor: Actor, one: Instrument, key: str, *, up: bool, revision: int) -> Version:
    version = draft_of(one)
    journal.tell(question=key, up=up)
    return _keep(version, building.move(version.questions, key, up=up), revision, {}, actor)


@action(may=policies.may_build, says="question copied")
def copy_question(actor: Actor, one: Instrument, key: str, *, revision: int) -> Version:
    """The same question once more, right behind it, with its words and their translations."""
    version = draft_of(one)
    form, new = building.copy(version.questions, key)
    asked = version.questions.by_key[key]
    names = {
        field: field.replace(key, new, 1)
        for field in fields_of_question(key, asked.kind, asked.rows, asked.choices)
    }
    copying.copy(owner_of(version), owner_of(version), names, author=actor.person)
    journal.tell(question=key, copy=new)
    return _keep(version, form, revision, {}, actor)


@action(may=policies.may_build, says="questionnaire change undone")
def put_back(actor: Actor, one: Instrument, form: Questionnaire, *, revision: int) -> Version:
    """Put the questions back as they were before the last change; keys given since stay given."""
    version = draft_of(one)
    was = Questionnaire(form.sections, max(form.given, version.questions.given))
    return _keep(version, was, revision, {}, actor)


@action(may=policies.may_build, says="questionnaire version begun")
def next_version(actor: Actor, one: Instrument) -> Version:
    """A draft that starts as a copy of the newest version, translations included. The draft there is, if there is one."""
    newest = one.versions.order_by("-number").first()
    assert newest is not None
    if not newest.frozen:
        return newest
    made = Version.objects.create(
        instrument=one, number=newest.number + 1, language=newest.language, form=newest.form
    )
    names = {field: field for field in fields_of(newest.questions)}
    copying.copy(owner_of(newest), owner_of(made), names, author=actor.person)
    journal.tell(version=made.number)
    return made


@action(may=policies.may_build, says="questionnaire archived")
def put_away(actor: Actor, one: Instrument, *, away: bool = True) -> Instrument:
    """Out of the list, or back into it; what was answered stays."""
    from django.utils import timezone

    one.archived_at = timezone.now() if away else None
    one.save(update_fields=["archived_at"])
    journal.tell(away=away)
    return one


@action(may=policies.may_translate, says="questionnaire words translated")
def translate(
    actor: Actor,
    one: Instrument,
    version: Version,
    field: str,
    segment: str,
    *,
    language: str,
    words: str,
    base: int,
    from_memory: bool = False,
) -> Version:
    """Translate some words. Of a version that is asked, people read them at once.

    Raises Conflict when somebody translated them meanwhile."""
    from passerelle.language.models import Translation
    from passerelle.questionnaires.words import publish

    journal.tell(field=field, segment=segment, language=language, version=version.number)
    origin = Translation.Origin.MEMORY if from_memory else Translation.Origin.HUMAN
    text = texts.text_of(owner_of(version), field)
    texts.translate(text, segment, language, words, base=base, author=actor.person, origin=origin)
    if version.frozen:
        publish(version, actor.person)
    return version


def draft_of(one: Instrument) -> Version:
    """The version that can still be changed. Raises Problem when the newest one is asked already."""
    found = one.versions.filter(frozen_at=None).first()
    if found is None:
        raise Problem(
            "frozen",
            _(
                "This version is asked already, so its questions stay as they are. Begin the next version to change them."
            ),
        )
    return found


def _keep(
    version: Version, form: Questionnaire, revision: int, words: Mapping[str, str], actor: Actor
) -> Version:
    """Keep the questions if nobody else has changed them since `revision`. Raises Problem."""
    saved = Version.objects.filter(pk=version.pk, revision=revision, frozen_at=None).update(
        revision=revision + 1, form=as_json(form)
    )
    if not saved:
        raise Problem(
            "changed meanwhile",
            _(
                "Somebody else changed this questionnaire while you were at it. Look at it as it is now, then try again."
            ),
        )
    _write(version, words, actor)
    version.refresh_from_db()
    version.__dict__.pop("questions", None)
    return version


def _write(version: Version, words: Mapping[str, Any], actor: Actor) -> None:
    """Keep words by field; an empty one empties what was there."""
    owner = owner_of(version)
    told = texts.tell(owner, list(words))
    for field, said in words.items():
        before = told.get(field)
        if not said.strip() and before is None:
            continue
        line = not field.endswith(("intro", "help")) and field != THANKS
        body = plain_line(said) if line else said.replace("\r\n", "\n").strip()
        base = before.newest.number if before else 0
        texts.save(owner, field, version.language, body, base=base, author=actor.person, line=line)
