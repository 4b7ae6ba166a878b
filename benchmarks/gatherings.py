"""Check-in at a door beside a bare insert, in one run; numbers over 20,000 check-ins of 8,000 people.

`python -m benchmarks.gatherings` fills the house and measures the numbers; JSON on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from typing import Any
from urllib.parse import urlencode

import psycopg

from benchmarks import load
from benchmarks.house import WORKERS, House
from benchmarks.load import Measured
from benchmarks.pages import places

BAR, MOST_MS, TIMES = 0.50, 300.0, 5
GUESTS = 4_000
CLEAR = "DELETE FROM gatherings_attendance WHERE gathering_id = %s"


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """Medians over the rounds, forwards and backwards in turn; the ratio is taken within each round."""
    told = house.run("benchmarks.gatherings")
    product, bare = house.serve(), house.serve(bare=True)
    rounds: dict[str, list[Measured]] = {"bare insert": [], "check-in": []}
    try:
        text = places(bare)["text"]
        for turn in range(args.rounds):
            names = list(rounds)
            for name in names if turn % 2 == 0 else reversed(names):
                rounds[name].append(_run(house, args, told, product, bare, text, name, turn))
            print(f"  round {turn + 1} of {args.rounds}", file=sys.stderr, flush=True)
    finally:
        house.stop_servers()
    pairs = zip(rounds["check-in"], rounds["bare insert"], strict=True)
    ratio = round(statistics.median(one.per_second / two.per_second for one, two in pairs), 3)
    return {
        "server": f"granian, {WORKERS} workers of one thread each; {load.CLIENTS} clients with kept connections",
        "pages": {
            name: {
                "per_second": round(statistics.median(one.per_second for one in found), 1),
                "p95_ms": round(statistics.median(one.p95 for one in found), 1),
                "failed": sum(one.failed for one in found),
            }
            for name, found in rounds.items()
        },
        "bars": [
            {"page": "check-in", "beside": "bare insert", "ratio": ratio, "bar": BAR, "held": ratio >= BAR}
        ],
        "numbers": told["numbers"],
    }


def _run(
    house: House, args: Any, told: Any, product: int, bare: int, text: str, name: str, turn: int
) -> Measured:
    """Everybody who is known at the door comes once; what was written is taken away again."""

    def insert(client: int, count: int) -> bytes:
        body = urlencode({"words": f"bench {turn} {client} {count}"}).encode()
        return load.post(f"/insert/{text}", {"Host": "localhost"}, body)

    def come(client: int, count: int) -> bytes:
        body = urlencode({"code": f"GUEST{(client + count * load.CLIENTS) % GUESTS:05}"}).encode()
        return load.post(f"/en/door/{told['door']}/", {"Host": f"localhost:{product}"}, body)

    try:
        if name == "bare insert":
            return load.ours(bare, args.seconds, insert)
        return load.ours(product, args.seconds, come, yes=(302,))
    finally:
        with psycopg.connect(house.environment["DATABASE_URL"]) as connection:
            connection.execute("DELETE FROM language_translation WHERE body LIKE 'bench %'")
            connection.execute(CLEAR, [told["gathering"]])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    import django

    django.setup()
    from benchmarks.crowded import fill
    from passerelle.core.actor import SystemActor
    from passerelle.core.countables import Cut
    from passerelle.gatherings import actions, presence
    from passerelle.gatherings.countables import COUNTABLES

    project = fill()
    house = SystemActor(reason="benchmark")
    open_one = actions.add_gathering(
        house,
        project,
        title="Open",
        kind="forum",
        starts="2099-05",
        host=project.partnerships.get(lead=True).organisation,
    )
    door = actions.open_door(house, open_one)
    presence.all_taking_part(project.pk, door.controller_id, [f"GUEST{n:05}" for n in range(GUESTS)])
    whole = Cut(frozenset([project.pk]))
    numbers = {}
    for one in COUNTABLES:
        asked = {"count": lambda one=one: one.count(whole)}
        asked |= {
            f"by {part}": (lambda one=one, part=part: one.by(whole, part)) for part in ("kind", "country")
        }
        for name, ask in asked.items():
            if name == "by country" and "country" not in one.parts:
                continue
            took = []
            for _ in range(TIMES):
                began = time.perf_counter()
                ask()
                took.append((time.perf_counter() - began) * 1000)
            numbers[f"{one.key}, {name}"] = round(statistics.median(took), 1)
    print(json.dumps({"door": door.code, "gathering": str(open_one.pk), "numbers": numbers}))


if __name__ == "__main__":
    main()
