"""A questionnaire's questions as a form: drawn with the house's own parts, read by `engines.questions.reading`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.templatetags.look import number, partial_date
from passerelle.engines.questions import DECLINED, Question, Questionnaire
from passerelle.engines.questions.conditions import asked, kept
from passerelle.engines.questions.reading import LONGEST_LINE, LONGEST_TEXT, NO, Fault, names, take
from passerelle.questionnaires.actions.within import Within
from passerelle.questionnaires.models import Asking
from passerelle.questionnaires.words import Words, published

PREFIX = "q"  # of a questionnaire's fields inside another form


class Given(forms.Field):
    """An entry as it came: what it may be, the engine says."""

    def validate(self, value: Any) -> None:
        pass


class AnswerForm(forms.Form):
    """Some questions. given: answers there are already; entries that cannot be answers stay as they were typed.
    whole: the questionnaire, where all its questions stand on one page, also those that hang on others: of what is not
    asked, nothing is needed and nothing kept.

    After `is_valid`, `answers` holds what was answered."""

    use_required_attribute = False

    def __init__(
        self,
        questions: Sequence[Question],
        words: Words,
        data: Any = None,
        given: Mapping[str, Any] | None = None,
        whole: Questionnaire | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, initial=dict(_initial(questions, given or {})), **more)
        self.questions, self.words, self.whole = list(questions), words, whole
        self.answers: dict[str, Any] = {}
        for question in questions:
            self.fields.update(_fields(question, words))

    def clean(self) -> dict[str, Any]:
        raw = {
            name: self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name in self.fields
        }
        entries = {
            name: value if isinstance(value, list) else [value] for name, value in raw.items() if value
        }
        taken = take(self.questions, entries)
        self.answers = taken.answers if self.whole is None else kept(self.whole, taken.answers)
        there = None if self.whole is None else asked(self.whole, taken.answers)
        for fault in taken.faults:
            if (there is not None and fault.question not in there) or self.excuses(fault):
                continue
            self.add_error(fault.name, sentence(fault, self._by_key(fault.question)))
        return self.cleaned_data

    def excuses(self, fault: Fault) -> bool:
        """Whether something open is let through."""
        return False

    def _by_key(self, key: str) -> Question:
        return next(one for one in self.questions if one.key == key)

    def blocks(self) -> Iterator[dict[str, Any]]:
        """What stands on the page for each question: its fields, and for a matrix what stands over them."""
        for question in self.questions:
            fields = [self[name] for name in self.fields if _whose(name) == question.key]
            yield {"question": question, "fields": fields, "words": self.words[question.key],
                   "help": self.words[f"{question.key}-help"]}  # fmt: skip


class FormWithin(AnswerForm):
    """A whole questionnaire on a page of a room above, such as that of a registration, with a form of its own around it.

    What hangs on answers of this very page comes once it was sent, without JavaScript: `more` says how many questions,
    and until they were seen the form is not valid. lenient: what a paper leaves open is open, so nothing is required.
    given: what was answered before. One query. Whoever embeds it draws `questionnaires/within.html`."""

    def __init__(
        self,
        asking: Asking,
        language: str,
        data: Any = None,
        given: Mapping[str, Any] | None = None,
        *,
        lenient: bool = False,
    ) -> None:
        form, words = asking.version.questions, published(asking.version, language)
        self.asking, self.lenient = asking, lenient
        self.seen = set(form.by_key if data is None else data.getlist("asked"))
        there = asked(form, given or {})
        if data is not None:
            before = AnswerForm([one for one in form if one.key in self.seen], words, data, prefix=PREFIX)
            before.is_valid()
            there = asked(form, before.answers)
        self.more = len(there - self.seen)
        shown = [one for one in form if one.key in there]
        super().__init__(shown, words, data, given, whole=form, prefix=PREFIX)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.more

    def excuses(self, fault: Fault) -> bool:
        return fault.question not in self.seen or (self.lenient and fault.code == "required")

    def sections(self) -> Iterator[dict[str, Any]]:
        """Its pages one under the other; those on which nothing is asked are left out."""
        blocks = list(self.blocks())
        for section in self.asking.version.questions.sections:
            keys = {one.key for one in section.questions}
            inside = [block for block in blocks if block["question"].key in keys]
            if inside:
                yield {
                    "title": self.words[section.key],
                    "intro": self.words[f"{section.key}-intro"],
                    "blocks": inside,
                }

    @property
    def partly(self) -> bool:
        """Whether some of it is in another language than the reader's."""
        return not self.words.whole

    def said(self) -> Within:
        """What the actions take, of a form that is valid."""
        return Within(self.asking, self.answers, self.words.language)


def _whose(name: str) -> str:
    return name.partition("-")[0]


def _initial(questions: Iterable[Question], given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for question in questions:
        if question.key not in given:
            continue
        value = given[question.key]
        if value is DECLINED:
            inside = question.kind in ("single", "scale")
            several = question.kind == "multiple"
            yield (
                (question.key, NO)
                if inside
                else (question.key, [NO])
                if several
                else (f"{question.key}-no", True)
            )
        elif isinstance(value, dict):
            yield from ((f"{question.key}-{row}", choice) for row, choice in value.items())
        else:
            yield question.key, value


def _fields(question: Question, words: Words) -> dict[str, forms.Field]:
    """The fields of one question, by the names the engine reads."""
    key = question.key
    about: dict[str, Any] = {
        "label": words[key],
        "required": question.required,
        "help_text": words[f"{key}-help"],
    }
    no = [(NO, _("I’d rather not say"))] if question.declinable else []
    found: dict[str, forms.Field] = {}
    if question.kind == "matrix":
        choices: list[Any] = [(choice, words.choice(key, choice)) for choice in question.choices]
        for row in question.rows:
            label: Any = words[f"{key}-{row}"]
            found[f"{key}-{row}"] = Given(
                label=label, required=question.required, widget=forms.RadioSelect(choices=choices)
            )
    elif question.kind in ("single", "multiple"):
        several: list[Any] = [*((choice, words.choice(key, choice)) for choice in question.choices), *no]
        kind = forms.RadioSelect if question.kind == "single" else forms.CheckboxSelectMultiple
        found[key] = Given(widget=kind(choices=several), **about)
    elif question.kind == "scale":
        points = [(point, _point(question, words, point)) for point in question.points]
        found[key] = Given(widget=forms.RadioSelect(choices=[*points, *no]), **about)
    elif question.kind == "text":
        longest = LONGEST_TEXT if question.long else LONGEST_LINE
        kind_of_box = forms.Textarea if question.long else forms.TextInput
        attrs: dict[str, Any] = {"maxlength": longest, **({"rows": 4} if question.long else {})}
        found[key] = Given(widget=kind_of_box(attrs=attrs), **about)
    elif question.kind == "number":
        unit = words[f"{key}-unit"]
        label = format_html("{} ({})", words[key], unit) if unit else words[key]
        attrs = {"inputmode": "decimal", "class": "short", "dir": "ltr"}
        found[key] = Given(widget=forms.TextInput(attrs=attrs), **{**about, "label": label})
    else:
        hint = _("A day, a month or a year: 2026-09-01, 2026-09 or 2026.")
        about["help_text"] = format_html("{} {}", about["help_text"], hint) if about["help_text"] else hint
        attrs = {"class": "short", "dir": "ltr", "inputmode": "numeric"}
        found[key] = Given(widget=forms.TextInput(attrs=attrs), **about)
    if question.declinable and question.kind not in ("single", "multiple", "scale"):
        found[f"{key}-no"] = forms.BooleanField(label=_("I’d rather not say"), required=False)
    return found


def _point(question: Question, words: Words, point: int) -> Any:
    end = {question.low: words[f"{question.key}-low"], question.high: words[f"{question.key}-high"]}.get(
        point
    )
    return format_html("{} – {}", point, end) if end else str(point)


def sentence(fault: Fault, question: Question) -> str:
    """What is still open at an entry, and what to do."""
    if fault.code == "required":
        return (
            _("Answer this, or say that you’d rather not.")
            if question.declinable
            else _("This needs an answer.")
        )
    if fault.code == "too many":
        return ngettext("Choose at most %(limit)s.", "Choose at most %(limit)s.", int(fault.limit)) % {
            "limit": fault.limit
        }
    limit = {"limit": number(float(fault.limit)) if fault.limit else ""}
    return {
        "both": _("Either an answer or “I’d rather not say”, not both."),
        "choice": _("This is not one of the choices."),
        "number": _("Write a number, such as 3 or 2.5."),
        "too small": _("The smallest possible number is %(limit)s."),
        "too large": _("The largest possible number is %(limit)s."),
        "too long": _("This is too long: there is room for %(limit)s signs."),
        "date": _("Write a day as 2026-09-01, a month as 2026-09, or a year as 2026."),
    }[fault.code] % limit


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question as people read it. answer: text or safe HTML."""

    question: Any
    answer: Any


def readable(questions: Iterable[Question], words: Words, answers: Mapping[str, Any]) -> list[Answer]:
    """Questions and answers as people read them, for a last look and for somebody who comes back."""
    return [Answer(words[one.key], in_words(one, words, answers)) for one in questions]


def in_words(question: Question, words: Words, answers: Mapping[str, Any]) -> Any:
    if question.key not in answers:
        return _("No answer")
    value = answers[question.key]
    if value is DECLINED:
        return _("I’d rather not say")
    if question.kind == "single":
        return words.choice(question.key, value)
    if question.kind == "multiple":
        return format_html_join(" · ", "{}", ((words.choice(question.key, one),) for one in value))
    if question.kind == "matrix":
        rows = (
            (words[f"{question.key}-{row}"], words.choice(question.key, one)) for row, one in value.items()
        )
        return format_html_join(" · ", "{}: {}", rows)
    if question.kind == "scale":
        return _point(question, words, value)
    if question.kind == "number":
        unit = words[f"{question.key}-unit"]
        shown = number(float(value))
        return format_html("{} {}", shown, unit) if unit else shown
    if question.kind == "date":
        return partial_date(value)
    return format_html("<bdi>{}</bdi>", value)


__all__ = ["Answer", "AnswerForm", "FormWithin", "in_words", "names", "readable", "sentence"]
