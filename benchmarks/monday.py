"""The page that begins a week, for a project of 12 partners, 60 deliverables, 2,000 tasks and 35 members: queries, and
milliseconds of server time. In one process, without a web server: the time is the house's own.

`python -m benchmarks.monday` fills the house and asks; JSON on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from datetime import timedelta
from typing import Any

from benchmarks.house import House

PARTNERS, DELIVERABLES, TASKS, MEMBERS, PACKAGES = 12, 60, 2_000, 35, 8
TIMES = 5
MOST_QUERIES, MOST_MS = 12, 150
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """The median of five requests, beside its bars."""
    pages = house.run("benchmarks.monday")
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

    project, account = fill()
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    lead = Client(headers={"host": "localhost"})
    lead.force_login(account, backend=BACKEND)
    pages = {
        "Monday": "/en/desk/",
        "Monday, in Arabic": "/ar/desk/",
        "one project": f"/en/desk/projects/{project.code}/week/",
    }
    print(json.dumps({name: _asked(lead, address) for name, address in pages.items()}))


def fill() -> tuple[Any, Any]:
    """The project, and the account of its lead. A seventh of what is owed is late, a tenth due within a week."""
    from django.utils import timezone

    from passerelle.core.actor import SystemActor
    from passerelle.core.codes import new_code
    from passerelle.network import actions as network
    from passerelle.people import actions as people
    from passerelle.tasks.models import Item, WorkPackage

    house = SystemActor(reason="benchmark")
    organisations = [
        network.add_organisation(house, name=f"Town {n}", kind="municipality", town=f"Bank {n}", country="SE")
        for n in range(PARTNERS)
    ]
    project = network.create_project(
        house,
        acronym="MONDAY",
        title="Twelve banks",
        language="en",
        lead=organisations[0],
        starts="2026",
        ends="2028",
    )
    network.choose_partners(house, project, organisations)
    members = []
    for n in range(MEMBERS):
        one = people.register_person(
            house, name=f"Member {n}", email=f"member{n}@bank.example", language="en", project=project.pk
        )
        role = "lead_coordinator" if n == 0 else "local_coordinator" if n < PARTNERS else "facilitator"
        network.appoint(house, project, one, role, organisations[n % PARTNERS])
        members.append(one)
    account = people.create_account(house, members[0], "member0@bank.example", "three plain words")
    packages = [
        WorkPackage(
            code=new_code(), project=project, number=f"WP{n + 1}", order=f"wp{n + 1:06}", title=f"Part {n}"
        )
        for n in range(PACKAGES)
    ]
    WorkPackage.objects.bulk_create(packages)
    today, now = timezone.localdate(), timezone.now()

    def item(n: int, **facts: Any) -> Item:
        late, soon, done = n % 7 == 0, n % 10 == 1, n % 5 == 3
        days = -(n % 60) - 1 if late else n % 7 if soon else 30 + n % 300
        return Item(
            code=new_code(),
            project=project,
            package=packages[n % PACKAGES],
            responsible=organisations[n % PARTNERS],
            person=members[n % MEMBERS],
            language="en",
            due=today + timedelta(days=days),
            due_at=now + timedelta(days=days, hours=1 if days >= 0 else -1),
            state="done" if done else "open",
            done_at=now - timedelta(days=n % 90) if done else None,
            **facts,
        )

    Item.objects.bulk_create(
        [
            *(item(n, title=f"Task number {n} of this long project") for n in range(TASKS)),
            *(
                item(
                    n,
                    title=f"Deliverable {n}",
                    kind="deliverable",
                    number=f"D{n % PACKAGES + 1}.{n}",
                    order=f"d{n:09}",
                )
                for n in range(DELIVERABLES)
            ),
        ]
    )
    return project, account


def _asked(client: Any, address: str) -> dict[str, Any]:
    """Queries of one request, and the median of some requests' times, without the test client's own part."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        client.get(address)
        queries = len(data) + len(keys)
    took, busy = [], []
    for _ in range(TIMES):
        began, worked = time.perf_counter(), time.process_time()
        client.get(address)
        took.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
    return {
        "ms": round(statistics.median(took) * 1000, 1),
        "cpu_ms": round(statistics.median(busy) * 1000, 1),
        "queries": queries,
        "kB": round(len(answer.content) / 1000, 1),
    }


if __name__ == "__main__":
    main()
