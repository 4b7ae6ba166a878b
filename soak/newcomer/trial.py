"""As a new coordinator would: from an empty network to a plan with eight partners and thirty deliverables, both out of
spreadsheets with ugly headers. Counts clicks, fields and pages; at most 120 actions.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from soak.kills.installation import Installation
from soak.newcomer.hand import Hand
from tests.journeys.conftest import CHROMIUM
from tools.test import chromium

MOST_ACTIONS, PARTNERS, DELIVERABLES = 120, 8, 30
EMAIL, PASSWORD = "ann.sund@strandby.example", "bridge over the water"
COUNTRIES = ("Suède", "Italia", "FR", "Belgium", "Polen", "AT", "Lithuania", "Danmark")
KINDS = ("Ville", "NGO", "association", "Comune", "verein", "City", "förening", "kommun")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m soak newcomer", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the same: it takes a minute")
    return parser


def run(args: argparse.Namespace) -> dict[str, Any]:
    """{"actions", "clicks", "fields", "pages", "seconds", "steps", "findings"}."""
    folder = Path(tempfile.mkdtemp(prefix="soak-newcomer-"))
    folder.chmod(0o711)  # the account PostgreSQL runs under must be able to pass
    installation = Installation(folder, None, demo=False)
    try:
        installation.begin(EMAIL, PASSWORD)
        installation.start()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            hand, began = Hand(page), time.monotonic()
            try:
                found = walk(hand, f"http://localhost:{installation.port}", folder)
            except PlaywrightError as trouble:  # where somebody new would be stuck
                seen = page.locator("body").inner_text()[:600]
                found = [
                    {"what": "stuck", "detail": str(trouble).split("\n")[0], "page": page.url, "seen": seen}
                ]
            seconds = round(time.monotonic() - began)
            browser.close()
    finally:
        installation.stop(30)
        shutil.rmtree(folder, ignore_errors=True)
    if hand.actions > MOST_ACTIONS:
        found.append({"what": "too many actions", "detail": hand.actions})
    return {"actions": hand.actions, **hand.did, "seconds": seconds, "steps": hand.steps, "findings": found}


def walk(hand: Hand, home: str, folder: Path) -> list[dict[str, Any]]:
    """The whole way. Returns what is not there at its end."""
    page = hand.page
    page.goto(f"{home}/en/sign-in/")
    hand.fill("E-mail", EMAIL)
    hand.fill("Password", PASSWORD)
    hand.press("Sign in")
    take_in(hand, "Organisations", partners(folder / "partners.xlsx"))
    hand.follow("Projects")
    hand.follow("Open a project")
    hand.fill("Acronym", "RIVERBANK")
    hand.fill("Title", "Living by the water")
    hand.choose("Lead partner", "Partner 0 of Town 0")
    hand.fill("Begins", "2027-01")
    hand.fill("Ends", "2028-12")
    hand.press("Open the project")
    for n in range(1, PARTNERS):
        hand.tick(f"Partner {n} of Town {n}")
    hand.press("Save the partners")
    take_in(hand, "Plan of a project", plan(folder / "plan.xlsx"))
    hand.follow("Projects")
    hand.follow("RIVERBANK")
    hand.follow("Plan")
    text = page.locator("main").inner_text()
    there = len(set(re.findall(r"\bD\d\.\d+\b", text)))
    return [] if there == DELIVERABLES else [{"what": "deliverables in the plan", "detail": there}]


def take_in(hand: Hand, kind: str, file: Path) -> None:
    """From the front of the desk to a table taken in, using every proposal."""
    page = hand.page
    hand.follow("Network")
    hand.follow("Tables")
    hand.follow(f"Give a table: {kind}")
    hand.give("File", file)
    hand.press("Look at it")
    hand.press("Look at the rows")
    if page.get_by_role("button", name="Use the ticked proposals").count():
        hand.press("Use the ticked proposals")
    hand.press("Take in")


def partners(file: Path) -> Path:
    """Eight organisations as a project office keeps them."""
    rows: list[list[Any]] = [
        ["CONTACTS – consortium (do not edit!!)"],
        [],
        ["#", "Partner name", "Type of organisation", "Ville", "Pays", "Tel"],
    ]
    rows += [
        [n + 1, f"Partner {n} of Town {n}", KINDS[n], f"Town {n}", COUNTRIES[n], "tbc"]
        for n in range(PARTNERS)
    ]
    return _saved(rows, file)


def plan(file: Path) -> Path:
    """Five work packages and thirty deliverables, as in the annex of a grant agreement."""
    rows: list[list[Any]] = [
        ["", "Annex 1 – Deliverables v7 FINAL (2)"],
        [],
        ["Del. No", "Deliverable name", "WP no.", "Lead beneficiary", "Delivery month", "Status", "Remarks"],
    ]
    rows += [
        [f"WP {n}", f"Package number {n}", None, f"Partner {n} of Town {n}", None, None] for n in range(1, 6)
    ]
    rows += [
        [
            f"D {1 + n % 5}.{1 + n // 5}",
            f"Report number {n}",
            f"WP{1 + n % 5}",
            f"Partner {n % PARTNERS} of Town {n % PARTNERS}",
            f"M{2 + n % 22}",
            "not started",
        ]
        for n in range(DELIVERABLES)
    ]
    return _saved(rows, file)


def _saved(rows: list[list[Any]], file: Path) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file


if __name__ == "__main__":
    print(json.dumps(run(arguments().parse_args()), indent=1, ensure_ascii=False))
