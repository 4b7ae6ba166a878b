"""Every screen of questionnaires asks at most twelve questions, for twenty responses and for two thousand."""

import json
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from passerelle.core import keys, sealing
from passerelle.core.codes import digest, new_code
from passerelle.questionnaires import actions
from passerelle.questionnaires.models import Response
from tests.rooms.network.test_budget import asked
from tests.rooms.questionnaires.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def more(asking, number):
    """So many responses at once, sealed as the room seals them."""
    rows = [
        Response(
            id=uuid.uuid4(),
            code=new_code(12),
            asking=asking,
            language="en",
            on=date(2026, 11, 22),
            receipt=digest(new_code(20)),
        )
        for _n in range(number)
    ]
    keys.create_many([one.pk for one in rows])
    said = [
        json.dumps(
            {"answers": {"q2": f"c{n % 2 + 1}", "q3": n % 5 + 1, "q6": f"Words {n}"}, "pair": f"AA-BB-01-{n}"}
        )
        for n in range(number)
    ]
    sealing.fill_many(rows, [{"answers": one} for one in said], owner="pk")
    Response.objects.bulk_create(rows)


def test_every_screen_for_few_and_many(memory_of_this_test, sit, member, project, instrument, ask):
    browser = sit(member(project))
    draft = actions.begin(HOUSE, project, title="Not asked yet", language="en")
    asking, before = ask(), ask("before")
    ask("after")
    addresses = [
        reverse("desk_questionnaires", args=[project.code]),
        reverse("desk_questionnaire", args=[instrument.code]),
        reverse("desk_questionnaire_preview", args=[instrument.code]),
        reverse("desk_questionnaire_change", args=[instrument.code]),
        reverse("desk_questionnaire_workshop", args=[instrument.code]) + "?to=it",
        reverse("desk_asking", args=[asking.code]),
        reverse("desk_asking", args=[asking.code]) + "?way=self",
        reverse("desk_asking", args=[asking.code]) + "?for=others",
        reverse("desk_asking_enter", args=[asking.code]),
        reverse("desk_asking_counts", args=[asking.code, "csv"]),
        reverse("desk_asking_paper", args=[asking.code, "docx"]),
        reverse("desk_questionnaire_question", args=[draft.code, "new"]) + "?kind=scale&page=s1",
    ]
    more(asking, 20)
    more(before, 20)
    few = [asked(browser, address) for address in addresses]
    more(asking, 1980)
    more(before, 1980)
    many = [asked(browser, address) for address in addresses]
    assert many == few


def test_whoever_answers_asks_the_database_little(ask, django_assert_max_num_queries):
    asking = ask()
    with django_assert_max_num_queries(4):
        assert Client().get(f"/en/q/{asking.code}/").status_code == 200
