"""Make the data of `engines/text/collation`: the root table and the rules of the languages, from Unicode's files.

    python -m tools.collation --root FractionalUCA_SHORT.txt --rules common/collation

Both files are parts of CLDR (`common/uca`, `common/collation`; Unicode's licence stands beside what is made here).
Kept of the root table: the scripts of the languages that Passerelle serves, spaces, punctuation, common symbols and
digits, and of these only what remains when a text is decomposed (NFD); primary and secondary weights are numbered
anew. Kept of the rules: the standard order of each language below, imports resolved, else as they stand.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/passerelle/engines/text/data"
KEPT = (
    (0x0000, 0x05FF),  # Latin, marks, Greek, Cyrillic, Armenian, Hebrew
    (0x0600, 0x06FF),  # Arabic
    (0x0750, 0x077F),
    (0x0870, 0x08FF),
    (0x10A0, 0x10FF),  # Georgian
    (0x1200, 0x139F),  # Ethiopic
    (0x1C80, 0x1CBF),
    (0x1AB0, 0x1AFF),
    (0x1D00, 0x20FF),  # Latin and Greek with marks, punctuation, currencies
    (0x2100, 0x22FF),  # letter-like signs, arrows, mathematics
    (0x2C60, 0x2C7F),
    (0x2D00, 0x2DFF),  # Georgian, Tifinagh, Ethiopic, Cyrillic
    (0x2E00, 0x2E7F),
    (0xA640, 0xA69F),
    (0xA700, 0xA7FF),
    (0xAB01, 0xAB2F),
    (0xFB00, 0xFB4F),
    (0xFE20, 0xFE2F),
)
LANGUAGES = (
    *(
        "ar",
        "az",
        "be",
        "bg",
        "bs",
        "cs",
        "da",
        "el",
        "es",
        "et",
        "fa",
        "fa_AF",
        "fi",
        "fr_CA",
        "ha",
        "he",
        "hr",
    ),
    *(
        "hu",
        "hy",
        "ig",
        "is",
        "ka",
        "kk",
        "ku",
        "ln",
        "lt",
        "lv",
        "mk",
        "mt",
        "no",
        "om",
        "pl",
        "ps",
        "ro",
        "ru",
    ),
    *("se", "sk", "sl", "sq", "sr", "sr_Latn", "sv", "tr", "uk", "ur", "uz", "vi", "wo", "yo"),
)
# Orders that CLDR 48 has otherwise than CLDR 41, whose files were read.
NEWER = {
    "he": "[normalization on][reorder Hebr]",
    "hy": "[reorder Armn]&եվ<<<և",
    "lv": "&A<ā<<<Ā&C<č<<<Č&E<ē<<<Ē&G<ģ<<<Ģ&I<y<<<Y<ī<<<Ī&K<ķ<<<Ķ&L<ļ<<<Ļ&N<ņ<<<Ņ&O<ō<<<Ō&R<ŗ<<<Ŗ&S<š<<<Š&U<ū<<<Ū"
    "&Z<ž<<<Ž",
}
# Languages sorted by another's rules. Tigrinya is not in CLDR: the order of its script is Amharic's.
SHARED = {"am": "[reorder Ethi]", "ti": "[reorder Ethi]"}
NAMES = {
    "SPACE": "space",
    "PUNCTUATION": "punct",
    "SYMBOL": "symbol",
    "CURRENCY": "currency",
    "DIGIT": "digit",
    "LATIN": "Latn",
    "GREEK": "Grek",
    "COPTIC": "Copt",
    "CYRILLIC": "Cyrl",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "HEBREW": "Hebr",
    "ARABIC": "Arab",
    "TIFINAGH": "Tfng",
    "ETHIOPIC": "Ethi",
}
"""Groups that can be moved, by CLDR's name of each group's first weight. Others are not kept."""

Primary = tuple[int, ...]
Element = tuple[Primary, Primary, int]
ELEMENT = re.compile(r"\[([0-9A-F ]*), ?([0-9A-F ]*), ?([0-9A-F ]*)\]")


def entries(lines: Iterable[str]) -> Iterator[tuple[str, str, list[Element]]]:
    """Characters before the sign, the sign, and its elements, of every line of the fractional table."""
    for line in lines:
        codes, found, rest = line.partition(";")
        if not found or not re.fullmatch(r"[0-9A-F |]+", codes) or codes.startswith("FDD"):
            continue
        prefix, _, own = codes.rpartition("|")
        told = [
            (_bytes(first), _bytes(second), int(third or "0", 16))
            for first, second, third in ELEMENT.findall(rest.replace("[,,]", "[, , ]"))
        ]
        yield _text(prefix), _text(own), told


def _bytes(told: str) -> Primary:
    return tuple(int(byte, 16) for byte in told.split())


def _text(codes: str) -> str:
    return "".join(chr(int(code, 16)) for code in codes.split())


def is_kept(text: str) -> bool:
    inside = all(any(first <= ord(sign) <= last for first, last in KEPT) for sign in text)
    return inside and unicodedata.normalize("NFD", text) == text


def group_starts(source: list[str]) -> list[tuple[Primary, str]]:
    """First primary weight of every group and its name, "" for the groups that are not kept."""
    found = []
    for line in source:
        if line.startswith("FDD1 "):
            weight = ELEMENT.search(line)
            comment = line.partition("#")[2].split(" first primary")[0].strip()
            if weight:
                found.append((_bytes(weight[1]), NAMES.get(comment.upper(), "")))
    return sorted(found)


def root(source: list[str]) -> list[str]:
    """The lines of the root table."""
    table: dict[str, list[Element]] = {}
    # What a sign weighs after another one comes last: it is told as the weight of the two together.
    for prefix, own, elements in sorted(entries(source), key=lambda entry: entry[0]):
        if is_kept(prefix + own):
            table[prefix + own] = [*table[prefix], *elements] if prefix else elements
    starts = group_starts(source)
    firsts = sorted({first for elements in table.values() for first, _, _ in elements if first})
    seconds = sorted({second for elements in table.values() for _, second, _ in elements if second})
    ranks = {weight: rank for rank, weight in enumerate(firsts, 1)}
    second_ranks = {weight: rank for rank, weight in enumerate(seconds, 1)}
    common = second_ranks[(0x05,)]
    lines = [f"@common {common}", *_groups(starts, ranks)]
    for text, elements in sorted(table.items(), key=lambda entry: (entry[1], entry[0])):
        weights = [
            _told(ranks.get(first, 0), second_ranks.get(second, 0), third, common)
            for first, second, third in elements
        ]
        lines.append(f"{' '.join(f'{ord(sign):x}' for sign in text)};{' '.join(weights)}")
    return lines


def _groups(starts: list[tuple[Primary, str]], ranks: dict[Primary, int]) -> Iterator[str]:
    ends = [start for start, _ in starts[1:]] + [(0xFF,)]
    for (start, name), end in zip(starts, ends, strict=True):
        members = [rank for weight, rank in ranks.items() if start <= weight < end]
        if name and members:
            yield f"@{name} {min(members)} {max(members)}"


def _told(first: int, second: int, third: int, common: int) -> str:
    """primary.secondary.tertiary; what is left out is the usual one."""
    if third == 5 and second == common:
        return f"{first:x}"
    return f"{first:x}.{second:x}" if third == 5 else f"{first:x}.{second:x}.{third:x}"


def rules(folder: Path, language: str, kind: str = "") -> str:
    """The rules of a language as one line, imports resolved, comments and white space gone."""
    if language in NEWER:
        return NEWER[language]
    source = (folder / f"{language}.xml").read_text(encoding="utf-8")
    default = re.search(r"<defaultCollation>(\w+)<", source)
    kind = kind or (default[1] if default else "standard")
    wanted = rf'<collation type="{kind}"[^>]*>.*?<!\[CDATA\[(.*?)\]\]>'
    found = re.search(wanted, source, re.DOTALL)
    if not found:
        raise ValueError(f"{language} has no order of kind {kind}")
    line = "".join(re.sub(r"(^|\s)#.*", "", one).strip() for one in found[1].splitlines())
    return re.sub(r"\[import ([\w-]+)\]", lambda other: _imported(folder, other[1]), line)


def _imported(folder: Path, tag: str) -> str:
    language, _, kind = tag.partition("-u-co-")
    short = {"trad": "traditional", "phonebk": "phonebook"}
    return rules(folder, language.replace("-", "_"), short.get(kind, kind))


def main() -> None:
    """Write `collation.txt` and `tailoring.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, required=True, help="CLDR's common/uca/FractionalUCA_SHORT.txt")
    parser.add_argument("--rules", type=Path, required=True, help="CLDR's folder common/collation")
    args = parser.parse_args()
    source = args.root.read_text(encoding="utf-8").splitlines()
    version = next(line for line in source if line.startswith("[UCA version")).strip("[]")
    about = f"# Made by tools/collation.py from FractionalUCA_SHORT.txt, {version}, (c) Unicode, Inc."
    table = "\n".join([about + "; see LICENSE-UNICODE.txt", *root(source)])
    (TARGET / "collation.txt").write_text(table + "\n", encoding="utf-8")
    found = {language.replace("_", "-").lower(): rules(args.rules, language) for language in LANGUAGES}
    found |= SHARED
    found |= {"nb": found["no"], "nn": found["no"], "prs": found["fa-af"], "kmr": found["ku"]}
    told = {
        "//": "Made by tools/collation.py: the standard orders of CLDR 48 that differ from the root's, in its own rule "
        "syntax (Unicode TS 35, part 5), (c) Unicode, Inc.; see LICENSE-UNICODE.txt",
        **dict(sorted(found.items())),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (TARGET / "tailoring.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
