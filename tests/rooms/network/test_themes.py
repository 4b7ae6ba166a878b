"""One taxonomy: a theme is renamed, moved, merged and retired without anything losing it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from passerelle.core.actor import PUBLIC
from passerelle.core.errors import Denied
from passerelle.language.tongues import INTERFACE
from passerelle.network import actions, themes
from passerelle.network.models import Project, Theme, ThemeLabel
from tests.rooms.network.conftest import HOUSE
from tests.rooms.network.refusals import refused

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def water():
    return actions.add_theme(HOUSE, labels={"en": "Water", "fr": "Eau", "ar": "ماء"})


def labels(theme):
    return dict(ThemeLabel.objects.filter(theme=theme).values_list("language", "text"))


def test_a_new_name_in_one_language_changes_no_id_and_no_other_language(water, project):
    actions.choose_themes(HOUSE, project, [water])
    before, other = (water.pk, water.code), {k: v for k, v in labels(water).items() if k != "fr"}
    actions.name_theme(HOUSE, water, "fr", "Lacs et rivières")
    again = Theme.objects.get(pk=before[0])
    assert (again.pk, again.code) == before
    assert labels(water) == {**other, "fr": "Lacs et rivières"}
    assert themes.themes_of(Project.KIND, project.pk) == {water.pk}


def test_a_reader_without_a_name_in_their_language_gets_another_and_is_told_which(water):
    term = themes.vocabulary("sv").by_id[water.pk]
    assert (term.name, term.language) == ("Water", "en")
    assert set(term.missing) == {"it", "sv"}


def test_two_themes_in_use_never_have_the_same_name(water):
    shore = actions.add_theme(HOUSE, labels={"en": "Shores"})
    with refused("name taken"):
        actions.name_theme(HOUSE, shore, "en", "water")
    assert labels(shore) == {"en": "Shores"}


def test_the_last_name_stays(water):
    for language in ("fr", "ar"):
        actions.name_theme(HOUSE, water, language, "")
    with refused("no name"):
        actions.name_theme(HOUSE, water, "en", " ")


def test_a_theme_never_stands_under_itself(water):
    lake = actions.add_theme(HOUSE, labels={"en": "Lakes"}, parent=water)
    with refused("above itself"):
        actions.move_theme(HOUSE, water, lake)


def test_what_had_a_merged_theme_has_the_other_one_once(water, project, organisations):
    lake = actions.add_theme(HOUSE, labels={"en": "Lakes"})
    deep = actions.add_theme(HOUSE, labels={"en": "Deep lakes"}, parent=lake)
    second = actions.create_project(
        HOUSE, acronym="LAKESIDE", title="x", language="en", lead=organisations[0]
    )
    actions.choose_themes(HOUSE, project, [water, lake])
    actions.choose_themes(HOUSE, second, [lake])
    actions.merge_themes(HOUSE, lake, water)
    assert (
        themes.themes_of(Project.KIND, project.pk) == themes.themes_of(Project.KIND, second.pk) == {water.pk}
    )
    known = themes.vocabulary("en")
    assert known.by_id[lake.pk].into == water.pk  # the old id still leads somewhere
    assert known.by_id[deep.pk].parent == water.pk
    with refused("merged"):
        actions.restore_theme(HOUSE, Theme.objects.get(pk=lake.pk))


def test_a_theme_is_not_merged_into_one_below_it(water):
    lake = actions.add_theme(HOUSE, labels={"en": "Lakes"}, parent=water)
    with refused("below it"):
        actions.merge_themes(HOUSE, water, lake)


def test_a_retired_theme_stays_where_it_is_and_comes_to_nothing_new(water, project, organisations):
    second = actions.create_project(
        HOUSE, acronym="LAKESIDE", title="x", language="en", lead=organisations[0]
    )
    actions.choose_themes(HOUSE, project, [water])
    actions.retire_theme(HOUSE, water)
    actions.choose_themes(HOUSE, project, [water])
    with refused("out of use"):
        actions.choose_themes(HOUSE, second, [water])
    actions.restore_theme(HOUSE, water)
    actions.choose_themes(HOUSE, second, [Theme.objects.get(pk=water.pk)])


def test_the_starting_vocabulary_is_named_in_every_language_and_comes_once():
    assert actions.take_starting_themes(HOUSE) == len(list(themes.vocabulary("en").by_id)) > 30
    assert actions.take_starting_themes(HOUSE) == 0
    for language in INTERFACE:
        known = themes.vocabulary(language)
        assert all(term.language == language for term in known.by_id.values())
        names = [term.name for term in known.by_id.values()]
        assert len(names) == len(set(names))
        assert len(known.tree()) == len(names)  # every one stands somewhere


def test_only_who_leads_keeps_the_vocabulary(water, member):
    with pytest.raises(Denied):
        actions.name_theme(member("local_coordinator", email="b@bank.example"), water, "en", "Mine")
    with pytest.raises(Denied):
        actions.add_theme(PUBLIC, labels={"en": "Mine"})


def test_the_whole_vocabulary_by_screen(signed_in, project):
    browser = signed_in("lead_coordinator")
    assert "No themes yet" in browser.get(reverse("desk_themes")).content.decode()
    browser.post(reverse("desk_new_theme"), {"starting": "1"})
    theme = Theme.objects.get(key="waterside")
    data = {f"label_{code}": words for code, words in labels(theme).items()} | {
        "label_it": "Acque",
        "parent": "",
    }
    assert browser.post(reverse("desk_theme", args=[theme.code]), data).status_code == 302
    assert labels(theme)["it"] == "Acque"
    assert Theme.objects.get(pk=theme.pk).parent is None
    assert "Acque" in browser.get(reverse("desk_themes").replace("/en/", "/it/")).content.decode()
    browser.post(reverse("desk_project_themes", args=[project.code]), {"themes": [theme.code]})
    assert themes.themes_of(Project.KIND, project.pk) == {theme.pk}
    other = Theme.objects.get(key="arts")
    browser.post(reverse("desk_theme_merge", args=[theme.code]), {"into": other.code})
    assert themes.themes_of(Project.KIND, project.pk) == {other.pk}
