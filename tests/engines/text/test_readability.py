"""How hard a text is to read: counted as the index was defined, and honest where it says nothing."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from passerelle.engines.text.readability import LONG, readability
from passerelle.engines.text.sentences import sentences

# Ten words, two sentences, three of more than six letters: 10 / 2 + 100 · 3 / 10 = 35.
SWEDISH = "Kommunen svarar inom två månader. Skicka gärna förslaget till oss."


def test_the_index_is_björnssons():
    found = readability(SWEDISH, "sv")
    assert (found.words, found.sentences) == (10, 2)
    assert found.lix == round(10 / 2 + 100 * 3 / 10)


def test_it_says_nothing_where_it_was_not_made_for():
    assert (
        readability("تجيب البلدية خلال شهرين. أرسلوا اقتراحكم إلينا من فضلكم قبل نهاية الشهر.", "ar").lix
        is None
    )
    assert readability("Kort text.", "sv").lix is None
    assert readability("", "sv").lix is None


def test_long_sentences_are_pointed_at():
    text = "Short one. " + "word " * (LONG + 1) + "end. Short again!"
    (one,) = readability(text, "en").long
    assert one.words == LONG + 2
    assert text[one.start : one.end].startswith("word")
    assert text[one.start : one.end].endswith("end.")


def test_arabic_and_ethiopic_full_stops_end_sentences():
    assert [one.words for one in sentences("هل تأتي؟ نعم. ")] == [2, 1]
    assert [one.words for one in sentences("ሰላም ዓለም። እንደምን ነህ።")] == [2, 2]


@given(st.text(max_size=300))
def test_sentences_cover_every_word_once_and_in_order(text):
    found = list(sentences(text))
    assert sum(one.words for one in found) == readability(text, "en").words
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[one.start : one.end].strip() == text[one.start : one.end] for one in found)
