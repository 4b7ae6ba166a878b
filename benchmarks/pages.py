"""Each important page beside bare Django views: same database, same server, same number of processes, one run.

The rounds go forwards and backwards in turn (A B … B A …), so that a machine growing warm or busy favours nobody.
"""

from __future__ import annotations

import argparse
import difflib
import http.client
import json
import re
import statistics
import sys
from typing import Any
from urllib.parse import urlencode

import psycopg

from benchmarks import load
from benchmarks.house import WORKERS, House
from benchmarks.load import Measured
from soak.kills.browser import Browser, value_of

LEAD, PASSWORD = "elodie.kouassi@sainte-ombelle.example", "bridge-over-water"
LANGUAGES = ("de", "es", "pl", "pt", "nl", "da", "fi", "el")
# Page, what it is held against, and the least share of the other's requests per second (facts on the web, "Our bars").
BARS = (("project page, drawn", "bare project page", 0.60), ("translate a paragraph", "bare insert", 0.50))
BESIDE = (
    ("project page", "bare project page"),
    ("project page", "bare row"),
    ("list of projects", "bare fifty rows"),
)
LONGEST_P95 = 60.0  # ms at eight clients, for a page that is read


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """Medians over the rounds, and the ratios with their bars."""
    product, bare = house.serve(), house.serve(bare=True)
    try:
        course = Course(house, product, bare, args)
        rounds: dict[str, list[Measured]] = {}
        for number in range(args.rounds):
            names = list(course.reads) + list(course.writes)
            for name in names if number % 2 == 0 else reversed(names):
                rounds.setdefault(name, []).append(course.run(name))
            print(f"  round {number + 1} of {args.rounds}", file=sys.stderr, flush=True)
    finally:
        house.stop_servers()
    own = args.own_load or not load.has_wrk()
    return {
        "server": f"granian, {WORKERS} workers of one thread each; {load.CLIENTS} clients with kept connections",
        "reads_by": "own generator" if own else load.wrk_version(),
        "writes_by": "own generator",
        "rounds": args.rounds,
        "seconds": args.seconds,
        "project_page_alike": course.alike,
        "pages": {name: _summary(found) for name, found in rounds.items()},
        **_held_against(rounds),
    }


class Course:
    """What is asked for, and by whom."""

    def __init__(self, house: House, product: int, bare: int, args: argparse.Namespace) -> None:
        self.args, self.product, self.bare = args, product, bare
        self.address = house.environment["DATABASE_URL"]
        at = places(bare)
        code, public = at["code"], _slug(product, at["code"])
        visitor = {"Host": f"localhost:{product}"}
        lead = Browser(product)
        if not lead.sign_in(LEAD, PASSWORD):
            raise RuntimeError("the lead coordinator cannot sign in")
        officer = visitor | {
            "Cookie": "; ".join(f"{name}={value}" for name, value in lead.cookies.items()),
            "X-CSRFToken": lead.cookies["csrftoken"],
        }
        self.reads: dict[str, tuple[int, str, dict[str, str]]] = {
            "bare nothing": (bare, "/nothing", visitor),
            "bare row": (bare, f"/row/{code}", visitor),
            "bare page": (bare, f"/page/{at['owner']}", visitor),
            "bare fifty rows": (bare, "/rows", visitor),
            "bare project page": (bare, f"/*{public}", visitor),
            "project page": (product, f"/en{public}", visitor),
            # Somebody known by a cookie gets a page drawn for them, whatever is kept for everybody.
            "project page, drawn": (product, f"/*{public}", visitor | {"Cookie": "known=1"}),
            "project page in Arabic": (product, f"/ar{public}", visitor),
            "home": (product, "/en/", visitor),
            "list of projects": (product, "/en/projects/", visitor),
            "partners of a project": (product, f"/en{public}partners/", visitor),
            "search": (product, "/en/search/?q=city", visitor),
            "desk": (product, "/en/desk/", officer),
            "desk project": (product, f"/en/desk/projects/{code}/", officer),
            "workshop": (product, f"/en/desk/projects/{code}/page/?to=de", officer),
            "desk people": (product, "/en/desk/people/", officer),
            "outbox": (product, "/en/desk/outbox/", officer),
        }
        self.alike = alike(bare, product, public)
        self.officer = officer
        self.doors = _doors(lead, code)
        self.writes = {"bare insert": f"/insert/{at['text']}", "translate a paragraph": ""}
        self.turn = 0

    def run(self, name: str) -> Measured:
        """One page for the seconds of a round; what it wrote is taken away again."""
        if name in self.reads:
            port, path, headers = self.reads[name]
            return load.read(port, path, self.args.seconds, headers=headers, own=self.args.own_load)
        self.turn += 1
        try:
            if name == "bare insert":
                path, headers = self.writes[name], {"Host": "localhost"}
                return load.ours(
                    self.bare, self.args.seconds, lambda c, n: load.post(path, headers, self._words(c, n, 0))
                )
            return load.ours(self.product, self.args.seconds, self._translate, yes=(302,))
        finally:
            with psycopg.connect(self.address) as connection:
                connection.execute("DELETE FROM language_translation WHERE body LIKE 'bench %'")

    def _translate(self, client: int, count: int) -> bytes:
        path, base = self.doors[client]
        return load.post(path, self.officer, self._words(client, count, base + count))

    def _words(self, client: int, count: int, base: int) -> bytes:
        return urlencode({"words": f"bench {self.turn} {client} {count}", "base": base}).encode()


def places(bare: int) -> dict[str, str]:
    """Codes and keys of the project that is looked at."""
    asking = http.client.HTTPConnection("127.0.0.1", bare, timeout=10)
    asking.request("GET", "/places", headers={"Host": "localhost"})
    found: dict[str, str] = json.loads(asking.getresponse().read())
    return found


def alike(bare: int, product: int, public: str) -> dict[str, float]:
    """How much of the project page is the very same HTML in both, by language: 1 is every byte but blanks."""

    def words(port: int, language: str) -> list[str]:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        asking.request("GET", f"/{language}{public}", headers={"Host": "localhost", "Cookie": "known=1"})
        html = re.sub(r":\d{4,5}/", "/", asking.getresponse().read().decode())
        return re.split("(?=<)", re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).replace(" >", ">").strip())

    return {
        language: round(
            difflib.SequenceMatcher(None, words(bare, language), words(product, language)).ratio(), 3
        )
        for language in load.LANGUAGES
    }


def _slug(product: int, code: str) -> str:
    found = re.search(rf'/en(/projects/{code}/[^"/]+/)"', Browser(product).get("/projects/").text)
    if found is None:
        raise RuntimeError("the project is not on the public list")
    return found.group(1)


def _doors(lead: Browser, code: str) -> list[tuple[str, int]]:
    """One (address, number of its newest translation) for each client: a paragraph in a language of its own."""
    doors = []
    for language in LANGUAGES[: load.CLIENTS]:
        page = lead.get(f"/desk/projects/{code}/page/?to={language}").text
        paths = re.findall(rf'"/en(/desk/projects/{code}/page/page/[0-9a-f]{{32}}/{language}/)"', page)
        doors.append((f"/en{paths[1]}", int(value_of(lead.get(paths[1]).text, "base") or 0)))
    return doors


def _summary(found: list[Measured]) -> dict[str, Any]:
    rates = [one.per_second for one in found]
    return {
        "per_second": round(statistics.median(rates), 1),
        "lowest": round(min(rates), 1),
        "highest": round(max(rates), 1),
        "p50_ms": round(statistics.median(one.p50 for one in found), 1),
        "p95_ms": round(statistics.median(one.p95 for one in found), 1),
        "failed": sum(one.failed for one in found),
    }


def _held_against(rounds: dict[str, list[Measured]]) -> dict[str, Any]:
    """Ratios are taken within each round; the median of them counts."""

    def ratio(page: str, other: str) -> float:
        pairs = zip(rounds[page], rounds[other], strict=True)
        return round(statistics.median(one.per_second / two.per_second for one, two in pairs), 3)

    bars = [
        {
            "page": page,
            "beside": other,
            "ratio": ratio(page, other),
            "bar": bar,
            "held": ratio(page, other) >= bar,
        }
        for page, other, bar in BARS
    ]
    slow = [
        name
        for name, found in rounds.items()
        if not name.startswith("bare") and statistics.median(one.p95 for one in found) > LONGEST_P95
    ]
    beside = [{"page": page, "beside": other, "ratio": ratio(page, other)} for page, other in BESIDE]
    return {"bars": bars, "beside": beside, "p95_over_60_ms": slow}
