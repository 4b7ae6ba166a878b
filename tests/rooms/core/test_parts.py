"""What readers would miss if a part of the look broke."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django import forms
from django.conf import settings as house
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.core.templatetags import look
from passerelle.core.templatetags._planks import planks
from tests.rooms.core.sheets import Page

FIVE = ("en", "fr", "it", "sv", "ar")


def show(source: str, request=None, **context) -> str:
    loaded = "{% load i18n look %}" + source
    return Template(loaded).render(RequestContext(request or RequestFactory().get("/en/x/"), context))


# ---------------------------------------------------------------- arch


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=40))
def test_a_bridge_has_one_plank_per_partner(count: int):
    page = Page(show("{% arch count %}", count=count))
    drawn = [e for e in page.all("path") if e["class"] in ("fp", "fl", "fv")]
    assert len(drawn) == count
    assert len(page.all("path")) == max(count, 1) + 1  # the two blocks, and a stub when there is nobody yet


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=40))
def test_planks_lie_side_by_side_from_bank_to_bank(count: int):
    points = [[float(n) for n in re.findall(r"-?\d+\.?\d*", plank["d"])] for plank in planks(count)]
    starts, ends = [p[0] for p in points], [p[7] for p in points]
    assert starts[0] == -1.8
    assert ends[-1] == 121.8
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert all(a[0] < b[0] for a, b in pairwise(points))


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=40))
def test_neither_bank_has_more_planks_than_the_other(count: int):
    inks = [plank["ink"] for plank in planks(count)]
    assert inks.count("fp") == inks.count("fv")
    assert inks == sorted(inks, key=["fp", "fl", "fv"].index)


def test_seven_planks_are_the_mark_itself():
    mark = Page(render_to_string("parts/mark.html"))
    drawn = [(e["class"], e["d"]) for e in mark.all("path")[1:]]
    assert drawn == [(p["ink"], p["d"]) for p in planks(7)]


def test_a_network_of_more_than_forty_still_gets_a_bridge():
    assert len(Page(show("{% arch 57 %}")).all("path")) == 41


def test_a_bridge_that_says_something_is_an_image_with_words():
    spoken = Page(show('{% arch 6 label="Six partners" %}')).all("svg", role="img")
    assert spoken[0]["aria-label"] == "Six partners"
    assert Page(show("{% arch 6 %}")).all("svg")[0]["aria-hidden"] == "true"


# ---------------------------------------------------------------- times, numbers, languages


@pytest.mark.parametrize(
    ("language", "month", "day"),
    [
        ("en", "September 2018", "3 September 2018"),
        ("fr", "septembre 2018", "3 septembre 2018"),
        ("it", "settembre 2018", "3 settembre 2018"),
        ("sv", "september 2018", "3 september 2018"),
        ("ar", "سبتمبر 2018", "3 سبتمبر 2018"),
    ],
)
def test_a_date_keeps_its_precision_in_the_readers_language(language: str, month: str, day: str):
    with translation.override(language):
        page = Page(
            show('{% partial_date "2018" %}{% partial_date "2018-09" %}{% partial_date "2018-09-03" %}')
        )
    times = [(e["datetime"], e["text"]) for e in page.all("time")]
    assert times == [("2018", "2018"), ("2018-09", month), ("2018-09-03", day)]


def test_both_ends_of_a_period_can_be_read_by_machines():
    page = Page(show('{% partial_period "2018-09" "2021-06" %}'))
    assert [e["datetime"] for e in page.all("time")] == ["2018-09", "2021-06"]


def test_an_end_that_is_not_known_is_said():
    assert "end not known" in show('{% partial_period "2018-09" %}')
    assert "start not known" in show('{% partial_period "" "2018-09" %}')
    assert "not known" in show('{% partial_period "" None %}')


def test_a_moment_is_told_in_the_readers_zone(settings):
    moment = datetime(2027, 3, 14, 17, 30, tzinfo=UTC)
    source = '{% load tz %}{% timezone "Europe/Riga" %}{% partial_date moment %}{% endtimezone %}'
    time = Page(show(source, moment=moment)).all("time")[0]
    assert time["datetime"] == "2027-03-14T19:30+02:00"
    assert time["text"] == "14 March 2027, 19:30"


def test_text_in_place_of_a_date_is_shown_and_harmless():
    assert show("{% partial_date text %}", text="<b>soon</b>") == "&lt;b&gt;soon&lt;/b&gt;"
    assert "<b>" not in show("{% partial_period text %}", text="<b>soon</b>")


def test_thousands_are_grouped_as_the_reader_does():
    for language, written in {"en": "12,930", "it": "12.930", "ar": "12,930"}.items():
        with translation.override(language):
            assert show("{{ 12930|number }}") == written


def test_only_a_text_in_another_language_says_so():
    assert show('<p{% foreign "en" %}>') == "<p>"
    assert show('<p{% foreign "fr" %}>') == '<p lang="fr" dir="ltr">'
    with translation.override("fr"):
        assert show('<p{% foreign "ar" %}>') == '<p lang="ar" dir="rtl">'


@pytest.mark.parametrize("tag", ["ar", "ar-SY", "fa", "prs", "ckb", "ur_PK", "he"])
def test_scripts_that_run_from_the_right_are_known(tag: str):
    assert look.direction(tag) == "rtl"


def test_the_language_menu_names_each_language_in_itself():
    names = {e["lang"]: e["text"] for e in Page(show("{% language_menu %}")).all("a")}
    assert names == {"en": "English", "fr": "Français", "it": "Italiano", "sv": "Svenska", "ar": "العربية"}


def test_the_language_menu_says_when_no_native_reader_has_read_a_language(monkeypatch):
    said = "No native reader has read these buttons and menus yet."
    assert said not in show("{% language_menu %}")
    with translation.override("sv"):
        monkeypatch.setattr(look, "_unread", lambda: {"sv"})
        assert gettext(said) in show("{% language_menu %}")
        monkeypatch.setattr(look, "_unread", lambda: set())
        assert gettext(said) not in show("{% language_menu %}")


def test_every_language_of_the_interface_says_whether_it_was_read():
    told = json.loads((house.LOCALE_PATHS[0] / "proofread.json").read_text())
    assert set(told) == {code for code, _name in house.LANGUAGES}


def test_the_language_menu_keeps_the_page_and_its_filters():
    request = RequestFactory().get("/en/projects/?q=draw&page=2")
    addresses = [e["href"] for e in Page(show("{% language_menu %}", request)).all("a")]
    assert addresses == [f"/{language}/projects/?q=draw&page=2" for language in FIVE]


# ---------------------------------------------------------------- forms


class Everything(forms.Form):
    name = forms.CharField(label="Name", help_text="Any name.")
    mail = forms.EmailField(label="Address", required=False)
    how = forms.ChoiceField(label="How", choices=[("a", "Phone"), ("b", "Letter")], widget=forms.RadioSelect)
    day = forms.DateField(label="Day", widget=forms.SelectDateWidget(years=[2027]))
    many = forms.MultipleChoiceField(label="Helps", choices=[("x", "X")], widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(label="Words", widget=forms.Textarea)
    paper = forms.FileField(label="Paper")
    agree = forms.BooleanField(label="Agree")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    why = {"name": "so that we can greet you"}


def form_page(data=None, options: str = "") -> Page:
    source = '{% form form submit="Send the answer" ' + options + " %}"
    return Page(show(source, form=Everything(data), csrf_token="token"))


def test_every_error_of_a_form_leads_to_its_field():
    page = form_page({"mail": "nobody"})
    alert = page.all(role="alert")[0]
    links = [e for e in page.all("a") if e["href"].startswith("#")]
    assert len(links) == 8
    assert "8 things are still open" in alert["text"]
    for link in links:
        target = page.by_id(link["href"][1:])
        assert target is not None, link
        assert target["tag"] in ("input", "textarea", "select")


def test_an_error_is_tied_to_the_control_it_speaks_of():
    page = form_page({"mail": "nobody"})
    wrong = [e for e in page.all("div", "fieldset") if "wrong" in (e.get("class") or "").split()]
    assert len(wrong) == 8
    tied = [
        e
        for e in page.all("input", "textarea", "select", "fieldset")
        if "_error" in (e.get("aria-describedby") or "")
    ]
    assert len(tied) == 8
    for control in tied:
        texts = [page.by_id(name)["text"] for name in control["aria-describedby"].split()]
        assert all(texts)
    name = page.by_id("id_name")
    assert name["aria-describedby"] == "id_name_hint id_name_why id_name_error"
    assert name["aria-invalid"] == "true"


def test_a_form_without_errors_alarms_nobody():
    page = form_page()
    assert not page.all(role="alert")
    assert "aria-invalid" not in "".join(" ".join(e) for e in page.elements)


def test_every_control_has_its_label():
    page = form_page()
    labelled = {e["for"] for e in page.all("label") if e.get("for")}
    for control in page.all("input", "textarea", "select"):
        if control.get("type") == "hidden" or control["name"].startswith("day_"):
            continue
        assert control.get("id") in labelled or "label" in control["inside"], control


def test_what_may_stay_empty_is_marked_and_what_must_not_is_not():
    labels = [e["text"] for e in form_page().all("label", "legend")]
    assert any(text.startswith("Address") and "optional" in text for text in labels)
    assert not any(text.startswith("Name") and "optional" in text for text in labels)


def test_a_form_says_why_it_asks():
    assert "so that we can greet you" in form_page().by_id("id_name_why")["text"]


def test_what_was_written_stays_in_the_form():
    page = form_page({"name": "Selam <3", "words": "Two\nlines"})
    assert page.by_id("id_name")["value"] == "Selam <3"
    assert "Two\nlines" in page.by_id("id_words")["text"]


def test_a_form_carries_its_token_and_its_file():
    form = form_page().all("form")[0]
    assert form["method"] == "post"
    assert form["enctype"] == "multipart/form-data"
    assert form_page().all("input", name="csrfmiddlewaretoken")


def test_the_page_before_a_deletion_can_be_sent():
    source = '{% confirm label="Delete my answers" keep="/back/" keep_label="Keep them" gone=gone %}'
    page = Page(show(source, gone=["The answers"], csrf_token="token"))
    assert page.all("input", name="csrfmiddlewaretoken")
    assert page.all("a", href="/back/")
    assert "danger" in page.all("button")[0]["class"]


# ---------------------------------------------------------------- lists


def table(rows, query: str = "", **context) -> Page:
    request = RequestFactory().get(f"/en/x/{query}")
    columns = [{"label": "City", "sort": "city"}, {"label": "People", "sort": "people", "end": True}]
    source = '{% include "parts/table.html" with caption="Cities" %}'
    return Page(show(source, request, rows=rows, columns=columns, **context))


def test_a_table_names_its_rows_and_columns():
    page = table([["Riga", 1284]])
    assert page.all("caption")[0]["text"].strip() == "Cities"
    assert [e["text"] for e in page.all("th", scope="row")] == ["Riga"]
    assert page.all("td")[0]["text"] == "1,284"
    region = page.all(role="region")[0]
    assert (region["aria-label"], region["tabindex"]) == ("Cities", "0")


def test_sorting_says_its_direction_and_turns_round():
    page = table([["Riga", 1]], "?q=a&page=3&sort=people", sort="people")
    assert page.all("th", **{"aria-sort": "ascending"})[0]["text"] == "People"
    city, people = (e["href"] for e in page.all("a"))
    assert people == "?q=a&amp;sort=-people" or people == "?q=a&sort=-people"
    assert "page" not in city
    assert table([["Riga", 1]], sort="-people").all("th", **{"aria-sort": "descending"})


def test_a_row_of_the_wrong_length_is_a_fault_and_not_a_shifted_table():
    with pytest.raises(ValueError):
        table([["Riga"]])


def test_names_in_a_table_cannot_bring_markup():
    assert not table([["<b>Riga</b>", 1]]).all("b")


def test_an_empty_table_says_what_will_come():
    page = table([], empty_title="No letters yet", empty_text="They appear when one has left.")
    assert not page.all("table")
    assert [e["text"] for e in page.all("h2")] == ["No letters yet"]


def test_paging_keeps_the_search():
    page = Paginator(range(45), 20).page(2)
    request = RequestFactory().get("/en/x/?q=draw&page=2")
    shown = Page(show('{% include "parts/pager.html" %}', request, page=page))
    assert [e["href"] for e in shown.all("a")] == ["?q=draw&page=1", "?q=draw&page=3"]
    assert "Page 2 of 3" in shown.all("nav")[0]["text"]


def test_a_closed_figure_says_why_instead_of_a_number():
    source = '{% include "parts/figure.html" with label="Helped" value=3 closed="Too few people." %}'
    figure = Page(show(source)).all("div")[0]["text"]
    assert "Too few people." in figure
    assert "3" not in figure


# ---------------------------------------------------------------- states and texts


@pytest.mark.parametrize("kind", sorted(look.STATES))
def test_a_state_has_its_word_and_its_bridge(kind: str):
    page = Page(show("{% state kind %}", kind=kind))
    assert page.all("span")[0]["text"].strip()
    assert page.all("use")[0]["href"].startswith("#s-")


def test_a_part_in_another_language_is_marked_and_its_state_line_is_not():
    part = '{% part state="missing" heading="Les deux rives" lang="fr" word="Only in French" %}'
    page = Page(show(part + "<p>Vingt cours.</p>{% endpart %}"))
    french = page.all("div", lang="fr")[0]
    assert "Vingt cours." in french["text"]
    assert "Les deux rives" in french["text"]
    assert "Only in French" not in french["text"]


# ---------------------------------------------------------------- whole pages


@pytest.mark.parametrize("language", FIVE)
@pytest.mark.parametrize(
    "template", ["base.html", "desk.html", "airy.html", "errors/404.html", "errors/500.html"]
)
def test_a_page_is_whole_without_a_request(template: str, language: str):
    with translation.override(language):
        page = Page(render_to_string(template))
    html = page.all("html")[0]
    assert (html["lang"], html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert page.all("main")
    assert page.all("link", rel="stylesheet")


def test_a_keyboard_reaches_the_content_first():
    page = Page(render_to_string("base.html"))
    assert page.all("a")[0]["href"] == "#main"
    assert page.by_id("main")["tag"] == "main"


def test_who_saves_data_gets_no_fonts():
    def page(**headers: str) -> str:
        request = RequestFactory().get("/en/x/", headers=headers)
        return render_to_string("base.html", {"seal_head": None, "navigation": []}, request)

    assert "fonts.css" in page()
    assert "fonts.css" not in page(**{"Save-Data": "on"})


def test_the_error_page_stands_when_the_files_were_not_collected(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert "/static/passerelle/css/tokens.css" in render_to_string("errors/500.html")


@pytest.mark.parametrize("language", ["it", "ar"])
def test_a_mail_runs_in_its_receivers_direction(language: str):
    page = Page(render_to_string("email/base.html", {"language": language}))
    assert {e.get("dir") for e in page.all(lang=language)} == {"rtl" if language == "ar" else "ltr"}
    assert not page.all("img")


def test_a_text_mail_has_no_markup_and_no_escaping():
    text = Template('{% extends "email/base.txt" %}{% block body %}{{ words }}{% endblock %}').render(
        Context({"words": "L’été & <l’hiver>"})
    )
    assert "L’été & <l’hiver>" in text
