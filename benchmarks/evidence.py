"""The evidence of a project with 20,000 check-ins of 8,000 people over 200 gatherings: queries, and milliseconds of
server time, of each page. In one process, without a web server: the time is the house's own.

`python -m benchmarks.evidence` fills the house and asks; JSON on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.house import House
from benchmarks.monday import BACKEND, TIMES, _asked

PEOPLE, GATHERINGS, CHECK_INS, HOSTS, INDICATORS = 8_000, 200, 20_000, 12, 12
MOST_QUERIES, MOST_MS = 12, 300


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """The median of five requests, beside its bars."""
    pages = house.run("benchmarks.evidence")
    return {
        "how": f"median of {TIMES} requests after one; bars: {MOST_QUERIES} queries, {MOST_MS} ms",
        "pages": {
            name: {**one, "held": one["queries"] <= MOST_QUERIES and one["ms"] <= MOST_MS}
            for name, one in pages.items()
        },
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    import django

    django.setup()
    from django.db import connections
    from django.test import Client

    project, account, indicator, report = fill()
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    lead = Client(headers={"host": "localhost"})
    lead.force_login(account, backend=BACKEND)
    here, one = f"/en/desk/projects/{project.code}", f"/en/desk/projects/indicator/{indicator.code}"
    pages = {
        "indicators": f"{here}/evidence/",
        "indicators, in Arabic": f"/ar/desk/projects/{project.code}/evidence/",
        "records of the project": f"{here}/evidence/records/?of=gatherings.people",
        "one indicator by month": f"{one}/?by=month",
        "one indicator by gathering": f"{one}/?by=subject",
        "records of one indicator": f"{one}/records/",
        "a frozen report and what changed since": f"/en/desk/projects/frozen/{report.code}/",
        "the week with its gaps": f"{here}/week/",
    }
    print(json.dumps({name: _asked(lead, address) for name, address in pages.items()}))


def fill() -> tuple[Any, Any, Any, Any]:
    """The project, the account of its lead, an indicator of people, and a frozen report."""
    from passerelle.core.actor import SystemActor
    from passerelle.core.codes import new_code
    from passerelle.evidence import actions
    from passerelle.evidence.rules import Rule
    from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Participant
    from passerelle.gatherings.presence import counted_as
    from passerelle.network import actions as network
    from passerelle.people import actions as people

    house = SystemActor(reason="benchmark")
    hosts = [
        network.add_organisation(
            house, name=f"Bank {n}", kind="municipality", town=f"Shore {n}", country="SE"
        )
        for n in range(HOSTS)
    ]
    project = network.create_project(
        house, acronym="EVIDENCE", title="Two banks", language="en", lead=hosts[0], starts="2025", ends="2028"
    )
    network.choose_partners(house, project, hosts)
    person = people.register_person(
        house, name="Lead", email="evidence@bank.example", language="en", project=project.pk
    )
    network.appoint(house, project, person, "lead_coordinator", hosts[0])
    account = people.create_account(house, person, "evidence@bank.example", "three plain words")
    kinds = ("forum", "workshop", "information", "transnational")
    days = [date(2025, 3, 1) + timedelta(days=3 * n) for n in range(GATHERINGS)]
    gatherings = [
        Gathering(
            code=new_code(),
            project=project,
            title=f"Gathering {n}",
            language="en",
            kind=kinds[n % 4],
            starts=day.isoformat(),
            begins_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
            over_at=datetime(day.year, day.month, day.day, 17, tzinfo=UTC),
            host=hosts[n % HOSTS],
            state="held",
        )
        for n, day in enumerate(days)
    ]
    Gathering.objects.bulk_create(gatherings)
    who = [
        Participant(
            project=project,
            controller=hosts[n % HOSTS],
            code=f"C{n}",
            counted_as=counted_as(project.pk, f"C{n}"),
        )
        for n in range(PEOPLE)
    ]
    Participant.objects.bulk_create(who, batch_size=2000)
    # Each gathering has a hundred people; everybody comes two or three times.
    Attendance.objects.bulk_create(
        [
            Attendance(
                gathering=gatherings[n % GATHERINGS],
                participant=who[(n * 7) % PEOPLE],
                country=("SE", "FR", "IT")[n % 3],
                channel=("self", "self", "assisted")[n % 3],
            )
            for n in range(CHECK_INS)
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )
    HeadCount.objects.bulk_create(
        HeadCount(gathering=one, heads=20 + n % 30, band="14_17") for n, one in enumerate(gatherings)
    )
    goal = actions.add_result(house, project, level="goal", title="Everybody takes part", language="en")
    things = (("people", "people"), ("attendances", "attendances"), ("heads", "heads"), ("items", "held"))
    made = [
        actions.add_indicator(
            house,
            project,
            result=goal,
            title=f"Indicator {n}",
            language="en",
            unit=things[n % 4][0],
            rule=Rule(counts=(f"gatherings.{things[n % 4][1]}",), kinds=kinds[: n // 4]),
            target=1000,
            owner=hosts[n % HOSTS],
            due=date.today() + timedelta(weeks=n),
        )
        for n in range(INDICATORS)
    ]
    return project, account, made[0], actions.freeze(house, project, title="Interim report")


if __name__ == "__main__":
    main()
