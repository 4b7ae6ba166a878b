"""20,000 check-ins of 8,000 people at 200 gatherings: a house to measure attendance and evidence in."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

PEOPLE, GATHERINGS, CHECK_INS = 8_000, 200, 20_000


def fill() -> Any:
    """The project with all of it, made once; the same each time, ids apart."""
    from passerelle.core.actor import SystemActor
    from passerelle.gatherings import actions, presence
    from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Participant
    from passerelle.network import actions as network
    from passerelle.network.models import Project

    there = Project.objects.unscoped(reason="benchmark").filter(acronym="CROWD").first()
    if there is not None:
        return there
    house = SystemActor(reason="benchmark")
    hosts = [
        network.add_organisation(
            house, name=f"Harbour {n}", kind="municipality", town=f"Harbour {n}", country="SE"
        )
        for n in range(8)
    ]
    project = network.create_project(
        house, acronym="CROWD", title="Crowd", language="en", lead=hosts[0], starts="2024-01", ends="2027-12"
    )
    network.choose_partners(house, project, hosts)
    kinds = [kind for kind in Gathering.Kind.values if kind != "school"]
    some = random.Random(8)
    first = date(2024, 1, 8)
    rows = [
        {
            "title": f"Gathering {n}",
            "kind": kinds[n % len(kinds)],
            "starts": (first + timedelta(days=4 * n)).isoformat(),
            "host": hosts[n % 8].code,
            "country": "SE",
        }
        for n in range(GATHERINGS)
    ]
    gatherings = actions.take_in_gatherings(house, project, rows)
    Gathering.objects.filter(project=project).update(state="held")
    people = []
    for n in range(PEOPLE):
        code = f"PERSON{n:05}"
        people.append(
            Participant(
                id=uuid4(),
                project=project,
                controller=hosts[n % 8],
                code=code,
                counted_as=presence.counted_as(project.pk, code),
            )
        )
    Participant.objects.bulk_create(people, batch_size=2000)
    pairs: set[tuple[int, int]] = {(n % GATHERINGS, n) for n in range(PEOPLE)}
    while len(pairs) < CHECK_INS:
        pairs.add((some.randrange(GATHERINGS), some.randrange(PEOPLE)))
    Attendance.objects.bulk_create(
        (
            Attendance(
                gathering=gatherings[where],
                participant=people[who],
                channel=("self", "paper", "assisted")[who % 3],
                country=("SE", "IT", "FR", "AT")[who % 4],
            )
            for where, who in sorted(pairs)
        ),
        batch_size=2000,
    )
    HeadCount.objects.bulk_create(HeadCount(gathering=one, heads=10) for one in gatherings)
    return project
