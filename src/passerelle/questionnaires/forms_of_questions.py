"""The form of one question: what is asked, which choices there are, what it tells about people, when it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.core.lines import plain_line
from passerelle.engines.questions import Condition, Question, Questionnaire
from passerelle.engines.questions.building import MOST_CHOICES, matched
from passerelle.engines.questions.conditions import looks_back
from passerelle.engines.questions.reading import as_number, plain
from passerelle.questionnaires.attributes import ATTRIBUTES, fields_of, meanings
from passerelle.questionnaires.forms import box
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


class QuestionForm(forms.Form):
    """One question of a kind; what another kind would need is not asked."""

    asked = forms.CharField(label=_("Question"), max_length=290, widget=box(2))
    help = forms.CharField(label=_("Help"), required=False, max_length=600, widget=box(2))
    rows = forms.CharField(label=_("Lines, one under the other"), widget=box(4))
    choices = forms.CharField(
        label=_("Choices, one under the other"),
        help_text=_("“I’d rather not say” is offered by itself."),
        widget=box(5),
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
    about = forms.ChoiceField(
        label=_("What this question tells about people"),
        choices=[("", _("Nothing that people are told apart by")), *ATTRIBUTES.items()],
        required=False,
        help_text=_(
            "Then its numbers leave the organisation that collects them only under “Who takes part”, rounded, and are in "
            "no result for others."
        ),
    )
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
        "about": ("single",),
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
        self.others = {one.about for one in form if one.key != question.key}
        super().__init__(data, initial=self._initial())
        for name, kinds in self.OF.items():
            if question.kind not in kinds:
                del self.fields[name]
        if "about" in self.fields:
            meaning, names = self._meaning(), list(self.fields)
            self.fields.update(meaning)
            at = names.index("about") + 1
            self.order_fields([*names[:at], *meaning, *names[at:]])
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
            "about": one.about,
            "required": one.required,
            "declinable": one.declinable,
            "when": conditions[0] if conditions else "",
            "and_when": conditions[1] if len(conditions) > 1 else "",
        }

    def _meaning(self) -> dict[str, forms.Field]:
        """What the choices stand for, once it is said what the question tells."""
        source = self.data if self.is_bound else self.initial
        lines = [row for row in map(str.strip, str(source.get("choices", "")).splitlines()) if row]
        known = dict(self.question.meanings)
        said = {self.words[f"{self.question.key}-{key}"].text: value for key, value in known.items()}
        before = {n: said.get(line, "") for n, line in enumerate(lines)}
        return fields_of(str(source.get("about", "")), lines[:MOST_CHOICES], before)

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

    def clean_about(self) -> str:
        about: str = self.cleaned_data["about"]
        if about and about in self.others:
            raise forms.ValidationError(_now("Another question of this questionnaire tells that already."))
        return about

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
        at_most, about = given.get("at_most"), given.get("about", "")
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
            about=about,
            meanings=meanings(one, about, pairs["choices"], given),
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
