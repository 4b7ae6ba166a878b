"""What an officer would miss when she takes over a partner's text: its copies, its two languages, its source."""

from __future__ import annotations

import pytest
from django.urls import reverse

from passerelle.language import texts
from passerelle.network.reading import read
from passerelle.news import actions, queries
from passerelle.news.models import Item
from passerelle.news.reading import take

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SV = """# Kvällsbad vid bryggan

Kulturhuset öppnade badbryggan på kvällen för alla som aldrig hade badat i sjön.

Sju grannar visade var det är djupt, och handdukar fanns att låna."""
EN = """# An evening swim at the jetty

The culture house opened the jetty in the evening for everybody who had never swum in the lake.

Seven neighbours showed where the water is deep, and towels could be borrowed."""
AR = """# سباحة مسائية عند الرصيف

فتح بيت الثقافة الرصيف في المساء لكل من لم يسبح في البحيرة من قبل.

أرى سبعة جيران الناس أين يكون الماء عميقا، وكان يمكن استعارة المناشف."""
SOURCE = {"source_name": "Veckobladet", "source_address": "https://blad.example/1"}


def look(browser, text, **more):
    return browser.post(reverse("desk_news_take"), {"pasted": text, **SOURCE, **more})


def confirm(browser, text, **given):
    taken = take(read(text))
    chosen = {
        "confirm": "1",
        "text": taken.reading.text,
        "title": taken.reading.title,
        "language": taken.language,
        "keep": [str(one.index) for one in taken.spoken if one.piece.keep and not one.heads],
        **SOURCE,
        **given,
    }
    return browser.post(reverse("desk_news_take"), chosen)


def words(item, field="text", language=None):
    told = texts.tell(actions.owner_of(item))[field]
    if language is None:
        return told.newest.body
    return [one.body for one in told.renderings(language).values()]


def test_the_language_is_found_and_proposed(signed_in, project):
    page = look(signed_in(project), SV).content.decode()
    assert '<option value="sv" selected>' in page
    assert "Veckobladet" in page
    assert Item.objects.count() == 0


def test_a_text_pasted_twice_is_flagged_and_its_copy_not_ticked(signed_in, project):
    browser = signed_in(project)
    assert "stand there twice" in look(browser, f"{SV}\n\n{SV}").content.decode()
    confirm(browser, f"{SV}\n\n{SV}", project=project.code)
    assert words(Item.objects.get()).count("Sju grannar") == 1


@pytest.mark.parametrize(("second", "code"), [(EN, "en"), (AR, "ar")])
def test_a_text_in_two_languages_is_flagged_and_somebody_must_decide(signed_in, project, second, code):
    browser, both = signed_in(project), f"{SV}\n\n{second}"
    page = look(browser, both).content.decode()
    assert "The text stands in two languages" in page
    assert page.count('name="two"') == 4
    again = confirm(browser, both, project=project.code)
    assert again.status_code == 200  # nothing chosen, nothing saved
    assert Item.objects.count() == 0
    confirm(browser, both, two="translation", project=project.code)
    item = Item.objects.get()
    assert texts.tell(actions.owner_of(item))["text"].text.language == "sv"
    assert "Sju grannar" in words(item)
    assert len(words(item, language=code)) == 2
    assert words(item, "title", code) == [take(read(second)).reading.title]


def test_one_language_is_kept_only_when_somebody_says_so(signed_in, project):
    browser, both = signed_in(project), f"{SV}\n\n{EN}"
    confirm(browser, both, two="second", language="en", project=project.code)
    assert "Seven neighbours" in words(Item.objects.get())
    assert "Sju grannar" not in words(Item.objects.get())


def test_both_languages_stay_in_one_text_when_somebody_says_so(signed_in, project):
    confirm(signed_in(project), f"{SV}\n\n{EN}", two="everything", project=project.code)
    assert "Seven neighbours" in words(Item.objects.get())
    assert "Sju grannar" in words(Item.objects.get())


def test_halves_of_another_shape_are_not_paired():
    taken = take(read(f"{SV}\n\n{EN}\n\nOne more paragraph that the Swedish text does not have at all."))
    assert (taken.language, taken.second, taken.pairs) == ("sv", "en", ())


def test_a_quoted_word_makes_no_second_language():
    assert take(read(SV + "\n\nPå skylten stod det “Welcome to the lake” på engelska också.")).second is None


def test_earlier_news_that_say_the_same_are_flagged_until_somebody_decides(signed_in, project, write):
    browser = signed_in(project)
    earlier = write("Badkväll", SV.partition("\n\n")[2] + "\n\nVälkommen.", "sv")
    page = look(browser, SV).content.decode()
    assert "1 earlier piece of news is like this one" in page
    assert reverse("desk_news_item", args=[earlier.code]) in page
    confirm(browser, SV, project=project.code)
    assert Item.objects.count() == 1
    confirm(browser, SV, project=project.code, anyway="on")
    assert Item.objects.count() == 2


def test_the_same_address_is_flagged_even_when_the_words_differ(signed_in, project, write):
    write("Badkväll", "Helt andra ord.", "sv", **SOURCE)
    assert "It came from the same address" in look(signed_in(project), SV).content.decode()


def test_a_translation_made_here_is_recognised_when_it_is_pasted(project, write, member):
    pairs = dict(zip(SV.split("\n\n")[1:], EN.split("\n\n")[1:], strict=True))
    item = write("Badkväll", "\n\n".join(pairs), "sv", translations={"en": pairs})
    same = queries.same_as(member(project), EN, spoken="en")
    assert [one.line.item for one in same] == [item]


def test_the_drafts_of_others_are_not_given_away(project, other, write, member):
    write("Badkväll", SV, "sv", project=other, published=False)
    assert queries.same_as(member(project), SV) == []


def test_what_is_before_publishing_is_compared_too(signed_in, project, write):
    write("Un", SV, "sv")
    copy = write("Deux", SV, "sv", published=False)
    page = signed_in(project).get(reverse("desk_news_publish", args=[copy.code])).content.decode()
    assert "1 earlier piece of news is like this one" in page


def test_a_source_is_asked_for(signed_in, project):
    page = look(signed_in(project), SV, source_name="").content.decode()
    assert "What was found" not in page
