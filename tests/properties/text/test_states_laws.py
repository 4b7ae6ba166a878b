"""The laws that keep translators from doing work twice, and a slow, plain second reckoning of small cases."""

from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.text import Block, State, Version, derive
from passerelle.engines.text.states import ALIKE, REWRITTEN, similarity

WORDS = ["river", "bank", "boat", "town", "meets", "goes", "the", "and"]
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
blocks_ = sentences.map(lambda text: Block("paragraph", 0, text))
versions = st.lists(blocks_, max_size=5).map(tuple)
histories = st.lists(versions, min_size=1, max_size=5)
FRESH = Block("paragraph", 0, "something nobody has ever written in these parts before")


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Version], set[str]]:
    history = draw(histories)
    hashes = sorted({block.hash for version in history for block in version})
    translated = draw(st.sets(st.sampled_from(hashes))) if hashes else set()
    return history, translated


def by_hash(history: list[Version], translated: set[str]) -> dict[str, State]:
    return {state.hash: state for state in derive(history, translated)}


@given(cases(), st.data())
def test_restoring_an_older_text_restores_its_states(case, data: st.DataObject):
    history, translated = case
    when = data.draw(st.integers(0, len(history) - 1))
    assert derive([*history, history[when]], translated) == derive(history[: when + 1], translated)


@given(cases(), st.randoms(use_true_random=False))
def test_reordering_changes_no_state(case, random):
    history, translated = case
    moved = list(history[-1])
    random.shuffle(moved)
    assert by_hash([*history, tuple(moved)], translated) == by_hash(history, translated)


@given(cases(), st.data())
def test_editing_one_segment_changes_no_other_state(case, data: st.DataObject):
    history, translated = case
    if not history[-1]:
        return
    place = data.draw(st.integers(0, len(history[-1]) - 1))
    edited = Block("paragraph", 0, history[-1][place].text + " tomorrow")
    after = (*history[-1][:place], edited, *history[-1][place + 1 :])
    states = derive([*history, after], translated)
    before = derive(history, translated)
    for index, (old, new) in enumerate(zip(before, states, strict=True)):
        assert index == place or old == new
    assert states[place].kind != "current"


@given(cases(), st.data())
def test_adding_a_segment_adds_one_that_is_missing(case, data: st.DataObject):
    history, translated = case
    place = data.draw(st.integers(0, len(history[-1])))
    after = (*history[-1][:place], FRESH, *history[-1][place:])
    states = derive([*history, after], translated)
    assert states[place] == State("missing", FRESH.hash, None)
    assert (*states[:place], *states[place + 1 :]) == derive(history, translated)


@given(cases(), st.data())
def test_deleting_a_segment_changes_no_other_state(case, data: st.DataObject):
    history, translated = case
    if not history[-1]:
        return
    place = data.draw(st.integers(0, len(history[-1]) - 1))
    after = (*history[-1][:place], *history[-1][place + 1 :])
    states = derive(history, translated)
    assert derive([*history, after], translated) == (*states[:place], *states[place + 1 :])


@given(cases())
def test_saving_a_text_without_a_change_changes_nothing(case):
    history, translated = case
    doubled = [version for version in history for _ in range(2)]
    assert derive(doubled, translated) == derive(history, translated)


@given(cases(), st.data())
def test_a_further_translation_makes_its_segment_current_and_takes_no_state_back(case, data: st.DataObject):
    history, translated = case
    hashes = sorted(block.hash for block in history[-1])
    if not hashes:
        return
    done = data.draw(st.sampled_from(hashes))
    before, after = by_hash(history, translated), by_hash(history, translated | {done})
    assert after[done].kind == "current"
    rank = ["missing", "outdated", "current"].index
    assert all(rank(after[own].kind) >= rank(before[own].kind) for own in before)


@given(cases())
def test_small_cases_agree_with_a_plain_reckoning(case):
    history, translated = case
    assert [(state.kind, state.source_hash) for state in derive(history, translated)] == [
        plainly(history, block.hash, translated) for block in history[-1]
    ]


def plainly(history: list[Version], own: str, translated: set[str]) -> tuple[str, str | None]:
    if own in translated:
        return "current", own
    source: str | None = own
    while source is not None:
        source = replaced_by(history, source)
        if source in translated:
            return "outdated", source
    return "missing", None


def replaced_by(history: list[Version], own: str) -> str | None:
    """Search the history from its beginning for the version that brought `own` in, and pair what changed there."""
    hashes = [[block.hash for block in version] for version in history]
    first = next(number for number, version in enumerate(hashes) if own in version)
    if first == 0:
        return None
    known = {one for version in hashes[:first] for one in version}
    gone = [one for one in dict.fromkeys(hashes[first - 1]) if one not in hashes[first]]
    new = [one for one in dict.fromkeys(hashes[first]) if one not in known]
    old_place = {one: place(hashes[first - 1], one, gone) for one in gone}
    new_place = {one: place(hashes[first], one, new) for one in new}
    text = {block.hash: block.text for version in history for block in version}
    pairs = []
    for added in new:
        for removed in gone:
            alone = [old_place[removed]] == [p for p in old_place.values() if p == new_place[added]]
            alone = alone and [new_place[added]] == [p for p in new_place.values() if p == old_place[removed]]
            likeness = similarity(text[removed], text[added])
            if likeness >= (REWRITTEN if alone else ALIKE):
                apart = abs(old_place[removed] - new_place[added])
                pairs.append((-likeness, apart, new.index(added), gone.index(removed)))
    while pairs:
        _, _, added, removed = min(pairs)
        if new[added] == own:
            return gone[removed]
        pairs = [pair for pair in pairs if pair[2] != added and pair[3] != removed]
    return None


def place(version: list[str], own: str, changed: list[str]) -> int:
    """How many segments that stayed stand before it."""
    return sum(one not in changed for one in version[: version.index(own)])
