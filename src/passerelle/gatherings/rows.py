"""The rows that are counted, and many numbers of them in one question.

A page of evidence asks for dozens of numbers of the same rows. Each kind of row is read once, as Django asks for it, and
every number is a column around it: `sum(number) FILTER (WHERE …)`. What is counted once (people, hosts) is grouped
first: a group is in a number when any of its rows is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, IntegerField, QuerySet, UUIDField, Value
from django.db.models.functions import Concat, Left

from passerelle.core.countables import Asked, Cut, Statement
from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Registration

WHY = "numbers are the project's, whoever asks"
PERSON = "participant__counted_as"
# Where and when a row was: of two hundred gatherings, not of twenty thousand rows, which stay narrow to be sorted.
PLACES = ("subject", "kind", "organisation", "city", "first_day", "month")
# One row of what is counted. one: what is counted once; number: how much the row has of what is added up.
ROWS = ("subject", "country", "mode", "channel", "one", "number")
MOST = 400  # numbers in one select: a table of the database has at most 1,600 columns


def first_day(field: str) -> Any:
    """The first day a partial date can mean: "2027-05" is written as "2027-05-01"."""
    return Left(Concat(field, Value("-01-01"), output_field=CharField()), 10)


def that_count(projects: Collection[UUID]) -> QuerySet[Gathering]:
    """The gatherings of these projects without what was cancelled."""
    rows = Gathering.objects.unscoped(reason=WHY).filter(project__in=projects)
    return rows.exclude(state=Gathering.State.CANCELLED).order_by()


def came() -> QuerySet[Attendance]:
    return Attendance.objects.unscoped(reason=WHY).filter(taken_back_at=None)


def said() -> QuerySet[Registration]:
    """Those who have a place."""
    return Registration.objects.unscoped(reason=WHY).filter(state=Registration.State.CONFIRMED)


def counted_heads() -> QuerySet[HeadCount]:
    return HeadCount.objects.unscoped(reason=WHY).filter(taken_back_at=None)


def once(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The first of the rows that one person has at one gathering."""
    pair = ("gathering_id", PERSON)
    return rows.order_by(*pair, "at", "pk").distinct(*pair)


def _columns(rows: QuerySet[Any], **told: Any) -> QuerySet[Any, Any]:
    named = rows.annotate(**{f"its_{name}": what for name, what in told.items()})
    return named.values_list(*(f"its_{name}" for name in told))


def _places(projects: Collection[UUID]) -> QuerySet[Any, Any]:
    return _columns(
        that_count(projects),
        subject=F("pk"),
        kind=F("kind"),
        organisation=F("host_id"),
        city=F("city_id"),
        first_day=first_day("starts"),
        month=Left(Concat("starts", Value("-01"), output_field=CharField()), 7),
    )


def _rows(source: str, projects: Collection[UUID]) -> QuerySet[Any, Any]:
    these, how = that_count(projects), {"country": F("country"), "mode": F("mode")}
    if source == "held":
        held = these.filter(state=Gathering.State.HELD)
        return _columns(held, subject=F("pk"), **how, channel=Value(""), one=F("host_id"), number=_ONE)
    at = {"subject": F("gathering_id"), **how, "channel": F("channel")}
    if source == "heads":
        heads = counted_heads().filter(gathering__in=these).order_by()
        return _columns(heads, **at, one=_NOBODY, number=F("heads"))
    stand: QuerySet[Any] = came() if source == "came" else said()
    return _columns(once(stand.filter(gathering__in=these)), **at, one=F(PERSON), number=_ONE)


_ONE, _NOBODY = Value(1, IntegerField()), Value(None, UUIDField())
# By the key of what is counted: the rows, and whether each `one` counts once.
NUMBERS: Mapping[str, tuple[str, bool]] = {
    "gatherings.people": ("came", True),
    "gatherings.attendances": ("came", False),
    "gatherings.heads": ("heads", False),
    "gatherings.registrations": ("said", False),
    "gatherings.held": ("held", False),
    "gatherings.hosts": ("held", True),
}


def many(asked: Sequence[Asked]) -> Statement:
    """All these numbers as rows (at, key, number); see `Countable.many`."""
    groups: dict[tuple[str, frozenset[UUID]], list[Asked]] = {}
    for one in asked:
        groups.setdefault((NUMBERS[one.key][0], one.cut.projects), []).append(one)
    where = {projects: f"p{at}" for at, projects in enumerate(dict.fromkeys(p for _source, p in groups))}
    tables = [_table(name, PLACES, _places(projects)) for projects, name in where.items()]
    selects: list[Statement] = []
    for at, ((source, projects), some) in enumerate(groups.items()):
        tables.append(_table(f"r{at}", ROWS, _rows(source, projects)))
        selects += _selects(f"r{at} JOIN {where[projects]} USING (subject)", source, some)
    return (
        f"WITH {', '.join(sql for sql, _given in tables)} {' UNION ALL '.join(sql for sql, _given in selects)}",
        [value for _sql, given in (*tables, *selects) for value in given],
    )


def _table(name: str, columns: Sequence[str], rows: QuerySet[Any, Any]) -> Statement:
    sql, given = rows.query.sql_with_params()
    return f"{name} ({', '.join(columns)}) AS MATERIALIZED ({sql})", given


def _selects(table: str, source: str, asked: Sequence[Asked]) -> Iterator[Statement]:
    alike: dict[tuple[bool, str], list[Asked]] = {}
    for one in asked:
        # At one gathering a person has one row (see `once`), and a gathering one host: nothing is left to be grouped.
        different = NUMBERS[one.key][1] and one.part != "subject"
        alike.setdefault((different, one.part), []).append(one)
    for (different, part), some in alike.items():
        for first in range(0, len(some), MOST):
            yield _select(table, source, some[first : first + MOST], part, different=different)


def _select(table: str, source: str, asked: Sequence[Asked], part: str, *, different: bool) -> Statement:
    """Names stand in this SQL, values are parameters."""
    cuts = [_where(one.cut, source, known=NUMBERS[one.key][1]) for one in asked]
    key = f"coalesce({part}::text, '')" if part else "''"
    names = [f"n{at}" for at in range(len(asked))]
    if different:
        groups = ", ".join(
            f"bool_or({where}) AS {name}" for name, (where, _) in zip(names, cuts, strict=True)
        )
        rows = f"(SELECT {key} AS key, {groups} FROM {table} GROUP BY 1, one) AS g"  # noqa: S608
        numbers, key = [f"count(*) FILTER (WHERE {name})" for name in names], "key"
    else:
        rows, numbers = table, [f"sum(number) FILTER (WHERE {where})" for where, _values in cuts]
    columns = ", ".join(f"{number} AS {name}" for number, name in zip(numbers, names, strict=True))
    told = ", ".join(f"({one.at}, {name})" for one, name in zip(asked, names, strict=True))
    return (
        f"SELECT v.at, t.key, v.number FROM (SELECT {key} AS key, {columns} FROM {rows} GROUP BY 1) AS t "  # noqa: S608
        f"CROSS JOIN LATERAL (VALUES {told}) AS v (at, number)",
        [value for _where, values in cuts for value in values],
    )


def _where(cut: Cut, source: str, *, known: bool) -> tuple[str, list[Any]]:
    """What a row of a cut has; a channel is nobody's where gatherings themselves are counted. known: only rows with
    something that is counted once."""
    asked: dict[str, Collection[Any]] = {
        "kind": cut.kinds,
        "organisation": cut.organisations,
        "city": cut.cities,
        "subject": cut.subjects,
        "country": cut.countries,
        "mode": cut.modes,
        "channel": () if source == "held" else cut.channels,
    }
    told = [(f"{name} = ANY(%s)", list(values)) for name, values in asked.items() if values]
    days: list[tuple[str, Any]] = [("first_day >= %s", cut.since), ("first_day <= %s", cut.until)]
    told += [(where, day.isoformat()) for where, day in days if day]
    words = [*(["one IS NOT NULL"] if known else []), *(where for where, _value in told)]
    return " AND ".join(words) or "true", [value for _where, value in told]
