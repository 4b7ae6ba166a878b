"""Attendance and registration sheets as people keep them: columns in any order and language, corrections as rows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from passerelle.engines.evidence.counting import Present, Registered
from passerelle.engines.evidence.words import CALLED_OFF, EVENTS, GATHERINGS, STATUS, TOTALS, WORDS
from passerelle.engines.sortition.intake.findings import Findings
from passerelle.engines.tables import heads, reading
from passerelle.engines.tables.moments import day_first, moment
from passerelle.engines.tables.words import digits, loose, tidy

MOST_HEADS = 1_000_000
# A spreadsheet writes 12 as 12.0; "1.000" is a thousand in one country and one in another, so it is asked about.
_WHOLE = re.compile(r"\d{1,7}(?:[.,]0{1,2})?|\d{1,3}(?: \d{3})+")
_DAY = re.compile(r"\d{1,4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,4}")
_NOTHING = re.compile(r"[-–—]+")
_TOTALS = {loose(word) for word in TOTALS}
_CALLED_OFF = {loose(word) for word in CALLED_OFF}
_GATHERINGS, _EVENTS = ({loose(word) for word in words} for words in (GATHERINGS, EVENTS))
Days = Callable[[str], str]
_SHARED = ("part", "kind", "city", "date", "mode", "country")
"""What belongs to the gathering, so that a correction need not say it again."""


class Gathering(NamedTuple):
    """What makes two rows of one gathering: its name, town, day, and the part of an event that it is, as `loose`
    writes them."""

    event: str
    city: str = ""
    date: str = ""
    part: str = ""

    @property
    def whole(self) -> Gathering:
        """The event that it is a part of; itself, where sheets name no parts."""
        return self._replace(part="")


class Told(NamedTuple):
    """A gathering as it was first written."""

    event: str
    kind: str
    city: str
    date: str


@dataclass(slots=True)
class Sheet:
    """present: the rows that count, corrections in the place of what they correct. gatherings: in the order of the
    file, each with what is told of it. replaced: how many rows a correction stands for."""

    present: list[Present] = field(default_factory=list)
    gatherings: dict[Gathering, Told] = field(default_factory=dict)
    replaced: int = 0


class _Row(NamedTuple):
    number: int
    cells: Mapping[str, str]


class _Table(NamedTuple):
    rows: list[_Row]
    labels: Mapping[str, str]
    notes: list[int]


def attendance(content: bytes, findings: Findings) -> Sheet:
    """The rows of an attendance sheet that count. `findings` says what is wrong, row by row; then nothing counts."""
    table = _table(content, ("event",), findings)
    if table is None:
        return Sheet()
    if not {"person", "heads"} & table.labels.keys():
        problem = "No column holds people's own codes, and none a number of heads."
        findings.error("columns", problem, "Call them person and heads, or in any language of the interface.")
        return Sheet()
    standing, replaced = _corrected(table, findings)
    standing = [row for row in standing if _is_day(row, table, findings)]
    sheet, places = Sheet(replaced=replaced), _Places(standing, _days(table))
    for row in standing:
        person, count = _code(row.cells.get("person", "")), row.cells.get("heads", "")
        where = places.of(row)
        if where is None:
            _wrong(
                findings, table, row, "event", "This row does not say at which gathering.", "Write its name."
            )
            continue
        number = _heads(count)
        if number is None:
            _wrong(
                findings,
                table,
                row,
                "heads",
                "This is not a number of heads.",
                "Write a whole number, 0 or more.",
            )
        elif person and number:
            problem = "A row counts a person or heads, not both: nobody would be counted once."
            _wrong(findings, table, row, "heads", problem, "Leave one of the two empty, or write two rows.")
        elif person or number:
            sheet.present.append(Present(where, person, number))
        elif not row.cells.get("correction") and not count:
            problem = "This row has neither a code nor a number of heads."
            column = "person" if "person" in table.labels else "heads"
            _wrong(findings, table, row, column, problem, "Write one of the two, or take the row out.")
        sheet.gatherings.setdefault(where, places.told(where))
    if table.notes:
        findings.warn("notes", "These rows were taken for notes and not counted.", rows=tuple(table.notes))
    return sheet


def registrations(content: bytes, known: Mapping[Gathering, Told], findings: Findings) -> list[Registered]:
    """Who had registered for what. known: the gatherings of the attendance sheet, which a registration may name by as
    little as tells them apart. One for a gathering that is not known is nobody's presence: it is a no-show, and
    warned of."""
    table = _table(content, ("event", "person"), findings, {**WORDS, "status": STATUS})
    if table is None:
        return []
    standing, _replaced = _corrected(table, findings)
    standing = [row for row in standing if _is_day(row, table, findings) and not _is_taken_back(row)]
    days, found, unknown = _days(table), dict[Registered, None](), list[int]()
    meant = _Meant(known, [_where(row, days) for row in standing])
    for row in standing:
        missing = [name for name in ("event", "person") if not row.cells.get(name)]
        for name in missing:
            _wrong(findings, table, row, name, "This cell is empty.", "Write it, or take the row out.")
        wanted = _where(row, days)
        fits = meant.by(wanted)
        if len(fits) > 1:
            problem = "Several gatherings are called so."
            help_ = "Write its day and town too, as in the attendance sheet."
            _wrong(findings, table, row, "event", problem, help_)
        elif not missing:
            one = Registered(fits[0] if fits else wanted, _code(row.cells["person"]))
            if loose(row.cells.get("status", "")) in _CALLED_OFF:
                found.pop(one, None)
                continue
            if not fits:
                unknown.append(row.number)
            found[one] = None
    if unknown:
        findings.warn(
            "unknown", "No row of the attendance sheet is about their gathering.", rows=tuple(unknown)
        )
    return list(found)


class _Meant:
    """Which gatherings of the attendance sheet a registration can mean."""

    def __init__(self, known: Collection[Gathering], wanted: Sequence[Gathering]) -> None:
        self._called: dict[str, dict[Gathering, None]] = {}
        for one in known:
            for name in filter(None, (one.event, one.part)):
                self._called.setdefault(name, {})[one] = None
        self._wanted: dict[str, set[Gathering]] = {}
        for one in wanted:
            self._wanted.setdefault(one.event, set()).add(one)

    def by(self, wanted: Gathering) -> list[Gathering]:
        """Those that fit; where both files have one gathering of the name, the attendance sheet may say less."""
        named = self._called.get(wanted.event, {})
        fits = [one for one in named if _fits(wanted, one._replace(event=wanted.event))]
        if fits or len(named) != 1 or len(self._wanted[wanted.event]) != 1:
            return fits
        return [one for one in named if _fits(one._replace(event=wanted.event), wanted)]


def _table(
    content: bytes, needed: Sequence[str], findings: Findings, words: heads.Words = WORDS
) -> _Table | None:
    try:
        grids = reading.read(content)
    except reading.Unreadable as problem:
        findings.error(problem.code, "This table cannot be read.", "Save it as CSV (UTF-8) or XLSX.")
        return None
    rows = grids[0].rows
    head = _with_parts(heads.find(rows, words))
    labels = {name: head.labels[column] for column, name in head.mapping.items()}
    said = ", ".join(filter(None, head.labels))
    for name in needed:
        if name not in labels:
            findings.error(
                "columns", f"No column is called {name}.", f"Call one of them so: {said}.", column=name
            )
    if findings.found:
        return None
    taken, notes = heads.body(rows, head)
    named = {name: column for column, name in head.mapping.items()}
    column = named.get("correction")
    # A row that takes another back may say nothing else.
    back = [n for n in notes if column is not None and re.fullmatch(r"\d+", _text(rows[n][column]))]
    sums = [n for n in taken if loose(_text(rows[n][named["event"]])) in _TOTALS]
    taken, notes = (
        sorted({*some} - {*less}) for some, less in (([*taken, *back], sums), ([*notes, *sums], back))
    )
    told = [
        _Row(n - head.row - 1, {name: _text(rows[n][column]) for column, name in head.mapping.items()})
        for n in taken
    ]
    return _Table(told, labels, [n - head.row - 1 for n in notes])


def _with_parts(head: heads.Head) -> heads.Head:
    """The header, if it has a column of gatherings and one of events, with the gatherings as parts of the events."""
    said = [loose(label) for label in head.labels]
    parts = [column for column, label in enumerate(said) if label in _GATHERINGS]
    events = [column for column, label in enumerate(said) if label in _EVENTS]
    if not parts or not events:
        return head
    others = {column: name for column, name in head.mapping.items() if name != "event"}
    return head._replace(mapping={**others, events[0]: "event", parts[0]: "part"})


def _is_day(row: _Row, table: _Table, findings: Findings) -> bool:
    """Whether what a row gives as figures of a day is one; it is told if not. Words ("spring") stand as they are."""
    said = tidy(digits(row.cells.get("date", "")))
    if not _DAY.fullmatch(said):
        return True
    for days_first in (True, False):
        try:
            return bool(moment(said, {}, days_first=days_first))
        except ValueError:
            continue
    problem = "There is no such day."
    _wrong(findings, table, row, "date", problem, "Write year, month and day: 2027-05-03.")
    return False


def _is_taken_back(row: _Row) -> bool:
    return bool(row.cells.get("correction")) and not row.cells.get("person")


def _corrected(table: _Table, findings: Findings) -> tuple[list[_Row], int]:
    """The rows that stand: each correction where what it corrects was, and of several the last. A correction of a
    correction corrects the same row."""
    named = "entry" in table.labels
    by_name = {digits(row.cells["entry"]) if named else str(row.number): row for row in table.rows}
    stands = {row.number: row for row in table.rows}
    first: dict[int, int] = {}
    for row in table.rows:
        said = digits(row.cells.get("correction", ""))
        if not said:
            continue
        target = by_name.get(re.sub(r"[.,]0+$", "", said))
        if target is None or target.number >= row.number:
            problem = "A correction names a row above it." if target else "There is no such row to correct."
            help_ = "Write the number of that row; the first below the header is 0."
            if named:
                help_ = f"Write what stands in its column {table.labels['entry']}."
            _wrong(findings, table, row, "correction", problem, help_)
            continue
        origin = first.get(target.number, target.number)
        first[row.number] = origin
        before = stands[origin].cells
        # The gathering, unless the correction moves it elsewhere.
        kept = {} if row.cells.get("event") else {name: before.get(name, "") for name in ("event", *_SHARED)}
        merged = {**row.cells, **{name: row.cells.get(name) or value for name, value in kept.items()}}
        stands[origin] = _Row(row.number, merged)
        stands.pop(row.number)
    return list(stands.values()), len(first)


def _days(table: _Table) -> Days:
    """Reads the dates of a column, however they are written, so that one day is one day."""
    days_first = day_first([row.cells.get("date", "") for row in table.rows])

    def read(text: str) -> str:
        try:
            return moment(text, {}, days_first=days_first) if text else ""
        except ValueError:
            return loose(text)

    return read


class _Places:
    """Which gathering a row is of. A row that leaves town or day out is of the only one its name fits."""

    def __init__(self, rows: Sequence[_Row], days: Days) -> None:
        self._named = {row.number: _where(row, days) for row in rows}
        whole: dict[str, dict[Gathering, None]] = {}
        for where in self._named.values():
            whole.setdefault(where.event, {})[where] = None
        self._meant = {where: _only(where, some) for some in whole.values() for where in some}
        self._told: dict[Gathering, Counter[Told]] = {}
        for row in rows:
            told = Told(*(row.cells.get(name, "") for name in ("event", "kind", "city", "date")))
            self._told.setdefault(self._meant[self._named[row.number]], Counter())[told] += 1

    def of(self, row: _Row) -> Gathering | None:
        where = self._named[row.number]
        return self._meant[where] if where.event else None

    def told(self, where: Gathering) -> Told:
        """As most of its rows write it; what they leave out, as another does."""
        often = [told for told, _count in self._told[where].most_common()]
        return Told(*(next(filter(None, parts), "") for parts in zip(*often, strict=True)))


def _only(wanted: Gathering, some: Collection[Gathering]) -> Gathering:
    """The one gathering that is meant by a name without town or day; itself, where several would do."""
    fits = [one for one in some if one != wanted and _fits(wanted, one)] if "" in wanted else []
    return fits[0] if len(fits) == 1 else wanted


def _where(row: _Row, days: Days) -> Gathering:
    cells = row.cells
    event, city, part = (loose(cells.get(name, "")) for name in ("event", "city", "part"))
    return Gathering(event, city, days(cells.get("date", "")), part)


def _fits(wanted: Gathering, one: Gathering) -> bool:
    """Whether a gathering is the one that is named, as far as it is named."""
    return wanted.event == one.event and all(
        not said or said == known for said, known in zip(wanted[1:], one[1:], strict=True)
    )


def _text(cell: reading.Cell) -> str:
    text = tidy(str(cell))
    return "" if _NOTHING.fullmatch(text) else text  # a dash in an empty cell


def _code(text: str) -> str:
    """One's own code: a phone writes its first letter large, and a list leaves blanks."""
    return "".join(unicodedata.normalize("NFKC", digits(text)).casefold().split())


def _heads(text: str) -> int | None:
    if not text:
        return 0
    plain = digits(text)
    number = int(re.split("[.,]", plain.replace(" ", ""))[0]) if _WHOLE.fullmatch(plain) else None
    return number if number is not None and number <= MOST_HEADS else None


def _wrong(findings: Findings, table: _Table, row: _Row, name: str, problem: str, proposal: str) -> None:
    findings.error(
        name,
        problem,
        proposal,
        row=row.number,
        column=table.labels.get(name, name),
        value=row.cells.get(name, ""),
    )


def kinds(sheet: Sheet) -> Iterator[tuple[str, set[Gathering]]]:
    """Each kind as it was first written, with its gatherings."""
    found: dict[str, tuple[str, set[Gathering]]] = {}
    for where, told in sheet.gatherings.items():
        found.setdefault(loose(told.kind), (told.kind, set()))[1].add(where)
    yield from found.values()
