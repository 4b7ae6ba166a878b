"""The plan from a table: work packages, deliverables, milestones and tasks, as consortia keep them in spreadsheets."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from passerelle.core.dates import parse_partial
from passerelle.core.importables import (
    Cell,
    Change,
    Context,
    Field,
    Importable,
    Kind,
    Planned,
    Reader,
    Row,
    Wrong,
)
from passerelle.engines import planning
from passerelle.importing import kinds
from passerelle.network.importables import led
from passerelle.network.importables.names import partner, somebody
from passerelle.network.models import Project
from passerelle.tasks import actions, schedule, tables, taking_back
from passerelle.tasks.models import Item, WorkPackage
from passerelle.tasks.tables import NUMBER, PACKAGE, spelled

KINDS = {
    PACKAGE: "wp|work package|lot de travail|pacchetto di lavoro|arbetspaket|arbeitspaket|حزمة عمل",
    "deliverable": "d|output|result|product|livrable|prodotto|leverans|resultat|مخرج",
    "milestone": "ms|m|jalon|milstolpe|delmål|traguardo|meilenstein|معلم",
    "task": "t|activity|action|to do|todo|tâche|activité|attività|compito|uppgift|aktivitet|مهمة",
}
STATES = {
    "open": "planned|ongoing|in progress|not started|to do|en cours|prévu|in corso|da fare|pågår|ej påbörjad|جار",
    "done": "completed|finished|submitted|delivered|ok|terminé|remis|fait|fatto|completato|consegnato|klar|inlämnad|منجز",
    "dropped": "cancelled|canceled|abandonné|annulé|annullato|struken|inställd|ملغى",
}


def _kinds() -> list[tuple[str, Any]]:
    return [*Item.Kind.choices, (PACKAGE, gettext_lazy("Work package"))]


def number(cells: Collection[Cell], context: Context) -> Reader:
    """ "D 2.3", "D2.3" and "d2.3:" are one number."""
    line = kinds.line(40)(cells, context)

    return lambda cell: spelled(str(line(cell)))


def package(cells: Collection[Cell], context: Context) -> Reader:
    """The number of a work package, from "WP2", "WP 2 – Listening" or a bare 2."""

    def read(cell: Cell) -> str:
        text = str(cell).strip().removesuffix(".0")
        found = NUMBER.fullmatch(text)
        if found:
            return f"{found[1]}{found[2]}".upper()[:12]
        return f"WP{text}" if text.isdigit() else text.upper()[:12]

    return read


def deadline(cells: Collection[Cell], context: Context) -> Reader:
    """A rule of the plan, else a date; of a month or a year, its last day."""
    dates = kinds.moment(months_of_project=True)(cells, context)

    def read(cell: Cell) -> str:
        if isinstance(cell, str):
            with contextlib.suppress(planning.NotARule):
                return str(planning.parse(cell))
        found = str(dates(cell))
        return found if found.startswith("M") else parse_partial(found).last_day().isoformat()

    return read


MONTH: Kind = kinds.number(1, 240, whole=True)
FIELDS = (
    Field(
        "number",
        gettext_lazy("Number"),
        number,
        "no|nr|n°|#|id|del no|deliverable no|deliverable number|milestone no|numéro|numero|nummer|الرقم",
    ),
    Field(
        "title",
        gettext_lazy("Title"),
        kinds.line(200),
        "name|deliverable|deliverable name|task|milestone|what|activity|description of task|titre|intitulé|livrable|"
        "tâche|titolo|attività|titel|rubrik|uppgift|leverans|bezeichnung|العنوان|المهمة",
        required=True,
    ),
    Field(
        "kind",
        gettext_lazy("Kind"),
        kinds.words_or_code(_kinds, KINDS),
        "type|nature|genre|tipo|typ|art|النوع",
        hint=gettext_lazy("Without it the number says it: WP1, D1.1, MS1; whatever has no number is a task."),
    ),
    Field(
        "package",
        gettext_lazy("Work package"),
        package,
        "wp|wp no|wp number|work package no|package|lot|lot de travail|pacchetto|wp nr|arbetspaket|arbeitspaket|"
        "حزمة العمل",
    ),
    Field(
        "responsible",
        gettext_lazy("Responsible organisation"),
        partner(),
        "responsible|lead|lead beneficiary|lead partner|leader|partner|organisation|who|responsable|chef de file|"
        "responsabile|capofila|ansvarig|ansvarig partner|verantwortlich|المسؤول",
        hint=gettext_lazy("The name, acronym or code of a partner of the project."),
    ),
    Field(
        "person",
        gettext_lazy("Responsible person"),
        somebody(),
        "person|contact|contact person|personne|persona|kontaktperson|الشخص المسؤول",
    ),
    Field(
        "due",
        gettext_lazy("Due"),
        deadline,
        "due date|due month|deadline|month|delivery date|delivery month|échéance|date|mois|scadenza|data|mese|termin|"
        "förfallodag|senast|månad|fällig|الموعد|موعد التسليم",
        hint=gettext_lazy("M14, a date, or a rule such as start+30d."),
    ),
    Field(
        "state",
        pgettext_lazy("task", "State"),
        kinds.words_or_code(lambda: list(Item.State.choices), STATES),
        "status|état|statut|stato|läge|الحالة",
    ),
    Field(
        "submitted_on",
        gettext_lazy("Handed in on"),
        kinds.moment(days=True),
        "submitted|submitted on|submission date|delivered on|remis le|consegnato il|inlämnad|سُلّم في",
    ),
    Field(
        "planned_days",
        gettext_lazy("Planned days"),
        kinds.number(0, 99_999),
        "days|person-days|effort|pd|jours|jours-personnes|giorni|dagar|persondagar|tage|أيام",
    ),
    Field(
        "description",
        gettext_lazy("Description"),
        kinds.text(5000),
        "details|notes|comment|remarks|détails|descrizione|beskrivning|anteckningar|beschreibung|الوصف",
    ),
    Field(
        "first_month",
        gettext_lazy("First month"),
        MONTH,
        "from month|start month|du mois|dal mese|från månad",
    ),
    Field("last_month", gettext_lazy("Last month"), MONTH, "to month|end month|au mois|al mese|till månad"),
)


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """A number names what it means; without one, the title does in its work package."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    known = tables.Known(context.actor, project)
    planned: list[Planned] = []
    wrong: list[Wrong] = []
    seen: dict[Any, int] = {}
    titled = known.titled(rows)
    meant = [(row, *known.meant(row.values, titled.get(row.number))) for row in rows]
    coming = {row.values.get("number", "") for row, kind, _target in meant if kind == PACKAGE}
    for row, kind, target in meant:
        told = _whole(tables.fitting({**row.values, "kind": kind}), target)
        key = target.pk if target else _key(told)
        problem = _repeated(told, seen[key]) if key in seen else _problem(told, target, known, coming)
        seen.setdefault(key, row.number)
        if problem:
            field, sentence = problem
            wrong.append(Wrong(row.number, field, str(told.get(field, "")), sentence))
            continue
        planned.append(Planned(Row(row.number, told), target, known.changes(target, told) if target else {}))
    return planned, wrong + [
        Wrong(number, "due", text, problem) for number, text, problem in known.deadlines(planned)
    ]


def _repeated(told: Mapping[str, Any], row: int) -> tuple[str, str]:
    problem = _("The same stands in row %(row)s already.") % {"row": row + 1}
    return "number" if told.get("number") else "title", problem


def _key(told: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two rows the same new thing: their number, else all they say."""
    number = told.get("number", "")
    said = [number] if number else [f"{name}:{value}" for name, value in sorted(told.items())]
    return (told["kind"] == PACKAGE, *said)


def _whole(told: dict[str, Any], target: Item | WorkPackage | None) -> dict[str, Any]:
    """What a row says and what follows from it: what was handed in is done, and what is open again was not."""
    if "planned_days" in told:
        told["planned_days"] = round(told["planned_days"], 2)
    if told.get("submitted_on"):
        told.setdefault("state", Item.State.DONE.value)
    elif told.get("state") == Item.State.OPEN and isinstance(target, Item) and target.submitted_on:
        told["submitted_on"] = ""
    return told


def _problem(
    told: Mapping[str, Any], target: Item | WorkPackage | None, known: tables.Known, coming: set[str]
) -> tuple[str, str] | None:
    """(field, what is wrong with it) of a row that contradicts itself or the plan."""
    if told["kind"] == PACKAGE:
        return _problem_of_package(told, target)
    package, day = told.get("package", ""), told.get("submitted_on", "")
    if package and package not in known.packages and package not in coming:
        problem = _("There is no work package %(number)s. Add a row for it, or add it to the plan first.")
        return "package", problem % {"number": package}
    if day and told["state"] == Item.State.OPEN:
        return "submitted_on", _("What is open was not handed in yet. Leave one of the two cells empty.")
    if day and day > schedule.today().isoformat():
        return "submitted_on", _("This day is still to come. Note it when it is handed in.")
    return None


def _problem_of_package(told: Mapping[str, Any], target: Item | WorkPackage | None) -> tuple[str, str] | None:
    if not told.get("number"):
        return "number", _("A work package needs its number, such as WP2.")
    first, last = (
        told.get(name) or (target and getattr(target, name)) for name in ("first_month", "last_month")
    )
    if first and last and last < first:
        problem = _("The work package ends before it begins. Look at the two months once more.")
        return "last_month" if "last_month" in told else "first_month", problem
    return None


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Add what is new, change the rest, and work the deadlines out once."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    new = [one for one in planned if one.state == "new"]
    changed = [one for one in planned if one.state == "changed"]
    was = [tables.as_json(tables.before(one.target, one.changes)) for one in changed]
    made = actions.take_in_plan(
        context.actor,
        project,
        [one.row.values for one in new],
        [(one.target, one.changes) for one in changed],
    )
    return [
        *({"id": str(one.pk), "was": None, "now": _now(one)} for one in made),
        *(
            {
                "id": str(one.target.pk),
                "was": before,
                "now": {**tables.as_json(one.changes), **_now(one.target)},
            }
            for one, before in zip(changed, was, strict=True)
        ),
    ]


def _now(one: Item | WorkPackage) -> dict[str, Any]:
    """What says later whether anybody changed it since."""
    if isinstance(one, Item):
        return {"revision": one.revision}
    return tables.as_json(tables.facts_of(one, tables.OF_PACKAGE))


def hindrances(context: Context, changes: Sequence[Change]) -> list[str]:
    """What was changed since, has gone, or has something hanging on it by now."""
    return taking_back.hindrances(context.actor, context.place, changes)


def undo(context: Context, changes: Sequence[Change]) -> None:
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    actions.take_back_plan(
        context.actor,
        project,
        [one["id"] for one in changes if one["was"] is None],
        [(one["id"], one["was"]) for one in changes if one["was"] is not None],
    )


def heads() -> list[Any]:
    return [field.label for field in FIELDS]


def cells(one: Item, names: Mapping[UUID, str | None]) -> list[Any]:
    """An item as a row of the table that goes out: it comes in again as the same. names: of people by id."""
    return [
        one.number,
        one.title,
        str(one.get_kind_display()),
        one.package.number if one.package else "",
        one.responsible.name if one.responsible else "",
        (names.get(one.person_id) or "") if one.person_id else "",
        one.due_rule or (one.due.isoformat() if one.due else ""),
        str(one.get_state_display()),
        one.submitted_on or "",
        "" if one.planned_days is None else float(one.planned_days),
        one.description,
        "",
        "",
    ]


def cells_of_package(one: WorkPackage) -> list[Any]:
    """The same of a work package."""
    lead = one.lead.name if one.lead else ""
    kind, months = str(dict(_kinds())[PACKAGE]), [one.first_month or "", one.last_month or ""]
    return [one.number, one.title, kind, "", lead, "", "", "", "", "", "", *months]


PLAN = Importable(
    key="plan",
    label=gettext_lazy("Plan of a project"),
    explains=gettext_lazy(
        "Work packages, deliverables, milestones and tasks. What is there already, by its number, is changed; the rest "
        "is added, and the deadlines are worked out once for all."
    ),
    fields=FIELDS,
    may=led.may,
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_plan", args=[place]),
    places=led.places,
    order=20,
)
