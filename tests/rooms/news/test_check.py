"""News are checked between the first press of the button and the second; who has nothing to mend presses once."""

import pytest
from django.urls import reverse

from passerelle.news.models import Item

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STRANGE = (
    "Six villes invitent leurs habitants à décider ensemble de ce que deviennent les quais et les berges.\n\n"
    "The workshops were open to everyone who lives in the city and they will be repeated next year."
)


def public(item):
    return Item.objects.unscoped(reason="test").get(pk=item.pk).is_public


def test_what_was_found_is_told_before_anybody_reads_it(signed_in, project, write):
    item = write(body=STRANGE, published=False)
    browser = signed_in(project)
    address = reverse("desk_news_publish", args=[item.code])
    shown = browser.post(address).content.decode()
    assert "1 thing that a careful reader" in shown
    assert not public(item)
    browser.post(address, {"checked": "yes"})
    assert public(item)


def test_news_without_a_fault_are_public_at_once(signed_in, project, write):
    item = write(published=False)
    signed_in(project).post(reverse("desk_news_publish", args=[item.code]))
    assert public(item)


def test_each_finding_leads_to_its_paragraph_and_may_stand_with_a_reason(signed_in, project, write):
    item = write(body=STRANGE, published=False)
    browser = signed_in(project)
    address = reverse("desk_news_check", args=[item.code])
    answer = browser.get(address)
    one = answer.context["languages"][0]["findings"][0]
    assert browser.get(one["mend"]).status_code == 200
    shown = browser.post(address, {"mark": one["told"].mark, "reason": "A quotation."}, follow=True)
    assert "A quotation." in shown.content.decode()
