"""Figures of cities stand side by side, one is used, and a correction reaches the network's figure and its readers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from passerelle.core.actor import Actor, Grant
from passerelle.core.errors import Denied
from passerelle.core.models import Entry
from passerelle.messages.models import Message
from passerelle.network import actions, cities, measures
from passerelle.network.models import City, CityFigure, FigureChange, Measure, Reliance
from passerelle.network.rollup import roll_up
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.refusals import refused

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def known():
    actions.take_starting_measures(HOUSE)
    return {one.key: one for one in Measure.objects.all()}


@pytest.fixture
def towns(organisations):
    return [actions.add_city(HOUSE, name=one.town, country=one.country) for one in organisations[:3]]


def tell(city, measure, value, year=2024, source="Register"):
    return actions.add_figure(HOUSE, city, measure, year=year, value=Decimal(str(value)), source=source)


def network(measure, year=2024):
    return measures.now(measure, year, None)


def test_contradicting_figures_stand_side_by_side_and_one_is_used_with_its_reason(client, towns, known):
    first = tell(towns[0], known["population"], 100, source="Town hall")
    second = tell(towns[0], known["population"], 120, source="Association")
    assert (first.used, second.used) == (True, False)
    actions.use_figure(HOUSE, second, reason="It counts students.")
    (year,) = cities.profile(towns[0], measures.measures("en"))
    assert year.contradicted
    assert [(f.value, f.used, f.reason) for f in year.figures] == [
        (120, True, "It counts students."),
        (100, False, ""),
    ]
    page = client.get(reverse("city", args=[towns[0].code, "x"])).content.decode()
    for words in ("Town hall", "Association", "It counts students.", "not used"):
        assert words in page


def test_nothing_is_used_instead_of_another_without_a_reason(towns, known):
    tell(towns[0], known["population"], 100)
    other = tell(towns[0], known["population"], 120)
    with refused("no reason"):
        actions.use_figure(HOUSE, other, reason="  ")
    assert network(known["population"]) == 100


def test_a_correction_moves_the_networks_figure_is_logged_and_told_in_the_receivers_language(
    towns, known, project, member, settings
):
    settings.EMAIL_URL = "smtp://nowhere"
    lead = member("lead_coordinator", name="Élodie", email="elodie@bank.example")
    from passerelle.people.models import Person

    Person.objects.filter(pk=lead.person).update(language="fr")
    wrong = tell(towns[0], known["population"], 100)
    tell(towns[1], known["population"], 50)
    use = actions.rely_on(lead, project, known["population"], year=2024, city=None, title="Report")
    elsewhere = actions.rely_on(lead, project, known["population"], year=2024, city=towns[1], title="Other")
    right = actions.correct_figure(HOUSE, wrong, value=Decimal(90), reason="Counted twice.")
    assert network(known["population"]) == 140
    wrong.refresh_from_db()
    assert (wrong.state, wrong.used, right.used) == ("corrected", False, True)
    change = FigureChange.objects.filter(what="corrected").get()
    assert (change.before, change.after, change.network_before, change.network_after) == (100, 90, 150, 140)
    assert change.reason == "Counted twice."
    assert Entry.objects.filter(action="city figure corrected").count() == 1
    message = Message.objects.get(purpose="figure-changed")
    assert (message.receiver, message.language) == (lead.person, "fr")
    use.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (use.outdated, use.value, use.now) == (True, 150, 140)
    assert not elsewhere.outdated  # the other city's own figure is what it was
    actions.take_over(lead, use)
    actions.correct_figure(HOUSE, right, value=Decimal(90), reason="Only the source.", source="Archive")
    assert Message.objects.filter(purpose="figure-changed").count() == 1  # the number did not change


def test_a_weight_that_is_corrected_moves_the_mean(towns, known, project, member):
    lead = member("lead_coordinator")
    heavy = tell(towns[0], known["population"], 100)
    tell(towns[1], known["population"], 100)
    tell(towns[0], known["turnout"], 40)
    tell(towns[1], known["turnout"], 60)
    tell(towns[2], known["turnout"], 99)  # nobody told how many live there
    total = measures.total(known["turnout"], 2024, measures.used(known["turnout"].pk))
    assert (total.value, total.left_out) == (50, (towns[2].pk,))
    use = actions.rely_on(lead, project, known["turnout"], year=2024, city=None, title="Report")
    actions.correct_figure(HOUSE, heavy, value=Decimal(300), reason="A district was missing.")
    use.refresh_from_db()
    assert (network(known["turnout"]), use.outdated) == (45, True)


def test_another_rule_changes_the_networks_figure_and_tells_of_it(towns, known, project, member):
    lead = member("lead_coordinator")
    tell(towns[0], known["population"], 100)
    tell(towns[1], known["population"], 50)
    use = actions.rely_on(lead, project, known["population"], year=2024, city=None, title="Report")
    actions.change_measure(HOUSE, known["population"], labels={}, rule="none")
    use.refresh_from_db()
    assert (use.now, use.outdated) == (None, True)


def test_renaming_a_measure_in_one_language_changes_no_other(known):
    before = {m.id: m.labels for m in measures.measures("en").values()}[known["area"].pk]
    actions.change_measure(HOUSE, known["area"], labels={"it": "Area"}, rule="sum")
    after = {m.id: m.labels for m in measures.measures("en").values()}[known["area"].pk]
    assert after == {**before, "it": "Area"}


def test_taking_back_leaves_the_one_that_remains_in_use(towns, known):
    tell(towns[0], known["population"], 100)
    other = tell(towns[0], known["population"], 120)
    actions.use_figure(HOUSE, other, reason="Newer.")
    actions.take_back_figure(HOUSE, other, reason="Wrong town.")
    assert network(known["population"]) == 100
    with refused("stands no more"):
        actions.correct_figure(HOUSE, other, value=Decimal(1), reason="Late.")
    assert CityFigure.objects.filter(city=towns[0]).count() == 2  # what was told stays readable


def test_a_local_coordinator_tells_of_their_own_city_only(towns, known, organisations):
    from passerelle.people import actions as people

    person = people.register_person(HOUSE, name="Ek", email="", language="en", project=None)
    local = Actor(person=person.pk, grants=frozenset({Grant("local_coordinator", None, organisations[0].pk)}))
    told = dict(year=2024, value=Decimal(5), source="Register")
    assert actions.add_figure(local, towns[0], known["population"], **told).used
    with pytest.raises(Denied):
        actions.add_figure(local, towns[1], known["population"], **told)


def test_an_organisation_keeps_its_town_as_written_and_is_in_the_city(organisations):
    city = actions.add_city(HOUSE, name="bank se", country="SE")
    organisations[0].refresh_from_db()
    assert (organisations[0].city_id, organisations[0].town) == (city.pk, "Bank SE")
    actions.choose_organisations(HOUSE, city, [])
    organisations[0].refresh_from_db()
    assert (organisations[0].city_id, organisations[0].town) == (None, "Bank SE")


def test_a_tie_is_one_whichever_city_is_named_first_and_never_with_itself(towns):
    told = dict(kind="twinning", since="1987", source="Charter")
    actions.add_tie(HOUSE, towns[0], towns[1], **told)
    with refused("tie there"):
        actions.add_tie(HOUSE, towns[1], towns[0], **told)
    with refused("with itself"):
        actions.add_tie(HOUSE, towns[0], towns[0], **told)
    with refused("period backwards"):
        actions.add_tie(HOUSE, towns[0], towns[2], **told, until="1980")


def test_picture_and_table_of_ties_say_the_same_and_turn_with_the_language(client, towns):
    for at, one in enumerate(towns[:2]):
        actions.add_tie(HOUSE, one, towns[2], kind="twinning", since=f"199{at}", source="Charter")
    for language, dots in (("en", 170), ("ar", 160)):
        page = client.get(f"/{language}/cities/ties/").content.decode()
        assert page.count('class="bond k1"') == 2 + 1  # two ties, and one line in the legend
        assert page.count("Charter") == 2
        assert page.count(f'cx="{dots}"') == 3  # the same picture the other way round
        for town in towns:
            assert f">{town.name}</text>" in page
            assert page.count(town.name) >= 2
    table = client.get(reverse("ties_table", args=["csv"])).content.decode("utf-8-sig")
    assert len(table.strip().splitlines()) == 3


def test_a_project_s_cities_come_to_one_figure_by_the_same_rule(
    signed_in, towns, organisations, known, project
):
    """Its partners' cities count, once each, however many partners are there; the network's others do not."""
    actions.choose_organisations(HOUSE, towns[0], organisations[:2])
    actions.choose_organisations(HOUSE, towns[1], [organisations[2]])
    for town, value in zip(towns, (100, 20, 3), strict=True):
        tell(town, known["population"], value)
    (told,) = cities.network_figures("en", project)
    assert (told.total.value, len(told.total.cities), told.of) == (Decimal(120), 2, 2)
    page = signed_in("facilitator").get(reverse("desk_reliances", args=[project.code])).content.decode()
    assert "The project’s cities together" in page
    assert "\u20662 / 2\u2069" in page


def test_what_relies_on_a_figure_goes_with_its_person(towns, known, project, member):
    from passerelle.people.erasure import erase
    from passerelle.people.models import Person

    lead = member("lead_coordinator")
    tell(towns[0], known["population"], 100)
    actions.rely_on(lead, project, known["population"], year=2024, city=None, title="Report")
    erase(Person.objects.get(pk=lead.person))
    assert not Reliance.objects.exists()


@pytest.mark.parametrize(
    "name", ["cities", "city", "ties", "desk_cities", "desk_city", "desk_ties", "desk_measures"]
)
def test_as_many_questions_for_two_thousand_as_for_twenty(
    signed_in, towns, known, django_assert_max_num_queries, name
):
    browser = signed_in("lead_coordinator")
    args = [towns[0].code] if name in ("city", "desk_city") else []
    for number in range(20):
        tell(towns[0], known["population"], number, year=1900 + number)
    City.objects.bulk_create(City(code=f"c{n}", name=f"Ort {n}", country="SE") for n in range(500))
    CityFigure.objects.bulk_create(
        CityFigure(code=f"f{n}", city=towns[0], measure=known["area"], year=1000 + n, value=n, source="x")
        for n in range(500)
    )
    with django_assert_max_num_queries(12):
        assert browser.get(reverse(name, args=args)).status_code == 200


values = st.dictionaries(st.integers(0, 30), st.decimals(0, 10**6, places=2), min_size=1, max_size=12)


@given(values, values)
def test_totals_follow_their_rule(figures, weights):
    assert roll_up("sum", figures).value == sum(figures.values())
    assert roll_up("none", figures).value is None
    mean = roll_up("mean", figures, weights)
    assert set(mean.cities) | set(mean.left_out) == set(figures)
    if mean.value is not None:
        inside = [figures[city] for city in mean.cities]
        assert min(inside) - Decimal("0.0001") <= mean.value <= max(inside) + Decimal("0.0001")
    same = dict.fromkeys(figures, Decimal(7))
    assert roll_up("latest", same).value == 7
