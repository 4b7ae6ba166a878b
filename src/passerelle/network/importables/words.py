"""Terms of the glossary, from a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.importables import Change, Context, Field, Importable, Planned, Row, Wrong
from passerelle.importing import kinds
from passerelle.network import actions, policies
from passerelle.network.models import Term

FACTS = ("concept", "language", "term", "forbidden", "note", "source")
LOOSE = ("forbidden", "note", "source")

FIELDS = (
    Field(
        "term",
        gettext_lazy("Term"),
        kinds.line(120),
        "word|expression|terme|mot|termine|parola|voce|uttryck|ord|benennung|begriff|término|المصطلح|الكلمة",
        required=True,
    ),
    Field(
        "language",
        gettext_lazy("Language"),
        kinds.language,
        "lang|code|langue|lingua|språk|sprache|idioma|اللغة",
        required=True,
    ),
    Field(
        "concept",
        gettext_lazy("Concept"),
        kinds.line(80),
        "id|entry|subject|notion|concept id|concetto|begrepp|konzept|concepto|المفهوم",
        required=True,
        hint=gettext_lazy("Terms with the same concept are the same thing in different languages."),
    ),
    Field(
        "forbidden",
        gettext_lazy("Must not be used"),
        kinds.yes_no,
        "forbidden|deprecated|avoid|interdit|vietato|förbjuden|verboten|prohibido|محظور",
    ),
    Field(
        "note",
        gettext_lazy("Note"),
        kinds.line(300),
        "comment|remark|remarque|nota|anmärkning|bemerkung|ملاحظة",
    ),
    Field(
        "source", gettext_lazy("Source"), kinds.line(200), "reference|origin|fonte|källa|quelle|fuente|المصدر"
    ),
)


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """A row means the term of the same words, language and concept, whatever their capitals."""
    known = {_key(_values(one)): one for one in Term.objects.visible_to(context.actor)}
    planned: list[Planned] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = _key(row.values)
        if all(key) and key in seen:
            problem = _("The same term stands in row %(row)s already.") % {"row": seen[key] + 1}
            wrong.append(Wrong(row.number, "term", str(row.values.get("term", "")), problem))
            continue
        seen[key] = row.number
        target = known.get(key)
        planned.append(Planned(row, target, _changes(target, row.values) if target else {}))
    return planned, wrong


def _values(one: Term) -> dict[str, Any]:
    return {key: getattr(one, key) for key in FACTS}


def _key(told: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(told.get(key, "")).lower() for key in ("concept", "language", "term"))


def _changes(target: Term, told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: told[key] for key in LOOSE if key in told and told[key] != getattr(target, key)}


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Add the new ones, change the others."""
    changed = [one for one in planned if one.state == "changed"]
    was = [{key: getattr(one.target, key) for key in one.changes} for one in changed]
    made = actions.take_in_terms(
        context.actor,
        [
            {key: one.row.values[key] for key in FACTS if key in one.row.values}
            for one in planned
            if one.state == "new"
        ],
        [(one.target, one.changes) for one in changed],
    )
    return [
        *({"id": str(one.pk), "was": None, "now": _values(one)} for one in made),
        *(
            {"id": str(one.target.pk), "was": before, "now": dict(one.changes)}
            for one, before in zip(changed, was, strict=True)
        ),
    ]


def hindrances(context: Context, changes: Sequence[Change]) -> list[str]:
    """Which terms were changed since, or have gone."""
    there = _there(context, changes)
    found = []
    for change in changes:
        one = there.get(change["id"])
        if one is None:
            found.append(_("A term of this table is no longer here."))
        elif any(getattr(one, key) != value for key, value in change["now"].items()):
            found.append(_("%(term)s was changed since.") % {"term": one.term})
    return found


def undo(context: Context, changes: Sequence[Change]) -> None:
    there = _there(context, changes)
    actions.take_back_terms(
        context.actor,
        [there[change["id"]] for change in changes if change["was"] is None],
        [(there[change["id"]], change["was"]) for change in changes if change["was"] is not None],
    )


def _there(context: Context, changes: Sequence[Change]) -> dict[str, Term]:
    found = Term.objects.visible_to(context.actor).filter(pk__in=[one["id"] for one in changes])
    return {str(one.pk): one for one in found}


TERMS = Importable(
    key="terms",
    label=gettext_lazy("Terms of the glossary"),
    explains=gettext_lazy(
        "What things are called in each language. A term that is here already, in its language and concept, is changed; "
        "the others are added."
    ),
    fields=FIELDS,
    may=lambda actor, place=None: policies.may_keep_glossary(actor),
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_glossary"),
    order=70,
)
