"""What people fill in about news, with errors that say what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.language.texts import LONGEST_LINE, LONGEST_TEXT
from passerelle.network.forms import Line, OrganisationChoice, language_choices
from passerelle.network.models import Organisation
from passerelle.news.models import Item

NETWORK = _("The network as a whole")
SOURCE_HELP = _("The organisation, newspaper or site a text was taken over from. Readers see it.")


class Day(forms.DateField):
    """A day, chosen or written as 2026-09-01."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"})
        kwargs.setdefault("error_messages", {"invalid": _("Write the day as 2026-09-01.")})
        super().__init__(required=False, input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


class Address(forms.URLField):
    """An address of the web, with https:// where somebody left it out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": _("Copy the address as it stands in the browser.")})
        super().__init__(required=False, max_length=500, assume_scheme="https", **kwargs)

    def clean(self, value: Any) -> str:
        address = super().clean(value) or ""
        if address and not address.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(self.error_messages["invalid"])
        return address


class FactsForm(forms.Form):
    """What stands around the words: whose news, of which day, from where."""

    organisation = OrganisationChoice(
        label=_("Who speaks"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=NETWORK,
    )
    day = Day(label=_("Day"), help_text=_("The day this is news of. Left empty, the day it is published."))
    source_name = Line(label=_("Source"), required=False, max_length=200, help_text=SOURCE_HELP)
    source_address = Address(label=_("Address of the source"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    @classmethod
    def filled(cls, item: Item, organisations: Any) -> FactsForm:
        names = ("organisation", "day", "source_name", "source_address", "revision")
        return cls(initial={name: getattr(item, name) for name in names}, organisations=organisations)


class _Placed(FactsForm):
    """News that do not exist yet: also where they belong."""

    title = Line(label=_("Title"), max_length=LONGEST_LINE)
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    project = forms.ChoiceField(label=_("Belongs to"), required=False)

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["revision"]
        self.projects = {one.code: one for one in projects}
        choices = [("", NETWORK), *((code, one.acronym) for code, one in self.projects.items())]
        self.fields["project"].choices = choices  # type: ignore[attr-defined]

    def clean_project(self) -> Any:
        return self.projects.get(self.cleaned_data["project"])


class WriteForm(_Placed):
    """A new piece of news in one's own words."""

    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        help_text=_("Leave an empty line between paragraphs. # begins a heading, - a list."),
    )
    field_order = ["title", "language", "body", "project", "organisation", "day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["source_name"], self.fields["source_address"]


class PasteForm(forms.Form):
    """A text from elsewhere, and where it comes from."""

    pasted = forms.CharField(
        label=_("The text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        help_text=_("Title and text, as they are. You see what was found before anything is saved."),
    )
    file = forms.FileField(label=_("Or a text file"), required=False)
    source_name = Line(label=_("Source"), max_length=200, help_text=SOURCE_HELP)
    source_address = Address(label=_("Address of the source"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("pasted", "").strip() and not data.get("file"):
            self.add_error("pasted", _("Paste the text, or choose a text file."))
        return data


class TakeForm(_Placed):
    """What becomes of a pasted text: the pieces that are kept, and the draft they make."""

    source_name = Line(label=_("Source"), max_length=200, help_text=SOURCE_HELP)
    two = forms.ChoiceField(
        label=_("What becomes of the two languages"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the second language.")},
    )
    anyway = forms.BooleanField(
        label=_("It is another text, or it shall stand there twice"),
        error_messages={"required": _("Look at the earlier news, then tick this or paste another text.")},
    )
    keep = forms.MultipleChoiceField(
        label=_("Paragraphs to keep"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Keep at least one paragraph.")},
    )

    def __init__(
        self, *args: Any, pieces: int, ways: list[tuple[str, str]], again: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(str(i), str(i)) for i in range(pieces)]  # type: ignore[attr-defined]
        if ways:
            self.fields["two"].choices = ways  # type: ignore[attr-defined]
        else:
            del self.fields["two"]
        if not again:
            del self.fields["anyway"]
