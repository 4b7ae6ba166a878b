"""The glossary beside a paragraph: which terms stand in it, and what they are called in the other language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from passerelle.core.actor import PUBLIC, Actor
from passerelle.core.search import tokens
from passerelle.engines.text.glossary import Entry, Glossary, Hit
from passerelle.language import plain
from passerelle.network.models import Term


def listed(actor: Actor, words: str = "", language: str = "") -> QuerySet[Term]:
    """The terms that hold these words, in one language or in all, those in use first."""
    found = Term.objects.visible_to(actor)
    if words:
        asked = Q(term__icontains=words) | Q(concept__icontains=words)
        found = found.filter(Q(concept__in=found.filter(asked).values("concept")))
    if language:
        found = found.filter(language=language)
    return found.order_by("retired_at", Lower("concept"), "language", "forbidden", "term")


def offered(actor: Actor, texts: Sequence[tuple[str, str]], target: str) -> list[tuple[Hit, ...]]:
    """For each text, told with its language, the terms in it, each concept once, with what it is called in `target`; one
    query."""
    if not texts:
        return []
    wanted = plain.parted(target)[0]
    spoken = [(text, plain.parted(source)[0]) for text, source in texts]
    languages = {wanted, *(language for _text, language in spoken)}
    rows = Term.objects.visible_to(actor).filter(retired_at=None, language__in=languages)
    entries = [Entry(row.concept.lower(), row.language, row.term, row.forbidden, row.note) for row in rows]
    glossary = Glossary(entries)
    return [_once(glossary.find(text, language, wanted), language != wanted) for text, language in spoken]


def _once(hits: Sequence[Hit], translated: bool) -> tuple[Hit, ...]:
    """For plain words in the text's own language a term is its own translation: only what to avoid is worth a line."""
    found: dict[str, Hit] = {}
    for hit in hits:
        if (translated and hit.offered) or hit.avoid or hit.entry.forbidden:
            found.setdefault(hit.entry.concept, hit)
    return tuple(found.values())


def also_called(words: Sequence[str]) -> Iterator[tuple[int, int, Sequence[str]]]:
    """For words that are looked for: where a term of the glossary stands among them, how many words it has, and the
    words of each other name of its concept. One query."""
    named: dict[str, list[list[str]]] = {}
    terms = Term.objects.visible_to(PUBLIC).filter(retired_at=None, forbidden=False)
    for concept, term in terms.values_list("concept", "term"):
        if name := tokens(term):
            named.setdefault(concept.lower(), []).append(name)
    for names in named.values():
        for name in names:
            for at in range(len(words) - len(name) + 1):
                if list(words[at : at + len(name)]) == name:
                    yield from ((at, len(name), other) for other in names if other != name)
