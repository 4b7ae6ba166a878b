"""Questionnaires of an invented project in five languages, and what invented people answered."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from typing import Any

from passerelle.core.actor import SystemActor
from passerelle.engines.questions import Condition, Question, Questionnaire, Section, as_json
from passerelle.engines.text.segments import blocks
from passerelle.language.models import Text, TextVersion, Translation
from passerelle.network.models import Project
from passerelle.questionnaires import actions
from passerelle.questionnaires.models import Asking, Instrument, Version

HOUSE = SystemActor(reason="demo")


def load_questionnaires(told: dict[str, Any], project: Project) -> None:
    """Begin them, translate them, ask them, and answer them."""
    chance = random.Random(2026)  # noqa: S311 - ids of invented answers
    for row in told["questionnaires"]:
        source, *others = told["languages"]
        one = actions.begin(HOUSE, project, title=row["title"][0], language=source)
        version = actions.draft_of(one)
        form, words = _form(row)
        Version.objects.filter(pk=version.pk).update(form=as_json(form))
        _words(version, source, others, words)
        for asking in row["askings"]:
            _asked(actions.ask(HOUSE, one, purpose=asking["purpose"], label=asking["label"]), asking, chance)


def _asked(asking: Asking, row: dict[str, Any], chance: random.Random) -> None:
    for language, answers, *more in row["responses"]:
        attempt = uuid.UUID(int=chance.getrandbits(128), version=4)
        way = next((one for one in more if one in ("paper", "assisted")), "")
        told = actions.Told(answers, next((one for one in more if one != way), ""))
        if way:
            actions.enter(HOUSE, asking, told, attempt=attempt, language=language, channel=way)
        else:
            actions.take(HOUSE, asking, told, attempt=attempt, language=language)


def _form(row: dict[str, Any]) -> tuple[Questionnaire, dict[str, list[str]]]:
    """The questions, and their words by field in all languages."""
    words: dict[str, list[str]] = {name: row[name] for name in ("title", "intro", "thanks") if name in row}
    sections, number = [], 0
    for page in row["pages"]:
        number += 1
        key = f"s{number}"
        words[key] = page["title"]
        questions = []
        for told in page["questions"]:
            number += 1
            questions.append(_question(f"q{number}", told))
            words |= dict(_said(f"q{number}", told))
        sections.append(Section(key, tuple(questions)))
    return Questionnaire(tuple(sections), number), words


def _question(key: str, told: dict[str, Any]) -> Question:
    choices, rows = told.get("choices", ()), told.get("rows", ())
    return Question(
        key,
        told["kind"],
        required=told.get("required", False),
        long=told.get("long", False),
        choices=tuple(f"c{n + 1}" for n in range(len(choices))),
        rows=tuple(f"r{n + 1}" for n in range(len(rows))),
        given=len(choices) + len(rows),
        about=told.get("about", ""),
        meanings=tuple((f"c{n + 1}", value) for n, value in enumerate(told.get("means", ()))),
        conditions=(Condition(*told["when"]),) if "when" in told else (),
    )


def _said(key: str, told: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield key, told["asked"]
    yield from ((f"{key}-{end}", told[end]) for end in ("low", "high") if end in told)
    yield from ((f"{key}-c{n + 1}", said) for n, said in enumerate(told.get("choices", ())))
    yield from ((f"{key}-r{n + 1}", said) for n, said in enumerate(told.get("rows", ())))


def _words(version: Version, source: str, others: list[str], words: dict[str, list[str]]) -> None:
    """All words and their translations at once: one by one they would take longer than the rest of the demo."""
    there = set(Text.objects.filter(owner=version.pk).values_list("field", flat=True))
    texts = {
        field: Text(owner_kind=Instrument.KIND, owner=version.pk, field=field, language=source)
        for field in words
        if field not in there
    }
    Text.objects.bulk_create(texts.values())
    TextVersion.objects.bulk_create(
        TextVersion(text=text, number=1, body=words[field][0]) for field, text in texts.items()
    )
    texts |= {text.field: text for text in Text.objects.filter(owner=version.pk, field__in=there)}
    Translation.objects.bulk_create(
        Translation(
            text=texts[field], source_hash=block.hash, source=block.text, language=language, body=said
        )
        for field, told in words.items()
        for language, said in zip(others, told[1:], strict=True)
        for block in blocks(told[0])[:1]
    )
