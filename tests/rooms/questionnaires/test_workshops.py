"""Every workshop asks at most twelve questions while the memory offers something for each paragraph: of records of
several kinds, for texts in two languages, in a process that has asked for nothing yet and in one that has."""

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle.engines.text.segments import digest
from passerelle.language import texts
from passerelle.language.models import Translation
from passerelle.network import actions as network
from passerelle.network.models import Organisation
from passerelle.news import actions as news
from passerelle.people import actions as people
from passerelle.programme import actions as programme
from passerelle.programme.actions.campaigns import owner_of as owner_of_campaign
from passerelle.programme.actions.questions import owner_of as owner_of_question
from passerelle.questionnaires import actions
from passerelle.questionnaires.words import owner_of as owner_of_version
from tests.rooms.network.test_budget import asked
from tests.rooms.questionnaires.conftest import HOUSE, QUESTIONS, put

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("memory_of_this_test"),
]
WORDS = "\n\n".join(f"The boat house number {n} is open to everybody." for n in range(20))


def in_italian(owner):
    for told in texts.tell(owner).values():
        for block in told.history[-1]:
            texts.translate(told.text, block.hash, "it", f"IT {block.text}", base=0, author=None)


def begun_in_italian(owner, author):
    """A paragraph the memory has nothing for, else the first, by somebody whose name stands beside it."""
    places = [(told, block) for told in texts.tell(owner).values() for block in told.history[-1]]
    told, block = min(places, key=lambda place: "boat house" in place[1].text)
    texts.translate(told.text, block.hash, "it", f"Comincia {block.text}", base=0, author=author.pk)


def elsewhere(other, instrument):
    """The same words, translated in a published page, in news, and in a questionnaire of the project's own."""
    network.write_page(HOUSE, other, WORDS, language="en", base=0)
    item = news.write_news(HOUSE, title="Two banks", language="fr", body=WORDS)
    in_italian(network.owner_of(other))
    in_italian(news.owner_of(item))
    in_italian(owner_of_version(instrument.versions.all()[0]))
    network.publish_project(HOUSE, other)
    news.publish_news(HOUSE, item)


def told_in_french(one, field):
    """One field of a record is in another language than the rest."""
    told = texts.tell(one)[field]
    told.text.language = "fr"
    told.text.save(update_fields=["language"])


def of_a_project(project, instrument):
    network.write_page(HOUSE, project, WORDS, language="en", base=0)
    return network.owner_of(project), reverse("desk_workshop", args=[project.code])


def of_news(project, instrument):
    item = news.write_news(HOUSE, title="Deux rives", language="en", body=WORDS, project=project)
    told_in_french(news.owner_of(item), news.TITLE)
    return news.owner_of(item), reverse("desk_news_workshop", args=[item.code])


def of_a_question(project, instrument):
    (one,) = programme.take_down(HOUSE, project, ["Deux rives ?"], language="fr")
    programme.answer(
        HOUSE, one, organisation=Organisation.objects.first(), words=WORDS, language="en", base=0
    )
    return owner_of_question(one), reverse("desk_question_translations", args=[one.code])


def of_a_campaign(project, instrument):
    facts = {"aim": "Sit down", "audience": "All", "ways": ["web"], "starts": "2026", "ends": "2027"}
    one = programme.add_campaign(
        HOUSE,
        project,
        title="Banks",
        language="en",
        message="Sit down.\n\nThe boat house number 1 is open.",
        **facts,
    )
    return owner_of_campaign(one), reverse("desk_campaign_translations", args=[one.code])


def of_a_questionnaire(project, instrument):
    one = actions.begin(HOUSE, project, title="Deux rives", language="en", intro=WORDS.partition("\n")[0])
    for kind, words, rules, choices, rows in QUESTIONS:
        put(one, kind, words, rules, choices, rows)
    owner = owner_of_version(one.versions.all()[0])
    told_in_french(owner, sorted(texts.tell(owner))[0])
    return owner, reverse("desk_questionnaire_workshop", args=[one.code])


@pytest.mark.parametrize("record", [of_a_project, of_news, of_a_question, of_a_campaign, of_a_questionnaire])
def test_with_offers_on_the_page(record, sit, member, project, other, instrument):
    browser = sit(member(project))
    elsewhere(other, instrument)
    owner, address = record(project, instrument)
    address += "?to=it"
    author = people.register_person(
        HOUSE, name="Vera Lind", email="vera@bank.example", language="it", project=project.pk
    )
    network.appoint(HOUSE, project, author, "local_coordinator", Organisation.objects.first())
    begun_in_italian(owner, author)
    first = asked(browser, address)
    page = browser.get(address).content.decode()
    assert "Vera Lind" in page
    assert "IT <mark>" in page or "IT The boat house" in page
    few = asked(browser, address)
    assert few <= first
    text = texts.text_of(network.owner_of(other), network.PAGE)
    said = [f"The boat number {n} floats on the lake of {n}." for n in range(2000)]
    Translation.objects.bulk_create(
        Translation(
            text=text, source=one, source_hash=digest(one), body=f"IT {one}", language="it", number=1,
            at=timezone.now(),
        )
        for one in said
    )  # fmt: skip
    assert asked(browser, address) == few
