"""The living page of parts, `/design/`: every part once, with invented samples.

What a room shows must be on this page first; axe and the pictures of the tests run over it in every density.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.screens import screen

LAYOUTS = {"desk": "desk.html", "airy": "airy.html"}
COLOURS = ("paper", "sunk", "ink", "soft", "plum", "river", "lantern", "amber", "brick", "dusk")
# Own names: in no language but their own, so not for translation.
SCRIPTS = (
    ("uk", "Хто сидить за столом? Ласкаво просимо."),
    ("ar", "من يجلس إلى الطاولة؟ أهلًا وسهلًا."),
    ("ti", "እንቋዕ ብደሓን መጻእኩም።"),
    ("lt", "Kas sėdi prie stalo? Šiauliai, Łódź, Košice"),
)
# city, people, attendances, state of its committee
CITIES = (
    ("Palermo", 124, 402, "reviewed"),
    ("Alcorcón", 99, 311, "reviewed"),
    ("Oberhausen", 84, 268, "late"),
    ("Torino", 71, 190, "reviewed"),
    ("Rīga", 43, 1113, "wait"),
    ("Ljubljana", 38, 97, "draft"),
    ("Vilnius", 36, 92, "machine"),
    ("Tallinn", 21, 60, "missing"),
)
PER_PAGE = 5


class SignUp(forms.Form):
    """A citizen's form with every kind of field."""

    name = forms.CharField(
        label=gettext_lazy("What should we call you?"),
        help_text=gettext_lazy("First name or any name. It is never published."),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How do we reach you?"),
        choices=[
            ("phone", gettext_lazy("Phone or text message")),
            ("letter", gettext_lazy("Letter")),
            ("desk", gettext_lazy("I will come and ask")),
        ],
        widget=forms.RadioSelect,
    )
    mail = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    age = forms.ChoiceField(
        label=gettext_lazy("How old are you?"),
        choices=[
            ("16", gettext_lazy("16 to 29")),
            ("30", gettext_lazy("30 to 59")),
            ("60", gettext_lazy("60 or older")),
            ("no", gettext_lazy("I’d rather not say")),
        ],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language do you like to speak?"),
        choices=[("it", "Italiano"), ("ar", "العربية"), ("ti", "ትግርኛ"), ("fr", "Français")],
        help_text=gettext_lazy("An interpreter sits beside you. It costs you nothing."),
    )
    helps = forms.MultipleChoiceField(
        label=gettext_lazy("What helps you to come?"),
        choices=[
            ("child", gettext_lazy("Someone looks after my children")),
            ("step", gettext_lazy("A way in without steps")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("Anything else?"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    paper = forms.FileField(label=gettext_lazy("A letter or a photograph of it"), required=False)
    agree = forms.BooleanField(
        label=gettext_lazy("These answers may be used for the draw, and are deleted after it.")
    )

    why = {"age": gettext_lazy("So that young and old sit at the table as they live in the city.")}


class Narrow(forms.Form):
    """Filters of a list."""

    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        choices=[("", gettext_lazy("All themes")), ("work", gettext_lazy("Work and employment"))],
        required=False,
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=[("", gettext_lazy("All countries"))], required=False
    )


@screen(open_to_all=True)
def design(request: HttpRequest) -> HttpResponse:
    """Every part, live. ?density=desk or airy shows them as officers or citizens at a task see them."""
    density = request.GET.get("density", "")
    context = {
        "layout": LAYOUTS.get(density, "base.html"),
        "densities": [
            {"label": label, "url": f"?density={name}" if name else "?", "current": name == density}
            for name, label in (("", _("Public")), ("desk", _("Desk")), ("airy", _("Airy")))
        ],
        "colours": COLOURS,
        "scripts": SCRIPTS,
        "arches": (0, 1, 2, 3, 5, 6, 7, 8, 10, 17, 40),
        "moment": datetime(2027, 3, 14, 17, 30, tzinfo=UTC),
        "empty_form": SignUp(auto_id="new_%s"),
        "open_form": SignUp(
            {"how": "phone", "mail": "selam.example", "language": "ti", "name": "Selam"}, auto_id="open_%s"
        ),
        "narrow": Narrow(request.GET),
        **_texts(),
        **_table(request),
    }
    return render(request, "design/page.html", context)


def _texts() -> dict[str, Any]:
    return {
        "trail": [{"label": _("Projects"), "url": "#"}, {"label": _("A footbridge for two cities")}],
        "tabs": [
            {"label": _("Overview"), "url": "#", "current": True},
            {"label": _("Partners"), "url": "#", "count": 6},
            {"label": _("Texts"), "url": "#"},
        ],
        "facts": [
            {"term": _("Lead"), "value": "Ponte d’Esempio, Palermo", "lang": "it"},
            {"term": _("Where"), "value": _("Italy, Spain, Germany, Latvia")},
            # As long as people's addresses are, and without a place to break.
            {"term": _("E-mail address"), "value": "mariaantonietta.digiacomo@pontedesempio.example"},
        ],
        "funder": {
            "statement": _("Co-funded by an invented fund."),
            "disclaimer": _("Views and opinions expressed are those of the authors only."),
            "grant": "INV-2027-01",
        },
        "deletion": {
            "label": _("Delete my answers"),
            "keep_label": _("Keep them"),
            "happens": [_("Your answers leave the survey today."), _("You get a receipt on this page.")],
            "gone": [_("The answers themselves, in backups too after thirty days.")],
            "stays": [_("Tables that were counted before; nobody can be found in them.")],
        },
        "links": [
            {"label": _("Translate this part"), "url": "#"},
            {"label": _("Ask for it in English"), "url": "#"},
        ],
    }


def _table(request: HttpRequest) -> dict[str, Any]:
    sort = request.GET.get("sort", "-people")
    keys = {"city": 0, "people": 1}
    key = keys.get(sort.removeprefix("-"), 1)
    cities = sorted(CITIES, key=lambda city: city[key], reverse=sort.startswith("-"))
    page = Paginator(cities, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        [{"text": city, "url": "#"}, people, attendances, {"state": state}]
        for city, people, attendances, state in page
    ]
    columns = [
        {"label": _("City"), "sort": "city"},
        {"label": _("People"), "sort": "people", "end": True},
        {"label": _("Attendances"), "end": True},
        {"label": _("Text")},
    ]
    return {"columns": columns, "rows": rows, "page": page, "sort": sort}
