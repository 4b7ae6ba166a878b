"""The two records of a draw: what is promised, what is shown, and to whom."""

from __future__ import annotations

import hashlib
import json
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.sortition.model import (
    SCALE,
    DrawError,
    Target,
)
from passerelle.engines.sortition.proof import commitment, record
from passerelle.engines.sortition.proof.page import page
from passerelle.engines.sortition.proof.verification import confirm, matches, verify

from .small_record import (
    CATEGORIES,
    LOTTERY,
    PAIR,
    PAIRS,
    PANELS,
    PEOPLE,
    POOL,
    QUOTAS,
    bytes_of,
    parts,
    small_record,
    two_panels,
)


@pytest.fixture(scope="module")
def private():
    return json.loads(json.dumps(small_record()))


def test_what_is_written_is_found_right_from_its_file_alone(private):
    assert verify(record.read(json.dumps(private).encode())) == []
    assert verify(record.public(private)) == []
    assert verify(private, [QUOTAS], POOL, private["commitment"]) == []
    assert verify(record.public(private), [QUOTAS], POOL, private["commitment"].upper()) == []


def test_the_chances_are_the_exact_ones(private):
    assert private["chances"] == [1, 1 / 2, 1 / 2, 1 / 4, 1 / 4, 1 / 4, 1 / 4, 0, 0]
    assert private["panel_counts"] == [10, 5, 5, 3, 2, 3, 2, 0, 0]
    assert private["rounding_loss"] == 0.05
    assert (private["lowest_chance"], private["bound"], private["relative_gap"]) == (0.25, 0.25, 0)
    assert [stage["rows"] for stage in private["stages"]] == [[3, 4, 5, 6], [1, 2], [0]]
    assert sum(Fraction(entry["weight"]) for entry in private["lottery"]) == 1


def test_a_draw_that_does_not_hold_is_not_written():
    given_, fair, barred = parts()
    crooked = [(weight * 2 if i == 0 else weight, rows) for i, (weight, rows) in enumerate(LOTTERY)]
    for lottery, panels in ((crooked, PANELS), (LOTTERY, [*PANELS[:9], (0, 1, 5)])):
        with pytest.raises(DrawError) as caught:
            record.scrutineers(
                POOL,
                [Target(3, QUOTAS)],
                given_,
                fair,
                lottery,
                panels,
                method="leximin",
                barred=barred,
                limit=1,
            )
        assert caught.value.code == "record_wrong"


def test_a_pick_adds_two_fields_and_is_made_once(private):
    picked = record.pick(private, "437")
    assert {name for name in picked if picked[name] != private[name]} == {"pick", "drawn"}
    assert picked["drawn"] == private["panels"][4]
    assert verify(picked) == []
    assert record.public(picked)["commitment"] == private["commitment"]
    with pytest.raises(DrawError) as caught:
        record.pick(picked, "437")
    assert caught.value.code == "picked_already"


def test_every_panel_has_the_same_chance_from_the_dice():
    for panels, digits in ((1000, 3), (100, 3), (10, 3), (100, 2), (10, 1)):
        found = [record.number(f"{throw:0{digits}}", panels) for throw in range(10**digits)]
        assert {found.count(place) for place in range(panels)} == {10**digits // panels}
    assert record.number("042", 1000) == 42
    for digits in ("", "4", "42", "0042", "4x2", "４２１", "-42", " 42"):
        with pytest.raises(DrawError):
            record.number(digits, 1000)


def test_the_public_record_says_nothing_of_anybody(private):
    shown = record.public(record.pick(private, "4"))
    for name in ("categories", "quotas"):  # the rules are public
        shown = {key: part for key, part in shown.items() if key != name}
    assert not {"salts", "seed", "certificate", "lottery", "stages", "chances", "households"} & set(shown)
    text = json.dumps(shown, ensure_ascii=False)
    words = set(re.findall(r"\w+", text))
    assert not words & {feature for person in PEOPLE for feature in person}
    for salt in private["salts"]:
        assert salt not in text
    assert str(SCALE) not in text


def test_all_that_stands_for_a_person_is_a_salted_hash_and_codes_that_are_used_once(private):
    """Whoever could follow a person from panel to panel could compute from a thousand panels who shares which feature."""
    shown = record.public(record.pick(private, "4"))
    codes = [code for panel in shown["panels"] for code in panel]
    assert len(set(codes)) == len(codes)
    assert shown["people"] == sorted(
        commitment.person(private["salts"][row], CATEGORIES, PEOPLE[row]) for row in range(7)
    )
    told = set(shown) - {"people", "panels", "drawn", "scrutineers", "commitment", "confirmations", "pick"}
    assert told == {
        *("format", "version", "method", "size", "categories", "quotas", "household", "committed_first"),
        *(
            "excluded",
            "lowest_chance",
            "bound",
            "relative_gap",
            "stage_gap",
            "rounding_loss",
            "fewest_panels",
        ),
    }
    assert shown["excluded"] == [
        {"reason": "fits no panel", "people": 1},
        {"reason": "moved away", "people": 1},
    ]


def test_people_whose_chances_differ_look_alike(private):
    """The same panels with other people on them: but for hashes and codes no sign of the public record is another."""
    shown = record.public(private)
    order = [0, 2, 1, 5, 6, 3, 4, 7, 8]
    moved = private | {"salts": [private["salts"][row] for row in order]}
    other = record.public(moved)
    for one in (shown, other):
        assert {len(panel) for panel in one["panels"]} == {3}
        assert all(panel == sorted(panel) for panel in one["panels"])
    hidden = {"people", "panels", "scrutineers", "commitment"}
    assert {name for name in shown if shown[name] != other[name]} == hidden
    assert len(shown["people"]) == len(other["people"])


def test_the_page_holds_the_public_record_and_no_more(private):
    shown = record.public(record.pick(private, "4"))
    text = page(shown)
    (embedded,) = re.findall(r'id="record">(.*?)</script>', text)
    assert json.loads(embedded) == shown
    assert not [salt for salt in private["salts"] if salt in text]
    assert str(SCALE) not in text
    assert "src=" not in text
    assert "http:" not in text
    assert "https:" not in text


def test_the_public_record_is_not_in_the_order_of_the_pool(private):
    """Hashes and codes come from salts, and everything is sorted by them: other salts give another order."""
    orders = set()
    for seed in range(8):
        given_ = small_record(random=bytes_of(seed))
        shown = record.public(given_)
        assert shown["people"] == sorted(shown["people"])
        assert all(panel == sorted(panel) for panel in shown["panels"])
        of = {
            commitment.person(salt, CATEGORIES, PEOPLE[row]): row for row, salt in enumerate(given_["salts"])
        }
        orders.add(tuple(of[person] for person in shown["people"]))
    assert len(orders) > 4


def test_a_person_finds_their_place_with_the_slip_alone(private):
    shown = record.public(private)
    slips = record.slips(private)
    assert [slip["row"] for slip in slips] == [0, 1, 2, 3, 4, 5, 6]
    for slip in slips:
        salt = slip["salt"].replace(" ", "")
        mine = {place for place in range(10) if commitment.code(salt, str(place)) in shown["panels"][place]}
        assert mine == {place for place in range(10) if slip["row"] in private["panels"][place]}
        assert len(mine) == slip["panels"] == private["panel_counts"][slip["row"]]
        assert commitment.person(salt, POOL.categories, PEOPLE[slip["row"]]) in shown["people"]
        assert commitment.person(salt, POOL.categories, ("man", "x")) not in shown["people"]


def test_a_person_without_a_computer_finds_themselves_in_the_printed_table(private):
    """Number and code of each of their panels stand on the slip as in the table; after the dice, also whether."""
    printed = page(record.public(private))
    slips = record.slips(record.pick(private, "4"))
    seats = 0
    for slip in slips:
        for place in slip["codes"].split(", "):
            label, code = place.split(" ")
            (row,) = re.findall(f'<th scope="row">{label}</th>(.*?)</tr>', printed)
            assert f"<i>{code}</i>" in row
            seats += 1
        assert slip["drawn"] == ("yes" if slip["row"] in private["panels"][4] else "")
        assert len(slip["codes"].split(", ")) == slip["panels"]
    assert seats == 10 * 3
    assert "drawn" not in record.slips(private)[0]


def test_commitment_and_code_can_be_computed_with_other_tools():
    salt = "00112233445566778899aabbccddeeff"
    text = f'passerelle person\n{salt}\n[["gender","woman"],["âge","60+"]]'
    by_hand = hashlib.sha256(text.encode()).hexdigest()
    assert commitment.person(salt, ("gender", "âge"), ("woman", "60+")) == by_hand
    found = hashlib.sha256(f"passerelle code\n{salt}\n417".encode()).hexdigest()
    signs = [commitment.FIRST[int(found[:2], 16) % 16]]
    signs += [commitment.SIGNS[int(found[at : at + 2], 16) % 22] for at in range(2, 18, 2)]
    assert commitment.code(salt, "417") == "".join(signs)
    assert commitment.legible("CDFGHJKMN") == "CDF-GHJ-KMN"
    assert (commitment.labels(10)[4], commitment.labels(1000)[41]) == ("4", "041")
    assert (
        commitment.canonical({"b": [1, None, True], "a": "é\n"}) == '{"a":"é\\n","b":[1,null,true]}'.encode()
    )
    with pytest.raises(ValueError):
        commitment.canonical({"a": [1, [0.5]]})


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), max_size=20))
def test_no_code_stands_twice(noise):
    """Even when the source of bytes repeats: the salt is drawn again."""
    stream, fresh = iter(noise), iter(range(10, 10**6))
    panels = [[0, 1, 2], [2, 3], [0, 4]] * 3 + [[1]]
    salts, found = commitment.new_salts(
        5, panels, lambda size: next(stream, next(fresh)).to_bytes(size, "big")
    )
    codes = [commitment.code(salts[row], str(place)) for place, rows in enumerate(panels) for row in rows]
    assert [each for panel in found for each in panel] == codes
    assert len(set(codes)) == len(codes)
    assert len(set(salts)) == 5


def test_people_with_one_code_on_two_panels_get_other_salts(monkeypatch):
    """With codes of one sign, that happens often enough to be seen."""
    monkeypatch.setattr(commitment, "CODE_LENGTH", 1)
    for seed in range(20):
        salts, _ = commitment.new_salts(4, [[0, 1], [2], [1, 3]], bytes_of(seed))
        assert (
            len({commitment.code(salts[row], str(p)) for row, p in ((0, 0), (1, 0), (2, 1), (1, 2), (3, 2))})
            == 5
        )


def test_a_source_that_only_repeats_itself_is_refused():
    with pytest.raises(ValueError):
        commitment.new_salts(2, [[0]] * 10, lambda size: bytes(size))


def test_salts_come_from_the_operating_system():
    first, second = (small_record(random=__import__("secrets").token_bytes) for _ in range(2))
    assert not set(first["salts"]) & set(second["salts"])
    assert first["commitment"] != second["commitment"]


def test_an_observer_confirms_what_they_hold_and_nothing_else(private):
    shown = record.public(private)
    once = confirm(shown, private, " Aino Virta ", "mayor")
    assert verify(once) == []
    assert matches(once, private) == []
    assert once["confirmations"][0]["name"] == "Aino Virta"
    assert once["commitment"] == shown["commitment"]
    other = small_record(random=bytes_of(2))
    for given_, name, code in (
        (other, "Bo", "not_confirmed"),
        (private | {"bound": 0.5}, "Bo", "not_confirmed"),
        (private, "Aino Virta", "confirmed_already"),
        (private, " ", "not_confirmed"),
    ):
        with pytest.raises(DrawError) as caught:
            confirm(once, given_, name, "judge")
        assert caught.value.code == code


def test_a_trial_says_that_it_is_one():
    trial = small_record(committed_first=False)
    shown = record.public(record.pick(trial, "4"))
    assert not shown["committed_first"]
    assert 'id="trial"' in page(shown)
    assert 'id="trial"' not in page(record.public(small_record()))


def test_several_panels_at_once_are_recorded_with_their_seats():
    found = json.loads(json.dumps(two_panels()))
    assert verify(found, [PAIR, PAIR], PAIRS) == []
    assert found["bound"] == 2 / 3
    assert found["relative_gap"] < 1e-11
    picked = record.pick(found, "421")
    shown = record.public(picked)
    assert verify(shown) == []
    assert shown["drawn"] == shown["panels"][4]
    assert shown["drawn"]["seats"] == [0, 0, 1, 1]
    assert "Tartu" in page(shown)
    codes = [code for panel in shown["panels"] for code in panel["codes"]]
    assert len(set(codes)) == len(codes) == 40
    seats = dict(zip(found["panels"][4]["rows"], found["panels"][4]["seats"], strict=True))
    names = {slip["row"]: slip["drawn"] for slip in record.slips(picked)}
    assert names == {row: {0: "Riga", 1: "Tartu"}.get(seats.get(row), "") for row in range(6)}
    picked["panels"][0]["seats"] = [1, 1, 0, 0]
    assert verify(picked)
