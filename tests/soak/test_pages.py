"""A page is looked at once in every language, and a run that was cut goes on where it was."""

from __future__ import annotations

from soak.pages import looking, trial
from tests.journeys.test_every_page import ADMINISTRATION, DESK, PUBLIC


class Nobody:
    """A browser in which nothing can be seen; only who looks where is counted."""

    def new_context(self):
        return self

    def close(self):
        pass


def test_every_page_of_the_list_is_visited_in_every_language(monkeypatch):
    monkeypatch.setattr(trial, "_sign_in", lambda *_: None)
    monkeypatch.setattr(trial, "home", lambda _: "")
    monkeypatch.setattr(trial, "places", lambda *_: {"code": "abc", "news": "def"})
    seen = [
        (language, path) for _who, language, path, _ in trial._visits(Nobody(), None, trial.LANGUAGES, "")
    ]
    assert len(seen) == len(set(seen)) == 5 * len({*PUBLIC, *DESK, *ADMINISTRATION})
    assert len(looking.WIDTHS) * len(looking.THEMES) == 6


def test_what_was_looked_at_is_not_looked_at_again(tmp_path):
    progress = tmp_path / "seen.jsonl"
    assert trial._read(progress) == {}
    trial._keep(progress, "ar", "/desk/", [{"what": "console", "detail": "é"}])
    trial._keep(progress, "en", "/desk/", [])
    assert trial._read(progress) == {
        ("ar", "/desk/"): [{"what": "console", "detail": "é"}],
        ("en", "/desk/"): [],
    }


def test_english_on_a_page_in_another_language_is_noticed():
    sentence = "How the parts of this server are at this moment, and what to do where one is not in order."
    assert looking._reads_english(sentence)
    assert not looking._reads_english(
        "Vad som är känt om den här servern just nu, och vad man kan göra åt det i dag."
    )
    assert "Partners" in looking._english("sv")
