"""Passkeys in a real browser, with its virtual authenticator: made, used alone, used as a second step, removed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import Installation

pytestmark = pytest.mark.browser
ROLE = "facilitator"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Page:
    """One visitor with a device that asks for a finger and always gets the right one; any fault of a script or of the
    content security policy fails the test."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)  # type: ignore[attr-defined]
    return page


def sign_out(page: Page) -> dict[str, str]:
    """Signs out; returns the headers of the answer."""
    page.locator("details.account > summary").click()
    with page.expect_response(lambda answer: "/sign-out/" in answer.url) as answer:
        page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    return answer.value.all_headers()


def by_password(page: Page, house: Installation) -> None:
    address, password = house.logins[ROLE]
    page.goto(f"{house.address}/en/sign-in/")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code_of(secret: str) -> str:
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_passkey_is_made_signs_in_alone_serves_as_second_step_and_goes(
    page: Page, installation: Installation
) -> None:
    by_password(page, installation)
    page.goto(f"{installation.address}/en/account/factors/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(installation.logins[ROLE][1])  # who is it, once more
    page.get_by_role("button", name="It is me").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("The passkey is added")).to_be_visible()
    expect(page.get_by_text("Passkey: Chrome on Linux").first).to_be_visible()

    headers = sign_out(page)
    assert headers["clear-site-data"] == '"cache", "storage"'
    page.goto(f"{installation.address}/en/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/en/desk/"))

    sign_out(page)
    by_password(page, installation)
    expect(page).to_have_url(re.compile("/en/sign-in/second/"))
    page.get_by_role("button", name="Take the passkey").click()
    expect(page).to_have_url(re.compile("/en/desk/"))

    page.goto(f"{installation.address}/en/account/factors/")
    page.get_by_role("link", name="Remove").click()
    expect(page).to_have_url(re.compile("/en/sign-in/again/passkey/"))
    page.get_by_role("button", name="Take the passkey").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("opens nothing any more")).to_be_visible()
    sign_out(page)
    by_password(page, installation)
    expect(page).to_have_url(re.compile("/en/desk/"))
    assert page.faults == []  # type: ignore[attr-defined]


def test_app_is_set_up_from_the_text_under_the_square(page: Page, installation: Installation) -> None:
    page.goto(f"{installation.address}/en/account/factors/app/")
    page.get_by_label("Password").fill(installation.logins[ROLE][1])
    page.get_by_role("button", name="It is me").click()
    expect(page.locator("svg.qr")).to_be_visible()
    secret = "".join(page.locator("p.code").inner_text().split())
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_text("The app is set up")).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    expect(page).to_have_url(re.compile("/remove/|/again/"))
    assert page.faults == []  # type: ignore[attr-defined]


def test_without_javascript_the_page_says_what_to_do_instead(
    browser: Browser, installation: Installation
) -> None:
    quiet: Any = browser.new_context(java_script_enabled=False)
    page = quiet.new_page()
    page.goto(f"{installation.address}/en/sign-in/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    quiet.close()


def test_at_another_host_name_no_passkey_is_offered(browser: Browser, installation: Installation) -> None:
    other = browser.new_page()
    other.goto(f"{installation.address.replace('localhost', '127.0.0.1')}/en/sign-in/")
    expect(other.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    expect(other.get_by_role("link", name=installation.address)).to_be_visible()
    other.close()
