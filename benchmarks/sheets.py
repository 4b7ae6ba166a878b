"""Rows from a spreadsheet: five thousand of a plan and of gatherings, twenty thousand of who was there at two hundred
gatherings. Looked at with all their errors at once, and taken in.

In one process, the house's own actions; `python -m benchmarks.sheets` fills the house; JSON on stdout.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import statistics
import time
from typing import Any

from benchmarks.crowded import GATHERINGS
from benchmarks.house import House
from benchmarks.monday import fill

ROWS, TIMES, MOST_SECONDS = 5_000, 5, 5.0
ATTENDANCES, MOST_SECONDS_ATTENDED = 20_000, 10.0


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """Medians of five, beside the bar: five seconds by the clock."""
    told = house.run("benchmarks.sheets")
    return {
        "how": f"{ROWS:,} rows, XLSX; median of {TIMES}; bar: {MOST_SECONDS:g} s from the file to the plan; "
        f"of attendance {ATTENDANCES:,} rows and {MOST_SECONDS_ATTENDED:g} s",
        "memory_mb": told.pop("memory_mb"),
        "steps": {name: {**one, "held": one["seconds"] <= _bar(name)} for name, one in told.items()},
    }


def _bar(step: str) -> float:
    return MOST_SECONDS_ATTENDED if step.startswith("attendance") else MOST_SECONDS


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    import django

    django.setup()
    from benchmarks.crowded import fill as crowd
    from passerelle.core.actor import Actor, Grant
    from passerelle.network.actors import grants_of

    project, account = _there() or fill()
    actor = Actor(person=account.person_id, grants=grants_of(account.person_id))
    good, bad = workbook(wrong=False), workbook(wrong=True)
    crowded = crowd()
    hosts = crowded.partnerships.values_list("organisation", flat=True)
    every = frozenset(Grant("lead_coordinator", crowded.pk, host) for host in hosts)
    counter = Actor(person=account.person_id, grants=every)
    came, slips = attendance(wrong=False), attendance(wrong=True)
    print(
        json.dumps(
            {
                "looked at, every row wrong": _told(
                    [_looked(actor, project, bad, "plan") for _ in range(TIMES)]
                ),
                "taken in": _told([_taken(actor, project, good) for _ in range(TIMES)]),
                "gatherings taken in": _told(
                    [_taken(actor, project, calendar(), "gatherings") for _ in range(TIMES)]
                ),
                "attendance looked at, every row wrong": _told(
                    [_looked(counter, crowded, slips, "attendance") for _ in range(TIMES)]
                ),
                "attendance taken in": _told(
                    [_taken(counter, crowded, came, "attendance") for _ in range(TIMES)]
                ),
                "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


def _there() -> tuple[Any, Any] | None:
    """The project of `benchmarks.monday` and the account of its lead, where that part has run before."""
    from passerelle.network.models import Appointment, Project
    from passerelle.people.models import Account

    project = Project.objects.unscoped(reason="benchmark").filter(acronym="MONDAY").first()
    if project is None:
        return None
    lead = Appointment.objects.get(project=project, role="lead_coordinator")
    return project, Account.objects.get(person=lead.person_id)


def workbook(*, wrong: bool) -> bytes:
    """A plan as a consortium writes it down; wrong: with two errors in each row."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Gantt v7 FINAL"])
    sheet.append(["No.", "Task", "WP no.", "Lead beneficiary", "Delivery month", "Days"])
    sheet.append(["WP9", "Everything else", None, "Town 1", None, None])
    for n in range(ROWS - 1):
        who, due = (f"Village {n}", "soon") if wrong else (f"Town {n % 12}", f"M{1 + n % 30}")
        sheet.append([None, f"Ring school number {n}", "WP9", who, due, 1.5])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def calendar() -> bytes:
    """A calendar of events as a consortium writes it down, with whole periods in one cell."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Event", "Type", "Dates", "Time", "City", "Country", "Host", "Languages", "Mode"])
    for n in range(ROWS):
        day = n % 27 + 1
        when = f"{day}–{day + 1} May 2027" if n % 2 else f"{day:02}/06/2027"
        row = [
            f"Workshop number {n}",
            "workshop",
            when,
            "10:00–12:00",
            f"Place {n % 40}",
            "Italy",
            f"Town {n % 12}",
        ]
        sheet.append([*row, "it, fr", "in person"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def attendance(*, wrong: bool) -> bytes:
    """Who was there, a code a row, with the names of `benchmarks.crowded`; wrong: one error in each row, in turn in each
    of its columns."""
    import openpyxl

    slips = ("Gathring 7", "--", "in persson", "Swedn", "papr")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Event", "Own code", "Mode", "Country", "How it came in"])
    for n in range(ATTENDANCES):
        country = ("Sweden", "Italy", "France")[n % 3]
        row = [f"Gathering {n % GATHERINGS}", f"NEW{n // 3:05}", "in person", country, "paper"]
        if wrong:
            row[n % 5] = slips[n % 5]
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _looked(actor: Any, project: Any, raw: bytes, kind: str) -> tuple[float, float, int]:
    from passerelle.core.importables import Context
    from passerelle.core.rooms import importables
    from passerelle.importing import actions

    began, cpu = time.perf_counter(), time.process_time()
    sheet = actions.give(actor, importables()[kind], project.pk, name=f"{kind}.xlsx", raw=raw)
    seen = actions.seen_by(sheet, Context(actor, "en", project.pk))
    spent = time.perf_counter() - began, time.process_time() - cpu
    actions.throw_away(actor, sheet)
    return (*spent, len(seen.stopping))


def _taken(actor: Any, project: Any, raw: bytes, kind: str = "plan") -> tuple[float, float, int]:
    from passerelle.core.rooms import importables
    from passerelle.importing import actions

    began, cpu = time.perf_counter(), time.process_time()
    sheet = actions.give(actor, importables()[kind], project.pk, name=f"{kind}.xlsx", raw=raw)
    sheet = actions.take_in(actor, sheet, "en")
    spent = time.perf_counter() - began, time.process_time() - cpu
    actions.take_back(actor, sheet, "en")
    return (*spent, sheet.new)


def _told(runs: list[tuple[float, float, int]]) -> dict[str, Any]:
    return {
        "seconds": round(statistics.median(one[0] for one in runs), 2),
        "cpu_s": round(statistics.median(one[1] for one in runs), 2),
        "found": runs[-1][2],
    }


if __name__ == "__main__":
    main()
