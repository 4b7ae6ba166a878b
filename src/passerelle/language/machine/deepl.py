"""DeepL, for who has a key and an agreement with it.

Its interface: POST /v2/translate with tag_handling html, GET /v2/languages (its API manual, read in November 2026).
Keys that end in ":fx" belong to the address of the free plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from passerelle.language.machine import asking

# Targets that DeepL wants with a region.
_TARGETS = {"en": "EN-GB", "pt": "PT-PT"}


class DeepL:
    """key: the administrator's; address: another one than DeepL's own, for tests and gateways."""

    name = "DeepL"
    far = True
    most_characters = 60_000  # of 128 KiB for the whole request
    most_texts = 50

    def __init__(self, key: str, address: str | None = None) -> None:
        plan = "api-free" if key.endswith(":fx") else "api"
        self._address, self._key = (address or f"https://{plan}.deepl.com").rstrip("/"), key

    def _codes(self, side: str) -> frozenset[str]:
        found = asking.ask(f"{self._address}/v2/languages?type={side}", key=self._key)
        return frozenset(str(one.get("language", "")).upper() for one in found if isinstance(one, dict))

    @cached_property
    def _sources(self) -> frozenset[str]:
        return self._codes("source")

    @cached_property
    def _targets(self) -> frozenset[str]:
        return self._codes("target")

    def knows(self, source: str, target: str) -> bool:
        return source.upper() in self._sources and _target(target) in self._targets

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        payload = {
            "text": list(texts),
            "source_lang": source.upper(),
            "target_lang": _target(target),
            "tag_handling": "html",
        }
        answer = asking.ask(f"{self._address}/v2/translate", payload=payload, key=self._key)
        rows = answer.get("translations") if isinstance(answer, dict) else None
        found = [one.get("text") for one in rows if isinstance(one, dict)] if isinstance(rows, list) else None
        return asking.texts_of(found, len(texts))


def _target(language: str) -> str:
    return _TARGETS.get(language, language.upper())
