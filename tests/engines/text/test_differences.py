"""A changed sentence shows which words changed, in any script, and loses none."""

from hypothesis import given
from hypothesis import strategies as some

from passerelle.engines.text.differences import MOST, Piece, differences, tokens


def shown(before: str, after: str) -> str:
    signs = {"kept": "{}", "removed": "[-{}-]", "inserted": "[+{}+]"}
    return "".join(signs[one.kind].format(one.text) for one in differences(before, after))


def test_one_word_changed_shows_as_one_word():
    assert shown("The old lake is here.", "The new lake is here.") == "The [-old-][+new+] lake is here."


def test_a_sentence_written_anew_is_no_comb():
    assert shown("We met, twice.", "They sang, once.") == "[-We met, twice-][+They sang, once+]."


def test_added_and_removed_words_take_their_blank_along():
    assert shown("We met.", "We met again.") == "We met[+ again+]."
    assert shown("We all met.", "We met.") == "We [-all -]met."


def test_scripts_without_blanks_are_compared_letter_by_letter():
    assert shown("我们在湖边见面", "我们在河边见面") == "我们在[-湖-][+河+]边见面"
    assert "".join(tokens("เด็กที่อยู่")) == "เด็กที่อยู่"
    assert all(one[0] not in "็ีู่" for one in tokens("เด็กที่อยู่"))


def test_arabic_words_are_whole():
    assert shown("اجتمعنا عند البحيرة", "اجتمعنا عند النهر") == "اجتمعنا عند [-البحيرة-][+النهر+]"


def test_nothing_against_something():
    assert differences("", "") == ()
    assert differences("", "a") == (Piece("inserted", "a"),)
    assert differences("a", "") == (Piece("removed", "a"),)


WORDS = some.text(some.sampled_from("ab ,.'é\u0301湖ที\n-"), max_size=40)


@given(WORDS, WORDS)
def test_nothing_is_lost(before: str, after: str):
    told = differences(before, after)
    assert "".join(one.text for one in told if one.kind != "inserted") == before
    assert "".join(one.text for one in told if one.kind != "removed") == after
    assert all(one.text for one in told)


@given(WORDS)
def test_the_same_is_kept(text: str):
    assert differences(text, text) == ((Piece("kept", text),) if text else ())


def test_a_book_against_another_book_takes_no_age():
    one, other = "a b " * MOST, "c d\n" * MOST
    assert [piece.kind for piece in differences(one, other)] == ["removed", "inserted"]
