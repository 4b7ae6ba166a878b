"""A page is looked at once in every language, and a run that was cut goes on where it was."""

from __future__ import annotations

import pytest

from soak.pages import looking, trial
from tests.journeys.test_every_page import ADMINISTRATION, DESK, PUBLIC, SOUGHT


class Nobody:
    """A browser in which every page holds the same links; only who looks where is counted."""

    def __init__(self, links=()):
        self.links, self.request = links, self
        self.headers = {"content-type": "text/html"}

    def new_context(self):
        return self

    def get(self, address):
        return self

    def text(self):
        return "".join(f'<a href="/en{link}">' for link in self.links)

    def close(self):
        pass


@pytest.fixture
def visits(monkeypatch):
    """visits(browser) -> (language, path) of each visit."""
    monkeypatch.setattr(trial, "_sign_in", lambda *_: None)
    monkeypatch.setattr(trial, "home", lambda _: "")
    monkeypatch.setattr(trial, "places", lambda *_: dict.fromkeys((name for name, *_ in SOUGHT), "abc"))
    return lambda browser: [
        (language, path) for _who, language, path, _ in trial._visits(browser, None, trial.LANGUAGES, "")
    ]


def test_every_page_of_the_list_is_visited_in_every_language(visits):
    seen = visits(Nobody())
    assert len(seen) == len(set(seen)) == 5 * len({*PUBLIC, *DESK, *ADMINISTRATION})
    assert len(looking.WIDTHS) * len(looking.THEMES) == 6


def test_of_pages_that_differ_by_their_code_alone_one_is_visited(visits):
    linked = ("/desk/items/abcdefgh/", "/desk/items/hgfedcba/", "/desk/letters/17/", "/desk/letters/18/")
    seen = visits(Nobody(linked))
    more = {path for _language, path in seen} - {path for _language, path in visits(Nobody())}
    assert more == {"/desk/items/abcdefgh/", "/desk/letters/17/"}
    assert len(seen) == len(set(seen))


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
