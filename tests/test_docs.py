"""Documents do not rot unseen: links lead somewhere, and commands and variables that they name exist."""

import re
from functools import cache
from pathlib import Path

import pytest

from passerelle.config.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md"), *ROOT.glob("*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/0*.md"))
GUIDES = sorted(page for page in ROOT.glob("docs/guide/*.md") if page.name != "demo.md")
# A button named in the middle of a sentence, and the title of a refusal.
SAID_OTHERWISE = {"a code for their own data", "not for you"}


@cache
def sources(*kinds: str) -> str:
    """All that stands in the sources: read by the process that asks, not by each that collects the tests."""
    return "\n".join(
        path.read_text(encoding="utf-8") for kind in kinds for path in ROOT.glob(f"src/**/*.{kind}")
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    inside = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [target for target in inside if target and not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_command_that_is_named_exists(page):
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"(?:^|[`/]|bin/)passerelle ([a-z][a-z-]+)", text, flags=re.MULTILINE)
    assert set(named) <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_variable_that_is_named_is_read(page):
    named = set(
        re.findall(r"\b(?:PASSERELLE|DATABASE|KEYS_DATABASE)_[A-Z_]+\b", page.read_text(encoding="utf-8"))
    )
    assert {name for name in named if name not in sources("py")} == set()


WITHOUT_SCREENS = {"api.md"}


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_what_a_guide_tells_to_press_stands_on_a_screen(page):
    """Words in italics are those of the interface, letter by letter."""
    text = page.read_text(encoding="utf-8").replace("**", "")
    named = {word.strip(" .:,") for found in re.findall(r"\*([^*\n]+)\*", text) for word in found.split("→")}
    assert len(named) > 5 or page.name in WITHOUT_SCREENS
    assert {name for name in named if f'"{name}"' not in sources("py", "html")} <= SAID_OTHERWISE


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_says_what_was_asked_and_what_would_change_it(page):
    text = page.read_text(encoding="utf-8")
    for part in ("**Question.**", "**Choice.**", "**Why", "**What would change it.**"):
        assert part in text
    assert len(text.splitlines()) <= 60


def test_every_decision_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in DECISIONS if page.name not in index] == []
