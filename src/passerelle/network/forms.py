"""What people fill in, with errors that say what to do."""

from __future__ import annotations

from typing import Any

from babel.numbers import get_currency_name
from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.core import sniffing
from passerelle.core.dates import parse_partial, runs_backwards
from passerelle.core.lines import plain_line
from passerelle.engines.text.collation import sort_key
from passerelle.engines.text.exchange.model import LARGEST
from passerelle.language.texts import LONGEST_LINE, LONGEST_TEXT
from passerelle.language.tongues import TONGUES, countries, country_name, name_in, tongue
from passerelle.network.calls import calls
from passerelle.network.models import Organisation, Project
from passerelle.network.programmes import programmes
from passerelle.network.roles import PROJECT_ROLES
from passerelle.people.forms import Contact

UNREADABLE = _("Write a year, a year and month, or a day: 2026, 2026-09 or 2026-09-01.")


class Line(forms.CharField):
    """One line: hidden and reordering characters are taken out, blanks folded."""

    def to_python(self, value: Any) -> str:
        return plain_line(super().to_python(value) or "")


class PartialDate(Line):
    """A date as precisely as it is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=10, help_text=UNREADABLE, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text:
            try:
                parse_partial(text)
            except ValueError:
                raise forms.ValidationError(UNREADABLE) from None
        return text


def language_choices() -> list[tuple[str, str]]:
    """All languages by their names in the reader's language, the interface's first."""
    reader = translation.get_language() or "en"
    ours = [(code, name_in(code, reader)) for code, _name in settings.LANGUAGES]
    known = {code for code, _name in ours}
    others = [(code, name_in(code, reader)) for code in TONGUES if code not in known]
    return ours + sorted(others, key=lambda pair: sort_key(pair[1], reader))


def interface_choices() -> list[tuple[str, str]]:
    reader = translation.get_language() or "en"
    return [(code, name_in(code, reader)) for code, _name in settings.LANGUAGES]


def programme_choices() -> list[tuple[str, str]]:
    reader = translation.get_language() or "en"
    return [("", "–"), *((p.id, f"{p.acronym}: {p.name(reader)}") for p in programmes().values())]


def call_choices() -> list[tuple[str, str]]:
    """No call, then every call we have the rules of, the newest first."""
    reader = translation.get_language() or "en"
    return [("", "–"), *((one.id, f"{one.name(reader)} · {one.year}") for one in calls().values())]


# Of the Union's Member States and of the countries that take part in its programmes (ISO 4217).
CURRENCIES = (
    "EUR", "ALL", "BAM", "CHF", "CZK", "DKK", "GBP", "GEL", "HUF", "ISK", "MDL", "MKD", "NOK", "PLN",
    "RON", "RSD", "SEK", "TND", "TRY", "UAH",
)  # fmt: skip


def currency_choices() -> list[tuple[str, str]]:
    """Currencies by their names in the reader's language, the euro first."""
    locale = tongue(translation.get_language() or "en").babel
    return [(code, f"{get_currency_name(code, locale=locale)} ({code})") for code in CURRENCIES]


def country_choices() -> list[tuple[str, str]]:
    """Countries by their names in the reader's language, in that language's order."""
    reader = translation.get_language() or "en"
    named = [(code, country_name(code, reader)) for code in countries()]
    return sorted(named, key=lambda pair: sort_key(pair[1], reader))


class OrganisationChoice(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        reader = translation.get_language() or "en"
        return f"{organisation.name} · {country_name(organisation.country, reader)}"


FACTS = ("acronym", "starts", "ends", "months", "programme", "grant_number", "call", "unit", "currency")


class FactsForm(forms.Form):
    """The facts of a project that its lead answers for."""

    acronym = Line(label=_("Acronym"), max_length=60, help_text=_("How everybody calls the project."))
    starts = PartialDate(label=_("Begins"))
    ends = PartialDate(label=_("Ends"))
    months = forms.IntegerField(
        label=_("Length in months"),
        required=False,
        min_value=1,
        max_value=240,
        help_text=_("When the dates are not fixed yet."),
    )
    programme = forms.ChoiceField(
        label=_("Funding programme"), required=False, choices=lazy(programme_choices, list)()
    )
    grant_number = Line(label=_("Grant number"), required=False, max_length=60)
    call = forms.ChoiceField(
        label=_("Call"),
        required=False,
        choices=lazy(call_choices, list)(),
        help_text=_("The partnership is held against what this call asks."),
    )
    unit = forms.ChoiceField(
        label=_("Who works together in a city"), required=False, choices=Project.Unit.choices
    )
    currency = forms.ChoiceField(
        label=_("Currency of the budget"),
        required=False,
        choices=lazy(currency_choices, list)(),
        initial="EUR",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and runs_backwards(data.get("starts") or None, data.get("ends") or None):
            self.add_error("ends", _("The period ends before it begins. Look at the two dates once more."))
        data["currency"] = data.get("currency") or "EUR"
        return data

    @classmethod
    def filled(cls, project: Project) -> FactsForm:
        names = (*FACTS, "revision")
        return cls(initial={name: getattr(project, name) for name in names})


class CallForm(forms.Form):
    """Which call a partnership is held against."""

    call = forms.ChoiceField(label=_("Call"), required=False, choices=lazy(call_choices, list)())


class ProjectForm(FactsForm):
    """A new project: its facts, a title, and who leads it."""

    title = Line(
        label=_("Title"),
        max_length=LONGEST_LINE,
        help_text=_("One plain sentence that says what the project is about."),
    )
    language = forms.ChoiceField(
        label=_("Language of the title"),
        choices=lazy(language_choices, list)(),
        help_text=_("Write in your own language; translations come later."),
    )
    lead = OrganisationChoice(
        label=_("Lead partner"), queryset=Organisation.objects.none(), empty_label=_("Choose an organisation")
    )
    field_order = [
        "acronym",
        "title",
        "language",
        "lead",
        "starts",
        "ends",
        "months",
        "programme",
        "grant_number",
        "call",
        "unit",
        "currency",
    ]

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = organisations  # type: ignore[attr-defined]
        del self.fields["revision"]


class InviteForm(forms.Form):
    """Whom to invite, for which partner, in which role and language."""

    name = Line(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=lazy(interface_choices, list)(),
        help_text=_("The language the person reads best."),
    )
    organisation = OrganisationChoice(
        label=_("For which partner"), queryset=Organisation.objects.none(), empty_label=_("Choose a partner")
    )
    role = forms.ChoiceField(label=_("Role"), choices=[(r.value, r.label) for r in PROJECT_ROLES])

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partners  # type: ignore[attr-defined]


class ParticipantForm(Contact):
    """Somebody who takes part and needs no account, and the partner that answers for their data."""

    organisation = OrganisationChoice(
        label=_("Who answers for these data"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Not decided yet"),
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partners  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """One paragraph, or its translation."""

    words = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)


class TermForm(forms.Form):
    """What a concept is called in one language, or must not be called."""

    concept = Line(
        label=_("Concept"),
        max_length=80,
        help_text=_("The same word for all languages; it ties the terms together. English is usual."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    term = Line(label=_("Term"), max_length=120)
    forbidden = forms.BooleanField(label=_("Must not be used for this"), required=False)
    note = Line(label=_("Note"), max_length=300, required=False)
    source = Line(label=_("Source"), max_length=200, required=False)


class ExchangeForm(forms.Form):
    """A file of translations that comes back."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("DOCX, XLIFF 2, PO or TMX, as it was downloaded here and translated."),
        widget=forms.FileInput(attrs={"accept": ".docx,.xlf,.xliff,.po,.tmx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > min(settings.UPLOAD_LIMIT, LARGEST):
            raise forms.ValidationError(
                _("This file is too large for one text. Give only the file from here.")
            )
        return file


class OfferedForm(WordsForm):
    """A translation. offered: the hash of the words that the memory put in the field, to know whether they were kept."""

    offered = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)


class ChangeForm(WordsForm):
    """One paragraph of the source that has translations."""

    same_meaning = forms.BooleanField(
        label=_("The meaning is the same: I only mended a slip. Its translations stay as they are."),
        required=False,
    )


class PageForm(forms.Form):
    """The whole page in its own language."""

    title = Line(label=_("Title"), max_length=LONGEST_LINE)
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 20, "dir": "auto"}),
        help_text=_("Leave an empty line between paragraphs. # begins a heading, - a list."),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    title_base = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)


def file_help(use: sniffing.Use) -> str:
    """What can be attached, and how large."""
    return _("%(types)s, up to %(limit)s. From pictures, place and camera are taken out.") % {
        "types": use.allowed,
        "limit": filesizeformat(settings.UPLOAD_LIMIT),
    }


class FileForm(forms.Form):
    """A document of the project."""

    file = forms.FileField(
        label=_("File"),
        help_text=lazy(file_help, str)(sniffing.DOCUMENT),
        widget=forms.FileInput(attrs={"accept": sniffing.DOCUMENT.accept}),
    )
    public = forms.BooleanField(label=_("Everybody may have it on the public page"), required=False)


class JoinForm(forms.Form):
    """The answer to an invitation."""

    email = forms.EmailField(label=_("E-mail you sign in with"), max_length=254)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters. Three words nobody would guess are good."),
    )


class OrganisationForm(forms.Form):
    """A new member of the standing network."""

    name = Line(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    town = Line(label=_("Town"), max_length=120)
    country = forms.ChoiceField(label=_("Country"), choices=lazy(country_choices, list)())
