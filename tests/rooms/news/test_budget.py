"""Every screen of the news asks at most twelve questions, for twenty pieces of news and for two thousand."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passerelle.core.codes import new_code
from passerelle.language.models import Edition, Text, TextVersion
from passerelle.news.models import Item

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BUDGET = 12


def asked(client, address):
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        answer = client.get(address)
    assert answer.status_code == 200
    told = [q["sql"][:120] for q in (*data.captured_queries, *keys.captured_queries)]
    assert len(told) <= BUDGET, told
    return len(told)


def many(project, number):
    """Public news with a title, a text and an edition each."""
    now, shown = timezone.now(), {"language": "en", "number": 1, "title_language": "en"}
    items = Item.objects.bulk_create(
        Item(
            code=new_code(),
            project=project,
            state="published",
            day=now.date(),
            published_at=now,
            shown_at=now,
        )
        for _ in range(number)
    )
    owned = {"owner_kind": Item.KIND, "language": "en"}
    texts = Text.objects.bulk_create(
        Text(**owned, owner=item.pk, field=field) for item in items for field in ("title", "text")
    )
    TextVersion.objects.bulk_create(TextVersion(text=text, number=1, body=f"Nr {text.pk}") for text in texts)
    part = {"field": "text", "kind": "paragraph", "level": 0, "state": "original", "source": "en",
            "language": "en", "body": "We met."}  # fmt: skip
    Edition.objects.bulk_create(
        Edition(owner_kind=Item.KIND, owner=item.pk, title=f"News {n}", parts=[part], **shown)
        for n, item in enumerate(items)
    )


@pytest.fixture
def addresses(project, write):
    item, draft = write(), write("Deux", "Tout autre chose ici.", published=False)
    page = [project.code, project.slug]
    return [
        reverse("desk_news"),
        reverse("desk_news") + "?q=nr&sort=title",
        reverse("desk_news_csv"),
        reverse("desk_news_take"),
        reverse("desk_news_item", args=[item.code]),
        reverse("desk_news_publish", args=[draft.code]),
        reverse("news"),
        reverse("news") + "?page=2",
        reverse("news_item", args=[item.code]),
        reverse("news_feed"),
        reverse("home"),
        reverse("project", args=page),
        reverse("project_news", args=page),
        reverse("project_feed", args=page),
    ]


def test_twelve_questions_are_enough_for_twenty_news_and_for_two_thousand(addresses, signed_in, project):
    browser = signed_in(project)
    many(project, 20)
    few = [asked(browser, address) for address in addresses]
    many(project, 2000)
    assert [asked(browser, address) for address in addresses] == few
