"""What a questionnaire says, in the reader's language where there is a translation, else as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from passerelle.core.templatetags.look import foreign
from passerelle.engines.questions import Questionnaire
from passerelle.language import texts
from passerelle.language.models import Edition
from passerelle.questionnaires.models import Instrument, Version

TITLE, INTRO, THANKS = "title", "intro", "thanks"


@dataclass(frozen=True, slots=True)
class Said:
    """Some words and the language they are in. Shown on a page they carry that language where it is not the page's;
    `text` is the bare words."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        # A template asks for this and escapes what is not safe; it does not ask for __html__.
        return self.__html__()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> SafeString:
        tongue = foreign(self.language)
        return format_html("<span{}>{}</span>", tongue, self.text) if tongue else escape(self.text)

    @property
    def paragraphs(self) -> SafeString:
        """The words in paragraphs; a line of its own in what was typed is one of its own here."""
        tongue = foreign(self.language)
        rows = ((tongue, row) for row in self.text.split("\n") if row.strip())
        return format_html_join("", "<p{}>{}</p>", rows)


NOTHING = Said("")


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a version for readers of one language, by field; a field without words says nothing.

    A template finds fields here and nothing else: whether it is `whole`, nothing of it in another language, it is told
    apart."""

    language: str
    said: Mapping[str, Said]

    def __getitem__(self, field: str) -> Said:
        return self.said.get(field, NOTHING)

    @property
    def whole(self) -> bool:
        return all(one.language == self.language for one in self.said.values())

    @property
    def title(self) -> Said:
        return self[TITLE]

    def choice(self, question: str, choice: str) -> Said:
        return self[f"{question}-{choice}"]


def owner_of(version: Version) -> texts.Owner:
    return texts.Owner(Instrument.KIND, version.pk)


def fields_of(form: Questionnaire) -> list[str]:
    """The fields that hold a questionnaire's words, in reading order. They are ids of parts of its pages, too."""
    return [TITLE, INTRO, *_inside(form), THANKS]


def _inside(form: Questionnaire) -> Iterator[str]:
    for section in form.sections:
        yield section.key
        yield f"{section.key}-intro"
        for question in section.questions:
            yield from fields_of_question(question.key, question.kind, question.rows, question.choices)


def fields_of_question(
    key: str, kind: str, rows: tuple[str, ...] = (), choices: tuple[str, ...] = ()
) -> Iterator[str]:
    """The fields of one question: what is asked, its help, what stands at the ends, rows and choices."""
    yield key
    yield f"{key}-help"
    if kind == "scale":
        yield f"{key}-low"
        yield f"{key}-high"
    if kind == "number":
        yield f"{key}-unit"
    yield from (f"{key}-{row}" for row in rows)
    yield from (f"{key}-{choice}" for choice in choices)


def written(version: Version) -> Words:
    """Its words as they were written, for whoever writes them; three queries."""
    told = texts.tell(owner_of(version))
    said = {field: Said(one.newest.body, one.text.language) for field, one in told.items() if one.newest.body}
    return Words(version.language, said)


def published(version: Version, language: str) -> Words:
    """Its words as readers of a language get them, since it is asked; one query."""
    edition = texts.edition(owner_of(version), language)
    return Words(language, {}) if edition is None else of_edition(edition, language)


def of_edition(edition: Edition, language: str) -> Words:
    found: dict[str, Said] = {TITLE: Said(edition.title, edition.title_language)}
    for part in edition.parts:
        before = found.get(part["field"])
        found[part["field"]] = Said(
            part["body"] if before is None else f"{before.text}\n{part['body']}", part["language"]
        )
    return Words(language, {field: said for field, said in found.items() if said.text})


def as_read(version: Version, language: str) -> Words:
    """Its words as readers of a language would get them now; for a preview."""
    told = texts.tell(owner_of(version))
    found: dict[str, Said] = {}
    for line in texts.workshop(told, fields_of(version.questions), language):
        source = told[line.field].text.language
        own = source == language or line.translation is None
        said = line.block.text if own else line.translation.body  # type: ignore[union-attr]
        before = found.get(line.field)
        found[line.field] = Said(
            said if before is None else f"{before.text}\n{said}", source if own else language
        )
    return Words(language, found)


def publish(version: Version, by: object = None) -> None:
    """Let readers have its words as they are translated now."""
    form = version.questions
    inside = [field for field in fields_of(form) if field != TITLE]
    texts.publish(owner_of(version), TITLE, inside, by)  # type: ignore[arg-type]


def titles(versions: list[Version], language: str) -> dict[object, Said]:
    """The title of each of these versions, asked or not; two queries at most."""
    editions = texts.titles(Instrument.KIND, [v.pk for v in versions if v.frozen], language)
    found: dict[object, Said] = {pk: Said(one.title, one.title_language) for pk, one in editions.items()}
    drafts = [v.pk for v in versions if v.pk not in found]
    if drafts:
        for pk, told in texts.tell_many(Instrument.KIND, drafts, [TITLE]).items():
            if TITLE in told:
                found[pk] = Said(told[TITLE].newest.body, told[TITLE].text.language)
    return found
