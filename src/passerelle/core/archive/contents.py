"""Which tables travel in the full export, in which order, and which deliberately stay at home."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models, router

from passerelle.core.rooms import Exportable, rooms

# Every table is either exportable by its room or stands here with the reason; a test sees to it.
LEFT_OUT = {
    "core.searchentry": "Made anew from the records.",
    "core.searchmeaning": "Made anew from the index of the search.",
    "importing.sheet": "Passing: a table that waits, and what takes one back; both go within days.",
    "sessions.session": "Whoever was signed in signs in again.",
    "people.opensession": "Whoever was signed in signs in again.",
    "people.knowndevice": "A browser knows one server; at another it is new.",
    "socialaccount.socialapp": "Issuers are named in the environment; the table stays empty.",
    "socialaccount.socialtoken": "Never stored; the table stays empty.",
    "account.emailaddress": "Written down anew from the account at the next sign-in.",
    "account.emailconfirmation": "Codes sent by mail lapse by themselves.",
    "contenttypes.contenttype": "Made by the migrations of the server that imports.",
    "auth.permission": "Made by the migrations, used by nobody: rights come from roles.",
    "auth.group": "Used by nobody: rights come from roles.",
    "procrastinate.procrastinatejob": "What waited then must not happen now: no mail goes twice.",
    "procrastinate.procrastinateevent": "Belongs to jobs that stay at home.",
    "procrastinate.procrastinateperiodicdefer": "The clock of the server that imports starts anew.",
    "procrastinate.procrastinateworker": "The workers of the server that exports.",
}


def exportables() -> list[tuple[type[models.Model], Exportable]]:
    """Every table that travels, those it refers to before it."""
    declared = {apps.get_model(e.model): e for room in rooms() for e in room.exportables}
    placed: dict[type[models.Model], Exportable] = {}
    while len(placed) < len(declared):
        ready = [
            model
            for model in declared
            if model not in placed and _needs(model) & declared.keys() <= placed.keys()
        ]
        # A circle of tables is fine for PostgreSQL, which checks references at the end: take the next one.
        for model in ready or [next(m for m in declared if m not in placed)]:
            placed[model] = declared[model]
    return list(placed.items())


def undecided() -> Iterator[str]:
    """Tables of the data database that are neither exportable nor left out with a reason."""
    travelling = {model for model, _ in exportables()}
    for model in apps.get_models():
        if router.allow_migrate_model("default", model) and model not in travelling:
            label = model._meta.label_lower
            if label not in LEFT_OUT:
                yield label


def references(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    """The columns of a table that point to other tables."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field


def key_of(model: type[models.Model]) -> str:
    """The column of the primary key."""
    return model._meta.pk.column or model._meta.pk.attname


def column_of(model: type[models.Model], field: str) -> str:
    found = model._meta.get_field(field)
    assert isinstance(found, models.Field)
    return found.column or found.attname


def _needs(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in references(model)} - {model}
