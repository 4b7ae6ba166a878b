"""A hand that uses the screens as a person does, and counts: pages seen, fields filled, buttons and links pressed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from playwright.sync_api import Locator, Page

PATIENCE = 15_000  # milliseconds for a page


def _words(name: str) -> re.Pattern[str]:
    """These words, however the blanks between them fall."""
    return re.compile(
        r"^\s*" + r"\s*".join(re.escape(one) for one in re.findall(r"\w+|\W", name) if one.strip()) + r"\s*$"
    )


class Hand:
    """Everything goes through what a person sees: labels, names of links, names of buttons."""

    def __init__(self, page: Page) -> None:
        self.page, self.did = page, Counter[str]()
        page.set_default_timeout(PATIENCE)
        self.steps: list[str] = []
        page.on("load", lambda _page: self.did.update(["pages"]))

    @property
    def actions(self) -> int:
        """Clicks and fields: what costs a person time. Pages come by themselves."""
        return self.did["clicks"] + self.did["fields"]

    def follow(self, name: str) -> None:
        """Press a link by the words on it."""
        self._told("clicks", f"link {name!r}")
        self.page.get_by_role("link", name=_words(name)).first.click()

    def press(self, name: str) -> None:
        """Press a button by the words on it."""
        self._told("clicks", f"button {name!r}")
        self.page.get_by_role("button", name=name).first.click()

    def tick(self, name: str) -> None:
        self._told("clicks", f"tick {name!r}")
        self._field(name).check()

    def fill(self, label: str, words: str) -> None:
        self._told("fields", f"{label!r} = {words!r}")
        self._field(label).fill(words)

    def choose(self, label: str, option: str) -> None:
        self._told("fields", f"{label!r} = {option!r}")
        options = self._field(label).locator("option").all_inner_texts()
        found = next((one for one in options if one.strip().startswith(option)), option)
        self._field(label).select_option(label=found)

    def give(self, label: str, file: Path) -> None:
        self._told("fields", f"{label!r} = a file")
        self._field(label).set_input_files(str(file))

    def _field(self, label: str) -> Locator:
        """The field whose label begins with these words: what follows says whether it is needed."""
        return self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first

    def _told(self, kind: str, step: str) -> None:
        self.did[kind] += 1
        self.steps.append(step)
