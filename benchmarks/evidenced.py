"""A project with everything evidence is made of, in bulk: 20,000 check-ins of 8,000 people over 200 gatherings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

PEOPLE, GATHERINGS, CHECK_INS, HOSTS = 8_000, 200, 20_000, 12
INDICATORS, ACTIVITIES, FIGURES, QUESTIONS, ASKED, NUMBERS = 72, 120, 60, 20, 300, 200
KINDS = ("forum", "workshop", "information", "transnational")
COUNTS = (("people", "people"), ("attendances", "attendances"), ("heads", "heads"), ("items", "held"))


@dataclass(frozen=True, slots=True)
class Filled:
    """The project's code, the account of its lead, and codes of single records."""

    project: str
    account: Any
    codes: dict[str, str]


def fill() -> Filled:
    """Everything of it. Raises AssertionError when there are fewer check-ins than it says."""
    from passerelle.core.actor import SystemActor
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
    gatherings = _gatherings(project, hosts)
    _came(project, hosts, gatherings)
    codes = _chain(house, project, hosts)
    codes |= _reports(house, project) | _programme(house, project, gatherings)
    return Filled(project.code, account, codes | _breakdowns(house, project, hosts))


def _gatherings(project: Any, hosts: list[Any]) -> list[Any]:
    from passerelle.core.codes import new_code
    from passerelle.gatherings.models import Gathering

    days = [date(2025, 3, 1) + timedelta(days=3 * n) for n in range(GATHERINGS)]
    return list(
        Gathering.objects.bulk_create(
            Gathering(
                code=new_code(),
                project=project,
                title=f"Gathering {n}",
                language="en",
                kind=KINDS[n % 4],
                starts=day.isoformat(),
                begins_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
                over_at=datetime(day.year, day.month, day.day, 17, tzinfo=UTC),
                host=hosts[n % HOSTS],
                state="held",
            )
            for n, day in enumerate(days)
        )
    )


def _came(project: Any, hosts: list[Any], gatherings: list[Any]) -> None:
    """Each gathering has a hundred people; everybody comes two or three times, nobody twice to the same."""
    from passerelle.gatherings.models import Attendance, HeadCount, Participant
    from passerelle.gatherings.presence import counted_as

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
    Attendance.objects.bulk_create(
        [
            Attendance(
                gathering=gatherings[n % GATHERINGS],
                participant=who[(n * 7 + n // PEOPLE) % PEOPLE],
                country=("SE", "FR", "IT")[n % 3],
                channel=("self", "self", "assisted")[n % 3],
            )
            for n in range(CHECK_INS)
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )
    assert Attendance.objects.filter(gathering__project=project).count() == CHECK_INS
    HeadCount.objects.bulk_create(
        HeadCount(gathering=one, heads=20 + n % 30, band="14_17") for n, one in enumerate(gatherings)
    )


def _chain(house: Any, project: Any, hosts: list[Any]) -> dict[str, str]:
    """Goals, activities and indicators; figures by hand; a comparison that is half answered."""
    from passerelle.core.codes import new_code
    from passerelle.evidence import actions
    from passerelle.evidence.models import HandFigure, Indicator, Result
    from passerelle.evidence.rules import Rule

    goal = actions.add_result(house, project, level="goal", title="Everybody takes part", language="en")
    Result.objects.bulk_create(
        Result(
            project=project,
            code=new_code(),
            parent=goal,
            level="activity",
            title=f"Activity {n}",
            language="en",
            number=f"A{n}",
            order=n + 1,
        )
        for n in range(ACTIVITIES)
    )
    Indicator.objects.bulk_create(
        Indicator(
            project=project,
            code=new_code(),
            result=goal,
            title=f"Indicator {n}",
            language="en",
            unit=COUNTS[n % 4][0],
            rule=Rule(counts=(f"gatherings.{COUNTS[n % 4][1]}",), kinds=KINDS[: n // 4 % 4]).as_json(),
            target=1000,
            owner=hosts[n % HOSTS],
            due=date.today() + timedelta(weeks=n),
            order=n,
        )
        for n in range(INDICATORS)
    )
    by_hand = actions.add_indicator(
        house, project, result=goal, title="Trust", language="en", unit="percent", rule=Rule(by_hand=True)
    )
    HandFigure.objects.bulk_create(
        HandFigure(
            indicator=by_hand,
            code=new_code(),
            value=40 + n % 20,
            on=date(2025, 3, 1) + timedelta(days=7 * n),
            source="Survey at the door",
        )
        for n in range(FIGURES)
    )
    for n in range(QUESTIONS):
        asked = actions.put_question(house, project, title=f"Who may {n}?", language="en")
        for partner in hosts[: HOSTS // 2]:
            words: dict[str, Any] = {
                "text": "Whoever lives here. " * 20,
                "language": "en",
                "source": "Electoral code",
            }
            actions.answer(house, asked, organisation=partner, **words)
    first = Indicator.objects.get(project=project, order=0, rule__counts=["gatherings.people"])
    return {"result": goal.code, "indicator": first.code, "by hand": by_hand.code}


def _reports(house: Any, project: Any) -> dict[str, str]:
    """One frozen before somebody came late, and one to a funder over all gatherings."""
    from passerelle.evidence import actions
    from passerelle.gatherings.models import HeadCount

    frozen = actions.freeze(house, project, title="Interim report")
    late = HeadCount.objects.filter(gathering__project=project)[:5]
    for one in late:
        one.heads += 1
        one.save()
    told: dict[str, Any] = {"form": "cerv-networks-of-towns-2022", "title": "Final report", "language": "en"}
    return {"frozen": frozen.code, "report": actions.begin_report(house, project, **told).code}


def _programme(house: Any, project: Any, gatherings: list[Any]) -> dict[str, str]:
    from passerelle.programme import actions

    for kind in KINDS:
        actions.add_series(house, project, title=f"Promised: {kind}", kinds=[kind], number=60, spacing=2)
    for first in range(0, ASKED, 50):
        lines = [f"Who cleans bank {n}?" for n in range(first, first + 50)]
        actions.take_down(house, project, lines, language="en", gathering=gatherings[first // 2])
    facts: dict[str, Any] = {
        "aim": "Sit down together",
        "audience": "Everybody",
        "ways": ["web"],
        "starts": "2026",
        "ends": "2027",
    }
    campaigns = [
        actions.add_campaign(house, project, title=f"Campaign {n}", language="en", **facts) for n in range(10)
    ]
    for n in range(NUMBERS):
        told: dict[str, Any] = {
            "kind": "views",
            "number": n + 1,
            "on": "2026-10",
            "way": "web",
            "source": f"Page {n}",
        }
        actions.note_reach(house, campaigns[n % 10 if n % 2 else 0], **told)
    for n in range(20):
        actions.add_process(house, project, title=f"Process {n}", language="en", opens="2027-05-01")
    return {"campaign": campaigns[0].code}


def _breakdowns(house: Any, project: Any, hosts: list[Any]) -> dict[str, str]:
    from passerelle.breakdowns import actions

    told: dict[str, Any] = {"source": "gatherings.people", "attributes": ["country", "mode"]}
    made = [actions.begin(house, project, controller=one, **told) for one in hosts[:4]]
    for one in made:
        actions.release(house, one)
    return {"breakdown": made[0].code}
