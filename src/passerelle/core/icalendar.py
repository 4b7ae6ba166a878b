"""Deadlines and gatherings as an iCalendar file (RFC 5545), for the calendars people have.

Deadlines are events, not to-dos: most calendars show no VTODO. One with an hour is told in UTC and one by day as a
date, so no time zone has to travel with the file and no night of changing clocks is read in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

TYPE = "text/calendar; charset=utf-8"
LINE = 75  # octets of one line without its end (RFC 5545, 3.1)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline or gathering. when: a moment, or a day as a whole; until: its end or its last day, of the same kind,
    None for what takes no time or one day. busy: whoever takes part is not free then. sequence: counts its changes."""

    uid: str
    when: datetime | date
    title: str
    description: str = ""
    address: str = ""
    sequence: int = 0
    until: datetime | date | None = None
    where: str = ""
    busy: bool = False


def calendar(name: str, entries: Iterable[Entry], *, made: datetime, language: str) -> bytes:
    """The whole file. made: when it was worked out; naive moments raise ValueError."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Passerelle//Plan//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME;LANGUAGE={language}:{escaped(name)}",  # RFC 7986, 5.1; the next one is what older calendars read
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ]
    for entry in entries:
        lines += _event(entry, made)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(entry: Entry, made: datetime) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{escaped(entry.uid)}", f"DTSTAMP:{moment(made)}"]
    if isinstance(entry.when, datetime):
        # Without an end it takes no time (3.6.1): a deadline is a moment.
        lines.append(f"DTSTART:{moment(entry.when)}")
        if isinstance(entry.until, datetime):
            lines.append(f"DTEND:{moment(entry.until)}")
    else:
        # The day after the last one: the end of a period does not belong to it (3.6.1).
        after = (entry.until or entry.when) + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{entry.when:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    lines.append(f"SUMMARY:{escaped(entry.title)}")
    if entry.description:
        lines.append(f"DESCRIPTION:{escaped(entry.description)}")
    if entry.where:
        lines.append(f"LOCATION:{escaped(entry.where)}")
    if entry.address:
        lines.append(f"URL:{entry.address}")
    # A deadline keeps nobody from being free.
    lines += [
        f"SEQUENCE:{entry.sequence}",
        f"TRANSP:{'OPAQUE' if entry.busy else 'TRANSPARENT'}",
        "END:VEVENT",
    ]
    return lines


def escaped(text: str) -> str:
    r"""A TEXT value (3.3.11): backslash, semicolon and comma are escaped, ends of lines become \n, controls go."""
    plain = re.sub(r"\r\n|\r|\u2028|\u2029|\x0b|\x0c|\x85", "\n", text)
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _CONTROLS.sub("", plain).encode("utf-8", "ignore").decode()


def folded(line: str) -> bytes:
    """One content line, folded at 75 octets and never inside a character (3.1), with its CRLF."""
    whole = line.encode()
    if len(whole) <= LINE:
        return whole + b"\r\n"
    pieces, piece, room = [], b"", LINE
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LINE - 1  # the blank that begins the next line counts
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"


def moment(when: datetime) -> str:
    """A moment in UTC: 20270430T150000Z."""
    if when.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
