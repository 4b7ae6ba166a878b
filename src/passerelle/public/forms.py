"""What a reader may narrow the list of projects by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from passerelle.core.lists import sort_of, words_of
from passerelle.public.queries import Country

SORTS = ("name", "newest")


class ProjectFilter(forms.Form):
    """Never invalid: what an address asks for and does not exist counts as not asked."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    country = forms.ChoiceField(label=_("Country"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("name", _("By name")), ("newest", _("Newest first"))]
    )

    def __init__(self, request: HttpRequest, countries: list[Country]) -> None:
        asked = request.GET.get("country", "")
        self.words = words_of(request)
        self.where = next((c for c in countries if c.code == asked), None)
        self.order, _backwards = sort_of(request, SORTS)
        chosen: dict[str, Any] = {
            "q": self.words,
            "country": self.where.code if self.where else "",
            "sort": self.order,
        }
        super().__init__(initial=chosen)
        self.fields["country"].choices = [("", _("All countries")), *((c.code, c.name) for c in countries)]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["enterkeyhint"] = "search"

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.where)
