"""News are written, taken over, changed and translated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.language import texts
from passerelle.language.models import TextVersion, Translation
from passerelle.network.models import Organisation, Project
from passerelle.news import policies
from passerelle.news.actions.found import TEXT, TITLE, index, owner_of
from passerelle.news.models import Item


@action(may=policies.may_write, says="news written")
def write_news(
    actor: Actor,
    *,
    title: str,
    language: str,
    body: str,
    project: Project | None = None,
    organisation: Organisation | None = None,
    day: date | None = None,
    source_name: str = "",
    source_address: str = "",
    invented: bool = False,
) -> Item:
    """Begin a piece of news as a draft. project None: news of the network. Raises Problem when it is too long."""
    item = Item.objects.create(
        code=new_code(),
        project=project,
        organisation=organisation,
        day=day,
        source_name=plain_line(source_name),
        source_address=source_address,
        invented=invented,
    )
    owner, author = owner_of(item), actor.person
    texts.save(owner, TITLE, language, plain_line(title), base=0, author=author, line=True)
    texts.save(owner, TEXT, language, body, base=0, author=author)
    return item


@action(may=policies.may_write, says="news taken over")
def take_over_news(
    actor: Actor,
    *,
    other: str = "",
    translations: Mapping[str, str] | None = None,
    title_translation: str = "",
    **words: Any,
) -> Item:
    """Take over a text from elsewhere as a draft; see `write_news`.

    other: a second language the text came in; translations: {hash of a paragraph: its words in that language}."""
    item = write_news(actor, **words)
    if other:
        told = texts.tell(owner_of(item))
        given = [(told[TEXT].text, hash_, said) for hash_, said in (translations or {}).items()]
        given += [(told[TITLE].text, b.hash, title_translation) for b in told[TITLE].history[-1]]
        for text, hash_, said in given:
            if said:
                texts.translate(text, hash_, other, said, base=0, author=actor.person)
    journal.tell(language=words["language"], other=other)
    return item


@action(may=policies.may_change, says="news facts changed")
def change_facts(actor: Actor, item: Item, *, revision: int, **facts: Any) -> Item:
    """Change day, organisation and source. revision: the one the form was filled from.

    Raises Problem when somebody saved others meanwhile, or a public piece of news would lose its day."""
    if item.state == Item.State.PUBLISHED and facts.get("day", item.day) is None:
        raise Problem("no day", _("Public news have a day. Write the day this is news of."), field="day")
    journal.tell(fields=sorted(facts))
    if "source_name" in facts:
        facts["source_name"] = plain_line(facts["source_name"])
    if not Item.objects.filter(pk=item.pk, revision=revision).update(revision=revision + 1, **facts):
        raise Problem(
            "changed meanwhile",
            _(
                "Somebody else changed these facts while you were writing. Theirs are shown beside yours; save again."
            ),
        )
    item.refresh_from_db()
    if item.is_public:
        index(item)
    return item


@action(may=policies.may_change, says="news title written")
def write_title(actor: Actor, item: Item, title: str, *, language: str, base: int) -> TextVersion:
    """Write the title. Raises Conflict when somebody wrote another meanwhile."""
    words = plain_line(title)
    return texts.save(owner_of(item), TITLE, language, words, base=base, author=actor.person, line=True)


@action(may=policies.may_change, says="news text written")
def write_text(actor: Actor, item: Item, body: str, *, language: str, base: int) -> TextVersion:
    """Write the text as Markdown. Raises Conflict when somebody wrote another version meanwhile."""
    return texts.save(owner_of(item), TEXT, language, body, base=base, author=actor.person)


@action(may=policies.may_change, says="news paragraph changed")
def edit_paragraph(
    actor: Actor, item: Item, field: str, source_hash: str, words: str, *, same_meaning: bool = False
) -> TextVersion:
    """Change one paragraph; others may change other ones at the same time. same_meaning: its translations stay."""
    journal.tell(field=field, segment=source_hash, same_meaning=same_meaning)
    text = texts.text_of(owner_of(item), field)
    return texts.edit_segment(text, source_hash, words, author=actor.person, same_meaning=same_meaning)


@action(may=policies.may_change, says="news paragraph means the same")
def keep_meaning(actor: Actor, item: Item, field: str, segment: str) -> None:
    """Say that a changed paragraph means what it meant: its translations go on being current."""
    journal.tell(field=field, segment=segment)
    texts.keep_meaning(owner_of(item), field, segment, author=actor.person)


@action(may=policies.may_change, says="news paragraph means something else")
def drop_meaning(actor: Actor, item: Item, field: str, segment: str) -> None:
    """Take that back: its translations are outdated."""
    journal.tell(field=field, segment=segment)
    texts.drop_meaning(owner_of(item), field, segment)


@action(may=policies.may_translate, says="news paragraph translated")
def translate_paragraph(
    actor: Actor,
    item: Item,
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
    text = texts.text_of(owner_of(item), field)
    return texts.translate(text, source_hash, language, words, base=base, author=actor.person, origin=origin)
