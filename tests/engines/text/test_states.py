"""Which translations are current, outdated or missing."""

import time

import pytest

from passerelle.engines.text import Block, Version, blocks, derive, digest, lineage

RIVER = "The river belongs to everyone who lives along it."
BANK = "We meet on the bank every second Thursday."
BOAT = "A boat goes over and back all day."


def version(*texts: str) -> Version:
    return tuple(Block("paragraph", 0, text) for text in texts)


def kinds(history: list[Version], *translated: str) -> list[str]:
    return [state.kind for state in derive(history, {digest(text) for text in translated})]


def test_a_changed_sentence_outdates_its_own_translation_only():
    changed = BANK.replace("Thursday", "Friday")
    history = [version(RIVER, BANK, BOAT), version(RIVER, changed, BOAT)]
    states = derive(history, {digest(RIVER), digest(BANK)})
    assert [state.kind for state in states] == ["current", "outdated", "missing"]
    assert states[1].source_hash == digest(BANK)
    assert states[1].hash == digest(changed)


def test_taking_a_change_back_makes_the_old_translation_current_again():
    changed = BANK.replace("Thursday", "Friday")
    history = [version(RIVER, BANK), version(RIVER, changed), version(RIVER, BANK)]
    assert kinds(history, RIVER, BANK) == ["current", "current"]


def test_moving_paragraphs_about_asks_nobody_to_translate_again():
    assert (
        kinds([version(RIVER, BANK, BOAT), version(BOAT, RIVER, BANK)], RIVER, BANK, BOAT) == ["current"] * 3
    )


def test_making_a_paragraph_a_heading_keeps_its_translation():
    assert kinds([blocks("The river"), blocks("# The river")], "The river") == ["current"]


def test_an_outdated_translation_is_found_over_several_edits():
    second = RIVER.replace("lives", "lives or works")
    third = second.replace("along", "beside")
    states = derive([version(RIVER), version(second), version(third)], {digest(RIVER)})
    assert (states[0].kind, states[0].source_hash) == ("outdated", digest(RIVER))


def test_the_newest_of_several_old_translations_is_shown():
    second = RIVER.replace("lives", "lives or works")
    third = second.replace("along", "beside")
    states = derive([version(RIVER), version(second), version(third)], {digest(RIVER), digest(second)})
    assert states[0].source_hash == digest(second)


def test_edits_of_two_paragraphs_that_also_changed_places_are_not_mixed_up():
    river, boat = RIVER.replace("everyone", "all"), BOAT.replace("all day", "until ten")
    states = derive([version(RIVER, BOAT), version(boat, river)], {digest(RIVER), digest(BOAT)})
    assert [state.source_hash for state in states] == [digest(BOAT), digest(RIVER)]


def test_a_new_paragraph_does_not_inherit_the_translation_of_a_deleted_other_one():
    unrelated = "Minutes of the council are published within three weeks after a session."
    assert kinds([version(RIVER, BANK), version(RIVER, BOAT, unrelated)], BANK) == ["missing"] * 3


@pytest.mark.parametrize(
    ("old", "new"), [("Objetives", "Objectives"), ("Partner", "Partners"), ("Aim", "Aims")]
)
def test_a_slip_of_the_pen_in_a_heading_is_an_edit(old: str, new: str):
    assert kinds([version(old, RIVER), version(new, RIVER)], old) == ["outdated", "missing"]


def test_a_paragraph_split_in_two_keeps_its_translation_at_the_larger_part():
    whole = f"{RIVER} {BANK} {BOAT}"
    states = derive([version(whole), version(f"{RIVER} {BANK}", BOAT)], {digest(whole)})
    assert [state.kind for state in states] == ["outdated", "missing"]


def test_the_same_sentence_twice_has_one_translation():
    assert kinds([version(RIVER, BANK, RIVER)], RIVER) == ["current", "missing", "current"]


def test_a_text_without_history_has_no_states():
    assert derive([], {"a"}) == ()
    assert derive([()], {"a"}) == ()


def test_one_lineage_serves_every_language():
    history = [version(RIVER, BANK), version(RIVER, BANK + " Come!")]
    descent = lineage(history)
    for translated in ({digest(RIVER)}, {digest(BANK)}, set()):
        assert derive(history, translated, descent=descent) == derive(history, translated)


def test_a_long_text_with_fifty_versions_is_quick():
    texts = [f"Paragraph {n} tells what group {n * 7} did in town {n % 13} and why." * 4 for n in range(200)]
    history = [version(*texts)]
    for edit in range(49):
        for place in range(edit, 180, 40):
            texts[place] = texts[place].replace("did", f"did {edit} times")
        history.append(version(*texts))
    began = time.process_time()
    states = derive(history, {block.hash for block in history[0]})
    assert time.process_time() - began < 0.3  # about 0.02 s on two quiet cores
    assert {state.kind for state in states} == {"current", "outdated"}


def test_replacing_a_long_text_as_a_whole_again_and_again_stays_bearable():
    history = [version(*[f"{v} {n} " + f"word{v * 200 + n} " * 40 for n in range(200)]) for v in range(5)]
    began = time.process_time()
    derive(history, {block.hash for block in history[0]})
    assert time.process_time() - began < 1.5
