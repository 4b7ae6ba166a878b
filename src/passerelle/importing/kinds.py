"""What a column may hold, and how its cells are read: by what the whole column proves, in any of our languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from passerelle.core.importables import Context, Kind, Reader, Unread
from passerelle.core.lines import plain_line
from passerelle.core.sheets import bare
from passerelle.engines.tables import moments, numbers
from passerelle.engines.tables.reading import Cell
from passerelle.engines.tables.words import loose, nearest
from passerelle.language import tongues
from passerelle.language.rows import in_a_row

YES = "yes|y|true|1|x|✓|oui|o|vrai|sì|si|s|vero|ja|j|sant|نعم|1.0"
NO = "no|n|false|0|non|faux|falso|nej|falskt|nein|لا|0.0|-"
# The Commission's own codes where they differ from ISO 3166-1, and names people use. Source: Interinstitutional style
# guide, 7.1.1.
COUNTRY_WORDS = {"UK": "GB", "EL": "GR", "Holland": "NL", "Czech Republic": "CZ", "Macedonia": "MK"}


def said(label: Any) -> list[str]:
    """A label in every language of the interface."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(label))
    return list(dict.fromkeys(found))


def line(longest: int) -> Kind:
    """One line of text."""

    def kind(cells: Collection[Cell], context: Context) -> Reader:
        def read(cell: Cell) -> str:
            text = plain_line(bare(str(cell)))
            if len(text) > longest:
                raise Unread(_("This is too long: at most %(longest)s characters."), longest=longest)
            return text

        return read

    return kind


def text(longest: int) -> Kind:
    """Words with their paragraphs."""

    def kind(cells: Collection[Cell], context: Context) -> Reader:
        def read(cell: Cell) -> str:
            told = "\n".join(bare(str(cell)).replace("\x00", "").splitlines()).strip()
            if len(told) > longest:
                raise Unread(_("This is too long: at most %(longest)s characters."), longest=longest)
            return told

        return read

    return kind


def words_or_code(
    choices: Callable[[], Iterable[tuple[str, Any]]], words: Mapping[str, str] | None = None
) -> Kind:
    """One of a few: by its name in any language of the interface, by its key, or by further words ("|" between)."""

    def kind(cells: Collection[Cell], context: Context) -> Reader:
        known: dict[str, str] = {}
        names: list[str] = []
        for key, label in choices():
            names.append(str(label))
            for word in (*said(label), key, *(words or {}).get(key, "").split("|")):
                known.setdefault(loose(word), key)
        return _chosen(known, names, _("This is none of: %(choices)s."), choices=in_a_row(names, style="or"))

    return kind


def _chosen(known: Mapping[str, Any], names: Sequence[str], problem: Any, **params: Any) -> Reader:
    def read(cell: Cell) -> Any:
        key = loose(str(cell))
        if key in known:
            return known[key]
        raise Unread(problem, nearest(str(cell), names) or "", **params)

    return read


def yes_no(cells: Collection[Cell], context: Context) -> Reader:
    known = {loose(word) or word: True for word in YES.split("|")} | {
        loose(word) or word: False for word in NO.split("|")
    }

    def read(cell: Cell) -> bool:
        key = loose(str(cell)) or str(cell).strip()
        if key not in known:
            raise Unread(_("Write yes or no."))
        return known[key]

    return read


def country(cells: Collection[Cell], context: Context) -> Reader:
    """An ISO 3166-1 code, from the code or the name in any language we know."""

    def read(cell: Cell) -> str:
        text = str(cell).strip()
        if text.upper() in COUNTRY_WORDS:
            return COUNTRY_WORDS[text.upper()]
        if text.upper() in tongues.countries():
            return text.upper()
        key = loose(text)
        found = _countries(tuple(code for code, _name in settings.LANGUAGES)).get(key) or _everywhere().get(
            key
        )
        if found is None:
            names = [tongues.country_name(code, context.language) for code in tongues.countries()]
            raise Unread(_("No country is called that."), nearest(text, names) or "")
        return found

    return read


@lru_cache(maxsize=2)
def _countries(languages: tuple[str, ...]) -> dict[str, str]:
    found = {loose(name): code for name, code in COUNTRY_WORDS.items()}
    for language in languages:
        for code in tongues.countries():
            found.setdefault(loose(tongues.country_name(code, language)), code)
    return found


@lru_cache(maxsize=1)
def _everywhere() -> dict[str, str]:
    """In every language of the registry; read only once a name is in none of the interface's."""
    return _countries(tuple(tongues.TONGUES))


def language(cells: Collection[Cell], context: Context) -> Reader:
    """The code of a language, from the code, its own name, or its name in a language of the interface."""

    def read(cell: Cell) -> str:
        found = _tongue(str(cell))
        if found is None:
            names = [tongues.name_in(code, context.language) for code in tongues.TONGUES]
            raise Unread(_("No language is called that."), nearest(str(cell), names) or "")
        return found

    return read


def languages(cells: Collection[Cell], context: Context) -> Reader:
    """Codes of languages with blanks between, from a list with commas, semicolons or strokes."""
    one = language(cells, context)

    def read(cell: Cell) -> str:
        whole = _tongue(str(cell))
        if whole:
            return whole
        text = str(cell)
        for sign in ";/،|\n&":
            text = text.replace(sign, ",")
        parts = [part for part in text.split(",") if part.strip()]
        if len(parts) == 1 and all(_tongue(word) for word in text.split()):
            parts = text.split()
        return " ".join(dict.fromkeys(one(part) for part in parts))

    return read


def _tongue(text: str) -> str | None:
    plain = text.strip()
    try:
        return tongues.tongue(plain).code
    except LookupError:
        return _tongues().get(loose(plain))


@lru_cache(maxsize=1)
def _tongues() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, one in tongues.TONGUES.items():
        found.setdefault(loose(one.own_name), code)
        for reader, _name in settings.LANGUAGES:
            found.setdefault(loose(tongues.name_in(code, reader)), code)
    return found


def email(cells: Collection[Cell], context: Context) -> Reader:
    def read(cell: Cell) -> str:
        text = plain_line(str(cell)).removeprefix("mailto:").strip("<>; ")
        try:
            validate_email(text)
        except ValidationError:
            raise Unread(
                _("This is not an e-mail address. It needs an @ and a dot after it."), _mended(text)
            ) from None
        return text

    return read


def _mended(text: str) -> str:
    """What may be meant: "(at)", blanks, a comma for a dot, a name before the address."""
    inside = text[text.find("<") + 1 :].rstrip(">") if "<" in text else text
    tried = inside.replace("(at)", "@").replace("[at]", "@").replace(",", ".").replace(" ", "")
    try:
        validate_email(tried)
    except ValidationError:
        return ""
    return tried


def web_address(cells: Collection[Cell], context: Context) -> Reader:
    """Where a page stands on the web; "https://" is added where nothing else is said."""
    check = URLValidator(schemes=["http", "https"])

    def read(cell: Cell) -> str:
        text = plain_line(bare(str(cell)))
        whole = text if "://" in text else f"https://{text}"
        try:
            check(whole)
        except ValidationError:
            raise Unread(_("This is no address on the web. It begins with https://.")) from None
        if len(whole) > 500:
            raise Unread(_("This is too long: at most %(longest)s characters."), longest=500)
        return whole

    return read


def number(least: float | None = None, most: float | None = None, *, whole: bool = False) -> Kind:
    """A number. Which sign is its decimal sign, the column says, else the reader's language."""

    def kind(cells: Collection[Cell], context: Context) -> Reader:
        decimal = numbers.decimal_sign(cells, "." if context.language == "en" else ",")

        def read(cell: Cell) -> float:
            try:
                found = numbers.number(cell, decimal)
            except ValueError:
                raise Unread(_("This is no number.")) from None
            if whole and found != int(found):
                raise Unread(_("Write a whole number."), str(round(found)))
            if (least is not None and found < least) or (most is not None and found > most):
                raise Unread(_("Write a number from %(least)s to %(most)s."), least=least, most=most)
            return found

        return read

    return kind


def moment(*, days: bool = False, months_of_project: bool = False) -> Kind:
    """A date as precise as it was given, as its text: "2027", "2027-09", "2027-09-30".

    days: only whole days are taken. months_of_project: "M14" is taken as well and stays as it is."""

    def kind(cells: Collection[Cell], context: Context) -> Reader:
        first = moments.day_first(cells)

        def read(cell: Cell) -> str:
            found = _moment(cell, first)
            if found is None:
                other = _moment(cell, not first) or ""
                raise Unread(_("This is no date. Write 2027-09-30."), other)
            if found.startswith("M") and not months_of_project:
                raise Unread(_("Write the date itself, such as 2027-09-30."))
            if days and len(found) < 10 and not found.startswith("M"):
                raise Unread(_("Write the whole day, such as 2027-09-30."), _last_day(found))
            return found

        return read

    return kind


def _moment(cell: Cell, days_first: bool) -> str | None:
    """As `moments.moment`; every language's months are read only once a word is in none of the interface's."""
    for months in (_months, _months_everywhere):
        with suppress(ValueError):
            return moments.moment(cell, months(), days_first=days_first)
        if not isinstance(cell, str) or not any(sign.isalpha() for sign in cell):
            break
    return None


def _last_day(text: str) -> str:
    from passerelle.core.dates import parse_partial

    found: date = parse_partial(text).last_day()
    return found.isoformat()


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return _named_months([code for code, _name in settings.LANGUAGES])


@lru_cache(maxsize=1)
def _months_everywhere() -> dict[str, int]:
    first = [code for code, _name in settings.LANGUAGES]
    return _named_months([*first, *(one for one in tongues.TONGUES if one not in first)])


def _named_months(languages: Iterable[str]) -> dict[str, int]:
    """Names of months and their short forms, in those of these languages that CLDR knows."""
    from babel import Locale, UnknownLocaleError

    found: dict[str, int] = {}
    for code in languages:
        try:
            months = Locale.parse(tongues.tongue(code).babel.replace("-", "_")).months
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in months[form][width].items():
                    found.setdefault(loose(name), month)
    found.pop("", None)
    return {name: month for name, month in found.items() if not name.isdigit()} | {"sept": 9}


def reference(
    known: Callable[[Context], Mapping[str, Any]], problem: Any, names: Callable[[Context], Sequence[str]]
) -> Kind:
    """Something that is there already. known: what it may be called, as `loose` writes it, among what the actor may
    see; names: those that are proposed when a cell is only like one."""

    def kind(cells: Collection[Cell], context: Context) -> Reader:
        return _chosen(known(context), names(context), problem)

    return kind
