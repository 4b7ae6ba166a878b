"""Forms of the directory of competences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from passerelle.core.lists import words_of
from passerelle.network.forms import Line
from passerelle.network.models import Competence


class CompetenceFilter(forms.Form):
    """Never invalid: what an address asks for and does not exist counts as not asked."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Competence"), required=False)

    def __init__(self, request: HttpRequest, kinds: list[str]) -> None:
        """kinds: those that somebody has; an empty answer then says something."""
        asked = request.GET.get("kind", "")
        self.words, self.wanted = words_of(request), asked if asked in kinds else ""
        super().__init__(initial={"q": self.words, "kind": self.wanted})
        labels = dict(Competence.Kind.choices)
        self.fields["kind"].choices = [("", _("Any")), *((kind, labels[kind]) for kind in kinds)]  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.wanted)


class CompetencesForm(forms.Form):
    """Each competence: whether the organisation has it, and what it says of it."""

    def __init__(self, *args: Any, told: dict[str, str], **kwargs: Any) -> None:
        """told: kind → note, of what is known."""
        super().__init__(*args, **kwargs)
        for kind, label in Competence.Kind.choices:
            self.fields[f"has_{kind}"] = forms.BooleanField(label=label, required=False, initial=kind in told)
            self.fields[f"note_{kind}"] = Line(
                label=_("In your own words"), required=False, max_length=200, initial=told.get(kind, "")
            )

    def clean(self) -> dict[str, Any]:
        """Whoever wrote something about a competence has it."""
        cleaned = super().clean() or {}
        for kind in Competence.Kind.values:
            if cleaned.get(f"note_{kind}"):
                cleaned[f"has_{kind}"] = True
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        return [{"has": self[f"has_{kind}"], "note": self[f"note_{kind}"]} for kind in Competence.Kind.values]

    def told(self) -> dict[str, str]:
        return {
            kind: self.cleaned_data.get(f"note_{kind}", "")
            for kind in Competence.Kind.values
            if self.cleaned_data.get(f"has_{kind}")
        }
