"""The languages people of these projects speak, read and write, and how each is called, written and laid out.

Django knows no Tigrinya, Somali, Dari, Pashto, Romani or Amharic, and Babel has no dates or countries for
Romani and calls Dari "Persian (Afghanistan)"; so the list is ours. Names in other languages come from CLDR
through Babel, and from `_NAMES` where Babel is silent or hurts. Own names follow CLDR in spelling, except
where its label names a country.

Nothing here says which language a person speaks: that is asked, never guessed from where somebody comes from.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel import Locale

from passerelle.core import dates
from passerelle.engines.text.collation import sort_key

Direction = Literal["ltr", "rtl"]

INTERFACE = ("en", "fr", "it", "sv", "ar")


class UnknownTongue(LookupError):
    """The code stands in no row of the registry."""


class UnknownCountry(LookupError):
    """The code is not an ISO 3166-1 alpha-2 country code."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language.

    `code` is its BCP 47 tag in lower case, used in `lang` attributes and addresses; `own_name` its name in
    itself; `script` the ISO 15924 code it is mostly written in; `babel` the locale whose dates, numbers and
    country names its readers get; `django` the nearest language Django ships, always of the same direction;
    `interface` whether the buttons and menus exist in it.
    """

    code: str
    own_name: str
    direction: Direction
    script: str
    babel: str
    django: str
    interface: bool = False


# What stands among the two-letter territories of CLDR and is no country: groups, pseudo-locales, islands
# without a code of their own. Kosovo's "XK" stays: the Commission uses it.
_NO_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)

_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr"})

# code, own name, script, Babel locale ("" = the code itself), Django language ("" = the code itself)
_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    # the interface
    ("en", "English", "Latn", "en_GB", ""),
    ("fr", "français", "Latn", "", ""),
    ("it", "italiano", "Latn", "", ""),
    ("sv", "svenska", "Latn", "", ""),
    ("ar", "العربية", "Arab", "", ""),
    # the other official languages of the European Union
    ("bg", "български", "Cyrl", "", ""),
    ("cs", "čeština", "Latn", "", ""),
    ("da", "dansk", "Latn", "", ""),
    ("de", "Deutsch", "Latn", "", ""),
    ("el", "Ελληνικά", "Grek", "", ""),
    ("es", "español", "Latn", "", ""),
    ("et", "eesti", "Latn", "", ""),
    ("fi", "suomi", "Latn", "", ""),
    ("ga", "Gaeilge", "Latn", "", ""),
    ("hr", "hrvatski", "Latn", "", ""),
    ("hu", "magyar", "Latn", "", ""),
    ("lt", "lietuvių", "Latn", "", ""),
    ("lv", "latviešu", "Latn", "", ""),
    ("mt", "Malti", "Latn", "", "en"),
    ("nl", "Nederlands", "Latn", "", ""),
    ("pl", "polski", "Latn", "", ""),
    ("pt", "português", "Latn", "pt_PT", ""),
    ("ro", "română", "Latn", "", ""),
    ("sk", "slovenčina", "Latn", "", ""),
    ("sl", "slovenščina", "Latn", "", ""),
    # spoken in the partner countries and beside them
    ("az", "azərbaycan", "Latn", "", "tr"),  # Django's own "az" is laid out right to left
    ("be", "беларуская", "Cyrl", "", ""),
    ("bs", "bosanski", "Latn", "", ""),
    ("ca", "català", "Latn", "", ""),
    ("eu", "euskara", "Latn", "", ""),
    ("hy", "հայերեն", "Armn", "", ""),
    ("is", "íslenska", "Latn", "", ""),
    ("ka", "ქართული", "Geor", "", ""),
    ("mk", "македонски", "Cyrl", "", ""),
    ("nb", "norsk bokmål", "Latn", "", ""),
    ("rom", "romani čhib", "Latn", "en_GB", "en"),
    ("ru", "русский", "Cyrl", "", ""),
    ("se", "davvisámegiella", "Latn", "", "en"),
    ("sq", "shqip", "Latn", "", ""),
    ("sr", "српски", "Cyrl", "", ""),
    ("sr-latn", "srpski (latinica)", "Latn", "sr_Latn", ""),
    ("tr", "Türkçe", "Latn", "", ""),
    ("uk", "українська", "Cyrl", "", ""),
    # brought along: the Horn of Africa, West and Central Africa
    ("aa", "Qafar", "Latn", "", "en"),
    ("ak", "Akan", "Latn", "", "en"),
    ("am", "አማርኛ", "Ethi", "", "en"),
    ("bm", "bamanakan", "Latn", "", "fr"),
    ("ff", "Pulaar", "Latn", "", "fr"),
    ("ha", "Hausa", "Latn", "", "en"),
    ("ig", "Igbo", "Latn", "", ""),
    ("ln", "lingála", "Latn", "", "fr"),
    ("mnk", "Mandinka", "Latn", "en_GB", "en"),
    ("om", "Oromoo", "Latn", "", "en"),
    ("rn", "Ikirundi", "Latn", "", "fr"),
    ("rw", "Ikinyarwanda", "Latn", "", "en"),
    ("so", "Soomaali", "Latn", "", "en"),
    ("sw", "Kiswahili", "Latn", "", ""),
    ("ti", "ትግርኛ", "Ethi", "", "en"),
    ("wo", "Wolof", "Latn", "", "fr"),
    ("yo", "Èdè Yorùbá", "Latn", "", "en"),
    # North Africa and Western Asia
    ("ckb", "کوردیی ناوەندی", "Arab", "", ""),
    ("fa", "فارسی", "Arab", "", ""),
    ("he", "עברית", "Hebr", "", ""),
    ("kab", "Taqbaylit", "Latn", "", ""),
    ("kmr", "kurdî (kurmancî)", "Latn", "ku", "en"),
    ("prs", "دری", "Arab", "fa_AF", "fa"),
    ("ps", "پښتو", "Arab", "", "fa"),
    ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "Tfng", "", "fr"),
    # Central, South and East Asia
    ("bn", "বাংলা", "Beng", "", ""),
    ("hi", "हिन्दी", "Deva", "", ""),
    ("kk", "қазақ тілі", "Cyrl", "", ""),
    ("my", "မြန်မာ", "Mymr", "", ""),
    ("ne", "नेपाली", "Deva", "", ""),
    ("pa", "ਪੰਜਾਬੀ", "Guru", "", ""),
    ("ta", "தமிழ்", "Taml", "", ""),
    ("tg", "тоҷикӣ", "Cyrl", "", ""),
    ("th", "ไทย", "Thai", "", ""),
    ("tl", "Tagalog", "Latn", "fil", "en"),
    ("ur", "اردو", "Arab", "", ""),
    ("uz", "o‘zbek", "Latn", "", ""),
    ("vi", "Tiếng Việt", "Latn", "", ""),
    ("zh", "中文", "Hans", "", "zh-hans"),
)

# Names that are used instead of Babel's. A reader whose language stands in no row gets the English name.
_NAMES: dict[str, dict[str, str]] = {
    "prs": {"en": "Dari", "fr": "dari", "it": "dari", "sv": "dari", "ar": "الدارية"},
    # CLDR's Arabic name is the word for "gypsy"; the one here is the language of the Roma.
    "rom": {"en": "Romani", "fr": "romani", "it": "romaní", "sv": "romani", "ar": "لغة الروما"},
    "kmr": {
        "en": "Kurdish (Kurmanji)",
        "fr": "kurde (kurmandji)",
        "it": "curdo (kurmanji)",
        "sv": "kurdiska (kurmanji)",
        "ar": "الكردية (الكرمانجية)",
    },
    "mnk": {"en": "Mandinka", "fr": "mandinka", "it": "mandinka", "sv": "mandinka", "ar": "الماندنكية"},
    "sr-latn": {
        "en": "Serbian (Latin)",
        "fr": "serbe (latin)",
        "it": "serbo (latino)",
        "sv": "serbiska (latinsk)",
        "ar": "الصربية (اللاتينية)",
    },
}


def _row(code: str, own_name: str, script: str, babel: str, django: str) -> Tongue:
    return Tongue(
        code=code,
        own_name=own_name,
        direction="rtl" if script in _RIGHT_TO_LEFT else "ltr",
        script=script,
        babel=babel or code,
        django=django or code,
        interface=code in INTERFACE,
    )


TONGUES: dict[str, Tongue] = {row[0]: _row(*row) for row in _ROWS}


def tongue(code: str) -> Tongue:
    """The language of a tag such as "ti", "pt-BR" or "fa_IR"; a region that has no row of its own is ignored.

    Raises UnknownTongue."""
    tag = code.strip().replace("_", "-").lower()
    found = TONGUES.get(tag) or TONGUES.get(tag.partition("-")[0])
    if found is None:
        raise UnknownTongue(code)
    return found


def direction(code: str) -> Direction:
    """What a `dir` attribute says: "rtl" or "ltr". Raises UnknownTongue."""
    return tongue(code).direction


def own_name(code: str) -> str:
    """The language's name in itself: what a language menu shows. Raises UnknownTongue."""
    return tongue(code).own_name


def name_in(code: str, reader: str) -> str:
    """What the reader's language calls this language: "ti" is "tigrinja" in Swedish. Raises UnknownTongue."""
    named, reading = tongue(code), tongue(reader)
    own_table = _NAMES.get(named.code)
    if own_table is not None:
        return own_table.get(reading.code) or own_table["en"]
    return (
        _locale(reading.babel).languages.get(named.code)
        or _locale("en").languages.get(named.code)
        or named.own_name
    )


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Every ISO 3166-1 alpha-2 code, and Kosovo's ("XK"). In no order: names sort, codes do not."""
    known = {str(code) for code in _locale("en").territories}
    return frozenset(code for code in known if len(code) == 2) - _NO_COUNTRIES


def country_name(iso: str, reader: str) -> str:
    """What the reader's language calls a country of ISO 3166-1 (two letters): "SI" is "Slovénie" in French.

    English where CLDR has no name in that language. Raises UnknownCountry, UnknownTongue."""
    code = iso.strip().upper()
    if code not in countries():
        raise UnknownCountry(iso)
    return _locale(tongue(reader).babel).territories.get(code) or _locale("en").territories[code]


@lru_cache(maxsize=64)
def countries_by_name(reader: str) -> tuple[str, ...]:
    """The codes of all countries, by their names in the reader's language and its rules. Raises UnknownTongue."""
    return tuple(sorted(countries(), key=lambda code: (sort_key(country_name(code, reader), reader), code)))


def format_partial(value: str | dates.Partial | None, reader: str) -> str:
    """`core.dates.format_partial` for any language of the registry, Dari included. Raises UnknownTongue."""
    return dates.format_partial(value, tongue(reader).babel)


def format_period(start: str | dates.Partial | None, end: str | dates.Partial | None, reader: str) -> str:
    """`core.dates.format_period` for any language of the registry, Dari included. Raises UnknownTongue."""
    return dates.format_period(start, end, tongue(reader).babel)


@lru_cache(maxsize=128)
def _locale(babel: str) -> Locale:
    return Locale.parse(babel)
