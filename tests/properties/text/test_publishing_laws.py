"""What holds for the check of any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.engines.text.publishing import KINDS, Beside, check

_WORDS = (
    "the och de la il и в 1,300 1.300 2 March 2020 Partner | . , : ( ) « » \n \n\n ![](a.png) a@b.example \u200b \u202e"
    " Fondato da approccio terrestre projektet ville 12 ٣ ２ - • # > “ ”"
)
WORDS = st.sampled_from(_WORDS.split(" "))
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from((None, "fr", "sv", "ar", "zz", "sr-latn")), TEXTS)
def test_every_finding_has_its_place_in_the_text_and_the_same_text_the_same_findings(text, language, other):
    beside = Beside(other, "en")
    checked = check(text, language=language, beside=beside)
    assert check(text, language=language, beside=beside) == checked
    for finding in checked.findings:
        assert finding.kind in KINDS
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.of is None or 0 <= finding.of[0] < finding.of[1] <= finding.start
    assert [one.start for one in checked.findings] == sorted(one.start for one in checked.findings)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(("fr", "sv", "ar")))
def test_a_text_differs_in_nothing_from_itself(text, language):
    told = check(text, language=language, beside=Beside(text, language)).findings
    assert [one for one in told if one.code in ("changed", "added", "missing", "term")] == []
