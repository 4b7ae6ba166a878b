"""The evidence of a project with 20,000 check-ins of 8,000 people over 200 gatherings: queries, and milliseconds of
server time, of each page. In one process, without a web server: the time is the house's own.

`python -m benchmarks.evidence` fills the house and asks; JSON on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
from typing import Any

from benchmarks.evidenced import Filled, fill
from benchmarks.house import House
from benchmarks.monday import BACKEND, TIMES, _asked

MOST_QUERIES, MOST_MS = 12, 300


def measure(house: House, args: argparse.Namespace) -> dict[str, Any]:
    """The median of five requests, beside its bars."""
    pages = house.run("benchmarks.evidence")
    return {
        "how": f"median of {TIMES} requests after one; bars: {MOST_QUERIES} queries, {MOST_MS} ms",
        "pages": {
            name: {**one, "held": one["queries"] <= MOST_QUERIES and one["ms"] <= MOST_MS}
            for name, one in pages.items()
        },
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    import django

    django.setup()
    from django.db import connections
    from django.test import Client

    filled = fill()
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    lead = Client(headers={"host": "localhost"})
    lead.force_login(filled.account, backend=BACKEND)
    print(json.dumps({name: _asked(lead, address) for name, address in _pages(filled).items()}))


def _pages(filled: Filled) -> dict[str, str]:
    from django.urls import reverse

    def here(name: str, *codes: str, **asked: str) -> str:
        more = "&".join(f"{key}={value}" for key, value in asked.items())
        return f"{reverse(name, args=codes or [filled.project])}{'?' if more else ''}{more}"

    of = filled.codes
    return {
        "overview": here("desk_indicators"),
        "overview, in Arabic": "/ar" + here("desk_indicators").removeprefix("/en"),
        "overview, page 2": here("desk_indicators", page="2"),
        "overview as a table": here("desk_indicators_table", filled.project, "csv"),
        "records of the project": here("desk_indicators_records", of="gatherings.people"),
        "results": here("desk_chain"),
        "results as a table": here("desk_chain_table", filled.project, "xlsx"),
        "one result": here("desk_result", of["result"]),
        "one indicator by month": here("desk_indicator", of["indicator"], by="month"),
        "one indicator by gathering": here("desk_indicator", of["indicator"], by="subject"),
        "one indicator by city": here("desk_indicator", of["indicator"], by="city"),
        "records of one indicator": here("desk_indicator_records", of["indicator"]),
        "form of one indicator": here("desk_indicator_change", of["indicator"]),
        "one indicator by hand": here("desk_indicator", of["by hand"]),
        "records of one indicator by hand": here("desk_indicator_records", of["by hand"]),
        "comparison": here("desk_comparison"),
        "comparison as a table": here("desk_comparison_table", filled.project, "csv"),
        "frozen reports": here("desk_snapshots"),
        "a frozen report and what changed since": here("desk_snapshot", of["frozen"]),
        "reports to funders": here("desk_reports"),
        "a report of 200 gatherings": here("desk_report", of["report"]),
        "its preview": here("desk_report_preview", of["report"]),
        "series": here("desk_programme"),
        "questions": here("desk_questions"),
        "campaigns": here("desk_campaigns"),
        "one campaign": here("desk_campaign", of["campaign"]),
        "processes": here("desk_processes"),
        "breakdowns": here("desk_breakdowns"),
        "one breakdown": here("desk_breakdown", of["breakdown"]),
        "the week with its gaps": here("desk_week"),
    }


if __name__ == "__main__":
    main()
