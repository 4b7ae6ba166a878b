"""The chain from a table, as applications have it: goals, outcomes, outputs, activities and their indicators, one in
each row. How an indicator is counted is said on its page: words in a cell are no rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.importables import Change, Context, Field, Importable, Planned, Row, Wrong
from passerelle.engines.tables.words import loose
from passerelle.evidence import actions, queries, reading
from passerelle.evidence.actions.tables import INDICATOR
from passerelle.evidence.models import Indicator, Result
from passerelle.evidence.models.indicators import units
from passerelle.importing import kinds
from passerelle.network.importables import led
from passerelle.network.importables.names import partner
from passerelle.network.models import Project

LEVELS = {
    "goal": "objective|general objective|overall objective|impact|specific objective|objectif|objectif général|obiettivo|"
    "mål|الهدف",
    "outcome": "result|effect|purpose|résultat|effet|esito|risultato|utfall|effekt|النتيجة",
    "output": "deliverable|product|livrable|produit|realizzazione|prodotto|leverans|المخرج",
    "activity": "action|task|activité|attività|aktivitet|النشاط",
    INDICATOR: "kpi|measure|indicateur|indicatore|indikator|المؤشر",
}
UNITS = {
    "people": "participants|persons|unique participants|personnes|persone|personer|أشخاص",
    "attendances": "attendance|visits|présences|presenze|närvaro|حضور",
    "heads": "headcount|têtes|teste|huvuden|رؤوس",
    "percent": "%|percentage|pour cent|pourcentage|percentuale|per cento|procent|نسبة مئوية",
    "views": "page views|vues|visualizzazioni|visningar|مشاهدات",
}


def _levels() -> list[tuple[str, Any]]:
    return [*Result.Level.choices, (INDICATOR, gettext_lazy("Indicator"))]


FIELDS = (
    Field(
        "level",
        gettext_lazy("Level"),
        kinds.words_or_code(_levels, LEVELS),
        "kind|type|niveau|livello|nivå|المستوى",
        required=True,
    ),
    Field("number", gettext_lazy("Number"), kinds.line(12), "no|nr|n°|#|numéro|numero|nummer|الرقم"),
    Field(
        "title",
        gettext_lazy("Title"),
        kinds.line(300),
        "name|description|what|indicator|result|objective|intitulé|titre|titolo|descrizione|titel|beskrivning|العنوان",
        required=True,
    ),
    Field(
        "serves",
        gettext_lazy("Serves"),
        kinds.line(300),
        "parent|contributes to|of|belongs to|contribue à|contribuisce a|bidrar till|hör till|يخدم",
        hint=gettext_lazy(
            "Number or title of what stands above it; for an indicator, of the result it shows."
        ),
    ),
    Field("unit", gettext_lazy("Unit"), kinds.words_or_code(units, UNITS), "unité|unità|enhet|الوحدة"),
    Field(
        "baseline",
        gettext_lazy("Baseline"),
        kinds.number(0, 10**12),
        "base|starting value|valeur de départ|valore iniziale|utgångsvärde|خط الأساس",
    ),
    Field(
        "target",
        gettext_lazy("Target"),
        kinds.number(0, 10**12),
        "target value|cible|valeur cible|obiettivo|valore obiettivo|målvärde|القيمة المستهدفة",
    ),
    Field(
        "due",
        gettext_lazy("To be reached by"),
        kinds.moment(days=True),
        "deadline|by|date|échéance|scadenza|senast|termin|الموعد",
    ),
    Field(
        "owner",
        gettext_lazy("Who sees to it"),
        partner(),
        "owner|responsible|partner|responsable|responsabile|ansvarig|المسؤول",
        hint=gettext_lazy("The name, acronym or code of a partner of the project."),
    ),
    Field(
        "source",
        gettext_lazy("Source"),
        kinds.line(300),
        "source of verification|means of verification|source de vérification|fonte|fonte di verifica|källa|المصدر",
    ),
    Field(
        "code",
        pgettext_lazy("table", "Code"),
        kinds.line(12),
        "id|passerelle|kod|codice|الرمز",
        hint=gettext_lazy("The code of what is here already. Leave it empty for new ones."),
    ),
)


class _There:
    """What the project has, by code, number and title."""

    def __init__(self, context: Context, project: Project) -> None:
        self.results = [one for _depth, one in queries.chain(context.actor, project)]
        self.indicators = list(queries.indicators(context.actor, project))
        self.by_code: dict[str, Result | Indicator] = {one.code: one for one in self.results}
        self.by_code |= {one.code: one for one in self.indicators}

    def target(self, told: Mapping[str, Any]) -> Result | Indicator | None:
        rows: Sequence[Result | Indicator]
        indicator = told["level"] == INDICATOR
        rows = self.indicators if indicator else self.results
        found = self.by_code.get(told.get("code", ""))
        if found is not None and isinstance(found, Indicator) == indicator:
            return found
        if not indicator and told.get("number"):
            return next((one for one in self.results if one.number == told["number"]), None)
        same = [one for one in rows if loose(one.title) == loose(told["title"])]
        return same[0] if len(same) == 1 else None


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """A code names what is meant; without one its number, else its title."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    there = _There(context, project)
    names = {name for one in there.results for name in (one.number, loose(one.title)) if name}
    for row in rows:
        if row.values.get("level") != INDICATOR:
            names |= {row.values.get("number", ""), loose(row.values.get("title", ""))} - {""}
    planned: list[Planned] = []
    wrong: list[Wrong] = []
    seen: dict[Any, int] = {}
    for row in rows:
        told = facts(row.values)
        target = there.target(told)
        key: Any = target.pk if target else (told["level"], told.get("number"), loose(told["title"]))
        if key in seen:
            repeated = _("The same stands in row %(row)s already.") % {"row": seen[key] + 1}
            wrong.append(Wrong(row.number, "title", told["title"], repeated))
            continue
        seen[key] = row.number
        if problem := _problem(told, target, names):
            wrong.append(Wrong(row.number, *problem))
            continue
        planned.append(Planned(Row(row.number, told), target, changes(target, told) if target else {}))
    return planned, wrong


def facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a row as JSON."""
    told = dict(values)
    if "owner" in told:
        told["owner"] = told["owner"].code
    for name in ("baseline", "target"):
        if name in told:
            told[name] = str(Decimal(str(told[name])).quantize(Decimal("0.01")))
    return told


def _problem(
    told: Mapping[str, Any], target: Result | Indicator | None, names: set[str]
) -> tuple[str, str, str] | None:
    """(field, its cell, what is wrong with it)."""
    serves = told.get("serves", "")
    if serves and serves not in names and loose(serves) not in names:
        return "serves", serves, _("Nothing in the chain has this number or title. Add a row for it.")
    if told["level"] == INDICATOR and target is None and not serves:
        return "serves", "", _("Say which result it shows.")
    if told.get("due") and len(told["due"]) != 10:
        return "due", told["due"], _("Write the day as 2027-05-03.")
    return None


def told_of(one: Result | Indicator) -> dict[str, Any]:
    """What stands there, in the terms of the table."""
    if isinstance(one, Result):
        serves = (one.parent.number or one.parent.title) if one.parent else ""
        return {"level": one.level, "number": one.number, "title": one.title, "serves": serves}
    return {
        "level": INDICATOR,
        "title": one.title,
        "serves": one.result.number or one.result.title,
        "unit": one.unit,
        "baseline": None if one.baseline is None else str(one.baseline),
        "target": None if one.target is None else str(one.target),
        "due": one.due.isoformat() if one.due else "",
        "owner": one.owner.code if one.owner else "",
        "source": one.source,
    }


def changes(target: Result | Indicator, told: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says otherwise."""
    there = told_of(target)
    found = {name: told[name] for name in there if name in told and told[name] != there[name]}
    above = target.parent if isinstance(target, Result) else target.result
    if above and "serves" in found and loose(found["serves"]) in (loose(above.number), loose(above.title)):
        del found["serves"]
    return found


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Add the new ones, change the others: what is above first."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    return actions.take_in(
        context.actor,
        project,
        [one.row.values for one in planned if one.state == "new"],
        [(one.target, one.changes) for one in planned if one.state == "changed"],
        language=context.language,
    )


def hindrances(context: Context, done: Sequence[Change]) -> list[str]:
    """What was changed since, has gone, or has something hanging on it now."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    there = {str(one.pk): one for one in _There(context, project).by_code.values()}
    added = {change["id"] for change in done if change["was"] is None}
    said = []
    for change in done:
        one = there.get(change["id"])
        if one is None:
            said.append(_("A row of this table is no longer here."))
        elif one.revision != change["now"]["revision"]:
            said.append(_("%(name)s was changed since.") % {"name": one.title})
        elif change["was"] is None and _used(one, there.values(), added):
            said.append(_("%(name)s has something below it now.") % {"name": one.title})
    return said


def _used(one: Result | Indicator, there: Any, added: set[str]) -> bool:
    if isinstance(one, Indicator):
        return one.by_hand.exists()
    hangs = [each for each in there if getattr(each, "parent_id", None) == one.pk]
    hangs += [each for each in there if getattr(each, "result_id", None) == one.pk]
    return any(str(each.pk) not in added for each in hangs)


def undo(context: Context, done: Sequence[Change]) -> None:
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    actions.take_back(
        context.actor,
        project,
        [one["id"] for one in done if one["was"] is None],
        [(one["id"], one["was"]) for one in done if one["was"] is not None],
    )


def heads() -> list[Any]:
    return [field.label for field in FIELDS]


def rows(actor: Actor, project: Project) -> list[list[Any]]:
    """The chain with its indicators as rows, each below what it serves; they come in again as the same."""
    shown: dict[Any, list[Indicator]] = {}
    for one in queries.indicators(actor, project):
        shown.setdefault(one.result_id, []).append(one)
    told = []
    for _depth, result in queries.chain(actor, project):
        told.append(_cells(result))
        told += [_cells(each) for each in shown.get(result.pk, [])]
    return told


def _cells(one: Result | Indicator) -> list[Any]:
    told = told_of(one)
    levels, known = dict(_levels()), dict(units())
    day = told.get("due")
    return [
        str(levels[told["level"]]),
        told.get("number", ""),
        told["title"],
        told["serves"],
        str(known.get(told.get("unit", ""), "")),
        _number(told.get("baseline")),
        _number(told.get("target")),
        date.fromisoformat(day) if day else "",
        one.owner.name if isinstance(one, Indicator) and one.owner else "",
        told.get("source", ""),
        one.code,
    ]


def _number(told: str | None) -> Any:
    return "" if told is None else reading.plain(Decimal(told))


RESULTS = Importable(
    key="results",
    label=gettext_lazy("Goals, activities and indicators"),
    explains=gettext_lazy(
        "The chain of results as the application has it. What is there already, by its code, number or title, is "
        "changed; the rest is added."
    ),
    fields=FIELDS,
    may=led.may,
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_chain", args=[place]),
    places=led.places,
    order=27,
)
