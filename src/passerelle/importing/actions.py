"""Every step of a table on its way in. Rows are changed in one transaction, by the actions of their room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.importables import Context, Importable
from passerelle.core.rooms import importables
from passerelle.engines.tables import heads, reading
from passerelle.importing import content, policies
from passerelle.importing.look import Correction, Look, digest, look, words_of
from passerelle.importing.models import Heads, Sheet

MOST_ROWS = 50_000
UNREADABLE = {
    "empty": _("There is nothing in this table. Give one with a header and rows."),
    "old_excel": _("This is an old Excel file (.xls). Save it as XLSX or CSV and give that file."),
    "pdf": _("This is a PDF, not a table. Save the table itself as XLSX or CSV and give that file."),
    "markup": _("This is a web page, not a table. Save the table itself as XLSX or CSV and give that file."),
    "encoding": _(
        "The letters of this file cannot be read. Save it as CSV (UTF-8) or XLSX and give that file."
    ),
    "csv": _("A quotation mark in this file is never closed. Save it as XLSX and give that file."),
    "not_xlsx": _("This is no XLSX table. Save it as XLSX or CSV and give that file."),
    "damaged": _("This file is damaged. Open it, save it again as XLSX or CSV, and give that file."),
    "too_large": _("This table is too large. Give it in parts."),
}


@action(may=policies.may_take, says="table given")
def give(actor: Actor, importable: Importable, place: UUID | None = None, *, name: str, raw: bytes) -> Sheet:
    """Keep a table, sealed, and find its header. Raises Problem when it cannot be read."""
    if actor.person is None:
        raise Problem("nobody", _("Say whose table it is."))
    grids = read(raw)
    sheet = Sheet(code=new_code(), kind=importable.key, place=place, by=actor.person)
    content.seal(
        sheet, content={"name": name[:120], "grids": [[g.title, g.rows] for g in grids], "corrections": []}
    )
    sheet.choices = chosen(importable, grids[0].rows)
    sheet.save(force_insert=True)
    journal.tell(kind=importable.key)
    return sheet


@action(may=policies.may_open, says="columns of a table chosen")
def choose_columns(
    actor: Actor,
    sheet: Sheet,
    *,
    grid: int = 0,
    head: int | None = None,
    mapping: Mapping[int, str] | None = None,
) -> Sheet:
    """Say which table of the file, which row is the header, which column is what; what is not said is found anew.

    A mapping is remembered for the next table with this header."""
    _check_waits(sheet)
    importable = importables()[sheet.kind]
    rows = rows_of(sheet, grid)
    sheet.choices = chosen(importable, rows, grid=grid, head=head)
    if mapping is not None:
        known = {field.key for field in importable.fields}
        told = {str(column): key for column, key in mapping.items() if key in known}
        if len(set(told.values())) < len(told):
            raise Problem("twice", _("Two columns are the same. Choose each only once."))
        sheet.choices["mapping"] = told
        labels = heads.find(rows, words_of(importable), sheet.choices["head"]).labels
        Heads.objects.update_or_create(kind=sheet.kind, digest=digest(labels), defaults={"mapping": told})
    sheet.save(update_fields=["choices"])
    return sheet


@action(may=policies.may_open, says="table corrected")
def correct(actor: Actor, sheet: Sheet, corrections: Sequence[Correction]) -> Sheet:
    """Read these values as others wherever they stand in their column. The file itself stays as it is."""
    _check_waits(sheet)
    told = content.opened(sheet, "content")
    told["corrections"] += [list(one) for one in corrections]
    content.seal(sheet, content=told)
    sheet.save(update_fields=["content"])
    return sheet


@action(may=policies.may_open, says="rows of a table left out")
def leave_out(actor: Actor, sheet: Sheet, left: bool) -> Sheet:
    """Take in the other rows only, or all of them again."""
    _check_waits(sheet)
    sheet.choices["leave_out"] = left
    sheet.save(update_fields=["choices"])
    return sheet


@action(may=policies.may_open, says="table taken in")
def take_in(actor: Actor, sheet: Sheet, language: str) -> Sheet:
    """Take in all rows, or none: raises Problem as long as anything is wrong. The cells are forgotten then."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    _check_waits(sheet)
    importable = importables()[sheet.kind]
    context = Context(actor, language, sheet.place)
    seen = seen_by(sheet, context)
    if seen.stopping:
        raise Problem("wrong", _("Some rows cannot be taken in yet. Nothing was changed."))
    changes = importable.commit(context, seen.planned)
    content.seal(sheet, content=None, undo=changes)
    sheet.state, sheet.ended_at = Sheet.State.DONE, timezone.now()
    sheet.new, sheet.changed, sheet.same = (seen.count(state) for state in ("new", "changed", "same"))
    sheet.save()
    journal.tell(kind=sheet.kind, new=sheet.new, changed=sheet.changed)
    return sheet


@action(may=policies.may_open, says="table taken back")
def take_back(actor: Actor, sheet: Sheet, language: str) -> Sheet:
    """Undo an import as a whole. Raises Problem, with what stands against it, when a row was changed or used since."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    changes = content.opened(sheet, "undo") if sheet.state == Sheet.State.DONE else None
    if changes is None:
        raise Problem("not there", _("This was taken back already, or is too long ago."))
    context = Context(actor, language, sheet.place)
    importable = importables()[sheet.kind]
    against = importable.hindrances(context, changes)
    if against:
        raise Hindered(against)
    importable.undo(context, changes)
    content.seal(sheet, undo=None)
    sheet.state, sheet.ended_at = Sheet.State.UNDONE, timezone.now()
    sheet.save()
    journal.tell(kind=sheet.kind)
    return sheet


@action(may=policies.may_open, says="table thrown away")
def throw_away(actor: Actor, sheet: Sheet) -> None:
    """Forget a table that waits."""
    _check_waits(sheet)
    sheet.delete()


class Hindered(Problem):
    """An import that cannot be taken back; `against` says why, a sentence each."""

    def __init__(self, against: Sequence[str]) -> None:
        super().__init__("hindered", _("This cannot be taken back. Nothing was changed."))
        self.against = list(against)


def read(raw: bytes) -> list[reading.Grid]:
    """The tables in a file. Raises Problem."""
    try:
        grids = reading.read(raw)
    except reading.Unreadable as reason:
        raise Problem(reason.code, UNREADABLE[reason.code], field="file") from None
    if max(len(grid.rows) for grid in grids) > MOST_ROWS:
        raise Problem("too_large", UNREADABLE["too_large"], field="file")
    return grids


def chosen(
    importable: Importable, rows: Sequence[Sequence[reading.Cell]], *, grid: int = 0, head: int | None = None
) -> dict[str, object]:
    """The header, and what each column is: as the last time it had this header, else as its words say."""
    found = heads.find(rows, words_of(importable), head)
    remembered = Heads.objects.filter(kind=importable.key, digest=digest(found.labels)).first()
    mapping = remembered.mapping if remembered else {str(n): key for n, key in found.mapping.items()}
    return {"grid": grid, "head": found.row, "mapping": mapping, "leave_out": False}


def rows_of(sheet: Sheet, grid: int | None = None) -> list[list[reading.Cell]]:
    """The cells of the chosen table of the file."""
    told = content.opened(sheet, "content")
    if told is None:
        raise Problem("gone", _("This table is no longer kept. Give it again."))
    grids = told["grids"]
    wanted = sheet.choices.get("grid", 0) if grid is None else grid
    return list(grids[wanted if 0 <= wanted < len(grids) else 0][1])


def head_of(sheet: Sheet, importable: Importable, rows: Sequence[Sequence[reading.Cell]]) -> heads.Head:
    """The header as it was chosen."""
    found = heads.find(rows, words_of(importable), sheet.choices["head"])
    mapping = {int(n): key for n, key in sheet.choices["mapping"].items() if int(n) < len(found.labels)}
    return found._replace(mapping=mapping)


def seen_by(sheet: Sheet, context: Context) -> Look:
    """What this table would change now."""
    importable = importables()[sheet.kind]
    told = content.opened(sheet, "content")
    if told is None:
        raise Problem("gone", _("This table is no longer kept. Give it again."))
    rows = told["grids"][sheet.choices["grid"]][1]
    return look(
        importable,
        context,
        rows,
        head_of(sheet, importable, rows),
        corrections=[(str(a), str(b), str(c)) for a, b, c in told["corrections"]],
        leave_out=bool(sheet.choices.get("leave_out")),
    )


def _check_waits(sheet: Sheet) -> None:
    if not sheet.waits:
        raise Problem("done", _("This table was taken in already."))
