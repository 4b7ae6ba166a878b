"""What people fill in about reports, with errors that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.evidence.models import Report
from passerelle.evidence.reports.programmes import fitting
from passerelle.network.forms import Line, interface_choices, language_choices
from passerelle.network.models import Project


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class ReportForm(forms.Form):
    """What a report is about. gatherings: those of its period, to leave some out; only once there is a report."""

    form = forms.ChoiceField(label=_("Form"))
    title = Line(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language"))
    since = _day(_("From"))
    until = _day(_("Until"))
    without = forms.MultipleChoiceField(
        label=_("Leave out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    why = {
        "form": _("Which parts it has, and which number the funder is told."),
        "since": _("Empty: from the beginning of the project. Gatherings count that begin on these days."),
        "without": _("Gatherings of this period that belong to another report."),
    }

    def __init__(
        self,
        *args: Any,
        project: Project,
        reader: str,
        gatherings: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{one.name(reader)} ({one.year})") for one in fitting(project.programme)
        ]
        # Every word around must be there in it.
        self.fields["language"].choices = interface_choices()  # type: ignore[attr-defined]
        if gatherings:
            self.fields["without"].choices = list(gatherings)  # type: ignore[attr-defined]
        else:
            del self.fields["without"]

    def facts(self) -> dict[str, Any]:
        names = ("form", "title", "language", "since", "until")
        return {name: self.cleaned_data[name] for name in names} | {
            "without": self.cleaned_data.get("without", ())
        }


def filled(report: Report) -> dict[str, Any]:
    """The form as the report stands."""
    return {
        "form": report.definition,
        "title": report.title,
        "language": report.language,
        "since": report.starts_on,
        "until": report.ends_on,
        "without": report.without,
        "revision": report.revision,
    }


class TextForm(forms.Form):
    """The words of one part. before: as they were when the form was opened."""

    words = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 14}))
    language = forms.ChoiceField(label=_("Language"))
    before = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    file = forms.FileField(label=_("Word file (.docx)"))


class SendForm(forms.Form):
    sent_to = Line(label=_("Sent to"), max_length=200, required=False)
