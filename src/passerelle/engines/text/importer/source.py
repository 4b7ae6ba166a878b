"""The importer's word lists, and texts in the one spelling in which they are looked up."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

# One sign for one sign: offsets stay. Greek is also written without accents, in capitals always.
_ALIKE = str.maketrans(
    {
        **{0x0660 + n: str(n) for n in range(10)},
        **{0x06F0 + n: str(n) for n in range(10)},
        **dict.fromkeys(map(ord, "\xa0\u2007\u2009\u202f\u2002\u2003\u200a"), " "),
        **dict.fromkeys(map(ord, "\u2010\u2011\u2012–—―−"), "-"),
        **dict.fromkeys(map(ord, "’ʼ‘`´"), "'"),
        **dict(zip(map(ord, "άέήίόύώϊϋΐΰΆΈΉΊΌΎΏ"), "αεηιουωιυιυΑΕΗΙΟΥΩ", strict=True)),
        **dict(zip(map(ord, "أإآٱى"), "ااااي", strict=True)),
        ord("\t"): " ",
    }
)


def plain(text: str) -> str:
    """The text with one kind of blank, dash, apostrophe and digit, letter for letter."""
    return text.translate(_ALIKE)


@cache
def data(name: str) -> dict[str, Any]:
    """A word list of `data/`."""
    source = files("passerelle.engines.text.importer").joinpath("data", f"{name}.json")
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


def entries(listed: str) -> list[str]:
    """The entries of a list written with bars, as they are looked up."""
    return [plain(entry.strip()) for entry in listed.split("|") if entry.strip()]


def base(language: str | None) -> str:
    """The language whose lists are used for this one."""
    code = (language or "en").lower().partition("-")[0]
    return {"no": "nb", "nn": "nb", "bs": "hr", "me": "hr", "cnr": "hr", "gl": "pt", "be": "ru"}.get(
        code, code
    )
