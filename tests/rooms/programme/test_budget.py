"""Every screen of the programme asks at most twelve questions, for twenty rows and for two thousand."""

import pytest
from django.urls import reverse

from passerelle.core.codes import new_code
from passerelle.programme.models import Series
from tests.rooms.gatherings.test_budget import more as more_gatherings
from tests.rooms.network.test_budget import asked

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def more(project, number):
    Series.objects.bulk_create(
        Series(code=new_code(), project=project, title=f"S{n}", kinds="forum fair", number=8, spacing=30)
        for n in range(number)
    )


def test_the_list_one_of_many_and_the_page_that_begins_the_week(sit, member, project, organisations):
    browser = sit(member(project))
    more(project, 20)
    one = Series.objects.filter(project=project).first()
    addresses = [
        reverse("desk_programme", args=[project.code]),
        reverse("desk_series", args=[one.code]),
        reverse("desk_series_change", args=[one.code]),
        reverse("desk"),
    ]
    more_gatherings(project, 20, organisations)
    few = [asked(browser, address) for address in addresses]
    more(project, 200)
    more_gatherings(project, 2000, organisations)
    assert [asked(browser, address) for address in addresses] == few
