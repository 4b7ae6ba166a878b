"""What people see of the plan and do with it, each behind their own log-in."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from passerelle.people.models import Person
from passerelle.tasks import actions
from passerelle.tasks.models import Item, PlanVersion, WorkPackage
from tests.rooms.tasks.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def lead(project, member, sit):
    return sit(member(project))


@pytest.fixture
def plan(project, owe, organisations):
    package = actions.add_package(
        HOUSE, project, number="WP2", title="Listening", lead=organisations[1], first_month=1, last_month=9
    )
    owe("Handbook", kind="deliverable", number="D2.1", due_rule="M14", package=package,
        responsible=organisations[1])  # fmt: skip
    owe("Ask the schools", package=package, responsible=organisations[2], due_rule="2026-04-01")
    return package


def test_the_plan_shows_each_promise_with_its_month_day_and_who_owes_it(lead, plan, project):
    seen = text(lead.get(reverse("desk_plan", args=[project.code])))
    for words in ("WP2", "Listening", "M1–M9", "D2.1", "Handbook", "30 April 2027", "M14", "Town BE", "Open"):
        assert words in seen
    assert "Ask the schools" not in seen


def test_a_lead_builds_a_plan_from_nothing(lead, project, organisations):
    assert "No plan yet" in text(lead.get(reverse("desk_plan", args=[project.code])))
    lead.post(
        reverse("desk_plan_new_package", args=[project.code]),
        {"number": "WP1", "title": "Steering", "language": "en", "lead": organisations[0].pk, "first_month": 1,
         "last_month": 24},
    )  # fmt: skip
    package = WorkPackage.objects.get()
    answer = lead.post(
        reverse("desk_plan_new", args=[project.code]) + "?kind=deliverable",
        {"title": "Report", "number": "D1.1", "nature": "document", "package": package.code, "due_rule": "m13",
         "due_time": "17:00", "due_zone": "Europe/Brussels", "responsible": organisations[0].pk, "language": "en"},
        follow=True,
    )  # fmt: skip
    assert "31 March 2027 , 17:00 (Brussels)" in text(answer)


def test_a_deadline_that_cannot_be_read_keeps_what_was_typed(lead, project):
    answer = lead.post(
        reverse("desk_plan_new", args=[project.code]),
        {"title": "Write", "due_rule": "soonish", "language": "en"},
    )
    assert "cannot be read as a deadline" in text(answer)
    assert "soonish" in answer.content.decode()
    assert not Item.objects.exists()


def test_a_list_is_narrowed_by_everything_a_coordinator_asks(lead, plan, project, owe, organisations):
    owe("Own duty", person=Person.objects.get(account__email__isnull=False))
    listed = reverse("desk_plan_items", args=[project.code])

    def found(**asked):
        seen = text(lead.get(listed, asked))
        return {title for title in ("Handbook", "Ask the schools", "Own duty") if title in seen}

    assert found() == {"Handbook", "Ask the schools", "Own duty"}
    assert found(kind="deliverable") == {"Handbook"}
    assert found(package=plan.code) == {"Handbook", "Ask the schools"}
    assert found(package="none") == {"Own duty"}
    assert found(responsible=organisations[2].code) == {"Ask the schools"}
    assert found(of="mine") == {"Own duty"}
    assert found(state="late") == {"Ask the schools"}
    assert found(q="hand") == {"Handbook"}
    assert found(kind="nonsense", package="nonsense", state="nonsense", sort="nonsense") == {
        "Handbook",
        "Ask the schools",
        "Own duty",
    }


def test_a_list_is_sorted_both_ways(lead, project, owe):
    for title, rule in (("Second", "M4"), ("First", "M3"), ("Undated", "")):
        owe(title, due_rule=rule)
    listed = reverse("desk_plan_items", args=[project.code])
    for sort, order in (("due", ["First", "Second", "Undated"]), ("-due", ["Second", "First", "Undated"])):
        seen = text(lead.get(listed, {"sort": sort}))
        assert sorted(order, key=seen.index) == order


def test_a_deliverable_is_handed_in_with_its_file_and_opened_again(lead, plan, project):
    item = Item.objects.get(number="D2.1")
    paper = SimpleUploadedFile("report.txt", b"What people said.")
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = lead.post(
        reverse("desk_item_submit", args=[item.code]),
        {"on": yesterday.isoformat(), "file": paper},
        follow=True,
    )
    assert "Handed in" in text(answer)
    assert "report.txt" in text(lead.get(reverse("desk_plan", args=[project.code])))
    lead.post(reverse("desk_item_reopen", args=[item.code]))
    item.refresh_from_db()
    assert (item.state, item.submitted_on) == ("open", None)


@pytest.mark.parametrize(
    ("day", "says"), [("2027-03-28", "jump over"), ("2027-10-31", "twice"), ("2027-05-30", "")]
)
def test_an_hour_in_a_night_of_changing_clocks_is_explained(lead, owe, day, says):
    item = owe("Report", kind="deliverable", due_rule=day, due_time=time(2, 30))
    seen = text(lead.get(reverse("desk_item", args=[item.code])))
    assert "02:30 (Brussels)" in seen
    assert says in seen
    assert ("the clocks" in seen) == bool(says)


def test_nothing_is_handed_in_tomorrow(lead, plan):
    item = Item.objects.get(number="D2.1")
    tomorrow = timezone.localdate() + timedelta(days=2)
    answer = lead.post(reverse("desk_item_submit", args=[item.code]), {"on": tomorrow.isoformat()})
    assert "still to come" in text(answer)


def test_done_and_dropped_are_taken_back_with_one_button(lead, owe):
    item = owe()
    for change, word in (("finish", "Done"), ("reopen", "Open"), ("drop", "Dropped"), ("reopen", "Open")):
        answer = lead.post(reverse(f"desk_item_{change}", args=[item.code]), follow=True)
        assert word in text(answer)


def test_looking_changes_nothing(lead, owe):
    item = owe()
    for change in ("finish", "drop"):
        lead.get(reverse(f"desk_item_{change}", args=[item.code]))
    item.refresh_from_db()
    assert item.state == "open"


def test_who_saves_an_older_version_sees_the_newer_beside_it(lead, owe):
    item = owe("Before")
    actions.change_item(HOUSE, Item.objects.get(pk=item.pk), revision=1, title="Theirs")
    told = {"title": "Mine", "language": "en", "revision": 1}
    answer = lead.post(reverse("desk_item_change", args=[item.code]), told)
    assert "Theirs" in text(answer)
    assert 'value="Mine"' in answer.content.decode()
    answer = lead.post(reverse("desk_item_change", args=[item.code]), {**told, "revision": 2}, follow=True)
    assert "Mine" in text(answer)


def test_other_dates_are_looked_at_before_they_move_anything(lead, plan, project):
    project.refresh_from_db()
    address = reverse("desk_plan_amend", args=[project.code])
    told = {"starts": "2026-05", "ends": "2028-04", "reason": "Later start", "revision": project.revision}
    seen = text(lead.post(address, told))
    assert "30 April 2027" in seen
    assert "30 June 2027" in seen
    assert Item.objects.get(number="D2.1").due == date(2027, 4, 30)
    answer = lead.post(address, {**told, "confirm": "1"}, follow=True)
    assert "30 April 2027" in text(answer)
    assert Item.objects.get(number="D2.1").due == date(2027, 6, 30)
    version = PlanVersion.objects.get()
    lead.post(reverse("desk_plan_version_undo", args=[project.code, version.number]))
    assert Item.objects.get(number="D2.1").due == date(2027, 4, 30)


def test_the_timeline_says_in_its_table_what_it_shows(lead, plan, project):
    answer = lead.get(reverse("desk_plan_timeline", args=[project.code]))
    page = answer.content.decode()
    picture = page[page.index('<svg width="960"') :]
    picture = picture[: picture.index("</svg>")]
    assert "<title" in picture
    assert "<desc" in picture
    for words in ("WP2 Listening", "D2.1 Handbook"):
        assert words in picture
        assert page.count(words) > picture.count(words)


def test_in_arabic_time_runs_from_right_to_left(lead, plan, project):
    def today(language):
        page = lead.get(reverse("desk_plan_timeline", args=[project.code]).replace("/en/", f"/{language}/"))
        return [float(x) for x in re.findall(r'class="k" d="M([\d.]+)', page.content.decode())]

    assert today("en") == sorted(today("en"))
    assert today("ar") == sorted(today("ar"), reverse=True)


def test_somebody_of_another_organisation_cannot_tell_that_an_own_task_exists(
    project, organisations, member, sit, owe
):
    item = owe("Herring", keeper=organisations[1])
    stranger = sit(member(project, "local_coordinator", 2))
    missing = reverse("desk_item", args=["nosuchitem"])
    here = reverse("desk_item", args=[item.code])
    assert stranger.get(here).status_code == stranger.get(missing).status_code == 404
    for name in ("change", "finish", "reopen", "drop", "submit"):
        assert stranger.post(reverse(f"desk_item_{name}", args=[item.code])).status_code == 404
    for name in ("desk_plan", "desk_plan_items", "desk_plan_timeline"):
        assert "Herring" not in text(stranger.get(reverse(name, args=[project.code]), {"state": "all"}))
    assert b"Herring" not in stranger.get(reverse("desk_plan_calendar", args=[project.code])).content


def test_files_of_an_own_task_go_to_nobody_else(project, organisations, member, sit, owe):
    item = owe("Herring", keeper=organisations[1])
    file = actions.attach_file(HOUSE, item, SimpleUploadedFile("herring.txt", b"salted"))
    assert (
        sit(member(project, "local_coordinator", 1)).get(reverse("file", args=[file.pk])).status_code == 200
    )
    for role, organisation in (("lead_coordinator", 0), ("local_coordinator", 2)):
        stranger = sit(member(project, role, organisation))
        assert stranger.get(reverse("file", args=[file.pk])).status_code in (403, 404)


def test_titles_are_sorted_by_the_rules_of_the_reader(lead, project, owe):
    for title in ("Zonplan", "Åkeriet", "Äppelfest", "andemöte"):
        owe(title)

    def told(language, sort):
        page = lead.get(
            reverse("desk_plan_items", args=[project.code]).replace("/en/", f"/{language}/"), {"sort": sort}
        )
        seen = text(page)
        return sorted(("Zonplan", "Åkeriet", "Äppelfest", "andemöte"), key=seen.index)

    assert told("en", "title") == ["Åkeriet", "andemöte", "Äppelfest", "Zonplan"]
    assert told("sv", "title") == ["andemöte", "Zonplan", "Åkeriet", "Äppelfest"]
    assert told("sv", "-title") == ["Äppelfest", "Åkeriet", "Zonplan", "andemöte"]


def test_planned_days_stand_in_the_form_as_a_reader_writes_them(lead, project, owe):
    item = owe(planned_days=Decimal("5.00"))
    change = reverse("desk_item_change", args=[item.code])
    assert 'name="planned_days" value="5"' in lead.get(change).content.decode()
    lead.post(
        change.replace("/en/", "/fr/"),
        {"title": item.title, "language": "en", "revision": item.revision, "planned_days": "1 200,5"},
    )
    item.refresh_from_db()
    assert item.planned_days == Decimal("1200.5")
    assert 'value="1200,5"' in lead.get(change.replace("/en/", "/fr/")).content.decode()


def test_what_is_found_of_a_plan_opens_in_the_language_of_the_reader(lead, project, owe):
    item = owe("Crossing timetable", language="en")
    found = lead.get("/ar/search/", {"q": "timetable"}).content.decode()
    assert f'href="/ar/desk/projects/item/{item.code}/" hreflang="ar"' in found


def test_a_number_stands_before_its_title_in_the_titles_direction(lead, project, owe):
    item = owe("How we listen", kind="deliverable", number="D2.1", language="en", due_rule="M3")
    whole = '<bdi lang="en" dir="ltr"><bdi dir="ltr">D2.1</bdi> How we listen</bdi>'
    listed = reverse("desk_plan_items", args=[project.code]).replace("/en/", "/ar/")
    assert whole in lead.get(listed).content.decode()
    assert whole in lead.get(reverse("desk_item", args=[item.code]).replace("/en/", "/ar/")).content.decode()
    drawn = lead.get(reverse("desk_plan_timeline", args=[project.code]).replace("/en/", "/ar/"))
    assert "\u2066D2.1 How we listen\u2069" in drawn.content.decode()
