"""When two spellings mean the same: cells and column names as people type them, in six languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_BLANKS_BY_SIGNS = re.compile(r"\s*([-+/<>,.;:()&])\s*")
_WHOLE_WITH_ZEROS = re.compile(r"(-?\d+)[.,]0+")
_NUMBERS = re.compile(r"\d+")
_SEATS = str.maketrans("أإآٱىةؤئ", "ااااي\u0647وي")
"""Letters that people write for each other: the seats of the hamza, and what ends a word."""
_LIKE_ENOUGH = 0.6
"""Least likeness (1 - changes/length) of a value and the feature that is proposed for it: "femal", "mael"."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YES = _words("yes y true t 1 x ✓ ✔ oui o vrai ja j wahr sì si s vero sant sann sí verdadero نعم")
NO = _words("no n false f 0 non faux nein falsch nej falskt falso لا")
NOTHING = _words("- -- . ? n/a na nan null none #n/a #null! #ref! #value! #name? unknown k.a. nil")
"""What programs and people write where there is no value."""

CATEGORY = _words(
    """category categories categoryname attribute criterion criteria dimension variable characteristic stratum
    categorie critere caracteristique dimensione categoria criterio caratteristica caracteristica variabile
    kategori kriterium egenskap variabel kategorie merkmal الفيه الفئه فئه المعيار معيار"""
)
FEATURE = _words(
    """value values option answer level featurevalue subcategory subgroup group valeur modalite reponse groupe
    valore opzione risposta gruppo varde alternativ svar grupp wert auspragung antwort gruppe valor opcion
    respuesta grupo القيمه قيمه"""
)
EITHER = _words("feature name nom nome namn nombre الاسم اسم")
"""Some tables say category and name, others name and feature, feature and name, feature and value."""
LEAST = _words(
    """min mins minimum least lower lowest low from atleast minimo minimal minst lagst undre minst mindestens
    untergrenze von desde الادني الحدالادني ادني minquota minseats minselect"""
)
MOST = _words(
    """max maxs maximum most upper highest high to upto atmost maximo massimo maximal mest hogst ovre hochstens
    obergrenze bis hasta الاقصي الحدالاقصي اقصي maxquota maxseats maxselect"""
)
RANGE = _words(
    """target targets range quota quotas number count seats places goal cible nombrevise quotite objectif
    obiettivo intervallo posti mal intervall antal platser ziel bereich anzahl platze objetivo rango plazas
    العدد النطاق"""
)
PANEL = _words(
    """panel panels panelname panelid assembly jury meeting group groupname city cityname town municipality
    groupe ville commune assemblee reunion gruppo citta comune assemblea giuria riunione grupp stad kommun ort mote
    medborgarrad gruppe stadt gemeinde gremium versammlung grupo ciudad municipio asamblea jurado
    مجموعه المجموعه مدينه المدينه بلديه البلديه لجنه اللجنه هييه الهييه"""
)
"""Whole names only: "group" and "city" are part of many other names."""
_ID = _words(
    """id ids nr uid uuid guid identifier token rowid recordid personid memberid userid uniqueid respondentid
    participantid identifiant matricule identificativo matricola lopnummer kennung identificador المعرف معرف"""
)
_PERHAPS_ID = _words(
    """code no num number key ref reference respondent participant numero codice kod deltagare nummer schlussel
    teilnehmer codigo clave identificacion الرقم رقم الرمز رمز"""
)
_OWNERS = _words(
    """respondent participant person member user record response unique applicant registrant candidate
    nationbuilder citizen volunteer row teilnehmer deltagare participante partecipante"""
)


def tidy(text: str) -> str:
    """The text as it is meant to be seen: one form of each sign, no invisible ones, single blanks, none around."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


@lru_cache(maxsize=1 << 16)
def same(text: str) -> str:
    """Equal for spellings that differ only in case, blanks, underscores, kind of dash or a number's zeros ("7.0")."""
    key = _DASHES.sub("-", tidy(text).casefold()).replace("_", " ")
    key = _BLANKS_BY_SIGNS.sub(r"\1", " ".join(key.split()))
    whole = _WHOLE_WITH_ZEROS.fullmatch(key)
    return whole[1] if whole else key


_UNTIDY = (" \0", "\0 ", "  ", *"\t\n\v\f\r\x1c\x1d\x1e\x1f")
_SIGNS = "-+/<>,.;:()&"
_ZEROS_IN_LIST = re.compile(r"(?<=\0)(-?\d+)[.,]0+(?=\0)")


def _one_text(column: Sequence[str]) -> str | None:
    """All cells in one text, each between zeros; None if any of them is not tidy, or might not be."""
    text = "\0" + "\0".join(column) + "\0"
    plain = text.isascii() and text.count("\0") == len(column) + 1
    return text if plain and not any(sign in text for sign in _UNTIDY) else None


def tidied(column: Sequence[str]) -> Sequence[str]:
    """`tidy` of many cells; the column itself when there is nothing to tidy."""
    if _one_text(column) is not None:
        return column
    known = {text: tidy(text) for text in set(column)}
    return [known[text] for text in column]


def all_same(column: Sequence[str]) -> list[str]:
    """`same` of many cells, in one go where they are plain."""
    text = _one_text(column)
    if text is None or "_" in text or not column:
        known = {cell: same(cell) for cell in set(column)}
        return [known[cell] for cell in column]
    text = text.lower()
    if any(sign in text for sign in _SIGNS):
        text = _ZEROS_IN_LIST.sub(r"\1", _BLANKS_BY_SIGNS.sub(r"\1", text))
    return text[1:-1].split("\0")


@lru_cache(maxsize=1 << 16)
def loose(text: str) -> str:
    """Equal also when accents, blanks and punctuation differ; signs that change the meaning (+ < >) stay."""
    split = unicodedata.normalize("NFKD", same(text))
    key = "".join(sign for sign in split if sign.isalnum() or sign in "+<>")
    return key if key.isascii() else key.translate(_SEATS)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    key = same(text)
    return not key or key in NOTHING


def names_person(column: str) -> Literal["yes", "perhaps", "no"]:
    """Whether a column's name says that its values tell people apart (id, code, respondent number …)."""
    words = [loose(word) for word in re.split(r"[\s_\-.:]+", tidy(column)) if loose(word)]
    whole = loose(column)
    if whole in _ID or (
        len(words) > 1 and words[-1] in _ID | _PERHAPS_ID and all(word in _OWNERS for word in words[:-1])
    ):
        return "yes"
    return "perhaps" if whole in _PERHAPS_ID else "no"


def nearest(value: str, features: Sequence[str]) -> str | None:
    """The one feature that is probably meant, or None where guessing would invent an answer.

    In this order: the same but for accents and punctuation; an age within one band ("34" in "30-44"); the same numbers
    ("16 to 29"); yes and no in another language; the beginning of just one feature ("f"); a slip of the pen, never in
    a number: "district 12" is not "district 13".
    """
    key = loose(value)
    ways = (
        (feature for feature in features if loose(feature) == key),
        (feature for feature in features if _within(value, feature)),
        (
            feature
            for feature in features
            if len(_numbers(feature)) > 1 and _numbers(feature) == _numbers(value)
        ),
        (
            feature
            for feature in features
            if any({same(value), same(feature)} <= words for words in (YES, NO))
        ),
        (feature for feature in features if key and not key.isdigit() and loose(feature).startswith(key)),
    )
    for way in ways:
        found = list(way)
        if len(found) == 1:
            return found[0]
    return closest(value, [feature for feature in features if _numbers(feature) == _numbers(value)])


def closest(value: str, among: Iterable[str]) -> str | None:
    """The one name that differs from `value` by few letters, or None; none either when two are equally near."""
    from rapidfuzz.distance import OSA  # takes its time to load, and most tables need no proposals

    ranked = sorted(
        ((OSA.normalized_similarity(loose(value), loose(name)), name) for name in among), reverse=True
    )
    if not ranked or ranked[0][0] < _LIKE_ENOUGH:
        return None
    return None if len(ranked) > 1 and ranked[1][0] == ranked[0][0] else ranked[0][1]


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _NUMBERS.findall(text)]


def _within(value: str, feature: str) -> bool:
    """Whether a number lies in a band such as 16-29, 75+, <18, 65 and over."""
    key, band = same(value), same(feature)
    if not key.isdecimal():
        return False
    age, bounds = int(key), _numbers(band)
    if re.fullmatch(r"\D*\d+\D+\d+\D*", band):
        return bounds[0] <= age <= bounds[1]
    if re.fullmatch(r"\d+\+|\d+ (and|or) (over|more|older|above)", band):
        return age >= bounds[0]
    if re.fullmatch(r"(<|under |below )\d+", band):
        return age < bounds[0]
    return bool(re.fullmatch(r"(>|over |above )\d+", band)) and age > bounds[0]
