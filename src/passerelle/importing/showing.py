"""Tables on their way in, as the screens show them. Rows are counted as in the file, from 1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passerelle.core.dates import format_partial
from passerelle.core.importables import Importable, Wrong
from passerelle.engines.tables import heads
from passerelle.engines.tables.words import tidy
from passerelle.importing import actions, content
from passerelle.importing.look import Look, proposals
from passerelle.importing.models import Sheet
from passerelle.language.rows import in_a_row

BRIDGES = {"new": "draft", "changed": "outdated", "same": "reviewed"}
WORDS = {
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "same": gettext_lazy("as it is"),
}
STATES = {"waiting": "wait", "done": "reviewed", "undone": "missing"}
LINE = [
    {"label": gettext_lazy("Table")},
    {"label": gettext_lazy("State")},
    {"label": gettext_lazy("New"), "end": True},
    {"label": gettext_lazy("Changed"), "end": True},
    {"label": gettext_lazy("Given on")},
]
MOST_PROPOSALS = 100


def line(sheet: Sheet, labels: dict[str, Any]) -> list[Any]:
    """A table in the list of one's own."""
    from django.utils import timezone, translation

    day = format_partial(timezone.localtime(sheet.at).date().isoformat(), translation.get_language() or "en")
    return [
        {"text": labels.get(sheet.kind, sheet.kind), "url": reverse("desk_table", args=[sheet.code])},
        {"state": STATES[sheet.state], "word": sheet.get_state_display()},
        "–" if sheet.waits else sheet.new,
        "–" if sheet.waits else sheet.changed,
        day,
    ]


def name_of(sheet: Sheet) -> str:
    told = content.opened(sheet, "content")
    return str(told["name"]) if told else ""


def letter(column: int) -> str:
    """A, B, … Z, AA: how spreadsheets call their columns."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def columns(sheet: Sheet, one: Importable) -> dict[str, Any]:
    """Each column with its letter, its label, what it begins with, and what it is taken for."""
    told = content.opened(sheet, "content")
    if told is None:
        return {"rows": []}
    rows = told["grids"][sheet.choices["grid"]][1]
    head = actions.head_of(sheet, one, rows)
    numbers, _passed = heads.body(rows, head)
    return {
        "name": told["name"],
        "grids": [
            {
                "number": n,
                "title": title or _("Table %(n)s") % {"n": n + 1},
                "chosen": n == sheet.choices["grid"],
            }
            for n, (title, _rows) in enumerate(told["grids"])
        ],
        "head_row": head.row + 1,
        "fields": [{"key": f.key, "label": f.label, "required": f.required} for f in one.fields],
        "needed": [f.label for f in one.fields if f.required and f.key not in head.mapping.values()],
        "data_rows": len(numbers),
        "rows": [
            {
                "number": n,
                "letter": letter(n),
                "label": label,
                "field": head.mapping.get(n, ""),
                "begins": [text for row in numbers[:40] if (text := tidy(str(rows[row][n])))][:3],
            }
            for n, label in enumerate(head.labels)
            if label or any(tidy(str(rows[row][n])) for row in numbers)
        ],
    }


def sides(seen: Look, asked: str) -> list[dict[str, Any]]:
    """Tabs: what is wrong, what is new, what changes, everything."""
    every = [
        ("wrong", _("To look at"), len(seen.wrong)),
        ("new", _("New"), seen.count("new")),
        ("changed", _("Changed"), seen.count("changed")),
        ("all", _("All rows"), len(seen.texts)),
    ]
    there = [side for side, _label, count in every if count] or ["all"]
    current = asked if asked in there else there[0]
    return [
        {"side": side, "label": label, "url": f"?show={side}", "current": side == current, "count": count}
        for side, label, count in every
        if side in there
    ]


def row_columns(seen: Look, one: Importable) -> list[dict[str, Any]]:
    labels = {field.key: field.label for field in one.fields}
    mapped = [{"label": labels[key]} for key in seen.head.mapping.values() if key in labels]
    return [
        {"label": _("Row"), "end": False},
        {"label": _("What happens")},
        *mapped,
        {"label": _("What changes")},
    ]


def rows(seen: Look, one: Importable, side: str) -> list[list[Any]]:
    """Rows as they stand in the file, with what would become of each."""
    labels = {field.key: str(field.label) for field in one.fields}
    keys = [key for key in seen.head.mapping.values() if key in labels]
    planned = {each.row.number: each for each in seen.planned}
    found = []
    for number, texts in seen.texts.items():
        each = planned.get(number)
        if side in WORDS and (each is None or each.state != side):
            continue
        if each is None:
            left = number in seen.left
            state = {"state": "late", "word": _("left out") if left else _("to put right")}
            changes = ""
        else:
            state = {"state": BRIDGES[each.state], "word": str(WORDS[each.state])}
            changes = in_a_row((labels[key] for key in each.changes), style="unit")
        found.append([str(number + 1), state, *(texts.get(key, "") or "–" for key in keys), changes or "–"])
    return found


def wrong_columns() -> list[dict[str, Any]]:
    return [
        {"label": _("Row")},
        {"label": _("Column")},
        {"label": _("Value")},
        {"label": _("What is wrong")},
        {"label": _("Proposal")},
    ]


def wrong_rows(seen: Look, one: Importable) -> list[list[Any]]:
    """Everything that is wrong, row by row."""
    where = {key: column for column, key in seen.head.mapping.items()}
    labels = {field.key: str(field.label) for field in one.fields}
    told = []
    for wrong in seen.wrong:
        column = where.get(wrong.field)
        label = labels.get(wrong.field, "")
        if column is not None:
            label = f"{seen.head.labels[column] or label} ({letter(column)})"
        told.append(
            [
                _("whole table") if wrong.row is None else str(wrong.row + 1),
                label or "–",
                wrong.value or "–",
                wrong.problem,
                wrong.instead or "–",
            ]
        )
    return told


def mark(wrong: Wrong) -> str:
    """What a proposal is called in a form."""
    return hashlib.sha256(f"{wrong.field}\n{wrong.value}\n{wrong.instead}".encode()).hexdigest()[:16]


def proposed(seen: Look, one: Importable) -> list[dict[str, Any]]:
    """Each proposal once, with how many rows it is for."""
    labels = {field.key: field.label for field in one.fields}
    return [
        {
            "mark": mark(wrong),
            "value": wrong.value,
            "instead": wrong.instead,
            "label": labels.get(wrong.field, ""),
            "times": times,
            "stops": wrong.stops,
        }
        for wrong, times in proposals(seen.wrong)[:MOST_PROPOSALS]
    ]


def what_goes(sheet: Sheet) -> Sequence[str]:
    """What taking a table back means, in sentences."""
    told = []
    if sheet.new:
        told.append(
            ngettext(
                "%(n)s row that was added goes again.", "%(n)s rows that were added go again.", sheet.new
            )
            % {"n": sheet.new}
        )
    if sheet.changed:
        told.append(
            ngettext(
                "%(n)s row gets back the values it had.",
                "%(n)s rows get back the values they had.",
                sheet.changed,
            )
            % {"n": sheet.changed}
        )
    told.append(_("If one of them was changed or used since, nothing is taken back, and you see which."))
    return told
