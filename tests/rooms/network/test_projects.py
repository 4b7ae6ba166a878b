"""What a lead coordinator would miss first: her project, its partners, its facts, its people."""

import pytest

from passerelle.core.actor import PUBLIC
from passerelle.core.errors import Denied, Problem
from passerelle.core.models import Entry
from passerelle.network import actions, figures, queries
from passerelle.network.models import Organisation, Partnership, Project
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_six_partners_of_a_larger_network_and_the_others_stay_untouched(project, organisations):
    partners = figures.PARTNERS.records(PUBLIC, project)
    assert figures.PARTNERS.count(partners) == 6
    assert figures.COUNTRIES.count(partners) == 6
    assert not Partnership.objects.filter(organisation=organisations[6]).exists()
    assert Organisation.objects.count() == 7


def test_two_partners_of_one_country_are_one_country(project, organisations):
    neighbour = actions.add_organisation(HOUSE, name="Next", kind="association", town="Next", country="SE")
    actions.choose_partners(HOUSE, project, [*organisations[:6], neighbour])
    partners = figures.PARTNERS.records(PUBLIC, project)
    assert (figures.PARTNERS.count(partners), figures.COUNTRIES.count(partners)) == (7, 6)


def test_the_lead_partner_stays_when_all_others_go(project, organisations):
    actions.choose_partners(HOUSE, project, [])
    assert [p.organisation for p in project.partnerships.all()] == [organisations[0]]


def test_a_partner_for_whom_somebody_acts_cannot_leave_unnoticed(project, organisations, member):
    member("local_coordinator")
    actions.choose_partners(HOUSE, project, organisations[:2])
    person = queries.appointments_of(project)[-1].person
    actions.appoint(HOUSE, project, person, "facilitator", organisations[1])
    with pytest.raises(Problem, match="Town BE"):
        actions.choose_partners(HOUSE, project, organisations[:1])
    assert project.partnerships.count() == 2


def test_an_acronym_exists_once_whatever_its_case(project):
    with pytest.raises(Problem, match="already a project called riverbank"):
        actions.create_project(HOUSE, acronym="riverbank", title="Another", language="en")


@pytest.mark.parametrize(
    ("starts", "ends"), [("2027-03", "2027-02"), ("2027", "2026-12-31"), ("2027-01-02", "2027-01-01")]
)
def test_a_period_that_ends_before_it_begins_is_refused(starts, ends):
    with pytest.raises(Problem, match="ends before it begins"):
        actions.create_project(HOUSE, acronym="BACK", title="Back", language="en", starts=starts, ends=ends)
    assert not Project.objects.filter(acronym="BACK").exists()


def test_of_two_people_who_change_the_facts_at_once_the_second_is_told(project, lead):
    actions.change_facts(lead, project, revision=1, grant_number="111")
    with pytest.raises(Problem, match="Somebody else changed"):
        actions.change_facts(lead, Project.objects.get(pk=project.pk), revision=1, grant_number="222")
    assert Project.objects.get(pk=project.pk).grant_number == "111"


def test_only_the_lead_changes_what_the_funder_asks_for(project, member):
    local = member("local_coordinator")
    with pytest.raises(Denied):
        actions.change_facts(local, project, revision=1, programme="cerv-2021-2027")


def test_a_project_keeps_a_lead_coordinator(project, lead):
    only = queries.appointments_of(project)[0]
    with pytest.raises(Problem, match="at least one lead coordinator"):
        actions.end_appointment(lead, project, only)


def test_reordering_characters_never_reach_a_name(project):
    made = actions.create_project(HOUSE, acronym="AB\u202eCD\u2066", title="x\u202ey", language="en")
    assert made.acronym == "ABCD"


def test_every_change_stands_in_the_journal_without_a_name(project, lead):
    said = set(Entry.objects.values_list("action", flat=True))
    assert {"project created", "partners chosen", "person registered", "role given"} <= said
    for entry in Entry.objects.all():
        assert "Amina" not in str(entry.details)


def test_countries_stand_in_the_readers_order():
    ten = ["AL", "BE", "DK", "EE", "FR", "IT", "LV", "LT", "NL", "SI"]
    italian = "Albania Belgio Danimarca Estonia Francia Italia Lettonia Lituania Paesi_Bassi Slovenia"
    french = "Albanie Belgique Danemark Estonie France Italie Lettonie Lituanie Pays-Bas Slovénie"
    assert " ".join(name.replace(" ", "_") for name in queries.countries_in(ten, "it")) == italian
    assert " ".join(queries.countries_in(ten, "fr")) == french
    assert queries.countries_in(ten, "lt")[:3] == ("Albanija", "Belgija", "Danija")
    assert len(queries.countries_in(ten, "ar")) == 10
