"""What the house holds about one person, to take home: every declared field of every room, opened and readable.

Walks over the declarations, so a new room's data are in it without a line here. One file a person can read, with why
each value is kept and for how long, and a zip with their files.
"""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.core import categories, sealing
from passerelle.core import files as stored
from passerelle.core.fields import PersonalField, field_name, personal_fields
from passerelle.core.models import StoredFile
from passerelle.core.rooms import rooms
from passerelle.people.models import Person

# Nobody can do anything with these but who checks a password or a code: they are named, not handed out.
HASHES = frozenset({"password", "digest", "key"})
# What opens an account is not handed out with what is known about its owner.
SECRETS = frozenset({"mfa.authenticator.data", "socialaccount.socialaccount.extra_data"})
# A table somebody gave tells of others.
OF_OTHERS = frozenset({"importing.sheet.content", "importing.sheet.undo"})
# On a page: the same text once, nothing that nobody can read, and first what a person looks for first.
HIDDEN = HASHES | {"html"}
ORDER = {"people.identity": 0, "people.person": 1, "people.account": 2, "outbox.message": 3}


def portrait(person: Person) -> dict[str, Any]:
    """{"person", "made", "sections": [{"title", "table", "fields", "rows"}], "rooms": {name: …}, "files": […]}.

    A section's `fields` say what each value is for; its rows hold the values, equal ones once with their number.
    """
    return {
        "person": person.code,
        "made": timezone.now().isoformat(timespec="seconds"),
        "sections": [s for s in (_section(m, f, person.pk) for m, f in _by_table()) if s["rows"]],
        "rooms": {
            room.name: told for room in rooms() if room.portrait and (told := room.portrait(person.pk))
        },
        "answering": [
            {"project": project, "data": category, "organisation": organisation}
            for project, category, organisation in categories.answering_for(person.pk)
        ],
        "files": [_file(one) for one in StoredFile.objects.filter(person=person.pk)],
    }


def readable(told: dict[str, Any]) -> dict[str, Any]:
    """What of a portrait a person reads on a page: {"sections": [{"title", "rows", "why"}], "numbers": [titles]}.

    A row is a list of {"label", "text"}. Bare ids and fingerprints, which say nothing to anybody, are named by their
    table only; files and consents have places of their own on the page."""
    sections, numbers = [], []
    for section in sorted(told["sections"], key=lambda s: ORDER.get(s["table"], len(ORDER))):
        if section["table"] in ("people.consent", "core.storedfile"):
            continue
        shown = {n: f for n, f in section["fields"].items() if not f["reference"] and n not in HIDDEN}
        rows = [
            [{"label": shown[n]["label"], "text": row[n]} for n in shown if row.get(n)]
            for row in section["rows"]
        ]
        if any(rows):
            sections.append(
                {"title": section["title"], "rows": [r for r in rows if r], "why": list(shown.values())}
            )
        else:
            numbers.append(section["title"])
    for room in told["rooms"].values():
        sections += [{**section, "why": []} for section in room.get("sections", ())]
    return {"sections": sections, "numbers": numbers}


def as_json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def as_zip(person: Person, told: dict[str, Any]) -> bytes:
    """The same as JSON, and the person's own files under their own names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("data.json", as_json(told))
        for one in StoredFile.objects.filter(person=person.pk):
            content = stored.read(one)
            if content is not None:
                out.writestr(f"files/{one.pk}-{stored.name_of(one)}", content)
    return packed.getvalue()


def _by_table() -> list[tuple[type[models.Model], list[PersonalField]]]:
    found: dict[type[models.Model], list[PersonalField]] = {}
    for one in personal_fields():
        # What is its own subject (an answer nobody is named in) is no person's, not even of whoever typed it in.
        if one.holds.subject and (one.holds.subject != "id" or one.model is Person):
            found.setdefault(one.model, []).append(one)
    return list(found.items())


def _section(model: type[models.Model], fields: list[PersonalField], person: UUID) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for subject in dict.fromkeys(f.holds.subject for f in fields):
        about = [f for f in fields if f.holds.subject == subject]
        found = list(model._base_manager.filter(**{subject: person}).order_by("pk"))
        rows += [
            {f.field.name: value for f, value in zip(about, values, strict=True)}
            for values in _values(found, about, person)
        ]
    return {
        "title": str(model._meta.verbose_name).capitalize(),
        "table": model._meta.label_lower,
        "fields": {f.field.name: _explained(f) for f in fields},
        "rows": _counted(rows),
    }


def _values(rows: list[models.Model], fields: list[PersonalField], person: UUID) -> list[list[Any]]:
    sealed = [f.field.name for f in fields if f.sealed and field_name(f.field) not in OF_OTHERS]
    wanted = [
        (person, getattr(row, name), sealing.place(row, name, row.pk)) for row in rows for name in sealed
    ]
    opened = iter(sealing.keys.unseal_many(wanted))
    told = []
    for row in rows:
        texts = {name: next(opened) for name in sealed}
        told.append([texts[f.field.name] if f.field.name in texts else _plain(row, f.field) for f in fields])
    return told


def _plain(row: models.Model, field: models.Field) -> Any:
    value = getattr(row, field.attname)
    if field.name in HASHES and value:
        return _("only a fingerprint of it is kept")
    if field_name(field) in SECRETS | OF_OTHERS:
        if value is None:
            return None
        return _("kept, and shown to nobody")
    if field.choices and value is not None:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def _counted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A thousand rows that say the same (this person changed a text) are one row and a number."""
    times: dict[str, int] = {}
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        same = json.dumps(row, sort_keys=True, ensure_ascii=False)
        first.setdefault(same, row)
        times[same] = times.get(same, 0) + 1
    return [row if times[same] == 1 else {**row, "times": times[same]} for same, row in first.items()]


def _explained(field: PersonalField) -> dict[str, Any]:
    return {
        "label": str(field.field.verbose_name),
        "reference": isinstance(field.field, models.UUIDField | models.ForeignKey),
        "why": str(field.holds.purpose),
        "basis": f"GDPR {field.holds.basis}",
        "kept": str(field.holds.keep),
    }


def _file(one: StoredFile) -> dict[str, Any]:
    return {
        "name": stored.name_of(one),
        "type": one.media_type,
        "size": one.size,
        "kept_since": one.at.isoformat(),
    }
