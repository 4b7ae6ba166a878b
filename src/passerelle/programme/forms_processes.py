"""What people fill in about a process before it opens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from passerelle.network.forms import Line, PartialDate, language_choices
from passerelle.network.models import Organisation
from passerelle.programme.actions.processes import LINES
from passerelle.programme.models import Process
from passerelle.tasks.forms import OWN_WAY


def _line(name: str, label: Any, help_text: Any = "", *, required: bool = False) -> Line:
    widget = forms.TextInput(attrs=OWN_WAY)
    return Line(label=label, max_length=LINES[name], required=required, widget=widget, help_text=help_text)


class ProcessForm(forms.Form):
    """One process. Everything but its title can be left open: what is open is said, and warned of before it opens."""

    title = _line("title", _("Title"), required=True)
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    opens = PartialDate(label=_("Opens"))
    purpose = _line("purpose", _("Purpose"), _("What is asked, and what can still be changed."))
    decides = _line(
        "decides", _("Who decides"), _("The council, the board of the port … Nobody’s name belongs here.")
    )
    promise = _line("promise", _("The answer that is promised"), _("What those who take part will be told."))
    answers = forms.ChoiceField(label=_("Who answers"), required=False)
    answer_by = PartialDate(label=_("Answer until"))
    resources = _line("resources", _("Resources"), _("Money, hours, rooms."))
    reaching = _line(
        "reaching", _("How everybody can take part"), _("Languages, child care, step-free rooms.")
    )
    publishing = _line("publishing", _("How results are published"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, partners: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {one.code: one for one in partners}
        choice: Any = self.fields["answers"]
        choice.choices = [("", _("Nobody yet")), *((one.code, one.name) for one in partners)]

    @classmethod
    def filled(cls, one: Process, **around: Any) -> ProcessForm:
        """The form as a process stands."""
        names = (*LINES, "language", "opens", "answer_by", "revision")
        initial = {name: getattr(one, name) for name in names}
        return cls(initial={**initial, "answers": one.answers.code if one.answers else ""}, **around)

    def facts(self) -> dict[str, Any]:
        """What the actions take, of a form that is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return {**given, "answers": self.partners.get(given["answers"])}
