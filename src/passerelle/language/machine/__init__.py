"""Machine translation: one protocol, adapters for three engines, and what may never be given to any of them.

No engine is on until the administrator names it. What comes back is a draft: it is kept with the origin "machine",
readers are told so, and a person who saves it makes it theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Problem
from passerelle.core.rooms import rooms
from passerelle.language.machine.apertium import Apertium
from passerelle.language.machine.deepl import DeepL
from passerelle.language.machine.libretranslate import LibreTranslate
from passerelle.language.machine.marks import unveil, veil
from passerelle.language.machine.protocol import Engine, Unavailable

__all__ = ["Engine", "Unavailable", "draft", "engine_for", "engines", "may_leave"]


@cache
def engines() -> tuple[Engine, ...]:
    """The engines that the administrator named; those on our own machine first."""
    on: list[Engine] = []
    if settings.APERTIUM:
        on.append(Apertium(settings.APERTIUM))
    if settings.LIBRETRANSLATE:
        on.append(LibreTranslate(settings.LIBRETRANSLATE, settings.LIBRETRANSLATE_KEY))
    if settings.DEEPL_KEY:
        on.append(DeepL(settings.DEEPL_KEY, settings.DEEPL or None))
    return tuple(on)


def engine_for(source: str, target: str) -> Engine | None:
    """The first engine that translates from `source` to `target`; one that does not answer is passed over."""
    for one in engines():
        try:
            if one.knows(source, target):
                return one
        except Unavailable:
            continue
    return None


def may_leave(kind: str) -> bool:
    """Whether texts of such records may be given to a machine: only those whose room says so, casework never."""
    return any(kind in room.machine_may_read for room in rooms())


def draft(engine: Engine, kind: str, texts: Sequence[str], source: str, target: str) -> list[str | None]:
    """Drafts of segments (inline Markdown), in their order; None where links were lost on the way.

    kind: of the record the texts belong to. Raises Problem when such texts stay in the house, Unavailable when the
    engine does not answer.
    """
    if not may_leave(kind):
        raise Problem("stays here", _("Texts of this kind are never given to a machine."))
    veiled = [veil(text) for text in texts]
    made: list[str | None] = []
    for batch in _batches([one.html for one in veiled], engine.most_characters, engine.most_texts):
        made += engine.translate(batch, source, target)
    return [unveil(words or "", one) for words, one in zip(made, veiled, strict=True)]


def _batches(texts: Iterable[str], characters: int, many: int) -> Iterable[list[str]]:
    """The texts in their order, in as few calls as the engine's limits allow; a longer one goes alone."""
    batch: list[str] = []
    for text in texts:
        if batch and (len(batch) >= many or sum(map(len, batch)) + len(text) > characters):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch
