"""Forms of the desk, and those at the doors of people who answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.core.lines import plain_line
from passerelle.engines.questions import Condition, Question, Questionnaire
from passerelle.engines.questions.building import MOST_CHOICES, matched
from passerelle.engines.questions.conditions import looks_back
from passerelle.engines.questions.reading import as_number, plain
from passerelle.network.forms import interface_choices
from passerelle.questionnaires.models import Asking, Response
from passerelle.questionnaires.words import Words

KINDS = {
    "single": _("One of several choices"),
    "multiple": _("Several choices"),
    "scale": _("A scale"),
    "number": _("A number"),
    "text": _("Words of their own"),
    "date": _("A date"),
    "matrix": _("Several lines, the same choices for each"),
}
CODE = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"}


class TicketForm(forms.Form):
    """The personal code on a letter."""

    ticket = forms.CharField(
        label=_("The code on your letter"),
        help_text=_("Such as k4p7-m2xr-9dwt. Capitals, blanks and dashes do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs=CODE),
    )
    use_required_attribute = False


class ReceiptForm(forms.Form):
    """The code somebody got when they answered."""

    receipt = forms.CharField(
        label=_("The code you got when you answered"), max_length=60, widget=forms.TextInput(attrs=CODE)
    )
    use_required_attribute = False


def _box(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BeginForm(forms.Form):
    """A questionnaire that is begun."""

    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Written in"))
    intro = forms.CharField(
        label=_("Before the first question"),
        help_text=_("What it is about, how long it takes, and what becomes of the answers."),
        required=False,
        max_length=3000,
        widget=_box(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = interface_choices()  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    """What stands around the questions."""

    title = forms.CharField(label=_("Title"), max_length=200)
    intro = forms.CharField(
        label=_("Before the first question"), required=False, max_length=3000, widget=_box(4)
    )
    thanks = forms.CharField(
        label=_("After the last question"),
        help_text=_("What whoever answered reads at the end, above their code."),
        required=False,
        max_length=3000,
        widget=_box(3),
    )


class SectionForm(forms.Form):
    """One page of a questionnaire."""

    title = forms.CharField(label=_("Title of the page"), max_length=200, required=False)
    intro = forms.CharField(label=_("Before its questions"), required=False, max_length=3000, widget=_box(3))


class QuestionForm(forms.Form):
    """One question of a kind; what another kind would need is not asked."""

    asked = forms.CharField(label=_("Question"), max_length=290, widget=_box(2))
    help = forms.CharField(label=_("Help"), required=False, max_length=600, widget=_box(2))
    rows = forms.CharField(label=_("Lines, one under the other"), widget=_box(4))
    choices = forms.CharField(
        label=_("Choices, one under the other"),
        help_text=_("“I’d rather not say” is offered by itself."),
        widget=_box(5),
    )
    low = forms.TypedChoiceField(
        label=_("The scale begins at"), coerce=int, choices=[(0, "0"), (1, "1")], initial=1
    )
    low_words = forms.CharField(label=_("Words for the lowest point"), required=False, max_length=100)
    high = forms.TypedChoiceField(
        label=_("The scale ends at"), coerce=int, choices=[(n, str(n)) for n in range(2, 11)], initial=5
    )
    high_words = forms.CharField(label=_("Words for the highest point"), required=False, max_length=100)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=40)
    least = forms.CharField(label=_("Smallest number"), required=False, max_length=18)
    most = forms.CharField(label=_("Largest number"), required=False, max_length=18)
    at_most = forms.IntegerField(
        label=_("How many can be chosen at most"), required=False, min_value=1, max_value=MOST_CHOICES
    )
    long = forms.BooleanField(label=_("Room for several lines"), required=False)
    required = forms.BooleanField(label=_("Needs an answer"), required=False)
    declinable = forms.BooleanField(label=_("“I’d rather not say” is possible"), required=False, initial=True)
    when = forms.ChoiceField(label=_("Ask it"), required=False)
    and_when = forms.ChoiceField(label=_("and only"), required=False)

    OF: Mapping[str, tuple[str, ...]] = {
        "rows": ("matrix",),
        "choices": ("single", "multiple", "matrix"),
        "low": ("scale",),
        "low_words": ("scale",),
        "high": ("scale",),
        "high_words": ("scale",),
        "unit": ("number",),
        "least": ("number",),
        "most": ("number",),
        "at_most": ("multiple",),
        "long": ("text",),
    }
    use_required_attribute = False

    def __init__(self, question: Question, form: Questionnaire, words: Words, data: Any = None) -> None:
        self.question, self.words = question, words
        super().__init__(data, initial=self._initial())
        for name, kinds in self.OF.items():
            if question.kind not in kinds:
                del self.fields[name]
        choices = _conditions(form, question, words)
        for name, always in (("when", _("always")), ("and_when", _("as above"))):
            if len(choices):
                self.fields[name].choices = [("", always), *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def _initial(self) -> dict[str, Any]:
        one, key = self.question, self.question.key
        conditions = ["|".join((c.question, c.test, c.value)) for c in one.conditions]
        return {
            "asked": self.words[key].text,
            "help": self.words[f"{key}-help"].text,
            "rows": "\n".join(self.words[f"{key}-{row}"].text for row in one.rows),
            "choices": "\n".join(self.words[f"{key}-{choice}"].text for choice in one.choices),
            "low": one.low,
            "high": one.high,
            "low_words": self.words[f"{key}-low"].text,
            "high_words": self.words[f"{key}-high"].text,
            "unit": self.words[f"{key}-unit"].text,
            "least": "" if one.least is None else plain(one.least),
            "most": "" if one.most is None else plain(one.most),
            "at_most": int(one.most) if one.most is not None and one.kind == "multiple" else None,
            "long": one.long,
            "required": one.required,
            "declinable": one.declinable,
            "when": conditions[0] if conditions else "",
            "and_when": conditions[1] if len(conditions) > 1 else "",
        }

    def _lines(self, name: str) -> list[str]:
        lines = [line for row in self.cleaned_data[name].splitlines() if (line := plain_line(row)[:200])]
        if len(lines) > MOST_CHOICES:
            raise forms.ValidationError(_now("There is room for %(most)s lines.") % {"most": MOST_CHOICES})
        if len(set(lines)) < len(lines):
            raise forms.ValidationError(_now("Two of these lines are the same."))
        return lines

    def clean_rows(self) -> list[str]:
        return self._lines("rows")

    def clean_choices(self) -> list[str]:
        lines = self._lines("choices")
        if len(lines) < 2:
            raise forms.ValidationError(_now("Write at least two, each on a line of its own."))
        return lines

    def _number(self, name: str) -> Decimal | None:
        said = self.cleaned_data[name].strip()
        found = as_number(said) if said else None
        if said and found is None:
            raise forms.ValidationError(_now("Write a number, such as 3 or 2.5."))
        return found

    def clean_least(self) -> Decimal | None:
        return self._number("least")

    def clean_most(self) -> Decimal | None:
        return self._number("most")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = given.get("least"), given.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _now("The largest number is smaller than the smallest."))
        return given

    def taken(self) -> tuple[Question, dict[str, str]]:
        """The question as it was filled in, and its words by field."""
        given, one, key = self.cleaned_data, self.question, self.question.key
        number = one.given
        pairs: dict[str, list[tuple[str, str]]] = {}
        for name, mark in (("choices", "c"), ("rows", "r")):
            before = [(k, self.words[f"{key}-{k}"].text) for k in getattr(one, name)]
            pairs[name], number = matched(before, given.get(name) or [], mark, number)
        at_most = given.get("at_most")
        made = Question(
            key,
            one.kind,
            required=given["required"],
            declinable=given["declinable"],
            choices=tuple(k for k, _said in pairs["choices"]),
            rows=tuple(k for k, _said in pairs["rows"]),
            low=given.get("low", 1),
            high=given.get("high", 5),
            least=given.get("least"),
            most=Decimal(at_most) if at_most else given.get("most"),
            long=given.get("long", False),
            given=number,
            conditions=tuple(
                Condition(*said.split("|", 2)) for name in ("when", "and_when") if (said := given.get(name))
            ),
        )
        words = {key: given["asked"], f"{key}-help": given["help"]}
        words |= {f"{key}-{k}": said for some in pairs.values() for k, said in some}
        for name in ("low", "high"):
            if f"{name}_words" in given:
                words[f"{key}-{name}"] = given[f"{name}_words"]
        if "unit" in given:
            words[f"{key}-unit"] = given["unit"]
        return made, words


def _conditions(form: Questionnaire, question: Question, words: Words) -> list[Any]:
    """What a question may hang on, grouped by the question looked at."""
    groups: list[Any] = []
    for one in looks_back(form, question):
        said = Truncator(words[one.key].text).chars(60)
        if one.kind in ("single", "multiple"):
            pairs = [
                (f"{one.key}|{test}|{choice}", label % {"choice": words.choice(one.key, choice).text})
                for test, label in (
                    ("is", _now("when it is “%(choice)s”")),
                    ("is_not", _now("when it is not “%(choice)s”")),
                )
                for choice in one.choices
            ]
        elif one.kind == "scale":
            pairs = [
                (f"{one.key}|{test}|{point}", label % {"n": point})
                for test, label in (
                    ("at_least", _now("when it is %(n)s or more")),
                    ("at_most", _now("when it is %(n)s or less")),
                )
                for point in one.points
            ]
        else:
            continue
        groups.append((said, pairs))
    return groups


class Moment(forms.DateTimeField):
    """A day and an hour, in the server's zone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"])
        kwargs["error_messages"] = {"invalid": _("Write a day and an hour, such as 2026-09-01 18:00.")}
        attrs = {"type": "datetime-local", "dir": "ltr"}
        super().__init__(widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs=attrs), **kwargs)


class AskForm(forms.Form):
    """An occasion on which a questionnaire is asked."""

    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=Asking.Purpose.choices,
        initial=Asking.Purpose.FEEDBACK,
        help_text=_("Before and after are laid side by side by a code people make themselves."),
    )
    label = forms.CharField(
        label=_("Occasion"),
        help_text=_("What the team calls it, such as “Forum of May”. People who answer do not see it."),
        required=False,
        max_length=120,
    )
    door = forms.ChoiceField(
        label=_("Who can answer"),
        choices=[one for one in Asking.Door.choices if one[0] != Asking.Door.WITHIN],
        initial=Asking.Door.OPEN,
    )
    opens_at = Moment(label=_("Opens"), required=False, help_text=_("Nothing here: now."))
    closes_at = Moment(label=_("Closes"), required=False, help_text=_("Nothing here: when you close it."))

    @staticmethod
    def filled(asking: Asking) -> dict[str, Any]:
        return {name: getattr(asking, name) for name in ("purpose", "label", "door", "opens_at", "closes_at")}

    def without_purpose(self, *, alone: bool = True) -> AskForm:
        """For an occasion that is there already: what it is for, people have answered. alone: see Asking."""
        del self.fields["purpose"]
        if not alone:
            del self.fields["door"]
        return self

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if "purpose" not in given:
            given["opens_at"] = given["opens_at"] or timezone.now()
        return given


class CodesForm(forms.Form):
    """How many personal codes."""

    count = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=1000, initial=20)


class EntryForm(forms.Form):
    """What stands on a paper beside its answers."""

    channel = forms.ChoiceField(
        label=_("How it was answered"),
        choices=[c for c in Response.Channel.choices if c[0] != Response.Channel.SELF],
        initial=Response.Channel.PAPER,
    )
    language = forms.ChoiceField(label=_("Language of the paper or the talk"))
    pair = forms.CharField(
        label=_("Code of their own"),
        help_text=_("As it stands on the paper: two letters, two letters, day, number."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={**CODE, "class": "short"}),
    )

    def __init__(self, *args: Any, paired: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = interface_choices()  # type: ignore[attr-defined]
        if not paired:
            del self.fields["pair"]

    def clean_pair(self) -> str:
        from passerelle.questionnaires.pairing import typed

        said = self.cleaned_data["pair"].strip()
        code = typed(said) if said else ""
        if said and not code:
            raise forms.ValidationError(_now("This is no such code: MA-LO-07-2, for instance."))
        return code
