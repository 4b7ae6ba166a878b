"""Out and in again: the table of a list, taken into an empty place, goes out as it was, cell by cell."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils import translation

from passerelle.core.actor import Actor
from passerelle.core.rooms import importables
from passerelle.engines.tables import heads, reading
from passerelle.importing import actions
from passerelle.importing.look import words_of
from passerelle.network import actions as network
from passerelle.network.actors import grants_of
from passerelle.network.models import Organisation
from passerelle.people.models import Person
from passerelle.tasks import actions as tasks
from passerelle.tasks import schedule
from tests.rooms.importing.conftest import HOUSE, seen

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
CODE = {"Code", "Kod", "الرمز"}  # of this house only: a new record gets its own


def out(client, address):
    """(bytes, rows) of a table: its cells as a spreadsheet reads them, without the codes."""
    answer = client.get(address)
    assert answer.status_code == 200
    rows = reading.read(answer.content)[0].rows
    kept = [n for n, label in enumerate(rows[0]) if label not in CODE]
    return answer.content, [[row[n] for n in kept] for row in rows]


@pytest.fixture
def taken():
    """taken(actor, kind, raw, place) -> the sheet, taken in without a word."""

    def take(actor, kind, raw, place=None):
        sheet = actions.give(actor, importables()[kind], place, name="table.xlsx", raw=raw)
        assert seen(actor, sheet).stopping == []
        return actions.take_in(actor, sheet, "en")

    return take


@pytest.fixture
def desk(signed_in):
    """The desk of a lead coordinator."""
    return signed_in("lead_coordinator")


@pytest.fixture
def lead(desk, other):
    """Who sits there: lead of both projects."""
    network.appoint(HOUSE, other, Person.objects.get(pk=desk.actor.person), "lead_coordinator", None)
    return Actor(person=desk.actor.person, grants=grants_of(desk.actor.person))


@pytest.fixture
def other(project, organisations):
    """Another project of the same partners, with the same dates and nothing in it."""
    network.change_facts(
        HOUSE, project, starts="2027-01", ends="2028-12", months=24, revision=project.revision
    )
    made = network.create_project(
        HOUSE,
        acronym="AFTER",
        title="After it",
        language="en",
        lead=organisations[0],
        starts="2027-01",
        ends="2028-12",
        months=24,
    )
    network.choose_partners(HOUSE, made, organisations[:6])
    return made


@pytest.fixture
def planned(project, organisations, lead):
    """A plan with everything that is awkward in a table."""
    listening = tasks.add_package(lead, project, number="WP2", title="= Listening", lead=organisations[1])
    tasks.add_package(lead, project, number="WP10", title="Telling", first_month=2, last_month=12)
    facts = {"package": listening, "responsible": organisations[1]}
    tasks.create_item(
        lead,
        project,
        kind="deliverable",
        number="D2.1",
        title="How we listen",
        due_rule="M6",
        planned_days="12.50",
        description="First paragraph.\n\n- a point\n- another one",
        person=Person.objects.get(pk=lead.person),
        **facts,
    )
    tasks.create_item(
        lead, project, kind="milestone", number="MS1", title="-Drawn", due_rule="D2.1+14d", **facts
    )
    done = tasks.create_item(lead, project, number="1.10", title="Book", due_rule="2027-05-31")
    tasks.submit_item(lead, done, on=schedule.today())
    tasks.drop_item(lead, tasks.create_item(lead, project, title="A film", **facts))
    return project


@pytest.mark.parametrize(("language", "table"), [("en", "xlsx"), ("ar", "csv")])
def test_a_plan(desk, taken, lead, planned, other, language, table):
    raw, before = out(desk, f"/{language}/desk/projects/{planned.code}/plan.{table}")
    assert len(before) == 7
    taken(lead, "plan", raw, other.pk)
    assert out(desk, f"/{language}/desk/projects/{other.code}/plan.{table}")[1] == before
    again = taken(lead, "plan", raw, planned.pk)
    assert (again.new, again.changed, again.same) == (0, 0, 6)


def test_the_list_of_everything_owed_as_it_is_narrowed(desk, lead, planned, organisations):
    tasks.create_item(HOUSE, planned, title="Ours alone", keeper=organisations[0])
    address = f"/en/desk/projects/{planned.code}/plan/everything.csv"
    assert [row[1] for row in out(desk, address)[1][1:]] == ["How we listen", "'-Drawn"]
    assert [row[1] for row in out(desk, address + "?state=dropped")[1][1:]] == ["A film"]
    assert [row[1] for row in out(desk, address + "?of=own")[1][1:]] == ["Ours alone"]


def test_organisations(desk, taken, administrator, organisations):
    network.add_organisation(
        HOUSE,
        name="+Öst – Väst",
        kind="association",
        town="L'Aquila",
        country="CI",
        latitude=42.35,
        longitude=-13.4,
    )
    raw, before = out(desk, "/en/desk/network.xlsx")
    again = taken(administrator, "organisations", raw)
    assert (again.new, again.changed, again.same) == (0, 0, 8)
    Organisation.objects.update(name=Concat(Value("Once "), "name"), code=Substr("code", 2))
    taken(administrator, "organisations", raw)
    after = out(desk, "/en/desk/network.xlsx")[1]
    assert [row for row in after if not row[0].startswith("Once ")] == before


def test_people(desk, taken, lead, project, other, organisations):
    for name, email, phone, languages in (
        ("Zoë O'Neil", "zoe@bank.example", "+46 70 123", "en ar"),
        ("Åsa -", "", "", ""),
    ):
        contact = {"name": name, "email": email, "phone": phone, "languages": languages}
        network.write_down_all(
            lead, project, [{"contact": contact, "language": "sv", "organisation": organisations[1]}]
        )
    address = "/fr/desk/projects/{}/people/contacts.xlsx"
    raw, before = out(desk, address.format(project.code))
    mine = [row for row in before if row[1] == "lead_coordinator@bank.example"]
    taken(lead, "people", raw, other.pk)
    assert out(desk, address.format(other.code))[1] == before
    assert len(mine) == 1
    again = taken(lead, "people", raw, project.pk)
    assert (again.new, again.changed, again.same) == (0, 0, 3)


@pytest.mark.parametrize("kind", ["organisations", "people", "plan", "figures", "gatherings"])
def test_every_column_is_found_again_in_every_language_of_the_interface(kind):
    one, missed = importables()[kind], []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            head = [str(field.label) for field in one.fields]
        found = heads.mapped(head, words_of(one))
        missed += [
            (language, head[n], found.get(n)) for n, f in enumerate(one.fields) if found.get(n) != f.key
        ]
    assert missed == []
