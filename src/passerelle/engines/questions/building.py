"""A questionnaire being built: each step gives another one, the keys of what stays are what they were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from passerelle.engines.questions.model import Question, Questionnaire, Section

MOST_QUESTIONS = 100
MOST_CHOICES = 40


def add_section(form: Questionnaire) -> tuple[Questionnaire, str]:
    """A section at the end, and its key."""
    key = f"s{form.given + 1}"
    return replace(form, sections=(*form.sections, Section(key)), given=form.given + 1), key


def next_key(form: Questionnaire) -> str:
    """The key the next question gets."""
    return f"q{form.given + 1}"


def add(form: Questionnaire, section: str, question: Question) -> Questionnaire:
    """A question at the end of a section; its key is `next_key`. Raises KeyError without such a section."""
    if question.key != next_key(form):
        raise ValueError("a new question gets the next key")
    if not any(one.key == section for one in form.sections):
        raise KeyError(section)
    return replace(
        form,
        given=form.given + 1,
        sections=tuple(
            replace(one, questions=(*one.questions, question)) if one.key == section else one
            for one in form.sections
        ),
    )


def change(form: Questionnaire, question: Question) -> Questionnaire:
    """Another question in the place of the one with its key."""
    return _each(form, lambda one: (question if one.key == question.key else one,))


def remove(form: Questionnaire, key: str) -> Questionnaire:
    """Without a question, and without the conditions that looked at it."""

    def without(one: Question) -> tuple[Question, ...]:
        if one.key == key:
            return ()
        return (replace(one, conditions=tuple(c for c in one.conditions if c.question != key)),)

    return _each(form, without)


def remove_section(form: Questionnaire, key: str) -> Questionnaire:
    """Without a section and everything in it."""
    for one in next((s.questions for s in form.sections if s.key == key), ()):
        form = remove(form, one.key)
    return replace(form, sections=tuple(s for s in form.sections if s.key != key))


def copy(form: Questionnaire, key: str) -> tuple[Questionnaire, str]:
    """The same question once more, right behind, under a key of its own; what it tells about people, one question tells.
    Raises KeyError."""
    new = next_key(form)
    twin = replace(form.by_key[key], key=new, about="", meanings=())
    made = _each(form, lambda one: (one, twin) if one.key == key else (one,))
    return replace(made, given=form.given + 1), new


def move(form: Questionnaire, key: str, *, up: bool) -> Questionnaire:
    """A question one place up or down, over the edge of its section into the next one. Raises KeyError."""
    rows = [list(section.questions) for section in form.sections]
    at, place = next(
        ((at, place) for at, row in enumerate(rows) for place, one in enumerate(row) if one.key == key),
        (-1, -1),
    )
    if at < 0:
        raise KeyError(key)
    row = rows[at]
    if up and place > 0:
        row[place - 1], row[place] = row[place], row[place - 1]
    elif not up and place < len(row) - 1:
        row[place + 1], row[place] = row[place], row[place + 1]
    elif up and at > 0:
        rows[at - 1].append(row.pop(place))
    elif not up and at < len(rows) - 1:
        rows[at + 1].insert(0, row.pop(place))
    sections = tuple(
        replace(section, questions=tuple(row)) for section, row in zip(form.sections, rows, strict=True)
    )
    return replace(form, sections=sections)


def move_section(form: Questionnaire, key: str, *, up: bool) -> Questionnaire:
    """A section one place up or down."""
    sections = list(form.sections)
    at = next((n for n, one in enumerate(sections) if one.key == key), -1)
    to = at - 1 if up else at + 1
    if at >= 0 and 0 <= to < len(sections):
        sections[at], sections[to] = sections[to], sections[at]
    return replace(form, sections=tuple(sections))


def matched(
    before: Sequence[tuple[str, str]], words: Sequence[str], mark: str, given: int
) -> tuple[list[tuple[str, str]], int]:
    """Keys for a list that was typed anew: the same words keep their key, then the same place does; others get one
    that none ever had. before: (key, words) as they were; mark: the letter keys begin with; given: how many keys were
    given so far. Gives (key, words) and how many are given now."""
    known = {said: key for key, said in reversed(before)}
    found: list[str] = ["" for _ in words]
    taken: set[str] = set()
    for place, said in enumerate(words):
        key = known.get(said, "")
        if key and key not in taken:
            found[place] = key
            taken.add(key)
    if len(words) == len(before):
        for place, (key, _said) in enumerate(before):
            if not found[place] and key not in taken:
                found[place] = key
                taken.add(key)
    for place in range(len(words)):
        if not found[place]:
            given += 1
            found[place] = f"{mark}{given}"
    return list(zip(found, words, strict=True)), given


def _each(form: Questionnaire, what: Callable[[Question], tuple[Question, ...]]) -> Questionnaire:

    return replace(
        form,
        sections=tuple(
            replace(section, questions=tuple(new for one in section.questions for new in what(one)))
            for section in form.sections
        ),
    )
