"""What is asked before a table can be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.core.importables import Place


def _help() -> str:
    return _("XLSX or CSV, up to %(limit)s. Columns in any order, in any language.") % {
        "limit": filesizeformat(settings.UPLOAD_LIMIT)
    }


class GiveForm(forms.Form):
    """A table: as a file, or copied out of a spreadsheet."""

    place = forms.ChoiceField(label=_("Project"), required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=lazy(_help, str)(),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    pasted = forms.CharField(
        label=_("Or the cells, copied out of a spreadsheet"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Mark the cells with their header, copy them, and paste them here."),
    )

    def __init__(self, *args: Any, places: Sequence[Place] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places is None:
            del self.fields["place"]
            return
        self._places = {one.code: one for one in places}
        self.fields["place"].choices = [(one.code, one.label) for one in places]  # type: ignore[attr-defined]
        self.fields["place"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("pasted", "").strip():
            self.add_error("file", _("Choose a file, or paste cells below."))
        file = data.get("file")
        if file is not None and file.size > settings.UPLOAD_LIMIT:
            self.add_error("file", _("This table is too large. Give it in parts."))
        return data

    @property
    def goes_to(self) -> Place | None:
        return self._places[self.cleaned_data["place"]] if "place" in self.fields else None

    def raw(self) -> tuple[str, bytes]:
        """Name and bytes of what was given."""
        file = self.cleaned_data["file"]
        if file:
            return file.name or "", file.read()
        return "", self.cleaned_data["pasted"].encode()
