"""Gatherings from the spreadsheets people keep: dates in every dress, all or nothing, out again and back."""

from __future__ import annotations

import datetime

import pytest

from passerelle.core import search
from passerelle.core.actor import Actor
from passerelle.core.errors import Denied, Problem
from passerelle.gatherings import actions as gatherings
from passerelle.gatherings import cells, presence
from passerelle.gatherings.models import Gathering, Registration
from passerelle.importing import actions
from passerelle.network import actions as network
from passerelle.programme import actions as programme
from passerelle.tasks import actions as tasks
from tests.rooms.importing.conftest import HOUSE, lines, seen, told, workbook
from tests.rooms.importing.test_round_trip import desk, other, out, taken  # noqa: F401
from tests.rooms.importing.test_round_trip import lead as sitting  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
UGLY = (
    ("Calendrier des rencontres – v4 DEF", "", "", "", "", "", "", "", ""),
    ("Quand", "Intitulé", "Type d’événement", "Modalité", "Ville", "Hôte", "Lot", "Langues", "Capacité"),
    ("3–5 mai 2027", "Rencontre à Bank IT", "Rencontre transnationale", "présentiel", "Bank IT", "Town IT", "2",
     "italien, français", "60"),
    ("12/06/2027", "نهر ومدينة", "ورشة عمل", "hybride", "", "Town BE", "WP2", "ar", ""),
    ("sept. 2027", "Skolan vid ån", "skolverkstad", "på plats", "Bank SE", "Town SE", "", "sv", "25"),
    ("2027-10-01 17:30", "Questions ouvertes", "webinaire", "en ligne", "", "", "", "fr; en", ""),
    ("M14", "Salon des villes", "Foire", "", "", "", "", "", ""),
)  # fmt: skip


@pytest.fixture
def dated(project):
    network.change_facts(
        HOUSE, project, starts="2027-01", ends="2028-12", months=24, revision=project.revision
    )
    tasks.add_package(HOUSE, project, number="WP2", title="Listening")
    project.refresh_from_db()
    return project


def there(project):
    rows = Gathering.objects.unscoped(reason="test").filter(project=project).select_related("host", "package")
    return {
        one.title: (one.starts, one.ends, one.kind, one.mode, one.host and one.host.town,
                    one.package and one.package.number, one.languages, one.places)
        for one in rows
    }  # fmt: skip


def test_a_calendar_with_an_ugly_header_in_three_languages_becomes_gatherings(given, lead, dated):
    sheet = given("gatherings", workbook(*UGLY))
    assert told(seen(lead, sheet, "fr")) == []
    actions.take_in(lead, sheet, "fr")
    assert there(dated) == {
        "Rencontre à Bank IT":
            ("2027-05-03", "2027-05-05", "transnational", "on_site", "Bank IT", "WP2", "it fr", 60),
        "نهر ومدينة": ("2027-06-12", "", "workshop", "both", "Bank BE", "WP2", "ar", None),
        "Skolan vid ån": ("2027-09", "", "school", "on_site", "Bank SE", None, "sv", 25),
        "Questions ouvertes": ("2027-10-01", "", "webinar", "online", None, None, "fr en", None),
        "Salon des villes": ("2028-02", "", "fair", "on_site", None, None, "", None),
    }  # fmt: skip
    one = Gathering.objects.get(title="Questions ouvertes")
    assert (one.starts_time, one.zone) == (datetime.time(17, 30), "Europe/Brussels")
    assert search.find(lead, "salon", "en").total == 1
    again = actions.take_in(lead, given("gatherings", workbook(*UGLY)), "fr")
    assert (again.new, again.changed, again.same) == (0, 0, 5)


@pytest.mark.parametrize(
    ("cell", "given_"),
    [
        ("3 - 5 May 2027", ("2027-05-03", "2027-05-05", "")),
        ("12-14.05.2027", ("2027-05-12", "2027-05-14", "")),
        ("28 Feb – 2 March 2027", ("2027-02-28", "2027-03-02", "")),
        ("du 3/5/2027 au 5/5/2027", ("2027-05-03", "2027-05-05", "")),
        ("dal 3 al 5 maggio 2027", ("2027-05-03", "2027-05-05", "")),
        ("från 3 till 5 maj 2027", ("2027-05-03", "2027-05-05", "")),
        ("28.02.-02.03.2027", ("2027-02-28", "2027-03-02", "")),
        ("Mon 3 May 2027", ("2027-05-03", "", "")),
        ("03-05-2027", ("2027-05-03", "", "")),
        ("3/5/2027 au 5/5/2027", ("2027-05-03", "2027-05-05", "")),
        ("2027-05-03/2027-05-05", ("2027-05-03", "2027-05-05", "")),
        ("٣–٥ مايو ٢٠٢٧", ("2027-05-03", "2027-05-05", "")),
        ("dal 3 al 5", None),
        ("03.05.2027, 9.30", ("2027-05-03", "", "09:30")),
        ("2027-05-03T10:00:00", ("2027-05-03", "", "10:00")),
        ("2027-05-03 18:00-20:30", ("2027-05-03", "", "18:00", "20:30")),
        (46510, ("2027-05-03", "", "")),
        ("to be fixed", None),
    ],
)
def test_dates_and_periods_as_people_write_them(cell, given_):
    from passerelle.core.importables import Context, Unread

    read = cells.date_or_period({cell}, Context(Actor(), "en"))
    if given_ is None:
        with pytest.raises(Unread):
            read(cell)
    else:
        starts, ends, hours = read(cell)
        assert (starts, ends, *hours)[: len(given_)] == given_


@pytest.mark.parametrize(
    ("cell", "clock"),
    [("18h-20h", "18:00 20:00"), ("dalle 18.00 alle 20.30", "18:00 20:30"), ("kl. 9", "09:00"), ("9 to 17 to 18", None),
     ("10h30", "10:30"), ("9", "09:00"), (0.75, "18:00"), ("2 pm", "14:00"), ("12:00 am", "00:00"), ("17.45", "17:45"),
     ("18:00:00", "18:00"), ("25:00", None), ("noonish", None)],
)  # fmt: skip
def test_hours_as_people_write_them(cell, clock):
    from passerelle.core.importables import Context, Unread

    read = cells.hours({cell}, Context(Actor(), "en"))
    if clock is None:
        with pytest.raises(Unread):
            read(cell)
    else:
        assert " ".join(filter(None, read(cell))) == clock


def test_every_wrong_row_is_named_and_nothing_comes_in(given, lead, dated):
    sheet = given(
        "gatherings",
        lines(
            ("Title", "Kind", "Date", "End", "Time", "Host", "WP", "State", "Reason", "Zone"),
            ("Fine", "forum", "2027-05-03", "", "10:00", "", "", "", "", "Rome"),
            ("Backwards", "forum", "2027-05-03", "2027-05-01", "", "", "", "", "", ""),
            ("Hour of a month", "forum", "2027-05", "", "10:00", "", "", "", "", ""),
            ("No such host", "forum", "2027-05-04", "", "", "Bank XX", "", "", "", ""),
            ("No such package", "forum", "2027-05-05", "", "", "", "WP9", "", "", ""),
            ("Why", "forum", "2027-05-06", "", "", "", "", "cancelled", "", ""),
            ("Reason for nothing", "forum", "2027-05-07", "", "", "", "", "planned", "Rain", ""),
            ("Held to come", "forum", "2099-05-08", "", "", "", "", "held", "", ""),
            ("No kind", "", "2027-05-09", "", "", "", "", "", "", ""),
            ("Fine", "forum", "2027-05-03", "", "10:00", "", "", "", "", "Rome"),
            ("Party", "boat race", "2027-05-10", "", "", "", "", "", "", "Atlantis"),
        ),
    )
    look = seen(lead, sheet)
    assert [(row, field) for row, field, _value, _instead in told(look)] == [
        (2, "ends"), (3, "starts"), (4, "host"), (5, "package"), (6, "reason"), (7, "reason"), (8, "state"),
        (10, "title"), (11, "kind"), (11, "zone"),
    ]  # fmt: skip
    with pytest.raises(Problem):
        actions.take_in(lead, sheet, "en")
    assert not there(dated)


def test_hours_stand_in_a_column_of_their_own_or_beside_the_date(given, lead, dated):
    sheet = given(
        "gatherings",
        lines(
            ("Evento", "Data", "Orario", "Data di fine"),
            ("Uno", "3 maggio 2027", "18:00–20:30", ""),
            ("Due", "2027-05-04 09:00", "", "2027-05-05 16:00"),
            ("Tre", "05/05/2027 9.00-12.00", "10", ""),
        ),
    )
    assert told(seen(lead, sheet, "it")) == []
    actions.take_in(lead, sheet, "it")
    rows = Gathering.objects.unscoped(reason="test").filter(project=dated).order_by("starts")
    assert [(one.kind, f"{one.starts_time:%H:%M}", f"{one.ends_time:%H:%M}", one.ends) for one in rows] == [
        ("other", "18:00", "20:30", ""),
        ("other", "09:00", "16:00", "2027-05-05"),
        ("other", "10:00", "12:00", ""),
    ]


def test_months_of_a_project_without_dates_say_no_date(given, lead, project):
    sheet = given("gatherings", lines(("Title", "Kind", "Date"), ("Forum", "forum", "M3")))
    assert told(seen(lead, sheet)) == [(1, "starts", "M3", "")]


def test_a_table_is_taken_back_as_a_whole(given, lead, dated, organisations):
    kept = gatherings.add_gathering(
        HOUSE, dated, title="Forum", kind="forum", starts="2027-05-03", host=organisations[1], town="Lyon"
    )
    before = gatherings.as_it_stands(kept)
    sheet = given(
        "gatherings",
        lines(("Title", "Kind", "Date", "Host", "Town", "Country", "State", "Reason"),
              ("Forum", "fair", "4/6/2027", "Town IT", "Bari", "Italy", "cancelled", "Rain"),
              ("New", "visit", "2027-07", "", "", "", "", "")),
    )  # fmt: skip
    actions.take_in(lead, sheet, "en")
    assert set(there(dated)) == {"Forum", "New"}
    actions.take_back(lead, sheet, "en")
    kept.refresh_from_db()
    assert (gatherings.as_it_stands(kept), kept.state, kept.reason) == (before, "planned", "")
    assert set(there(dated)) == {"Forum"}
    assert not search.find(lead, "new", "en").total


def test_what_was_changed_since_stands_against_taking_back(given, lead, dated):
    sheet = given("gatherings", lines(("Title", "Kind", "Date"), ("Forum", "forum", "2027-05-03")))
    actions.take_in(lead, sheet, "en")
    one = Gathering.objects.get(title="Forum")
    gatherings.cancel_gathering(lead, one, reason="Rain")
    with pytest.raises(actions.Hindered) as hindered:
        actions.take_back(lead, sheet, "en")
    assert hindered.value.against == ["Forum was changed since."]


def somebody(one):
    return presence.taking_part(one.project_id, one.host_id, presence.fresh_code())


HOLDS = "Forum holds other things by now."
USES = {
    "registered": (
        lambda one: Registration.objects.create(gathering=one, participant=somebody(one), state="withdrawn"),
        "People have registered for Forum by now. Cancel it instead.",
    ),
    "came": (
        lambda one: gatherings.type_in(HOUSE, one, [gatherings.Line(1, "AB12C")], entry=one.pk),
        "Who was at Forum is written down by now.",
    ),
    "counted": (
        lambda one: gatherings.count_heads(HOUSE, one, {"18_64": 3}),
        "Who was at Forum is written down by now.",
    ),
    "speaks": (lambda one: gatherings.add_speaker(HOUSE, one, role="hydrologist"), HOLDS),
    "asked": (
        lambda one: programme.take_down(HOUSE, one.project, ["Who pays?"], language="en", gathering=one),
        HOLDS,
    ),
}


@pytest.mark.parametrize("use", USES)
def test_what_people_rely_on_by_now_stands_against_taking_back(given, lead, dated, use):
    rows = (
        ("Title", "Kind", "Date", "Host"),
        ("Forum", "forum", "2026-05-03", "Town BE"),
        ("Fair", "fair", "2027", ""),
    )
    sheet = given("gatherings", lines(*rows))
    actions.take_in(lead, sheet, "en")
    begins, reason = USES[use]
    one = Gathering.objects.select_related("project", "host").get(title="Forum")
    begins(one)
    with pytest.raises(actions.Hindered) as hindered:
        actions.take_back(lead, sheet, "en")
    assert hindered.value.against == [reason]
    with pytest.raises(Problem, match="Forum"):  # somebody was quicker than the look
        gatherings.take_back_gatherings(lead, dated, [one.pk], [])
    assert set(there(dated)) == {"Forum", "Fair"}


def test_what_was_there_before_the_table_goes_back_although_people_registered(
    given, lead, dated, organisations
):
    kept = gatherings.add_gathering(
        HOUSE, dated, title="Forum", kind="forum", starts="2027-05-03", host=organisations[1]
    )
    sheet = given("gatherings", lines(("Title", "Kind", "Date"), ("Forum", "fair", "2027-05-03")))
    actions.take_in(lead, sheet, "en")
    Registration.objects.create(gathering=kept, participant=somebody(kept))
    actions.take_back(lead, sheet, "en")
    kept.refresh_from_db()
    assert kept.kind == "forum"


def test_only_the_lead_takes_gatherings_in(given, member, dated):
    with pytest.raises(Denied):
        given(
            "gatherings",
            lines(("Title", "Kind", "Date"), ("F", "forum", "2027")),
            member("local_coordinator"),
        )


@pytest.mark.parametrize(("language", "table"), [("en", "xlsx"), ("fr", "csv"), ("ar", "xlsx")])
def test_out_and_in_again_it_is_the_same(desk, taken, sitting, dated, other, organisations, language, table):  # noqa: F811
    tasks.add_package(HOUSE, other, number="WP2", title="Listening")
    package = dated.packages.get()
    for n, facts in enumerate(
        (
            {"title": "= Forum", "kind": "forum", "starts": "2027-05-03", "ends": "2027-05-05",
             "starts_time": datetime.time(9, 30), "ends_time": datetime.time(16), "zone": "Europe/Rome",
             "place": "+ The dock, room 2", "town": "Bari", "country": "IT", "mode": "both", "host": organisations[1],
             "package": package, "languages": "it fr ar", "places": 80},
            {"title": "Course", "kind": "course", "starts": "2027-06-01", "starts_time": datetime.time(9)},
            {"title": "Course", "kind": "course", "starts": "2027-06-01", "starts_time": datetime.time(14)},
            {"title": "Course", "kind": "course", "starts": "2027-06-02"},
            {"title": "زيارة", "kind": "visit", "starts": "2027-09", "town": "Kirkenes", "country": "NO"},
            {"title": "Fair", "kind": "fair", "starts": "2028", "mode": "online"},
        )
    ):  # fmt: skip
        one = gatherings.add_gathering(HOUSE, dated, **facts)
        if n == 5:
            gatherings.cancel_gathering(HOUSE, one, reason="- the hall is flooded")
    past = gatherings.add_gathering(HOUSE, dated, title="Past", kind="other", starts="2026-03-02")
    gatherings.note_held(HOUSE, past)
    raw, before = out(desk, f"/{language}/desk/projects/{dated.code}/gatherings.{table}?when=all")
    assert len(before) == 8
    taken(sitting, "gatherings", raw, other.pk)
    after = out(desk, f"/{language}/desk/projects/{other.code}/gatherings.{table}?when=all")[1]

    assert after == before
    again = taken(sitting, "gatherings", raw, dated.pk)
    assert (again.new, again.changed, again.same) == (0, 0, 7)
