"""What a reader may narrow the catalogue of projects by."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from passerelle.core.lists import sort_of, words_of
from passerelle.language.sorting import remembered_key
from passerelle.network.programmes import programme
from passerelle.network.theme_forms import indented
from passerelle.network.themes import Vocabulary, vocabulary
from passerelle.public import catalogue
from passerelle.public.catalogue import Country, Row, When

SORTS = ("name", "newest")


class ProjectFilter(forms.Form):
    """One question for list, map and table alike. Never invalid: what does not exist counts as not asked.

    everything: the rows of all published projects; what can be chosen is what there is among them."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    year = forms.ChoiceField(label=_("Year in which it ran"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("name", _("By name")), ("newest", _("Newest first"))]
    )

    def __init__(self, request: HttpRequest, everything: list[Row], language: str) -> None:
        self.everything, self.language, self.today = everything, language, catalogue.today()
        self.words = words_of(request)
        self.order, _backwards = sort_of(request, SORTS)
        offered = self._offered()
        self.chosen = {
            name: asked
            for name, choices in offered.items()
            if (asked := request.GET.get(name, "")) in dict(choices) and asked
        }
        super().__init__(initial={"q": self.words, "sort": self.order, **self.chosen})
        everywhere = {
            "country": _("All countries"),
            "state": _("Any"),
            "theme": _("All themes"),
            "programme": _("All programmes"),
            "year": _("Any year"),
        }
        for name, choices in offered.items():
            if len(choices) < 2 and name not in self.chosen and name != "country":
                del self.fields[name]  # nothing to choose
            else:
                self.fields[name].choices = [("", everywhere[name]), *choices]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["enterkeyhint"] = "search"

    def _offered(self) -> dict[str, list[tuple[str, Any]]]:
        """What there is to choose from, in the reader's order."""
        states = {row.when(self.today) for row in self.everything}
        years = {year for row in self.everything for year in row.years(self.today)}
        themes = self.vocabulary
        had = {one for row in self.everything for one in row.themes}
        there = had.union(*(themes.above(one) for one in had))
        names = {row.programme: self._programme(row.programme) for row in self.everything if row.programme}
        return {
            "country": [(c.code, c.name) for c in catalogue.countries(self.everything, self.language)],
            "state": [(one.value, one.label) for one in When if one in states],
            "theme": [
                (one.code, indented(depth, one.name)) for depth, one in themes.tree() if one.id in there
            ],
            "programme": sorted(names.items(), key=lambda p: remembered_key(p[1], self.language)),
            "year": [(str(year), str(year)) for year in sorted(years, reverse=True)],
        }

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The themes, when any of these projects has one; one query then, none otherwise."""
        return (
            vocabulary(self.language)
            if any(row.themes for row in self.everything)
            else Vocabulary((), self.language)
        )

    @cached_property
    def _themes(self) -> set[UUID]:
        """The theme asked for and everything narrower."""
        return self.vocabulary.within(self.vocabulary.by_code[self.chosen["theme"]].id)

    def _programme(self, code: str) -> str:
        known = programme(code)
        return known.name(self.language) if known else code

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.chosen)

    @cached_property
    def found(self) -> list[Row]:
        """The rows that fit, in the order asked for; one query when there are words."""
        fitting = [row for row in self.everything if self._fits(row)]
        return catalogue.ordered(catalogue.titled(fitting, self.words, self.language), self.order)

    def _fits(self, row: Row) -> bool:
        asked = self.chosen
        return (
            ("country" not in asked or asked["country"] in row.countries)
            and ("state" not in asked or asked["state"] == row.when(self.today))
            and ("programme" not in asked or asked["programme"] == row.programme)
            and ("theme" not in asked or bool(row.themes & self._themes))
            and ("year" not in asked or int(asked["year"]) in row.years(self.today))
        )

    @cached_property
    def countries(self) -> list[Country]:
        """Where the projects are that fit."""
        return catalogue.countries(self.found, self.language)

    def query(self, **changed: str) -> str:
        """The same question as a query string; `changed` asks for something else in one field, "" for anything."""
        asked = {"q": self.words, **self.chosen, "sort": self.order if self.order != SORTS[0] else ""}
        return urlencode({name: value for name, value in (asked | changed).items() if value})
