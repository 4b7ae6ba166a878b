"""The interface's sentences: collect them, compile them, check that every language is complete.

python -m tools.messages collect   write new sentences into every catalogue (after changing a template)
python -m tools.messages begin LANG  an empty catalogue for one more language, such as de
python -m tools.messages compile   make the .mo files (set-up does it; no gettext on the machine is needed)
python -m tools.messages check     every sentence translated, no placeholder lost, plurals whole
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "passerelle"
LOCALE = SOURCE / "locale"
LANGUAGES = tuple(sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po")))
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def main() -> int:
    command, *others = [*sys.argv[1:], ""]
    if command == "begin" and len(others) == 2:
        return begin(others[0])
    if len(others) > 1 or command not in ("collect", "compile", "check"):
        print(__doc__, file=sys.stderr)
        return 2
    return {"collect": collect, "compile": compile_all, "check": check}[command]()


def collect() -> int:
    """Bring every catalogue up to the sentences in the source; what is no longer used goes."""
    found = sentences()
    for language in LANGUAGES:
        _collect(language, found)
    return 0


def begin(language: str) -> int:
    """Write the catalogue of one more language, with every sentence still to translate."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        print(f"{language!r} is no language that CLDR knows.", file=sys.stderr)
        return 2
    if language in LANGUAGES or language == "en":
        print(f"{language} is there already.", file=sys.stderr)
        return 2
    _collect(language, sentences())
    return 0


def _collect(language: str, found: Catalog) -> None:
    catalogue = read(language)
    catalogue.update(found, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        write_po(out, catalogue, width=110, no_location=True, sort_output=True, omit_header=False)
    left = sum(not whole(message) for message in catalogue if message.id)
    print(f"{language}: {len(catalogue)} sentences, {left} to translate")


def compile_all() -> int:
    """Write the .mo files next to the catalogues, whole or not at all: a server may be reading them."""
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.mo"
        if not path.with_suffix(".po").exists():
            continue
        draft = path.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as out:
            write_mo(out, read(language))
        draft.replace(path)
    return 0


def check() -> int:
    """Print what is wrong; 1 when something is."""
    wrong = problems()
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


def problems() -> list[str]:
    """Every sentence of every language that is missing, or whose places do not fit its source."""
    found, wrong = sentences(), []
    for language in LANGUAGES:
        catalogue = read(language)
        for source in found:
            if not source.id:
                continue
            message = catalogue.get(_key(source), source.context)
            if message is None or not whole(message):
                wrong.append(f"{language}: not translated: {_key(source)!r}")
            elif lost := _lost(message):
                wrong.append(f"{language}: {lost} in {_key(source)!r}")
    return wrong


def whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(strings) and not message.fuzzy


def _lost(message: Message) -> str:
    """Places of the source that a translation lacks or invents. A plural form may leave its number in words."""
    sources = message.id if isinstance(message.id, list | tuple) else [message.id]
    wanted = {place for source in sources for place in PLACE.findall(source)}
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    for number, string in enumerate(strings):
        has = set(PLACE.findall(string))
        if invented := has - wanted:
            return f"unknown place {sorted(invented)}"
        if len(strings) == 1 and wanted - has:
            return f"missing place {sorted(wanted - has)}"
        if len(strings) > 1 and number == len(strings) - 1 and wanted - has:
            return f"missing place {sorted(wanted - has)}"
    return ""


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, list | tuple) else message.id


def read(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, project="Passerelle", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language)


def sentences() -> Catalog:
    """Every translatable sentence of the source, from Python and from templates."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    catalogue = Catalog(project="Passerelle", charset="utf-8")
    for file in sorted(SOURCE.rglob("*")):
        if file.suffix == ".py" and "migrations" not in file.parts:
            text = file.read_text(encoding="utf-8")
        elif file.suffix in (".html", ".txt") and "templates" in file.parts:
            text = templatize(file.read_text(encoding="utf-8"), origin=str(file))
            # What is left is read as Python, to which indents of a text would mean something.
            text = "\n".join(line.lstrip() for line in text.splitlines())
        else:
            continue
        for _line, function, messages, _comments in extract_python(
            io.BytesIO(text.encode()), list(KEYWORDS), [], {"encoding": "utf-8"}
        ):
            _add(catalogue, function, messages)
    return catalogue


def _add(catalogue: Catalog, function: str, messages: object) -> None:
    parts = messages if isinstance(messages, tuple) else (messages,)
    context = None
    if "pgettext" in function:
        context, *parts = parts
    if not parts or not parts[0]:
        return
    plural = function.startswith(("ngettext", "npgettext")) and len(parts) > 1 and parts[1]
    catalogue.add(
        (parts[0], parts[1]) if plural else parts[0],
        context=context,
        flags=["python-format"] if PLACE.search(parts[0]) else [],
    )


if __name__ == "__main__":
    raise SystemExit(main())
