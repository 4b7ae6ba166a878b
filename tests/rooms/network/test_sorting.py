"""Lists stand in the order of their reader's language, sorted by the database."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.core.codes import new_code
from passerelle.engines.text.collation import sort_key
from passerelle.language import sorting
from passerelle.language.sorting import LONGEST, SortKey, SortKeys, order_by_name
from passerelle.language.tongues import INTERFACE
from passerelle.network import actions, queries
from passerelle.network.models import Organisation, Project
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NAMES = ("Zagreb", "Örebro", "Oslo", "Århus", "Ołtarzew", "مراكش", "Ängelholm", "الرباط", "Żory", "zebra")


@pytest.fixture
def names():
    Organisation.objects.bulk_create(
        Organisation(code=new_code(), name=name, kind="other", town=name, country="SE") for name in NAMES
    )


def told(rows):
    return [row.name for row in rows if row.name in NAMES]


@pytest.mark.parametrize("language", INTERFACE)
def test_the_database_has_the_order_of_the_readers_language(names, lead, language):
    expected = sorted(NAMES, key=lambda name: sort_key(name, language))
    assert told(order_by_name(Organisation.objects.all(), language)) == expected
    assert told(order_by_name(Organisation.objects.all(), language, backwards=True)) == expected[::-1]
    assert told(queries.organisations(lead, language, sort="town")) == expected


def test_swedish_and_arabic_readers_find_their_own_letters_in_their_place(names):
    swedish = told(order_by_name(Organisation.objects.all(), "sv"))
    assert swedish[:5] == ["Ołtarzew", "Oslo", "Zagreb", "zebra", "Żory"]
    assert swedish[5:8] == ["Århus", "Ängelholm", "Örebro"]
    assert told(order_by_name(Organisation.objects.all(), "ar"))[:2] == ["الرباط", "مراكش"]


def test_a_reader_of_any_other_language_gets_a_list_too(names):
    assert told(order_by_name(Organisation.objects.all(), "uk")) == told(
        order_by_name(Organisation.objects.all(), "en")
    )


def test_a_new_name_stands_in_its_new_place(organisations, project):
    one = organisations[0]
    one.name = "Ärtemark"
    one.save(update_fields=["name"])
    Organisation.objects.filter(pk=organisations[1].pk).update(name="Zolder")
    found = [o.name for o in order_by_name(Organisation.objects.all(), "sv")]
    assert found[-2:] == ["Zolder", "Ärtemark"]
    actions.change_facts(HOUSE, project, revision=project.revision, acronym="ÖVERFART")
    stored = Project.objects.get(pk=project.pk).acronym_sv
    assert bytes(stored) == sort_key("ÖVERFART", "sv")


def test_keys_that_are_missing_or_old_are_made_anew(names):
    assert sorting.put_right() == 0
    Organisation.objects.filter(name="Århus").update(name_sv=None, town_ar=b"old")
    assert sorting.put_right() == 1
    assert sorting.put_right() == 0
    assert told(order_by_name(Organisation.objects.all(), "sv"))[5] == "Århus"


def test_a_page_is_read_along_the_index(names, lead):
    Organisation.objects.bulk_create(
        Organisation(code=new_code(), name=f"Ort {i:05}", kind="other", town="Å", country="SE")
        for i in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE network_organisation")
    page = queries.organisations(lead, "sv")[:20]
    assert "Index Scan" in page.explain()
    with CaptureQueriesContext(connection) as asked:
        assert len(list(page)) == 20
    assert len(asked) == 1


def test_the_longest_name_can_be_stored():
    name = "ﷺ" * 200
    one = Organisation.objects.create(code=new_code(), name=name, kind="other", town="X", country="SE")
    one.refresh_from_db()
    assert len(one.name_ar) == LONGEST


def test_a_name_that_may_tell_of_a_person_gets_no_key():
    with pytest.raises(TypeError, match="tell of a person"):

        class Member(models.Model):
            name = models.CharField(max_length=10)
            sorting = SortKeys("name")

            class Meta:
                app_label = "trial"


def test_every_stored_key_is_of_a_name_that_everybody_may_know():
    from django.apps import apps

    keys = [key for model in apps.get_models() for key in sorting.keys_of(model)]
    assert {(key.model._meta.label, key.of) for key in keys} == {
        ("network.City", "name"),
        ("network.Organisation", "name"),
        ("network.Organisation", "town"),
        ("network.Project", "acronym"),
    }
    assert all(isinstance(key, SortKey) for key in keys)


TEN = ("AL", "BE", "DK", "EE", "FR", "IT", "LT", "LV", "NL", "SI")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "it",
            "Albania, Belgio, Danimarca, Estonia, Francia, Italia, Lettonia, Lituania, Paesi Bassi, Slovenia",
        ),
        (
            "fr",
            "Albanie, Belgique, Danemark, Estonie, France, Italie, Lettonie, Lituanie, Pays-Bas, Slovénie",
        ),
        (
            "lt",
            "Albanija, Belgija, Danija, Estija, Italija, Latvija, Lietuva, Nyderlandai, Prancūzija, Slovėnija",
        ),
        ("ar", "إستونيا, ألبانيا, الدانمرك, إيطاليا, بلجيكا, سلوفينيا, فرنسا, لاتفيا, ليتوانيا, هولندا"),
    ],
)
def test_ten_countries_stand_in_the_order_of_the_readers_language(language, expected):
    assert list(queries.countries_in(TEN, language)) == expected.split(", ")


def test_the_network_sorted_by_country_follows_the_readers_language(signed_in, organisations, project):
    browser = signed_in("lead_coordinator")
    answer = browser.get(reverse("desk_network").replace("/en/", "/sv/") + "?sort=country")
    countries = [row[3] for row in answer.context["rows"]]
    assert countries == ["Belgien", "Frankrike", "Italien", "Litauen", "Polen", "Sverige", "Österrike"]
    backwards = browser.get(reverse("desk_network").replace("/en/", "/sv/") + "?sort=-country")
    assert [row[3] for row in backwards.context["rows"]] == countries[::-1]
