"""Forms of an old project page that becomes a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.core import fetching
from passerelle.language.texts import LONGEST_LINE
from passerelle.network.forms import Line, OrganisationChoice, language_choices
from passerelle.network.models import Organisation


class PasteForm(forms.Form):
    """An old project page: pasted, as a file, or, where the administrator allows it, by its address."""

    pasted = forms.CharField(
        label=_("Text of the old page"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        help_text=_("Copy everything; you choose below what is kept."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Text, a saved web page, DOCX or PDF, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.html,.htm,.docx,.pdf"}),
    )

    address = Line(
        label=_("Or its address"),
        required=False,
        max_length=2000,
        help_text=_("A public page, beginning with https://. It is fetched once, now."),
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.IMPORT_FROM:
            del self.fields["address"]
        elif settings.IMPORT_FROM != fetching.ANY:
            hosts = ", ".join(settings.IMPORT_FROM.split())
            self.fields["address"].help_text = _("A public page of %(hosts)s. It is fetched once, now.") % {
                "hosts": hosts
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("pasted", "").strip() and not data.get("file") and not data.get("address"):
            self.add_error("pasted", _("Paste the text of the page, or choose a file."))
        return data


class ImportForm(forms.Form):
    """What becomes of a pasted page: the pieces that are kept, and the draft they make."""

    acronym = Line(label=_("Acronym"), max_length=60, help_text=_("How everybody calls the project."))
    title = Line(label=_("Title"), max_length=LONGEST_LINE)
    language = forms.ChoiceField(label=_("Language of the page"), choices=lazy(language_choices, list)())
    lead = OrganisationChoice(
        label=_("Lead partner"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Not in the network, or not known"),
    )
    keep = forms.MultipleChoiceField(
        label=_("Paragraphs to keep"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Keep at least one paragraph.")},
    )
    accept = forms.MultipleChoiceField(label=_("Facts"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, organisations: Any, pieces: int, facts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["keep"].choices = [(str(i), str(i)) for i in range(pieces)]  # type: ignore[attr-defined]
        self.fields["accept"].choices = [(str(i), str(i)) for i in range(facts)]  # type: ignore[attr-defined]
