"""`python -m benchmarks.counting SIZE`: fill the house to SIZE rows, then ask each list and count; JSON on stdout."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import Any

LEAD, ADMINISTRATOR = "elodie.kouassi@sainte-ombelle.example", "ingrid.hallstrom@lyckholma.example"
TIMES = 9
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def main(size: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    import django

    django.setup()
    from django.db import connections
    from django.test import Client

    from benchmarks import crowd
    from passerelle.network.models import Project
    from passerelle.people.models import Account

    account = Account.objects.get(email=LEAD)
    project = Project.objects.filter(invented=True, appointments__person=account.person).get()
    crowd.fill(size, account.person_id, project)
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    visitor, lead, administrator = (Client(headers={"host": "localhost"}) for _ in range(3))
    # With any cookie a page is drawn, not taken from those that are kept: the drawing is what is measured here.
    visitor.cookies["drawn"] = "1"
    lead.force_login(account, backend=BACKEND)
    administrator.force_login(Account.objects.get(email=ADMINISTRATOR), backend=BACKEND)
    desk = f"/en/desk/projects/{project.code}"
    lists = {
        "public: projects": (visitor, "/en/projects/"),
        "public: projects, second page": (visitor, "/sv/projects/?page=2"),
        "public: projects of a country": (visitor, "/en/projects/?country=SE"),
        "public: search": (visitor, "/en/search/?q=listen"),
        "public: home": (visitor, "/en/"),
        "public: news": (visitor, "/en/news/"),
        "public: news as a feed": (visitor, "/en/news/feed.atom"),
        "desk": (lead, "/en/desk/"),
        "desk: news": (lead, "/en/desk/news/"),
        "desk: news by title": (lead, "/sv/desk/news/?sort=title"),
        "desk: news by a word": (lead, "/en/desk/news/?q=øb"),
        "desk: projects": (lead, "/en/desk/projects/"),
        "desk: network": (lead, "/en/desk/network/"),
        "desk: people": (lead, "/en/desk/people/"),
        "desk: people by a word": (lead, "/en/desk/people/?q=øb"),
        "desk: outbox": (lead, "/en/desk/outbox/"),
        "desk: partners to choose": (lead, f"{desk}/partners/"),
        "desk: team": (lead, f"{desk}/people/"),
        "desk: journal": (administrator, "/en/desk/journal/"),
    }
    print(json.dumps({name: _asked(*one) for name, one in lists.items()}))


def _asked(client: Any, address: str) -> dict[str, Any]:
    """Queries of one request, and the median of some requests' times, without the test client's own part."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        client.get(address)
        queries = len(data) + len(keys)  # the next request forgets them
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        client.get(address)
        took.append(time.perf_counter() - began)
    return {
        "ms": round(statistics.median(took) * 1000, 1),
        "queries": queries,
        "kB": round(len(answer.content) / 1000, 1),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
