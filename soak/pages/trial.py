"""Look at every page in every language, width and theme; what was looked at is kept, so that a cut run goes on.

The pages are those of tests/journeys/test_every_page.py and whatever their links lead to, one page of each kind: of
thirty tasks one is looked at. One visit per page and language; in it the window is made
320, 360 and 1280 pixels wide, in light and in dark, and axe runs each time.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from soak.kills.installation import Installation
from soak.pages import looking
from tests.journeys.conftest import CHROMIUM
from tests.journeys.test_every_page import ADMINISTRATION, DESK, PUBLIC, places
from tools.test import chromium

LANGUAGES = ("en", "fr", "it", "sv", "ar")
MINUTES = 60
# Who looks: nobody signed in, the lead coordinator, the administrator.
VISITORS = {"public": PUBLIC, "lead_coordinator": DESK, "administrator": ADMINISTRATION}
_LINK = re.compile(r'href="/en((?:/[\w-]+)+/)["?#]')
# A code (core.codes) and the words behind it, a number or an id: pages that differ in nothing else are of one kind.
_PUBLIC = re.compile(r"^/(projects|news|cities)/[2-9a-hjkmnp-tv-z]{8}/[\w-]+/")
_CODE = re.compile(r"/(?:(?!packages/|partners/)[2-9a-hjkmnp-tv-z]{8}|\d+|[0-9a-f-]{32,36})(?=/)")
LOGIN = re.compile(r"^ +(\w+) +(\S+@\S+) +(\S+)$")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m soak pages", description=__doc__)
    parser.add_argument("--languages", default=",".join(LANGUAGES), help="which (default all five)")
    parser.add_argument(
        "--only", default="", metavar="PATTERN", help="only pages whose address this pattern finds"
    )
    parser.add_argument(
        "--minutes",
        type=float,
        default=MINUTES,
        help=f"stop after so many (default {MINUTES}); run again to go on",
    )
    parser.add_argument(
        "--progress", type=Path, metavar="FILE", help="keep here what was looked at, and go on from there"
    )
    parser.add_argument("--quick", action="store_true", help="English and Arabic only")
    return parser


def run(args: argparse.Namespace) -> dict[str, Any]:
    """{"visits", "looks", "left", "by_kind", "findings"}: a look is one page in one language, width and theme."""
    began = time.monotonic()
    languages = ("en", "ar") if args.quick else tuple(args.languages.split(","))
    done = _read(args.progress)
    folder = Path(tempfile.mkdtemp(prefix="soak-pages-"))
    folder.chmod(0o711)  # the account PostgreSQL runs under must be able to pass
    installation = Installation(folder, None)
    try:
        say(f"Started in {installation.start():.0f} s.")
        left = 0
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM)
            for who, language, path, visitor in _visits(browser, installation, languages, args.only):
                if (language, path) in done:
                    continue
                if time.monotonic() - began > args.minutes * 60:
                    left += 1
                    continue
                found = looking.look(visitor, f"{home(installation)}/{language}{path}", language)
                done[language, path] = [
                    {"who": who, "language": language, "path": path, **one} for one in found
                ]
                _keep(args.progress, language, path, done[language, path])
                if found:
                    say(f"{language}{path}: {', '.join(sorted({one['what'] for one in found}))}")
            browser.close()
    finally:
        installation.stop(30)
        shutil.rmtree(folder, ignore_errors=True)
    findings = [one for found in done.values() for one in found]
    return {
        "languages": languages,
        "widths": looking.WIDTHS,
        "themes": looking.THEMES,
        "visits": len(done),
        "looks": len(done) * len(looking.WIDTHS) * len(looking.THEMES),
        "left": left,
        "seconds": round(time.monotonic() - began),
        "by_kind": dict(Counter(one["what"] for one in findings).most_common()),
        "findings": findings + ([{"what": "time is up", "left": left}] if left else []),
    }


def _visits(
    browser: Browser, installation: Installation, languages: tuple[str, ...], only: str
) -> Iterator[tuple[str, str, str, BrowserContext]]:
    """(who, language, path, whose browser), one person after the other."""
    kinds: set[str] = set()
    for who, paths in VISITORS.items():
        context = browser.new_context()
        if who != "public":
            _sign_in(context, installation, who)
        given = places(context, home(installation))
        listed = [path.format(**given) for path in paths]
        for path in [*listed, *reached(context, home(installation), listed, kinds)]:
            for language in languages:
                if re.search(only, path):
                    yield who, language, path, context
        context.close()


def reached(context: BrowserContext, home: str, listed: list[str], kinds: set[str]) -> list[str]:
    """The addresses that links lead to, from the pages listed and on from there, one of each kind not in `kinds`.

    Their kinds are in `kinds` after it: nobody looks twice."""
    kinds |= {_kind(path) for path in listed}
    waiting, found = list(listed), []
    while waiting:
        answer = context.request.get(f"{home}/en{waiting.pop(0)}")
        text = answer.text() if "text/html" in answer.headers.get("content-type", "") else ""
        for path in _LINK.findall(text):
            if _kind(path) not in kinds:
                kinds.add(_kind(path))
                waiting.append(path)
                found.append(path)
    return found


def _kind(path: str) -> str:
    return _CODE.sub("/*", _PUBLIC.sub(r"/\1/*/*/", path.partition("?")[0]))


def _sign_in(context: BrowserContext, installation: Installation, role: str) -> None:
    logins = {found[1]: found.group(2, 3) for line in installation.said if (found := LOGIN.match(line))}
    address, password = logins[role]
    page = context.new_page()
    page.goto(f"{home(installation)}/en/sign-in/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", password)
    page.click("main form .btn")
    page.wait_for_url("**/desk/")
    page.close()


def home(installation: Installation) -> str:
    return f"http://localhost:{installation.port}"


def _read(progress: Path | None) -> dict[tuple[str, str], list[dict[str, Any]]]:
    if progress is None or not progress.exists():
        return {}
    lines = map(json.loads, progress.read_text(encoding="utf-8").splitlines())
    return {(line["language"], line["path"]): line["found"] for line in lines}


def _keep(progress: Path | None, language: str, path: str, found: list[dict[str, Any]]) -> None:
    if progress is not None:
        with progress.open("a", encoding="utf-8") as file:
            file.write(
                json.dumps({"language": language, "path": path, "found": found}, ensure_ascii=False) + "\n"
            )


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
