"""Somebody answers for each kind of data in each project; belonging is an organisation’s and leaves it nowhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from passerelle.core import categories
from passerelle.core.errors import Denied
from passerelle.core.models import SearchEntry
from passerelle.network import actions, controllers
from passerelle.people.models import Person
from passerelle.people.portrait import portrait
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.refusals import refused

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
CONTACT = dict(name="Samira Ek", email="samira@bank.example", phone="", language="en", note="")


def test_every_category_a_project_settles_has_the_lead_partner_until_another_is_named(project, organisations):
    keys = {one.key for one in categories.by_project()}
    assert {"parts", "identity", "consents", "files", "messages", "duties"} <= keys
    before = controllers.settled([project.pk])[project.pk]
    assert before == dict.fromkeys(keys, (organisations[0], False))
    actions.name_controllers(HOUSE, project, {"files": organisations[2]})
    after = controllers.settled([project.pk])[project.pk]
    assert after == {**before, "files": (organisations[2], True)}
    actions.name_controllers(HOUSE, project, {"files": None})
    assert controllers.settled([project.pk])[project.pk] == before


def test_who_is_no_partner_answers_for_nothing(project, organisations):
    with refused("no partner"):
        actions.name_controllers(HOUSE, project, {"files": organisations[6]})
    with refused("no partner"):
        actions.name_controllers(HOUSE, project, {"journal": organisations[0]})


def test_record_assessment_and_the_persons_own_data_name_who_answers(signed_in, project, organisations):
    browser = signed_in("lead_coordinator")
    address = reverse("desk_controllers", args=[project.code])
    chosen = {one.key: "" for one in categories.by_project()} | {"files": organisations[2].code}
    assert browser.post(address, chosen).status_code == 302
    said = f"RIVERBANK: {organisations[2].name}"
    for name in ("desk_processing", "desk_impact"):
        page = browser.get(reverse(name)).content.decode()
        assert said in page
        assert f"RIVERBANK: {organisations[0].name}, as lead partner" in page
    told = portrait(Person.objects.get(pk=browser.actor.person))["answering"]
    assert {"project": "RIVERBANK", "data": "Files of people", "organisation": organisations[2].name} in told


def test_people_are_the_same_only_inside_one_controller(project, organisations):
    first = actions.write_down(HOUSE, project, organisation=organisations[1], **CONTACT)
    again = actions.write_down(
        HOUSE, project, organisation=organisations[1], **{**CONTACT, "name": "SAMIRA EK"}
    )
    assert again.pk == first.pk
    other = actions.write_down(HOUSE, project, organisation=organisations[2], **CONTACT)
    assert other.pk != first.pk
    sister = actions.write_down(
        HOUSE, project, organisation=organisations[1], **{**CONTACT, "name": "Leyla Ek"}
    )
    assert sister.pk != first.pk


@pytest.fixture
def rowers(organisations):
    told = dict(kind="community", words="Zzyzx rowers", purpose="Seats for everybody")
    return actions.note_belonging(HOUSE, organisations[0], **told)


def test_belonging_has_a_purpose(organisations):
    with refused("no purpose"):
        actions.note_belonging(HOUSE, organisations[0], kind="religion", words="x", purpose=" ")


def test_belonging_stands_in_no_list_no_table_and_no_public_page(rowers, signed_in, project, organisations):
    """Every page and table about organisations, whoever asks for it; only the page made for it shows it."""
    from tests.security.matrix import addresses

    actions.write_page(HOUSE, project, "We row.", language="en", base=0)
    actions.publish_project(HOUSE, project)
    browser = signed_in("lead_coordinator")
    here = reverse("desk_organisation_belonging", args=[organisations[0].code])
    assert "Zzyzx" in browser.get(here).content.decode()
    samples = {"code": project.code, "slug": project.slug, "table": "csv"}
    looked = 0
    for name, pattern in addresses():
        wanted = pattern.pattern.regex.groupindex
        if name == "desk_organisation_belonging" or not set(wanted) <= set(samples):
            continue
        answer = browser.get(reverse(name, kwargs={one: samples[one] for one in wanted}))
        content = b"".join(answer) if answer.streaming else answer.content
        assert b"Zzyzx" not in content, name
        looked += answer.status_code == 200
    assert looked > 50
    assert not SearchEntry.objects.filter(words__icontains="Zzyzx").exists()


def test_who_leads_no_project_of_the_organisation_does_not_see_it(rowers, member, organisations):
    outsider = member("local_coordinator", email="c@bank.example")
    with pytest.raises(Denied):
        actions.remove_belonging(outsider, organisations[0], rowers)
    assert not type(rowers).objects.visible_to(outsider).exists()
