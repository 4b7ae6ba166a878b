"""LibreTranslate, on a server of one's own or of somebody one trusts.

Its interface: POST /translate with a list of texts, GET /languages with the targets of each (its API manual, read in
November 2026).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from passerelle.language.machine import asking

# Where its codes differ from ours.
_CODES = {"nb": "nb", "zh": "zh-Hans", "zh-Hant": "zh-Hant"}


class LibreTranslate:
    """address: where it answers, such as https://translate.example; key: where that server wants one."""

    name = "LibreTranslate"
    far = True
    most_characters = 5_000
    most_texts = 20

    def __init__(self, address: str, key: str = "") -> None:
        self._address, self._key = address.rstrip("/"), key

    @cached_property
    def _targets(self) -> dict[str, frozenset[str]]:
        found = asking.ask(f"{self._address}/languages")
        rows: list[dict[str, Any]] = [one for one in found if isinstance(one, dict)]
        return {str(one.get("code")): frozenset(map(str, one.get("targets", ()))) for one in rows}

    def knows(self, source: str, target: str) -> bool:
        return _code(target) in self._targets.get(_code(source), ())

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        payload = {"q": list(texts), "source": _code(source), "target": _code(target), "format": "html"}
        if self._key:
            payload["api_key"] = self._key
        answer = asking.ask(f"{self._address}/translate", payload=payload)
        return asking.texts_of(answer.get("translatedText") if isinstance(answer, dict) else None, len(texts))


def _code(language: str) -> str:
    return _CODES.get(language, language)
