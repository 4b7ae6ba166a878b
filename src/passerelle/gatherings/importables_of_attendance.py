"""Attendance sheets from a table, as `passerelle count` reads them: a code a row, or heads; corrections as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.importables import Change, Context, Field, Importable, Place, Planned, Row, Unread, Wrong
from passerelle.engines.evidence.words import WORDS
from passerelle.engines.tables.words import digits, loose, nearest
from passerelle.gatherings import actions, policies, presence
from passerelle.gatherings.actions.attendance_tables import Came, Heads
from passerelle.gatherings.columns import MODES
from passerelle.gatherings.models import Attendance, Channel, Gathering, HeadCount
from passerelle.importing import kinds
from passerelle.network import queries as network
from passerelle.network.models import Project

MOST_HEADS = 1_000_000
CHANNELS = {
    "self": "qr|door|online form|lui-même|elle-même|da sé|själv|بنفسه",
    "assisted": "helper|by phone|assisté|avec aide|assistito|med hjälp|بمساعدة",
    "paper": "list|sheet|papier|carta|papper|ورق|على الورق",
    "table": "spreadsheet|tableau|tabella|tabell|جدول",
}


def _words(name: str) -> str:
    return "|".join(WORDS[name])


FIELDS = (
    Field("event", gettext_lazy("Gathering"), kinds.line(200), _words("event")),
    Field("kind", gettext_lazy("Kind"), kinds.line(80), _words("kind")),
    Field("city", gettext_lazy("City"), kinds.line(120), _words("city")),
    Field("date", gettext_lazy("Date"), kinds.moment(), _words("date")),
    Field(
        "person",
        gettext_lazy("Own code"),
        kinds.line(200),
        _words("person"),
        hint=gettext_lazy("Empty where heads are counted. No name."),
    ),
    Field("heads", gettext_lazy("Heads"), kinds.number(0, MOST_HEADS, whole=True), _words("heads")),
    Field(
        "mode",
        gettext_lazy("Mode"),
        kinds.words_or_code(lambda: list(Gathering.Mode.choices)[:2], MODES),
        _words("mode"),
    ),
    Field("country", gettext_lazy("Country"), kinds.country, _words("country")),
    Field(
        "channel",
        gettext_lazy("How it came in"),
        kinds.words_or_code(lambda: list(Channel.choices), CHANNELS),
        _words("channel"),
    ),
    Field(
        "correction",
        gettext_lazy("Correction of"),
        kinds.line(20),
        _words("correction"),
        hint=gettext_lazy("The number of the row it stands for; the first below the heads is 0."),
    ),
    Field("entry", gettext_lazy("Row"), kinds.line(20), _words("entry")),
)
_SHARED = ("event", "kind", "city", "date")


class _Finder:
    """Which gathering a row means: by its code, else by its title, and its town and day as far as they are said."""

    def __init__(self, context: Context) -> None:
        rows = Gathering.objects.visible_to(context.actor).filter(project=context.place)
        there = list(rows.select_related("project", "host", "city"))
        self.by_code = {loose(one.code): one for one in there}
        self.called: dict[str, list[Gathering]] = {}
        for one in there:
            self.called.setdefault(loose(one.title), []).append(one)
        self.titles = [one.title for one in there]
        self.known: dict[tuple[str, ...], Gathering | Unread] = {}
        self.answers: dict[UUID | None, UUID | None] = {}
        self.actor = context.actor

    def __call__(self, told: Mapping[str, Any]) -> Gathering | Unread:
        key = tuple(str(told.get(name, "")) for name in ("event", "city", "date"))
        if key not in self.known:
            self.known[key] = self._found(*key)
        return self.known[key]

    def _found(self, event: str, city: str, day: str) -> Gathering | Unread:
        if not event:
            return Unread(_("This row does not say at which gathering. Write its name."))
        titled = self.called.get(loose(event), [])
        if (one := self.by_code.get(loose(event))) is not None:
            fits = [one]
        else:
            fits = [
                one
                for one in titled
                if (not day or one.starts.startswith(day) or day.startswith(one.starts))
                and (not city or loose(city) in (loose(one.town), loose(one.city.name) if one.city else ""))
            ]
        if not fits:
            said = _(
                "No gathering of this project is called so, in this town and on this day. Plan it first."
            )
            return Unread(said, "" if titled else nearest(event, self.titles) or "")
        if len(fits) > 1:
            return Unread(_("Several gatherings are called so. Write its day and town, or its code."))
        if fits[0].state == Gathering.State.CANCELLED:
            return Unread(_("This gathering is cancelled. Plan it again first."))
        if not policies.receives_for(self.actor, fits[0].project_id, self.controller(fits[0])):
            said = _("Another organisation answers for this gathering: only it enters who was there.")
            return Unread(said)
        return fits[0]

    def controller(self, one: Gathering) -> UUID | None:
        if one.host_id not in self.answers:
            self.answers[one.host_id] = presence.controller_of(one)
        return self.answers[one.host_id]


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """Each row that stands: somebody at a gathering, or heads. Whoever is there already stays as they are."""
    wrong: list[Wrong] = []
    find = _Finder(context)
    stands = _corrected(rows, wrong)
    people: dict[tuple[UUID, str], tuple[Row, Came]] = {}
    counted: dict[tuple[UUID, str, str], list[tuple[Row, Heads]]] = {}
    twice: list[Planned] = []
    for row in stands:
        told, number = row.values, row.number
        where, code, heads = find(told), told.get("person", ""), told.get("heads")
        if isinstance(where, Unread):
            wrong.append(Wrong(number, "event", str(told.get("event", "")), str(where), where.instead))
            continue
        controller = find.controller(where)
        mode = actions.mode_of(where, str(told.get("mode", "")))
        country = told.get("country", "")
        if code and heads:
            said = _("A row counts a person or heads, not both: nobody would be counted once.")
            wrong.append(Wrong(number, "heads", str(heads), said))
        elif code and presence.heads_only(where):
            said = _("Here people are counted as heads only. Nobody is asked for a name or a code.")
            wrong.append(Wrong(number, "person", "", said))
        elif code and not any(map(str.isalnum, code)):
            wrong.append(Wrong(number, "person", code, _("This is no code. Look at it once more.")))
        elif code and controller is not None:
            came = Came(
                where, controller, presence.own_code(code), mode, country, told.get("channel", "table")
            )
            key = (where.pk, came.code)
            if key in people:
                twice.append(Planned(row, where))
            people.setdefault(key, (row, came))
        elif heads is not None and controller is not None:
            told_heads = Heads(where, controller, mode, country, int(heads))
            counted.setdefault((where.pk, mode, country), []).append((row, told_heads))
        elif not told.get("correction"):
            said = _(
                "This row has neither a code nor a number of heads. Write one of the two, or take it out."
            )
            wrong.append(Wrong(number, "person", "", said))
    planned = [*_people(context, people), *_heads(counted), *twice]
    return sorted(planned, key=lambda one: one.row.number), wrong


def _corrected(rows: Sequence[Row], wrong: list[Wrong]) -> list[Row]:
    """The rows that stand: each correction where what it corrects was, and of several the last."""
    if not rows:
        return []
    first = min(row.number for row in rows)
    named = any("entry" in row.values for row in rows)
    by_name = {
        digits(str(row.values.get("entry", ""))) if named else str(row.number - first): row for row in rows
    }
    stands = {row.number: row for row in rows}
    origins: dict[int, int] = {}
    for row in rows:
        said = digits(str(row.values.get("correction", ""))).removesuffix(".0")
        if not said:
            continue
        target = by_name.get(said)
        if target is None or target.number >= row.number:
            problem = _("A correction names a row above it, by its number; the first below the heads is 0.")
            wrong.append(Wrong(row.number, "correction", said, problem))
            stands.pop(row.number)
            continue
        origin = origins[row.number] = origins.get(target.number, target.number)
        before = stands[origin].values
        kept = {} if "event" in row.values else {name: before[name] for name in _SHARED if name in before}
        stands[origin] = Row(row.number, {**kept, **row.values})
        stands.pop(row.number)
    return list(stands.values())


def _people(context: Context, people: Mapping[tuple[UUID, str], tuple[Row, Came]]) -> Iterator[Planned]:
    # Of each only what is compared and changed: a large sheet meets as many rows that are there.
    told = ("gathering_id", "participant__code", "pk", "mode", "country")
    rows = (
        Attendance.objects.visible_to(context.actor)
        .filter(gathering__in={where for where, _code in people}, taken_back_at=None)
        .order_by()
        .values_list(*told)
    )
    there = {
        (where, code): Attendance(pk=pk, gathering_id=where, mode=mode, country=country)
        for where, code, pk, mode, country in rows
        if (where, code) in people
    }
    for key, (row, came) in people.items():
        facts = {"came": came}
        target = there.get(key)
        said = {name: row.values.get(name) for name in ("mode", "country")}
        changes = {
            name: value for name, value in said.items() if target and value and value != getattr(target, name)
        }
        if "mode" in changes and came.gathering.mode != Gathering.Mode.BOTH:
            del changes["mode"]
        yield Planned(Row(row.number, {**row.values, **facts}), target, changes)


def _heads(counted: Mapping[tuple[UUID, str, str], list[tuple[Row, Heads]]]) -> Iterator[Planned]:
    rows = HeadCount.objects.unscoped(reason="numbers about nobody").filter(
        gathering__in={key[0] for key in counted}, band=HeadCount.Band.UNKNOWN, taken_back_at=None
    )
    there = {(row.gathering_id, row.mode, row.country): row for row in rows}
    for key, some in counted.items():
        target, total = there.get(key), sum(one.heads for _row, one in some)
        for row, one in some:
            changes = {"heads": one.heads} if target and target.heads != total else {}
            yield Planned(Row(row.number, {**row.values, "counted": one}), target, changes)


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Enter what is new, change what is told otherwise."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    todo = [one for one in planned if one.state != "same"]
    came = [one.row.values["came"] for one in todo if one.state == "new" and "came" in one.row.values]
    changed = [
        (one.target, one.changes) for one in todo if one.state == "changed" and "came" in one.row.values
    ]
    was = {str(row.pk): {name: getattr(row, name) for name in facts} for row, facts in changed}
    totals: dict[tuple[UUID, str, str], Heads] = {}
    for one in todo:
        if (heads := one.row.values.get("counted")) is not None:
            key = (heads.gathering.pk, heads.mode, heads.country)
            before = totals[key].heads if key in totals else 0
            totals[key] = Heads(
                heads.gathering, heads.controller, heads.mode, heads.country, before + heads.heads
            )
    entered, made, replaced = actions.take_in_attendance(
        context.actor, project, came, list(totals.values()), changed
    )
    return [
        *({"id": str(pk), "was": None, "now": {"kind": "attendance"}} for pk in entered),
        *({"id": str(pk), "was": None, "now": {"kind": "heads"}} for pk in made),
        *({"id": str(pk), "was": {"kind": "heads"}, "now": {"kind": "replaced"}} for pk in replaced),
        *({"id": pk, "was": told, "now": {"kind": "changed"}} for pk, told in was.items()),
    ]


def hindrances(context: Context, changes: Sequence[Change]) -> list[str]:
    """Counts of heads that were replaced since stand against it; attendances can always be taken back."""
    made = [one["id"] for one in changes if one["now"]["kind"] == "heads"]
    rows = HeadCount.objects.unscoped(reason="numbers about nobody").filter(pk__in=made)
    stand = rows.filter(taken_back_at=None).count()
    return [_("Heads of this table were counted anew since.")] if stand != len(made) else []


def undo(context: Context, changes: Sequence[Change]) -> None:
    project = Project.objects.visible_to(context.actor).get(pk=context.place)

    def of(kind: str) -> list[str]:
        return [one["id"] for one in changes if one["now"]["kind"] == kind]

    was = {one["id"]: one["was"] for one in changes if one["now"]["kind"] == "changed"}
    actions.take_back_attendance(context.actor, project, of("attendance"), of("heads"), of("replaced"), was)


def may(actor: Actor, place: Any = None) -> bool:
    return any(
        policies.receives_for(actor, g.project, g.organisation)
        for g in actor.grants
        if g.project and g.organisation and place in (None, g.project)
    )


def places(actor: Actor, language: str) -> list[Place]:
    """The projects in which one works for an organisation."""
    found = [one for one in network.working_in(actor, language) if may(actor, one.pk)]
    return [Place(one.pk, one.code, one.acronym) for one in found]


ATTENDANCE = Importable(
    key="attendance",
    label=gettext_lazy("Attendance sheets"),
    explains=gettext_lazy(
        "Who was there, by own code, and how many heads were counted, at gatherings that are planned here. Rows that are "
        "there already stay as they are."
    ),
    fields=FIELDS,
    may=may,
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_gatherings", args=[place]),
    places=places,
    order=26,
    alone="correction",
)
