"""Apertium on this very machine: rules, no learning; the pairs are those that Debian's packages bring.

Nothing leaves the house. Good between near languages (French and Spanish, Swedish and Danish), absent elsewhere.
Its command and modes: man page apertium(1), version 3.8.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from passerelle.language.machine.protocol import Unavailable

SECONDS = 60
# A segment's end that survives translation: Apertium passes tags through, and segments have no such tag. Where
# Debian's transfuse reads the HTML for it, tags come back as that writes them: <hr>.
_BETWEEN = "<hr/>"
_COMES_BACK = re.compile(r"<hr\s*/?>", re.IGNORECASE)
# Its pairs are named by ISO 639-1 or 639-2, depending on their age.
_CODES = {
    "ca": "cat", "da": "dan", "en": "eng", "es": "spa", "fr": "fra", "gl": "glg", "it": "ita", "nb": "nob",
    "nn": "nno", "oc": "oci", "pt": "por", "ro": "ron", "sv": "swe", "sc": "srd",
}  # fmt: skip


class Apertium:
    """command: the program, as the administrator named it."""

    name = "Apertium"
    far = False
    most_characters = 20_000
    most_texts = 200

    def __init__(self, command: str) -> None:
        self._command = command

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return frozenset(self._run(["-l"], "").split())

    def _pair(self, source: str, target: str) -> str | None:
        names = [f"{a}-{b}" for a in _both(source) for b in _both(target)]
        return next((name for name in names if name in self._pairs), None)

    def knows(self, source: str, target: str) -> bool:
        return self._pair(source, target) is not None

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        pair = self._pair(source, target)
        if pair is None:
            raise Unavailable("no such pair", _("Apertium has no such pair of languages here."))
        made = _COMES_BACK.split(self._run(["-u", "-f", "html", pair], _BETWEEN.join(texts)))
        if len(made) != len(texts):
            raise Unavailable("not understood", _("Apertium’s answer has another number of paragraphs."))
        return made

    def _run(self, words: list[str], text: str) -> str:
        try:
            done = subprocess.run(
                [self._command, *words], input=text, capture_output=True, text=True, timeout=SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):
            raise Unavailable("apertium", _("Apertium does not answer. Is it installed?")) from None
        # Listing its pairs, it exits with 1 in some versions.
        if done.returncode and "-l" not in words:
            raise Unavailable("apertium", _("Apertium stopped with an error."))
        return done.stdout


def _both(language: str) -> tuple[str, ...]:
    return (language, _CODES[language]) if language in _CODES else (language,)
