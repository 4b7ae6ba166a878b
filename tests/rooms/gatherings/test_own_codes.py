"""Own codes: what makes somebody the same person, and what is left of it when they go."""

from datetime import UTC, datetime

import pytest

from passerelle.core import clock
from passerelle.gatherings import actions, presence
from passerelle.gatherings.models import Attendance, Participant, Registration, TwoPeople
from passerelle.people import actions as people
from tests.rooms.gatherings.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def taking_part(project, organisations):
    def make(code: str, controller=None, **facts) -> Participant:
        return Participant.objects.create(
            project=project,
            controller=controller or organisations[0],
            code=presence.own_code(code),
            counted_as=presence.counted_as(project.pk, presence.own_code(code)),
            **facts,
        )

    return make


def somebody(project):
    return people.register_person(HOUSE, name="Invented Person", email="", language="en", project=project.pk)


@pytest.mark.parametrize("written", ["ab12c", "AB 12C", " ab12c ", "ＡＢ１２Ｃ", "ab١٢c"])
def test_a_code_is_the_same_however_it_is_written(written):
    assert presence.own_code(written) == "AB12C"


@pytest.mark.parametrize("between", [" ", "-", ".", " - "])
def test_a_code_of_ours_may_be_written_in_groups(between):
    code = presence.fresh_code()
    assert presence.own_code(between.join([code[:4], code[4:7], code[7:]]).lower()) == code
    assert presence.own_code(presence.in_groups(code)) == code


def test_two_codes_never_become_one_by_how_they_are_compared():
    written = ["1-12", "11-2", "112", "AB-1", "A-B1", *("X" * 40 + end for end in ("", "1", "2", "12"))]
    codes = {presence.own_code(one) for one in written}
    assert len(codes) == len(written)
    assert max(map(len, codes)) <= presence.LONGEST


def test_fresh_codes_differ_and_are_written_as_they_are_compared():
    some = {presence.fresh_code() for _ in range(100)}
    assert len(some) == 100
    assert all(presence.own_code(code) == code for code in some)


def test_the_same_code_is_one_person_whoever_collected_it(taking_part, organisations):
    first, second = organisations[:2]
    here, there = taking_part("AB 12", first), taking_part("ab12", second)
    assert here.counted_as == there.counted_as != taking_part("AB13", first).counted_as


def test_an_erased_person_still_counts_as_one_and_leads_nowhere(project, meet, taking_part):
    """Also whoever was found to be the same: both rows go on being one."""
    person = somebody(project)
    one = taking_part("AB12", person=person)
    same = taking_part("CD34", merged_into=one)
    Participant.objects.filter(pk=same.pk).update(counted_as=one.counted_as)
    actions.are_two(HOUSE, one, taking_part("EF56"))
    event = meet()
    Registration.objects.create(gathering=event, participant=one, digest="d" * 64, language="fr", needs=b"x")
    Attendance.objects.create(gathering=event, participant=one)
    people.erase_person(HOUSE, person)
    one.refresh_from_db()
    same.refresh_from_db()
    assert (one.code, one.counted_as) == ("", same.counted_as)
    assert one.counted_as != presence.counted_as(project.pk, "AB12")
    assert not TwoPeople.objects.exists()
    assert Attendance.objects.get().participant == one
    said = Registration.objects.get()
    assert (said.digest, said.language, said.needs) == ("", "", None)


def test_codes_go_when_the_figures_can_no_longer_be_audited(project, taking_part):
    one = taking_part("AB12")
    year = int(project.ends[:4])
    clock.run(datetime(year + 5, 12, 1, tzinfo=UTC), only="attendance")
    one.refresh_from_db()
    assert one.code == "AB12"
    clock.run(datetime(year + 6, 1, 15, tzinfo=UTC), only="attendance")
    one.refresh_from_db()
    assert one.code == ""
