"""Somebody who uses nothing but the keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page

ENOUGH = 400


class Keyboard:
    """Moves with Tab, types, chooses and presses as a person without a mouse does."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab until the focus stands on `selector`; fails when no number of Tabs leads there."""
        self.page.locator(selector).first.wait_for(state="attached")
        for _ in range(ENOUGH):
            if self.page.evaluate(
                "s => !!document.activeElement && document.activeElement.matches(s)", selector
            ):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector} on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, selector: str, begins: str) -> None:
        """Choose an option of a list: type how it begins, then go down to it with the arrow."""
        self.to(selector)
        # Letters that no key of this keyboard has are left out, as a person would.
        self.page.keyboard.type(re.split(r"[^A-Za-z]", begins)[0])
        for _ in range(ENOUGH):
            chosen = "s => { const l = document.querySelector(s); return l.options[l.selectedIndex].text }"
            if str(self.page.evaluate(chosen, selector)).startswith(begins):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} has no choice that begins with {begins}")

    def tick(self, selector: str) -> None:
        self.to(selector)
        self.page.keyboard.press("Space")

    def press(self, selector: str) -> None:
        """Press a button or follow a link, and wait for the page behind it."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
