"""The interface speaks five languages whole: no sentence missing, no place lost, plurals by CLDR."""

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from tools import messages


def test_every_sentence_is_translated_and_keeps_its_places():
    assert messages.problems() == []


@pytest.mark.parametrize(
    ("language", "forms"),
    # Unicode CLDR, Language Plural Rules: the numbers of one line share a form.
    [
        ("fr", [(0, 1), (2, 5, 100)]),
        ("it", [(1,), (0, 2, 11)]),
        ("sv", [(1,), (0, 2, 11)]),
        ("ar", [(0,), (1,), (2,), (3, 10, 103), (11, 99, 111), (100, 102)]),
    ],
)
def test_numbers_that_share_a_plural_form_share_the_sentence(language, forms):
    with translation.override(language):
        said = [{ngettext("%(n)s member", "%(n)s members", n) for n in numbers} for numbers in forms]
    assert all(len(sentences) == 1 for sentences in said)
    assert len({next(iter(sentences)) for sentences in said}) == len(forms)


def test_one_more_language_begins_with_every_sentence_still_to_translate(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setattr(messages, "LANGUAGES", ())
    assert messages.begin("de") == 0
    begun = messages.read("de")
    assert len(begun) == len(messages.sentences()) > 3000
    assert not any(messages.whole(one) for one in begun if one.id)
    assert messages.begin("xx") == messages.begin("en") == 2


def test_arabic_numbers_take_cldrs_order_of_forms():
    """Babel's own rule for Arabic swaps the last two forms; Django's catalogues and ours do not."""
    rule = messages.read("ar").plural_expr
    assert rule.replace(" ", "").endswith("n%100>=11&&n%100<=99?4:5)")
