"""A list of 50 records in 25 languages beside the same list in one: queries, and milliseconds of reading it.

In one process, without a web server. `python -m benchmarks.languages` fills the house and asks; JSON on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
import uuid
from typing import Any

from benchmarks.house import House

ROWS, LANGUAGES, TIMES = 50, 25, 25
MOST_QUERIES, MOST_RATIO = 3, 1.5


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """Titles for a list, and the whole page of one record, each beside its bar."""
    asked = house.run("benchmarks.languages")
    for one in asked.values():
        one["ratio"] = round(one["many"]["ms"] / one["one"]["ms"], 2)
        one["held"] = (
            max(one["many"]["queries"], one["one"]["queries"]) <= MOST_QUERIES and one["ratio"] <= MOST_RATIO
        )
    return {
        "how": f"medians of {TIMES}, taken in turn; {ROWS} records with {LANGUAGES} translations each, beside "
        f"{ROWS} with one; bars: {MOST_QUERIES} queries, {MOST_RATIO} times the time",
        "lists": asked,
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    import django

    django.setup()
    from django.db import connections

    from passerelle.language import texts
    from passerelle.language.tongues import TONGUES

    tongues = ["it", *sorted(code for code in TONGUES if code not in ("sv", "it"))][:LANGUAGES]
    filled = {"many": fill(tongues), "one": fill(tongues[:1])}
    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = {
        "titles of a list of 50": lambda ids: texts.titles("trial", ids, "it"),
        "a whole page": lambda ids: texts.edition(texts.Owner("trial", ids[7]), "it"),
    }
    print(json.dumps({name: _beside(read, filled) for name, read in asked.items()}))


def fill(tongues: list[str]) -> list[uuid.UUID]:
    """Records with a title and six paragraphs in Swedish, translated into these languages and published."""
    from passerelle.language import texts

    made = []
    for row in range(ROWS):
        owner = texts.Owner("trial", uuid.uuid4())
        texts.save(owner, "title", "sv", f"Broar nummer {row}", base=0, author=None, line=True)
        body = "\n\n".join(f"Stycke {at} om bro {row}: " + "vi bygger tillsammans. " * 12 for at in range(6))
        texts.save(owner, "page", "sv", body, base=0, author=None)
        for told in texts.tell(owner).values():
            for block in told.history[-1]:
                for tongue in tongues:
                    words = f"{tongue}: {block.text}"
                    texts.translate(told.text, block.hash, tongue, words, base=0, author=None)
        texts.publish(owner, "title", ["page"], None)
        made.append(owner.id)
    return made


def _beside(read: Any, filled: dict[str, list[uuid.UUID]]) -> dict[str, Any]:
    """Each in turn, so that what else the machine does falls on both alike."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken: dict[str, list[float]] = {name: [] for name in filled}
    queries = {}
    for name, ids in filled.items():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert read(ids)
        queries[name] = len(counted)
    for _time in range(TIMES):
        for name, ids in filled.items():
            began = time.perf_counter()
            read(ids)
            taken[name].append(time.perf_counter() - began)
    return {
        name: {"queries": queries[name], "ms": round(1000 * statistics.median(taken[name]), 3)}
        for name in filled
    }


if __name__ == "__main__":
    main()
