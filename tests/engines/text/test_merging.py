"""A file that comes back late, sorted or half done loses nobody's words."""

import random

from hypothesis import given
from hypothesis import strategies as some

from passerelle.engines.text.exchange import Bundle, Segment, Standing, merge
from passerelle.engines.text.segments import digest

LINK = "Read [this](https://a.example/1) first."


def here(
    source: str, now: str = "", then: str | None = "", *, current=True, was=True, place="page"
) -> Standing:
    return Standing(digest(source), place, source, now, bool(now) and current, then, bool(then) and was)


def row(source: str, target: str, *, hash_: str | None = None, state="", place="") -> Segment:
    return Segment(source, target, digest(source) if hash_ is None else hash_, place, state)


def merged(rows: list[Segment], standing: list[Standing], earlier=()):
    taken, findings = merge(Bundle("x", "en", "it", tuple(rows)), standing, earlier)
    return [(one.row, one.kind) for one in taken], [(one.row, one.kind) for one in findings]


def test_new_and_changed_translations_come_in():
    standing = [here("One"), here("Two", "Due", "Due"), here("Three", "Tre", "Tre"), here("Four")]
    rows = [row("One", "Uno"), row("Two", "Il due"), row("Three", "Tre"), row("Four", " ")]
    assert merged(rows, standing) == ([(1, "new"), (2, "changed"), (3, "same"), (4, "empty")], [])


def test_the_order_of_the_rows_does_not_matter():
    standing = [here(word) for word in ("One", "Two", "Three")]
    taken, _ = merge(Bundle("x", "en", "it", (row("Three", "Tre"), row("One", "Uno"))), standing)
    assert [(one.standing.source, one.target) for one in taken] == [("Three", "Tre"), ("One", "Uno")]


def test_what_both_sides_changed_is_shown_and_not_overwritten():
    assert merged([row("Two", "Mio")], [here("Two", "Loro", "Due")]) == ([], [(1, "conflict")])
    assert merged([row("Two", "Loro")], [here("Two", "Loro", "Due")]) == ([(1, "same")], [])
    assert merged([row("Two", "Due")], [here("Two", "Loro", "Due")]) == ([(1, "untouched")], [])


def test_a_file_that_does_not_say_when_it_left_overwrites_nothing():
    assert merged(
        [row("Two", "Mio"), row("One", "Uno")], [here("Two", "Loro", None), here("One", "", None)]
    ) == (
        [(2, "new")],
        [(1, "conflict")],
    )


def test_a_changed_source_and_a_stranger_are_told_apart():
    rows = [row("Once", "Una volta"), row("Never", "Mai"), row("Nothing", "")]
    assert merged(rows, [here("One")], {digest("Once")}) == ([], [(1, "source-changed"), (2, "unknown")])


def test_an_outdated_one_left_alone_stays_outdated_mended_it_comes_in_and_confirmed_too():
    outdated = here("Two", "Due", "Due", current=False, was=False)
    assert merged([row("Two", "Due")], [outdated]) == ([(1, "untouched")], [])
    assert merged([row("Two", "Il due")], [outdated]) == ([(1, "changed")], [])
    assert merged([row("Two", "Due", state="current")], [outdated]) == ([(1, "confirmed")], [])
    meanwhile = here("Two", "Loro", "Due", was=False)
    assert merged([row("Two", "Due", state="current")], [meanwhile]) == ([], [(1, "conflict")])


def test_a_lost_link_and_an_emptied_row_stay_outside():
    standing = [here(LINK), here("Two", "Due", "Due")]
    taken, findings = merge(Bundle("x", "en", "it", (row(LINK, "Leggi prima."), row("Two", ""))), standing)
    assert taken == ()
    assert [(one.kind, one.what) for one in findings] == [("lost", ("https://a.example/1",)), ("emptied", ())]
    assert merged([row(LINK, "Leggi [qui](https://a.example/1).")], standing)[0] == [(1, "new")]


def test_a_row_is_known_by_its_words_when_the_file_names_no_hash_or_a_program_dressed_its_quotes():
    standing = [here('He said "no" – twice...')]
    assert merged([row("He said “no” - twice…", "No", hash_="")], standing) == ([(1, "new")], [])


def test_the_same_words_in_title_and_page_keep_their_own_translations():
    standing = [here("Lake", place="title"), here("Lake", place="page")]
    rows = [row("Lake", "Il lago", place="page"), row("Lake", "Lago", place="title")]
    taken, _ = merge(Bundle("x", "en", "it", tuple(rows)), standing)
    assert [(one.standing.place, one.target) for one in taken] == [("page", "Il lago"), ("title", "Lago")]


def test_without_places_the_same_words_twice_take_the_same_translation():
    standing = [here("Lake", place="title"), here("Lake", place="page")]
    taken, findings = merge(Bundle("x", "en", "it", (row("Lake", "Lago", hash_=""),)), standing)
    assert [(one.standing.place, one.target) for one in taken] == [("title", "Lago"), ("page", "Lago")]
    assert findings == ()


def test_two_rows_that_translate_one_segment_differently_are_told():
    assert merged([row("One", "Uno"), row("One", "Un"), row("One", "Uno")], [here("One")]) == (
        [(1, "new")],
        [(2, "twice")],
    )


WORDS = some.sampled_from(["a", "b", "c", "d"])


@given(some.dictionaries(WORDS, some.tuples(WORDS, WORDS)), some.dictionaries(WORDS, WORDS), some.randoms())
def test_what_comes_in_never_replaces_what_changed_meanwhile(known, rows, chance: random.Random):
    standing = [here(source, now, then) for source, (now, then) in known.items()]
    order = [row(source, target) for source, target in rows.items()]
    chance.shuffle(order)
    taken, findings = merge(Bundle("x", "en", "it", tuple(order)), standing)
    assert len(taken) + len(findings) == len(order)
    for one in taken:
        if one.comes_in:
            assert one.standing.now == one.standing.then
