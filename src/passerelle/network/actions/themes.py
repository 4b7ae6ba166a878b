"""The taxonomy of themes: names come and go per language, ids stay."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.language.tongues import TONGUES
from passerelle.network import policies, terms
from passerelle.network.models import Project, Theme, Themed, ThemeLabel


@action(may=policies.may_keep_vocabularies, says="theme added")
def add_theme(actor: Actor, *, labels: dict[str, str], parent: Theme | None = None) -> Theme:
    """A new theme under its names, {language: words}. Raises Problem without any name, or when a name is taken."""
    given = {language: words for language, said in labels.items() if (words := plain_line(said))}
    if not given:
        raise Problem("no name", _("Give the theme a name in at least one language."))
    theme = Theme.objects.create(code=new_code(), parent=parent)
    for language, words in given.items():
        _name(theme, language, words)
    return theme


@action(may=policies.may_keep_vocabularies, says="theme named")
def name_theme(actor: Actor, theme: Theme, language: str, words: str) -> Theme:
    """Give a theme another name in one language, or take it away with empty words; nothing else changes.

    Raises Problem when another theme in use has that name, or when no name would be left."""
    journal.tell(language=language)
    words = plain_line(words)
    if words:
        _name(theme, language, words)
        return theme
    if not theme.labels.exclude(language=language).exists():
        raise Problem("no name", _("Give the theme a name in at least one language."))
    theme.labels.filter(language=language).delete()
    return theme


@action(may=policies.may_keep_vocabularies, says="theme moved")
def move_theme(actor: Actor, theme: Theme, parent: Theme | None) -> Theme:
    """Put a theme under another one, or at the top. Raises Problem when it would stand under itself."""
    here = parent
    while here is not None:
        if here.pk == theme.pk:
            raise Problem(
                "above itself", _("A theme cannot stand under itself. Choose another one."), field="parent"
            )
        here = here.parent
    theme.parent = parent
    theme.save(update_fields=["parent"])
    return theme


@action(may=policies.may_keep_vocabularies, says="theme retired")
def retire_theme(actor: Actor, theme: Theme) -> Theme:
    """Take a theme out of use: what has it keeps it, nothing new gets it. `restore_theme` brings it back."""
    theme.retired_at = theme.retired_at or timezone.now()
    theme.save(update_fields=["retired_at"])
    return theme


@action(may=policies.may_keep_vocabularies, says="theme restored")
def restore_theme(actor: Actor, theme: Theme) -> Theme:
    """Bring a retired theme back into use. Raises Problem for one that was merged: what had it has another now."""
    if theme.merged_into_id is not None:
        raise Problem("merged", _("This theme was merged into another one. Add it anew if you need it."))
    theme.retired_at = None
    theme.save(update_fields=["retired_at"])
    return theme


@action(may=policies.may_keep_vocabularies, says="themes merged")
def merge_themes(actor: Actor, theme: Theme, into: Theme) -> Theme:
    """Everything that had `theme` has `into` from now on; what stood under it stands under `into`.

    Raises Problem when the two are one, or `into` is out of use or stands under `theme`."""
    if into.pk == theme.pk or into.retired_at is not None:
        raise Problem("not there", _("Choose another theme that is in use."), field="into")
    here = into.parent
    while here is not None:
        if here.pk == theme.pk:
            raise Problem(
                "below it",
                _("That theme stands under this one. Move it first, or merge the other way."),
                field="into",
            )
        here = here.parent
    rows = Themed.objects.filter(theme=theme)
    already = Themed.objects.filter(theme=into).values_list("subject_kind", "subject")
    twice = [row.pk for row in rows if (row.subject_kind, row.subject) in set(already)]
    moved = rows.exclude(pk__in=twice).update(theme=into)
    Themed.objects.filter(pk__in=twice).delete()
    theme.narrower.update(parent=into)
    Theme.objects.filter(merged_into=theme).update(merged_into=into)
    theme.merged_into, theme.retired_at = into, theme.retired_at or timezone.now()
    theme.save(update_fields=["merged_into", "retired_at"])
    journal.tell(into=into.code, moved=moved, had_both=len(twice))
    return into


@action(may=policies.may_coordinate, says="themes chosen")
def choose_themes(actor: Actor, project: Project, themes: Iterable[Theme]) -> Project:
    """What a project is about. Raises Problem when a theme it did not have is out of use."""
    gone, come = set_themes(Project.KIND, project.pk, themes)
    journal.tell(themes=sorted(come), no_more=sorted(gone))
    return project


def set_themes(kind: str, subject: UUID, themes: Iterable[Theme]) -> tuple[list[str], list[str]]:
    """Make these the themes of one thing; for the actions of every room. Returns the codes of what went and what came.

    Raises Problem when one that comes is out of use."""
    wanted = {theme.pk: theme for theme in themes}
    has = {
        row.theme_id: row
        for row in Themed.objects.filter(subject_kind=kind, subject=subject).select_related("theme")
    }
    come = [theme for pk, theme in wanted.items() if pk not in has]
    if any(theme.retired_at is not None for theme in come):
        raise Problem("out of use", _("One of these themes is out of use. Choose again."))
    gone = [row for pk, row in has.items() if pk not in wanted]
    Themed.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Themed.objects.bulk_create(Themed(theme=theme, subject_kind=kind, subject=subject) for theme in come)
    return [row.theme.code for row in gone], [theme.code for theme in come]


@action(may=policies.may_keep_vocabularies, says="starting themes added")
def take_starting_themes(actor: Actor) -> int:
    """Add the themes of the starting vocabulary that were never added here; returns how many. Safe to run twice."""
    here = {theme.key: theme for theme in Theme.objects.exclude(key="")}
    added = 0
    for row in starting_themes():
        if row["key"] in here:
            continue
        theme = Theme.objects.create(code=new_code(), key=row["key"], parent=here.get(row["parent"]))
        ThemeLabel.objects.bulk_create(
            ThemeLabel(theme=theme, language=language, text=words)
            for language, words in row["labels"].items()
        )
        here[row["key"]] = theme
        added += 1
    journal.tell(added=added)
    return added


@cache
def starting_themes() -> tuple[dict[str, Any], ...]:
    """The vocabulary a network begins with: {key, parent, labels}, broader themes before narrower ones."""
    raw = (files("passerelle.network") / "data" / "themes.json").read_text(encoding="utf-8")
    return tuple(json.loads(raw)["themes"])


def _name(theme: Theme, language: str, words: str) -> None:
    if language not in TONGUES:
        raise Problem("no language", _("Choose one of the languages of the list."), field="language")
    if len(words) > terms.LONGEST:
        raise Problem(
            "too long", _("A name has at most %(most)s signs."), field=f"label_{language}", most=terms.LONGEST
        )
    taken = ThemeLabel.objects.filter(language=language, text__iexact=words, theme__retired_at=None)
    if taken.exclude(theme=theme).exists():
        raise Problem(
            "name taken",
            _("There is already a theme called %(name)s. Use that one, or merge the two."),
            field=f"label_{language}",
            name=words,
        )
    ThemeLabel.objects.update_or_create(theme=theme, language=language, defaults={"text": words})
