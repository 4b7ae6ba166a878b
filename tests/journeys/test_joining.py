"""A new partner joins a running project: from the letter to the working space, with each click and field counted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Installation
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_story import sign_in

pytestmark = pytest.mark.browser
# Told in docs/guide/coordinator.md: whoever makes the way longer changes both.
PAGES, CLICKS, FIELDS = 7, 6, 1


class Counting(Keyboard):
    """Keeps count of what a person does: pages opened, buttons and links pressed, fields filled."""

    pages = clicks = fields = 0

    def write(self, selector: str, text: str) -> None:
        self.fields += 1
        super().write(selector, text)

    def press(self, selector: str) -> None:
        self.clicks += 1
        self.pages += 1
        super().press(selector)


def test_a_new_partner_is_in_the_working_space_after_a_few_steps(
    installation: Installation, browser: Browser
):
    lead = browser.new_context(java_script_enabled=False).new_page()
    sign_in(lead, installation, *installation.logins["lead_coordinator"])
    lead.goto(f"{installation.address}/en/desk/projects/")
    lead.get_by_role("link", name="RIVAGES").first.click()
    home = lead.url
    invite(lead, home)
    text = installation.letters.to("joost.joins@bank.example").get_body(("plain",)).get_content()
    door = re.search(r"http://\S+/join/\S+", text)
    assert door
    page = browser.new_context(java_script_enabled=False).new_page()
    person = Counting(page)
    page.goto(door[0])
    person.pages += 1
    person.write("#id_password", "river-lantern-plum")
    person.press("main form .btn")
    assert page.url.endswith("/joining/"), page.url
    person.press("main a.btn:not(.second)")
    assert "/joining/profile/" in page.url
    person.press("main form .btn:not(.text)")
    assert "What we agree on" in page.locator("main").inner_text()
    person.press("main form .btn:not(.text)")
    assert "/joining/data/" in page.url
    person.press("main button[value=no]")
    assert "everything is done" in page.locator("main").inner_text()
    person.press("main a.btn:not(.second)")
    assert page.url == home
    assert (person.pages, person.clicks, person.fields) == (PAGES, CLICKS, FIELDS)


def invite(page: Any, home: str) -> None:
    page.goto(f"{home}people/invite/")
    keys = Keyboard(page)
    keys.write("#id_name", "Joost Joins")
    keys.write("#id_email", "joost.joins@bank.example")
    keys.choose("#id_language", "English")
    organisation = page.locator("#id_organisation option").nth(3).inner_text()
    page.locator("#id_organisation").select_option(label=organisation)
    page.locator("#id_role").select_option("local_coordinator")
    keys.press("main form .btn:not(.text)")
    assert "invitation is written" in page.locator("main").inner_text()
