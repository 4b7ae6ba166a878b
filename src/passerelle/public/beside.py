"""What stands beside a project's text: its themes, its goals, its files and its next gatherings, asked for at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, IntegerField, Value
from django.db.models.functions import Cast

from passerelle.core import files
from passerelle.core.models import StoredFile
from passerelle.engines.text.collation import sort_key
from passerelle.gatherings import published
from passerelle.gatherings.models import Gathering
from passerelle.network import goals, terms
from passerelle.network.goals import Worked
from passerelle.network.models import Aim, Project, Themed
from passerelle.programme.queries import questions_everybody_reads

_NOTHING, _NO_SIZE, _NO_TIME = (
    Value("", CharField()),
    Value(0, IntegerField()),
    Cast(Value(None), DateTimeField()),  # PostgreSQL takes a bare NULL for a text
)


@dataclass(frozen=True, slots=True)
class File:
    """A file everybody may have. size: bytes."""

    pk: UUID
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Theme:
    code: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Beside:
    """themes: by name, in the reader's order. goals: in theirs. files: oldest first. gatherings: soonest first."""

    themes: tuple[Theme, ...]
    goals: tuple[Worked, ...]
    files: tuple[File, ...]
    gatherings: tuple[Gathering, ...]
    asked: bool  # whether its page of questions has something to read


def beside(project: Project, language: str) -> Beside:
    """Themes, goals, public files and next gatherings of a project, and whether it has public questions; one query."""
    themed = Themed.objects.filter(subject_kind=Project.KIND, subject=project.pk).values_list(
        _kind("theme"), "theme__code", "theme__labels__language", "theme__labels__text", _NO_SIZE, _NO_TIME
    )
    aims = Aim.objects.filter(project=project).values_list(
        _kind("aim"), "target", _NOTHING, _NOTHING, _NO_SIZE, _NO_TIME
    )
    kept = (
        StoredFile.objects.filter(
            files.are_available(), owner_kind=Project.KIND, owner=project.pk, person=None, public=True
        )
        .order_by()
        .values_list(_kind("file"), Cast("pk", CharField()), _NOTHING, "name", "size", "at")
    )
    coming = published.coming_of(project.pk).values_list(
        _kind("gathering"), _NOTHING, _NOTHING, "told", _NO_SIZE, "begins_at"
    )
    asked = (
        questions_everybody_reads(project.pk)
        .order_by()
        .values_list(_kind("question"), _NOTHING, _NOTHING, _NOTHING, _NO_SIZE, _NO_TIME)[:1]
    )
    rows = list(themed.union(aims, kept, coming, asked, all=True).order_by())
    labels = terms.gathered((row[1], row[2], row[3]) for row in rows if row[0] == "theme")
    named = [Theme(code, *_label(told, code, language)) for code, told in labels.items()]
    named.sort(key=lambda theme: sort_key(theme.name, language))
    found = sorted((row[5], row[1], row[3], row[4]) for row in rows if row[0] == "file")
    return Beside(
        tuple(named),
        tuple(goals.grouped(row[1] for row in rows if row[0] == "aim")),
        tuple(File(UUID(pk), name, size) for _at, pk, name, size in found),
        tuple(
            sorted(
                (published.from_told(project, row[3]) for row in rows if row[0] == "gathering"),
                key=lambda one: (one.begins_at, one.title),
            )
        ),
        any(row[0] == "question" for row in rows),
    )


def _kind(kind: str) -> Any:
    return Value(kind, CharField())


def _label(told: dict[str, str], code: str, language: str) -> tuple[str, str]:
    label = terms.label_in(told, language)
    return label.text or code, label.language
