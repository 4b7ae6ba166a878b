"""The rows that are counted, and many numbers of them in one question.

A page of evidence asks for dozens of numbers of the same rows. Each kind of row is read once, as Django asks for it.
What is added up is added up once by all that a cut can ask for (`CELLS`), and every number is a column around these:
`sum(number) FILTER (WHERE …)`. What is counted once (people, hosts) is grouped first: a group is in a number when any
of its rows is. Which numbers a row is in is one string of bits, a bit for each number, so that a group is one `bit_or`.
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
# The same added up by all that a cut can ask for; known: whether they have something that is counted once.
CELLS = "SELECT subject, country, mode, channel, one IS NOT NULL AS known, sum(number) AS number"
Conditions = list[tuple[str, Any]]  # SQL and its one parameter
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
    # People first: they differ early, and rows that differ early are sorted in two thirds of the time.
    pair = (PERSON, "gathering_id")
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
        # At one gathering a person has one row (see `once`), and a gathering one host: nothing is left to be grouped.
        different = [one for one in some if NUMBERS[one.key][1] and one.part != "subject"]
        added = [one for one in some if one not in different]
        if added:
            tables.append((f"c{at} AS MATERIALIZED ({CELLS} FROM r{at} GROUP BY 1, 2, 3, 4, 5)", []))
        names = (where[projects], source)
        selects += [_sums(f"c{at}", *names, alike, part) for part, alike in _alike(added)]
        selects += [_groups(f"r{at}", *names, alike, part) for part, alike in _alike(different)]
    return (
        f"WITH {', '.join(sql for sql, _given in tables)} {' UNION ALL '.join(sql for sql, _given in selects)}",
        [value for _sql, given in (*tables, *selects) for value in given],
    )


def _table(name: str, columns: Sequence[str], rows: QuerySet[Any, Any]) -> Statement:
    sql, given = rows.query.sql_with_params()
    return f"{name} ({', '.join(columns)}) AS MATERIALIZED ({sql})", given


def _alike(asked: Sequence[Asked]) -> Iterator[tuple[str, list[Asked]]]:
    """Numbers that one select can tell: by the same part, and no more than fit."""
    parts: dict[str, list[Asked]] = {}
    for one in asked:
        parts.setdefault(one.part, []).append(one)
    for part, some in parts.items():
        for first in range(0, len(some), MOST):
            yield part, some[first : first + MOST]


def _key(part: str) -> str:
    return f"coalesce({part}::text, '')" if part else "''"


def _told(asked: Sequence[Asked], numbers: Sequence[str], rows: Statement) -> Statement:
    """A row for each of these numbers, which are columns over rows that have a key. Names stand in this SQL, values are
    parameters."""
    columns = ", ".join(f"{number} AS n{at}" for at, number in enumerate(numbers))
    told = ", ".join(f"({one.at}, n{at})" for at, one in enumerate(asked))
    sql, given = rows
    return (
        f"SELECT v.at, t.key, v.number FROM (SELECT key, {columns} FROM {sql} GROUP BY 1) AS t "  # noqa: S608
        f"CROSS JOIN LATERAL (VALUES {told}) AS v (at, number)",
        given,
    )


def _sums(cells: str, places: str, source: str, asked: Sequence[Asked], part: str) -> Statement:
    """What is added up."""
    cuts = [
        _every(_of_place(one.cut) + _of_row(one.cut, source), *(["known"] if NUMBERS[one.key][1] else []))
        for one in asked
    ]
    numbers = [f"sum(number) FILTER (WHERE {where})" for where, _values in cuts]
    rows = f"(SELECT *, {_key(part)} AS key FROM {cells} JOIN {places} USING (subject)) AS x"  # noqa: S608
    sql, _none = _told(asked, numbers, (rows, []))
    return sql, [value for _where, values in cuts for value in values]


def _groups(rows: str, places: str, source: str, asked: Sequence[Asked], part: str) -> Statement:
    """What is counted once."""
    where = [_every(_of_place(one.cut)) for one in asked]
    bits = " || ".join(f"(({sql}) IS TRUE)::int::bit(1)" for sql, _values in where)
    # In which numbers a place is: worked out for two hundred gatherings, not for each row again.
    inside = f"WITH m AS MATERIALIZED (SELECT *, {bits} AS bits FROM {places}) "  # noqa: S608
    masks = list(_masks([_of_row(one.cut, source) for one in asked]))
    sql = (
        f"({inside}SELECT {_key(part)} AS key, bit_or({' & '.join(['bits', *(sql for sql, _ in masks)])}) AS bits "  # noqa: S608
        f"FROM {rows} JOIN m USING (subject) WHERE one IS NOT NULL GROUP BY 1, one) AS g"
    )
    numbers = [f"count(*) FILTER (WHERE get_bit(bits, {at}) = 1)" for at in range(len(asked))]
    return _told(asked, numbers, (sql, [value for _sql, given in (*where, *masks) for value in given]))


def _masks(asked: Sequence[Conditions]) -> Iterator[Statement]:
    """For each condition on a row: all numbers where it holds, else those that do not ask for it."""
    different = {repr(one): one for conditions in asked for one in conditions}
    for key, (where, value) in different.items():
        others = "".join("0" if key in map(repr, conditions) else "1" for conditions in asked)
        yield f"CASE WHEN {where} THEN B'{'1' * len(asked)}' ELSE B'{others}' END", [value]


def _of_place(cut: Cut) -> Conditions:
    asked = {
        "kind": cut.kinds,
        "organisation": cut.organisations,
        "city": cut.cities,
        "subject": cut.subjects,
    }
    days = [("first_day >= %s", cut.since), ("first_day <= %s", cut.until)]
    return [*_any_of(asked), *((where, day.isoformat()) for where, day in days if day)]


def _of_row(cut: Cut, source: str) -> Conditions:
    """A channel is nobody's where gatherings themselves are counted."""
    channels = () if source == "held" else cut.channels
    return _any_of({"country": cut.countries, "mode": cut.modes, "channel": channels})


def _any_of(asked: Mapping[str, Collection[Any]]) -> Conditions:
    return [(f"{name} = ANY(%s)", sorted(values)) for name, values in asked.items() if values]


def _every(conditions: Conditions, *more: str) -> Statement:
    return " AND ".join([*more, *(sql for sql, _value in conditions)]) or "true", [
        v for _sql, v in conditions
    ]
