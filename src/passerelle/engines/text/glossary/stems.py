"""The stem of a word, good enough to find a term in the plural or in another case.

No dictionary and no grammar: the longest ending that the language puts on nouns and adjectives goes, as long as three
letters stay. Two different words with one stem ("organ", "organs") are taken for one; that offers a term too many,
which whoever translates sees at once. The endings are those of any school grammar, kept short on purpose.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

LEAST = 3
"""Letters that stay."""

_ENDINGS = {
    "en": "'s s es ies e y",
    "fr": "s x e es al aux ale ales ive ives if ifs ère er ères ers euse eur euses eurs",
    "it": "a e i o he hi ia ie io à",
    "es": "a o s as os es al ales",
    "pt": "a o s as os es ão ões ães al ais",
    "ro": "a ă e i le lor ul ului ele ilor uri urile ii ei",
    "ca": "a s es os als",
    "sv": "a e s n t en et na ar er or arna erna orna ens ets ars arnas ers ernas or orna ade ande",
    "da": "e s n t en et ne er erne ens ets ernes r rne",
    "nb": "e s n t a en et er ene ens ets enes r ne",
    "de": "e n s en er es em ern in innen n en",
    "nl": "s e en n 's eren",
    "pl": "a ą e ę i o u y ie ów om ami ach em ego emu ej ym ymi ych owi owie ia ii ię ią",
    "cs": "a á e é ě i í o u ů ý y em ech ách ami ého ému ých ým ými ou ové",
    "sk": "a á e é i í o u y ý em om och ami ách ého ému ých ým ými ou ov",
    "sl": "a e i o u em om ih im imi ega emu ov ev ah ami",
    "hr": "a e i o u em om ih im ima ama og ga omu ov eva ova",
    "lt": "a ą as e ę ė ės i į is ių iai o os u ų us ui uje oje ai ams ais uose ose yje ys io iams iais ės ei",
    "lv": "a as ai am ām e es ei i is im ī u us um s š ā ās ē ēs iem os",
    "et": "a e i u d t de te le l s st ga ks id ide",
    "fi": "n t a ä ta tä ssa ssä sta stä lla llä lta ltä lle en in an on un än ön ien jen t ia iä",
    "hu": "t k ok ek ak ök ban ben nak nek ot et at ra re val vel hoz hez ból ből ról ről a e i",
    "sq": "a e i t n ja je të ve ave eve it in s ës et at",
    "tr": "lar ler ı i u ü ın in un ün da de ta te dan den a e lı li",
    "el": "α ά ας άς ες η ή ης ής ο ό ος ός οι οί ου ού ων ών ους ούς ε ι",
    "uk": "а я у ю і ї о е и й ь ом ем ою ею ів їв ам ям ами ями ах ях ий ого ому им их ими",
    "ru": "а я у ю и ы о е ё й ь ом ем ой ей ов ев ам ям ами ями ах ях ий ый ого его ому ему им ым их ых",
    "bg": "а я и о е ът ят та то те ите ия ове",
    "ar": "ات ون ين ان ة ه ية يات",
    "fa": "ها های ی ان",
}
_BEFORE = {"ar": ("وال", "بال", "كال", "فال", "لل", "ال"), "fa": (), "he": ("ה", "ב", "ל", "ו", "מ")}
_BY_DEFAULT = "a e i o u s n t es en er"
_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ـ": None, "’": "'", "ß": "ss"})


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The stem of one word in lower case; language: its BCP 47 code, of which the first part counts."""
    primary = language.partition("-")[0].lower()
    plain = unicodedata.normalize("NFC", word).casefold().translate(_SAME)
    if primary in ("ar", "fa", "he", "ur"):
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    for before in _BEFORE.get(primary, ()):
        if plain.startswith(before) and len(plain) - len(before) >= LEAST:
            plain = plain[len(before) :]
            break
    for ending in _endings(primary):
        if plain.endswith(ending) and len(plain) - len(ending) >= LEAST:
            return plain[: -len(ending)]
    return plain


@cache
def _endings(language: str) -> tuple[str, ...]:
    """The endings of a language, the longest first."""
    return tuple(sorted(set(_ENDINGS.get(language, _BY_DEFAULT).split()), key=lambda one: (-len(one), one)))
