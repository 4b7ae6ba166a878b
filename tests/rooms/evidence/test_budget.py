"""Every page of the evidence asks at most twelve questions, for few indicators and for hundreds."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.core.codes import new_code
from passerelle.evidence import actions, gaps
from passerelle.evidence.models import Indicator, Result
from passerelle.gatherings.models import Gathering
from passerelle.tasks import schedule
from passerelle.tasks.models import Item
from tests.rooms.evidence.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def more(goal, number):
    Result.objects.bulk_create(
        Result(
            code=new_code(),
            project=goal.project,
            parent=goal,
            level="activity",
            title=f"Step {n}",
            language="en",
            order=n,
        )
        for n in range(number)
    )
    Indicator.objects.bulk_create(
        Indicator(
            code=new_code(),
            project=goal.project,
            result=goal,
            title=f"People {n}",
            language="en",
            unit="people",
            rule={"counts": ["gatherings.people"], "kinds": ["forum"] if n % 2 else []},
            target=n + 1,
            order=n,
        )
        for n in range(number)
    )


def test_no_page_asks_more_for_hundreds_of_indicators(sit, member, project, goal, indicate, two):
    by_hand = indicate("Trust", unit="percent", by_hand=True)
    for day in range(1, 5):
        actions.enter_figure(
            HOUSE, by_hand, value=day, on=datetime.date(2026, 6, day), source="Survey", low=0, high=10
        )
    one = indicate(counts=("gatherings.people",))
    report = actions.freeze(HOUSE, project, title="Interim")
    actions.put_question(HOUSE, project, title="Who may vote?", language="en")
    browser = sit(member(project))
    addresses = [
        *(
            reverse(name, args=[project.code])
            for name in (
                "desk_indicators",
                "desk_chain",
                "desk_snapshots",
                "desk_comparison",
                "desk_indicator_new",
            )
        ),
        f"{reverse('desk_indicators_records', args=[project.code])}?of=gatherings.people",
        *(f"{reverse('desk_indicator', args=[one.code])}?by={part}" for part in ("month", "subject", "city")),
        reverse("desk_indicator", args=[by_hand.code]),
        reverse("desk_indicator_records", args=[one.code]),
        reverse("desk_indicator_change", args=[one.code]),
        reverse("desk_result", args=[goal.code]),
        reverse("desk_snapshot", args=[report.code]),
        reverse("desk_indicators_table", args=[project.code, "csv"]),
        reverse("desk_chain_table", args=[project.code, "xlsx"]),
    ]
    few = [asked(browser, address) for address in addresses]
    more(goal, 300)
    for address, before in zip(addresses, few, strict=True):
        now = asked(browser, address)
        # Of figures that came since the report it looks at the journal once more.
        assert now == before or "/frozen/" in address


def test_gaps_are_one_question(member, project, goal, indicate, django_assert_num_queries):
    indicate("Nobody says how", unit="heads")
    lead = member(project)
    with django_assert_num_queries(1):
        assert list(gaps.gaps(lead, [project.pk]))


def test_the_page_that_begins_the_week_asks_twelve_with_everything_there_can_be(
    sit, member, project, organisations, indicate, meet, two
):
    """Names of who does what, an indicator below its target, and people who need an interpreter nobody booked."""
    near = (timezone.localdate() + datetime.timedelta(days=9)).isoformat()
    Gathering.objects.filter(pk=meet("Soon", starts=near).pk).update(needed={"interpreter ar": 2})
    indicate(counts=("gatherings.people",), target=900, due=datetime.date.fromisoformat(near))
    lead, other = member(project), member(project, "researcher", 1, "Lea Invented")
    Item.objects.create(
        code=new_code(),
        project=project,
        kind="task",
        title="Call the bank",
        due_rule=(timezone.localdate() - datetime.timedelta(days=9)).isoformat(),
        responsible=organisations[1],
        person_id=other.person,
    )
    schedule.replan(project)
    browser = sit(lead)
    shown = browser.get(reverse("desk_week", args=[project.code])).content.decode()
    assert "Lea Invented" in shown
    assert "3 of 900" in shown
    assert "2 people, and nobody is booked." in shown
    asked(browser, reverse("desk_week", args=[project.code]))
    # Whoever works for its host is told of the interpreter, too.
    Gathering.objects.filter(title="Soon").update(host=organisations[1])
    shown = sit(member(project, "local_coordinator", 1, "Nils Host")).get(
        reverse("desk_week", args=[project.code])
    )
    assert "2 people, and nobody is booked." in shown.content.decode()
