"""A questionnaire on paper, in one language, to be filled in with a pen and typed in by somebody of the team."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.core.templatetags.look import number
from passerelle.engines.documents import Document, Heading, Item, List, Note, Paragraph, Run, Table
from passerelle.engines.documents.model import Block
from passerelle.engines.documents.model import Words as Cell
from passerelle.engines.questions import Question
from passerelle.questionnaires.models import Asking
from passerelle.questionnaires.pairing import OwnCode
from passerelle.questionnaires.words import Said, Words

BOX = "[   ]"
LINE = "_" * 60


def paper(asking: Asking, words: Words) -> Document:
    """The form; its language is that of `words`, and active. Choices stand with the numbers they are typed in by."""
    blocks: list[Block] = [Paragraph(_words(words["intro"]))] if words["intro"] else []
    how = (
        _("Tick with a cross. Leave out what you want, or tick “I’d rather not say”. Write no name.")
        if asking.alone
        else _("Tick with a cross. Leave out what you want, or tick “I’d rather not say”.")
    )
    blocks.append(Note(_("How to fill it in"), (Paragraph(how),)))
    if not asking.alone:
        blocks += _who()
    if asking.paired:
        blocks += _own_code()
    place = 0
    for section in asking.version.questions.sections:
        if words[section.key]:
            blocks.append(Heading(_words(words[section.key])))
        if words[f"{section.key}-intro"]:
            blocks.append(Paragraph(_words(words[f"{section.key}-intro"])))
        for question in section.questions:
            place += 1
            blocks += _question(question, words, place)
    return Document(
        title=words.title.text or asking.code,
        language=words.language,
        title_language=words.title.language if words.title.language != words.language else "",
        made=timezone.now().replace(hour=12, minute=0, second=0, microsecond=0),
        blocks=tuple(blocks),
        kicker=str(Asking.Purpose(asking.purpose).label),
        short=words.title.text,
        foot=f"{asking.project.acronym} · {asking.code}",
    )


def _words(said: Said) -> tuple[Run, ...]:
    return (Run(said.text, said.language),)


def _who() -> Iterator[Block]:
    """What a registration asks beside the questionnaire, for whoever types both in."""
    yield Heading(_("Registration"))
    for said in (_("Name"), _("E-mail address"), _("Phone")):
        yield Paragraph((Run(f"{said}: "), Run(LINE)))


def _own_code() -> Iterator[Block]:
    yield Heading(_("A code of your own"))
    yield Paragraph(
        _("It lets us lay what you answer before and after side by side without knowing who you are.")
    )
    yield List(tuple(Item(f"{field.label}: ____") for field in OwnCode().fields.values()))


def _question(question: Question, words: Words, place: int) -> Iterator[Block]:
    key = question.key
    yield Heading((Run(f"{number(place)}. "), *_words(words[key])), 2)
    if question.conditions:
        yield Paragraph(_when(question, words), kind="small")
    if words[f"{key}-help"]:
        yield Paragraph(_words(words[f"{key}-help"]), kind="small")
    yield from _ROOM[question.kind](question, words)
    if question.declinable:
        yield Paragraph((Run(f"{BOX} "), Run(_("I’d rather not say"))))


def _ticks(question: Question, words: Words) -> Iterator[Block]:
    if question.kind == "multiple":
        yield Paragraph(_("You can tick several."), kind="small")
    for n, choice in enumerate(question.choices):
        yield Paragraph((Run(f"{BOX} {number(n + 1)} "), *_words(words.choice(question.key, choice))))


def _scale(question: Question, words: Words) -> Iterator[Block]:
    low, high = words[f"{question.key}-low"], words[f"{question.key}-high"]
    points = (Run(f"   {BOX} {number(point)}") for point in question.points)
    yield Paragraph((*_words(low), *points, Run("   "), *_words(high)))


def _matrix(question: Question, words: Words) -> Iterator[Block]:
    head: tuple[Cell, ...] = (
        "",
        *(_words(words.choice(question.key, choice)) for choice in question.choices),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_words(words[f"{question.key}-{line}"]), *(BOX for _choice in question.choices))
        for line in question.rows
    )
    yield Table(words[question.key].text, head, rows)


def _lines(question: Question, words: Words) -> Iterator[Block]:
    for _line in range(4 if question.long else 1):
        yield Paragraph(LINE)


def _short(question: Question, words: Words) -> Iterator[Block]:
    hint = _("day, month, year") if question.kind == "date" else ""
    yield Paragraph((Run("____________ "), *_words(words[f"{question.key}-unit"]), Run(hint)))


_ROOM: dict[str, Callable[[Question, Words], Iterator[Block]]] = {
    "single": _ticks,
    "multiple": _ticks,
    "scale": _scale,
    "matrix": _matrix,
    "text": _lines,
    "number": _short,
    "date": _short,
}


def _when(question: Question, words: Words) -> str:
    """On paper a condition is a sentence."""
    told = []
    for one in question.conditions:
        value = words[f"{one.question}-{one.value}"].text or one.value
        test = {
            "is": _("Only if you answered “%(question)s” with “%(value)s”."),
            "is_not": _("Only if you did not answer “%(question)s” with “%(value)s”."),
            "at_least": _("Only if you answered “%(question)s” with %(value)s or more."),
            "at_most": _("Only if you answered “%(question)s” with %(value)s or less."),
        }[one.test]
        told.append(test % {"question": words[one.question].text, "value": value})
    return " ".join(told)
