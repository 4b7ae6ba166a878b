"""What people fill in about questions: many taken down at once, mended, answered, found to be the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.lists import sort_of, words_of
from passerelle.gatherings.models import Gathering
from passerelle.language.texts import LONGEST_LINE, LONGEST_TEXT
from passerelle.network.forms import Line, language_choices
from passerelle.network.models import Organisation
from passerelle.programme.actions.questions import MOST_AT_ONCE
from passerelle.programme.models import Question
from passerelle.programme.queries import QUESTION_SORTS, SIDES, Sought
from passerelle.tasks.forms import OWN_WAY

NO_NAMES = _("Nobody’s name belongs here, nor anything somebody could be known by.")
CHOICES_OF_SIDE = (
    ("open", pgettext_lazy("questions", "To be answered")),
    ("late", pgettext_lazy("questions", "Shown as open")),
    ("answered", pgettext_lazy("questions", "Answered")),
    ("away", pgettext_lazy("questions", "Withdrawn or merged")),
    ("all", pgettext_lazy("questions", "All")),
)


class QuestionFilter(forms.Form):
    """Never invalid: what an address asks for and does not exist counts as not asked. `sought` is what is left."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    side = forms.ChoiceField(label=_("State"), required=False, choices=CHOICES_OF_SIDE)
    at = forms.ChoiceField(label=_("Asked at"), required=False)

    def __init__(self, request: HttpRequest, gatherings: list[Gathering]) -> None:
        side = request.GET.get("side", "")
        side = side if side in SIDES else "open"
        at = next((one.code for one in gatherings if one.code == request.GET.get("at")), "")
        sort, backwards = sort_of(request, QUESTION_SORTS)
        self.sought = Sought(words_of(request), side, at, sort, backwards)
        super().__init__(initial={"q": self.sought.words, "side": side, "at": at})
        choice: Any = self.fields["at"]
        choice.choices = [("", _("All gatherings")), *((one.code, str(one)) for one in gatherings)]

    @property
    def narrows(self) -> bool:
        return bool(self.sought.words or self.sought.gathering or self.sought.side != "open")


class TakeDownForm(forms.Form):
    """Many questions at once, one in a line."""

    lines = forms.CharField(
        label=_("Questions"),
        max_length=MOST_AT_ONCE * (LONGEST_LINE + 2),
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_(
            "One question on each line. Nobody’s name belongs here, nor anything somebody could be known by."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    gathering = forms.ChoiceField(label=_("Asked at"), required=False)
    asked_on = forms.DateField(
        label=_("Asked on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}),
        help_text=_("Left empty, it is today. From this day on there are 30 days to answer."),
    )

    def __init__(self, *args: Any, gatherings: list[Gathering], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gatherings = {one.code: one for one in gatherings}
        choice: Any = self.fields["gathering"]
        choice.choices = [("", _("At none of them")), *((one.code, str(one)) for one in gatherings)]

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {
            "lines": given["lines"].splitlines(),
            "language": given["language"],
            "gathering": self.gatherings.get(given["gathering"]),
            "asked_on": given["asked_on"],
        }


class MendForm(forms.Form):
    """One question, written anew."""

    words = Line(
        label=_("Question"),
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=NO_NAMES,
    )
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)


class AnswerForm(forms.Form):
    """The answer that everybody will read."""

    words = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("Everybody reads it as soon as it is saved. Leave an empty line between paragraphs."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lazy(language_choices, list)())
    organisation = forms.ChoiceField(label=_("Who answers"))
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {one.code: one for one in organisations}
        choice: Any = self.fields["organisation"]
        choice.choices = [(one.code, one.name) for one in organisations]


class MergeForm(forms.Form):
    """Which other question asks the same."""

    into = forms.ChoiceField(
        label=_("The question that stays"), help_text=_("Its answer serves for both. You can undo this.")
    )

    def __init__(self, *args: Any, others: list[tuple[Question, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {one.code: one for one, _words in others}
        choice: Any = self.fields["into"]
        choice.choices = [("", _("Choose one")), *((one.code, words) for one, words in others)]
