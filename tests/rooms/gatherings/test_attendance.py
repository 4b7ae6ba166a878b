"""Who was there, as rooms really work: a list at the door, lines from paper beside their picture, heads, corrections."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from passerelle.core.errors import Denied, Problem
from passerelle.core.files import path_of
from passerelle.core.models import Entry, StoredFile
from passerelle.gatherings import actions, alike, presence
from passerelle.gatherings.importables_of_attendance import ATTENDANCE
from passerelle.gatherings.models import (
    Attendance,
    Correction,
    HeadCount,
    Participant,
    Registration,
    Sheet,
    TwoPeople,
)
from passerelle.people import actions as people
from tests.rooms.gatherings.conftest import HOUSE
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def forum(meet, organisations):
    """A forum that is over, hosted by the second organisation."""
    return meet(starts="2026-05-03", host=organisations[1], mode="both")


@pytest.fixture
def host(member, project):
    return member(project, "local_coordinator", 1, "Nils Host")


def line(number, code, **more):
    return actions.Line(number, code, **more)


def page(browser, name, *args, **get):
    answer = browser.get(reverse(name, args=args), get)
    assert answer.status_code == 200
    return answer.content.decode()


def there():
    return Attendance.objects.filter(taken_back_at=None)


def named(forum, name, code, organisation):
    person = people.register_person(HOUSE, name=name, email="", language="en", project=forum.project_id)
    who = presence.taking_part(forum.project_id, organisation.pk, code, person=person)
    Registration.objects.create(gathering=forum, participant=who, country="SE")
    return who


def test_at_the_door_a_name_is_found_a_tap_is_one_person_and_another_takes_it_back(
    sit, host, forum, organisations
):
    named(forum, "Åsa Invented", "AB12C", organisations[1])
    named(forum, "Bo Invented", "CD34E", organisations[1])
    browser, at = sit(host), reverse("desk_gathering_door", args=[forum.code])
    shown = page(browser, "desk_gathering_door", forum.code, q="asa")
    assert "Åsa Invented" in shown
    assert "Bo Invented" not in shown
    who = Participant.objects.get(code="AB12C")
    for _ in range(2):
        browser.post(at, {"do": "here", "who": who.pk})
    assert (there().get().channel, there().get().country) == ("assisted", "SE")
    browser.post(at, {"do": "undo", "attendance": there().get().pk})
    assert not there().exists()
    browser.post(at, {"do": "walk_in", "code": "zz9", "fresh": "NEWCODE222"})
    for _ in range(2):
        browser.post(at, {"do": "walk_in", "code": "", "fresh": "NEWCODE222"})
    assert sorted(there().values_list("participant__code", flat=True)) == ["NEWCODE222", "ZZ9"]


def test_whoever_comes_without_a_place_may_say_their_country_and_the_next_one_is_offered_it(sit, host, forum):
    browser, at = sit(host), reverse("desk_gathering_door", args=[forum.code])
    shown = page(browser, "desk_gathering_door", forum.code)
    near, others = shown.split('<optgroup label="Countries of this project">')[1].split("<optgroup")[:2]
    assert [code for code in ("BE", "IT", "JP") if f'value="{code}"' in near] == ["BE", "IT"]
    assert 'value="JP"' in others
    answer = browser.post(f"{at}?q=a", {"do": "walk_in", "code": "AB1", "country": "BE"}, follow=True)
    assert '<option value="BE" selected>' in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{at}?q=a&country=BE"
    browser.post(at, {"do": "walk_in", "code": "AB2", "country": ""})
    browser.post(at, {"do": "walk_in", "code": "AB3", "country": "<b>"})
    told = dict(there().values_list("participant__code", "country"))
    assert told == {"AB1": "BE", "AB2": "", "AB3": ""}
    browser, at = sit(host), reverse("desk_type_in", args=[forum.code])
    answer = browser.post(at, {"entry": str(forum.pk), "country": "IT", "code": ["ab 9"]}, follow=True)
    assert '<option value="IT" selected>' in answer.content.decode()


@pytest.mark.parametrize("role", ["facilitator", "researcher", "caseworker", "social_worker"])
def test_only_who_receives_people_knows_who_comes_at_the_door_and_by_table_alike(
    sit, member, forum, project, role
):
    actor = member(project, role, 1)
    one, receives = line(1, "AB12C"), role == "facilitator"
    assert (ATTENDANCE.may(actor, project.pk), ATTENDANCE.may(actor)) == (receives, receives)
    if receives:
        actions.type_in(actor, forum, [one], entry=forum.pk)
    else:
        with pytest.raises(Denied):
            actions.type_in(actor, forum, [one], entry=forum.pk)
        actions.type_in(HOUSE, forum, [one], entry=forum.pk)
    assert Participant.objects.visible_to(actor).exists() is receives
    assert Attendance.objects.visible_to(actor).exists() is receives
    browser = sit(actor)
    assert ("AB12C" in page(browser, "desk_attendance", forum.code)) is receives
    for name, code in (("desk_participants", project.code), ("desk_type_in", forum.code)):
        assert browser.get(reverse(name, args=[code])).status_code == (200 if receives else 403)


def test_lines_that_make_sense_are_entered_and_the_others_stay_on_the_form(sit, host, forum):
    browser, at = sit(host), reverse("desk_type_in", args=[forum.code])
    typed = {"entry": str(forum.pk), "country": "IT", "code": ["ab 1", "--", "?", "AB1", "?", "cd2", ""]}
    answer = browser.post(at, typed)
    shown = answer.content.decode()
    assert "4 people are entered." in shown
    assert 'value="--"' in shown
    assert "This is no code" in shown
    assert set(there().values_list("channel", "country")) == {("paper", "IT")}
    assert there().count() == 4
    browser.post(at, typed)  # sent once more: nobody counts twice, those without a code neither
    assert there().count() == 4


def picture(name="list.png"):
    out = BytesIO()
    Image.new("RGB", (40, 60), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_a_photographed_list_is_sealed_opened_with_a_trace_and_deleted_for_good(
    sit, host, member, forum, project, django_capture_on_commit_callbacks
):
    browser = sit(host)
    answer = browser.post(reverse("desk_type_in", args=[forum.code]), {"file": picture()})
    sheet, file = Sheet.objects.get(), StoredFile.objects.get(owner_kind=Sheet.FILE)
    assert answer.headers["Location"].endswith(f"?list={sheet.code}")
    assert b"PNG" not in path_of(file.pk).read_bytes()
    at = reverse("desk_sheet_picture", args=[sheet.code])
    assert f'src="{at}"' in page(browser, "desk_type_in", forum.code, list=sheet.code)
    lines = {"entry": str(forum.pk), "code": ["ab1", "cd2", "--"]}
    for _ in range(2):  # sent twice
        browser.post(f"{reverse('desk_type_in', args=[forum.code])}?list={sheet.code}", lines)
    assert "2 people entered from it" in page(browser, "desk_type_in", forum.code)
    shown = browser.get(at)
    assert shown.content[1:4] == b"PNG"
    assert Entry.objects.filter(action="attendance list opened", actor=host.person).count() == 1
    # The lead of the project, and an organisation beside it, never see it; not by the common way of files either.
    for role, side, name in (("lead_coordinator", 0, "Lea"), ("local_coordinator", 2, "Ugo")):
        stranger = member(project, role, side, name)
        with pytest.raises(Denied):
            actions.open_sheet(stranger, sheet)
        assert sit(stranger).get(at).status_code == 404
        assert browser.get(reverse("file", args=[file.pk])).status_code in (403, 404)
    browser = sit(host)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("desk_sheet_remove", args=[sheet.code]))
    assert not Sheet.objects.exists()
    assert not path_of(file.pk).exists()


def test_pupils_are_counted_as_heads_and_no_page_has_a_field_for_a_name(sit, host, meet, organisations):
    school = meet(kind="school", starts="2026-05-04", host=organisations[1])
    browser = sit(host)
    shown = page(browser, "desk_heads", school.code)
    assert 'name="band_under_14"' in shown
    assert 'name="code"' not in shown
    assert browser.get(reverse("desk_type_in", args=[school.code])).status_code == 302
    assert browser.get(reverse("desk_attendance_list", args=[school.code])).status_code == 404
    browser.post(reverse("desk_heads", args=[school.code]), {"band_under_14": "24", "band_18_64": "2"})
    browser.post(reverse("desk_heads", args=[school.code]), {"band_under_14": "25", "band_18_64": "2"})
    stand = HeadCount.objects.filter(taken_back_at=None)
    assert dict(stand.values_list("band", "heads")) == {"under_14": 25, "18_64": 2}
    assert [(one.heads_before, one.heads_after) for one in Correction.objects.all()] == [(26, 27), (0, 26)]
    assert "26 → 27" in page(browser, "desk_attendance", school.code)


def test_a_correction_changes_the_numbers_and_says_from_what_to_what(sit, host, forum):
    actions.type_in(HOUSE, forum, [line(1, "AB1"), line(2, "CD2")], entry=forum.pk)
    browser, at = sit(host), reverse("desk_attendance", args=[forum.code])
    row = there().get(participant__code="AB1")
    browser.post(at, {"do": "back", "attendance": row.pk})
    shown = page(browser, "desk_attendance", forum.code)
    assert "2 → 1" in shown
    told = Entry.objects.filter(action="attendance taken back").first()
    assert (told.details["attendances_before"], told.details["attendances_after"]) == (2, 1)
    browser.post(at, {"do": "put", "attendance": row.pk})
    assert there().count() == 2
    change = reverse("desk_attendance_change", args=[forum.code, row.pk])
    browser.post(change, {"mode": "online", "country": "MT"})
    row.refresh_from_db()
    assert (row.mode, row.country) == ("online", "MT")


def test_the_lead_and_other_partners_see_numbers_and_never_a_row(sit, member, forum, project, organisations):
    named(forum, "Åsa Invented", "AB12C", organisations[1])
    actions.type_in(HOUSE, forum, [line(1, "AB12C"), line(2, "HIDDEN7")], entry=forum.pk)
    for role, side in (("lead_coordinator", 0), ("local_coordinator", 2)):
        browser = sit(member(project, role, side, f"Reader {side}"))
        shown = page(browser, "desk_attendance", forum.code) + page(
            browser, "desk_participants", project.code
        )
        assert "Walk-ins" in shown
        assert not any(secret in shown for secret in ("Åsa", "AB12C", "HIDDEN7"))
        for name in ("desk_gathering_door", "desk_type_in", "desk_attendance_list"):
            assert browser.get(reverse(name, args=[forum.code])).status_code == 403
        row = there().first()
        answer = browser.post(
            reverse("desk_attendance", args=[forum.code]), {"do": "back", "attendance": row.pk}
        )
        assert answer.status_code in (403, 404)
    assert there().count() == 2


def test_what_may_be_one_person_is_shown_merged_by_a_human_and_taken_apart(
    sit, host, forum, project, organisations
):
    named(forum, "Åsa Invented", "AB12C", organisations[1])
    named(forum, "ASA invented", "XY98Z", organisations[1])
    named(forum, "Åsa Invented", "QQ11Q", organisations[2])  # of another organisation: nobody compares
    actions.type_in(
        HOUSE, forum, [line(1, "K4P72XW9MB"), line(2, "K4P72WX9MC"), line(3, "A-101")], entry=forum.pk
    )
    browser, at = sit(host), reverse("desk_participants", args=[project.code])
    shown = page(browser, "desk_participants", project.code)
    assert shown.count("Count as one person") == 1
    assert "They gave the same name" in shown
    assert "QQ11Q" not in shown
    one, two = (Participant.objects.get(code=code) for code in ("AB12C", "XY98Z"))
    browser.post(at, {"do": "merge", "one": one.pk, "two": two.pk})
    two.refresh_from_db()
    assert (two.merged_into, two.counted_as) == (one, one.counted_as)
    assert "Take apart" in page(browser, "desk_participants", project.code)
    browser.post(at, {"do": "apart", "one": two.pk})
    two.refresh_from_db()
    assert (two.merged_into, two.counted_as) == (None, presence.counted_as(project.pk, "XY98Z"))
    strange = Participant.objects.get(code="QQ11Q")
    assert browser.post(at, {"do": "merge", "one": one.pk, "two": strange.pk}).status_code == 404


def test_who_was_found_to_be_two_people_is_not_suggested_again_until_that_is_undone(
    sit, host, member, forum, project, organisations
):
    some = [named(forum, "Åsa Invented", code, organisations[1]) for code in ("AB12C", "XY98Z")]
    strange = named(forum, "Åsa Invented", "QQ11Q", organisations[2])
    browser, at = sit(host), reverse("desk_participants", args=[project.code])
    one, two = (row.pk for row in some)
    assert browser.post(at, {"do": "two", "one": one, "two": strange.pk}).status_code == 404
    for _again in range(2):  # somebody else may have said so a moment ago
        browser.post(at, {"do": "two", "one": two, "two": one})
    pair = TwoPeople.objects.get()
    told = Entry.objects.filter(action="participants told apart").last().details
    assert set(told["participants"]) == {str(one), str(two)}
    shown = page(browser, "desk_participants", project.code)
    assert "Count as one person" not in shown
    assert "Found to be two people" in shown
    assert "Found to be two people" in page(browser, "desk_participants", project.code, q="asa xy9")
    assert "Found to be two people" not in page(browser, "desk_participants", project.code, q="nobody")
    browser.post(at, {"do": "merge", "one": one, "two": two})
    assert not Participant.objects.filter(merged_into__isnull=False).exists()
    stranger = sit(member(project, "local_coordinator", 2, "Olga Other"))
    assert "AB12C" not in page(stranger, "desk_participants", project.code)
    assert stranger.post(at, {"do": "again", "pair": pair.pk}).status_code == 404
    browser = sit(host)
    browser.post(at, {"do": "again", "pair": pair.pk})
    assert page(browser, "desk_participants", project.code).count("Count as one person") == 1


def test_whoever_is_counted_as_one_of_two_people_is_not_the_other_either(sit, host, forum, organisations):
    rows = [named(forum, "Åsa Invented", code, organisations[1]) for code in ("AB12C", "XY98Z", "GH77K")]
    actions.are_two(HOUSE, rows[0], rows[1])
    actions.merge(HOUSE, rows[1], rows[2])
    shown = page(sit(host), "desk_participants", forum.project.code)
    assert "Count as one person" not in shown
    with pytest.raises(Problem, match="two people"):
        actions.merge(HOUSE, rows[0], rows[2])
    with pytest.raises(Problem, match="one person already"):
        actions.are_two(HOUSE, rows[1], rows[2])


@pytest.mark.parametrize(
    ("one", "two", "near"),
    [
        ("K4P72XW9MB", "K4P72XW9MC", True),
        ("K4P72XW9MB", "K4P72WX9MB", True),
        ("K4P72XW9MB", "K4P72XW9M", True),
        ("K4P72XW9MB", "K4P72XW99MB", True),
        ("K4P72XW9MB", "K4P72WX9MC", False),
        ("STUDENT101", "STUDENT102", False),
        ("A-101", "A-102", False),
    ],
)
def test_codes_one_typing_error_apart_are_found_and_numbered_lists_are_not(one, two, near):
    assert bool(list(alike.slips({1: one, 2: two}))) is near


def test_a_printed_list_has_names_and_no_codes(sit, host, forum, organisations):
    named(forum, "Åsa Invented", "AB12C", organisations[1])
    answer = sit(host).get(reverse("desk_attendance_list", args=[forum.code]))
    assert answer.status_code == 200
    assert answer.content[:4] == b"%PDF"


def test_every_page_asks_as_much_for_two_thousand_as_for_twenty(sit, host, forum, project, organisations):
    browser = sit(host)
    addresses = [reverse("desk_participants", args=[project.code])] + [
        reverse(name, args=[forum.code])
        for name in ("desk_attendance", "desk_gathering_door", "desk_type_in", "desk_heads")
    ]
    for number in range(3):
        named(forum, f"Person {number}", f"NAMED{number}", organisations[1])
    actions.type_in(HOUSE, forum, [line(n, f"FEW{n}") for n in range(20)], entry=forum.pk)
    few = [asked(browser, address) for address in addresses]
    for part in range(4):
        lines = [line(n, f"MANY{part}-{n}") for n in range(500)]
        actions.type_in(HOUSE, forum, lines, entry=forum.pk)
    assert there().count() == 2020
    assert [asked(browser, address) for address in addresses] == few
