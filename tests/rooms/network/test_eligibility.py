"""What a coordinator would learn too late: a partnership that a call refuses, a city without its authority."""

from itertools import product

import pytest
from django.urls import reverse
from django.utils import translation

from passerelle.core.rooms import gaps_in
from passerelle.language.tongues import countries
from passerelle.network import actions
from passerelle.network.calls import call, calls
from passerelle.network.eligibility import FAILED, LOOK, MET, check, length_in_months
from passerelle.network.models import Organisation, Project
from passerelle.network.partnership import Partner
from passerelle.network.programmes import programmes
from passerelle.network.units import cities
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TOWNS = "cerv-2025-networks-of-towns"


def partner(country, kind="municipality", lead=False, town=""):
    return Partner(f"{kind} {country}", kind, town or f"Bank {country}", country, lead)


def partners(*codes, kind="municipality"):
    return [partner(code, kind, lead=not at) for at, code in enumerate(codes)]


def state(id_, rule, there, months=18):
    return next(one.state for one in check(call(id_), there, months) if one.rule == rule)


def test_four_partners_from_three_countries_fail_a_call_that_wants_four_and_the_failure_is_named():
    found = check(call(TOWNS), partners("FR", "IT", "SE", "SE"), 24)
    (failed,) = [one for one in found if one.state == FAILED]
    assert failed.rule == "countries"
    assert failed.says == (
        "The call wants partners from at least 4 countries. "
        "This partnership has partners from 3: France, Italy and Sweden."
    )


def test_a_partnership_that_fits_meets_every_rule():
    assert {one.state for one in check(call(TOWNS), partners("FR", "IT", "SE", "PL"), 24)} == {MET}


def test_a_country_nobody_verified_is_for_a_person_to_look_up():
    found = check(call(TOWNS), partners("FR", "IT", "SE", "AL"), 24)
    looked = [one for one in found if one.state == LOOK]
    assert {one.rule for one in looked} == {"partners", "countries"}
    assert "whether these take part: Albania." in looked[0].says


def test_the_kind_of_the_lead_counts():
    led = partners("FR", "IT", "SE", "PL", kind="association")
    assert state(TOWNS, "lead_kinds", led) == FAILED
    assert state(TOWNS, "lead_kinds", []) == FAILED


@pytest.mark.parametrize(
    ("id_", "rule", "there", "expected"),
    [
        ("erasmus-plus-2025-cooperation", "countries", partners("FR", "NO", "TR"), MET),
        ("erasmus-plus-2025-cooperation", "countries", partners("FR", "NO", "AL"), FAILED),
        ("erasmus-plus-2025-cooperation", "lead_country", partners("AL", "FR", "IT", "ES"), FAILED),
        ("erasmus-plus-2024-small-scale", "partners", partners("FR", "IT"), MET),
        ("erasmus-plus-2024-small-scale", "partner_countries", partners("FR", "IT", "AL"), FAILED),
        ("amif-2023-local-integration", "countries", partners("FR", "IT", "SE", "ES", "DK"), FAILED),
        ("amif-2023-local-integration", "countries", partners("FR", "IT", "SE", "ES", "IE"), MET),
        ("europe-for-citizens-2019-networks-of-towns", "countries", partners("GB", "AL", "FR", "IT"), MET),
        ("europe-for-citizens-2019-networks-of-towns", "union", partners("GB", "AL", "FR", "IT"), MET),
        ("cerv-2024-town-twinning", "countries", partners("FR", "IT", kind="association"), FAILED),
        ("cerv-2024-town-twinning", "not_for_profit", [partner("FR"), partner("IT", "business")], FAILED),
        ("cerv-2024-town-twinning", "not_for_profit", [partner("FR"), partner("IT", "culture")], LOOK),
    ],
)
def test_what_each_call_says_of_a_partnership(id_, rule, there, expected):
    assert state(id_, rule, there) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "months"),
    [
        ("2020-02-03", "2022-04-02", 26),
        ("2020-02-03", "2022-04-03", 27),
        ("2017-09", "2019-08", 24),
        ("2024-01-31", "2024-02-29", 2),
        ("2020", "2022", None),
        ("", "", None),
    ],
)
def test_the_length_of_a_project(starts, ends, months):
    assert length_in_months(starts, ends) == months


def test_every_call_names_where_each_of_its_rules_comes_from():
    assert len(calls()) >= 7
    for one in calls().values():
        assert one.id.endswith(one.id.partition(str(one.year))[2])
        assert str(one.year) in one.id
        assert one.note
        assert set(one.names) == {"en", "fr", "it", "sv", "ar"}
        assert one.programme == "" or one.programme in programmes()
        assert one.sources
        assert all(source.title and source.says for source in one.sources)
        assert all(source.address.startswith(("http://", "https://")) for source in one.sources)
        assert one.counting <= set(countries())
        for rule in one.rules:
            assert set(rule.kinds) <= set(Organisation.Kind.values)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_rule_can_be_told_of_every_partnership(language):
    some = [
        [],
        partners("FR"),
        partners("FR", "AL", "DK", kind="business"),
        partners("US", "BR", kind="other"),
    ]
    with translation.override(language):
        for one, there, months in product(calls().values(), some, (None, 1, 24)):
            assert all(finding.says for finding in check(one, there, months))


def test_a_city_with_an_association_alone_is_named_as_missing_its_authority():
    there = [
        partner("ES", "association", town="Fuentelmora"),
        partner("DE", "culture", town="Zechenbrück"),
        partner("DE", "municipality", town="ZECHENBRÜCK"),
        partner("NL", "authority", town="Wilgendrecht"),
        partner("NL", "university", town="Veldemaas"),
    ]
    found = cities(there, "en")
    assert [(one.town, one.complete) for one in found] == [
        ("Fuentelmora", False),
        ("Wilgendrecht", False),
        ("Zechenbrück", True),
    ]
    assert found[0].lacks() == "Fuentelmora has association ES and lacks its authority."
    assert found[1].lacks() == "Wilgendrecht has authority NL and lacks its association."


def test_the_page_names_the_failure_and_the_city(signed_in, project):
    browser = signed_in("lead_coordinator")
    actions.change_facts(HOUSE, project, revision=1, call=TOWNS, unit="pair", months=30)
    answer = browser.get(reverse("desk_eligibility", args=[project.code]))
    page = answer.content.decode()
    assert "1 thing is not as the call wants it" in page
    assert "This one lasts 30 months." in page
    assert "Lacks its association" in page
    assert "Estonian grants portal" in page


def test_a_call_can_be_tried_without_naming_it(signed_in, project):
    browser = signed_in("facilitator")
    address = reverse("desk_eligibility", args=[project.code])
    assert "No call chosen" in browser.get(address).content.decode()
    page = browser.get(address, {"call": "amif-2023-local-integration"}).content.decode()
    assert "from at least 5 countries" in page
    assert "No call chosen" in browser.get(address, {"call": "../etc"}).content.decode()
    assert Project.objects.get(pk=project.pk).call == ""


def test_the_lead_chooses_call_shape_and_currency_among_the_facts(signed_in, project):
    browser = signed_in("lead_coordinator")
    address = reverse("desk_facts", args=[project.code])
    given = {"acronym": "RIVERBANK", "call": TOWNS, "unit": "pair", "currency": "SEK", "revision": 1}
    assert browser.post(address, given).status_code == 302
    changed = Project.objects.get(pk=project.pk)
    assert (changed.call, changed.unit, changed.currency) == (TOWNS, "pair", "SEK")
    assert "Not sent yet" in browser.post(address, {**given, "call": "none"}).content.decode()


def test_a_refused_partnership_and_an_unfinished_city_stand_on_the_page_that_begins_the_week(
    lead, project, organisations
):
    actions.change_facts(
        HOUSE, project, revision=1, call=TOWNS, unit="pair", starts="2026-01", ends="2026-06"
    )
    actions.choose_partners(HOUSE, project, organisations[:3])
    found = [gap for gap in gaps_in(lead, [project.pk]) if gap.key.startswith(("call-", "city-"))]
    assert [gap.key for gap in found if gap.key.startswith("call-")] == [
        "call-partners",
        "call-countries",
        "call-months",
    ]
    assert len({gap.subject for gap in found if gap.key == "city-without-association"}) == 3


def test_the_budget_of_questions(signed_in, project, organisations):
    browser = signed_in("lead_coordinator")
    actions.change_facts(HOUSE, project, revision=1, call=TOWNS, unit="pair")
    address = reverse("desk_eligibility", args=[project.code])
    few = asked(browser, address)
    from passerelle.core.codes import new_code
    from passerelle.network.models import Partnership

    many = Organisation.objects.bulk_create(
        Organisation(code=new_code(), name=f"Ort {i}", kind="association", town=f"Å{i}", country="SE")
        for i in range(500)
    )
    Partnership.objects.bulk_create(Partnership(project=project, organisation=one) for one in many)
    assert asked(browser, address) == few
