"""Make `collation.txt` from Unicode's Default Unicode Collation Element Table.

    python make_collation.py allkeys.txt > collation.txt

`allkeys.txt` is published with Unicode Technical Standard 10; the table here was made from version 10.0.0.
Only the scripts of the languages that Passerelle serves are kept, only characters without a canonical
decomposition (texts are decomposed first), and primary weights are numbered anew in CLDR's root order:
spaces, punctuation, symbols, currencies, digits, then letters by script (Unicode Technical Standard 35,
part 5).
"""

import re
import sys
import unicodedata
from collections.abc import Iterable

KEPT = (
    (0x0009, 0x036F),  # Latin, spacing modifiers, combining marks
    (0x0370, 0x052F),  # Greek, Cyrillic
    (0x0531, 0x05F4),  # Armenian, Hebrew
    (0x0600, 0x06FF),  # Arabic
    (0x0750, 0x077F),
    (0x08A0, 0x08FF),
    (0x10A0, 0x10FF),  # Georgian
    (0x1200, 0x139F),  # Ethiopic
    (0x1C80, 0x1C8F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x1E00, 0x20FF),  # Latin and Greek with marks, general punctuation, currencies
    (0x2116, 0x2122),
    (0x2190, 0x21FF),
    (0x2C60, 0x2C7F),
    (0x2D00, 0x2D2D),
    (0x2D80, 0x2DFF),
    (0x2E00, 0x2E49),
    (0xA640, 0xA69F),
    (0xA717, 0xA7FF),
    (0xAB01, 0xAB2E),
    (0xFE20, 0xFE2F),
    (0xFFFC, 0xFFFD),
)
SCRIPTS = {
    "LATIN": "Latn",
    "GREEK": "Grek",
    "COPTIC": "Grek",
    "CYRILLIC": "Cyrl",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "HEBREW": "Hebr",
    "ARABIC": "Arab",
    "ETHIOPIC": "Ethi",
}
GROUPS = ("space", "punctuation", "symbol", "currency", "digit", *dict.fromkeys(SCRIPTS.values()))
HEADER = (
    "# Made by make_collation.py from allkeys.txt 10.0.0, (c) 2017 Unicode, Inc.; see LICENSE-UNICODE.txt"
)
LINE = re.compile(r"^([0-9A-F ]+?)\s*;\s*((?:\[[.*][0-9A-F.]+\])+)")
ELEMENT = re.compile(r"\[[.*]([0-9A-F]+)\.([0-9A-F]+)\.([0-9A-F]+)\]")

Elements = list[tuple[int, int, int]]


def read(lines: Iterable[str]) -> dict[str, Elements]:
    table: dict[str, Elements] = {}
    for line in lines:
        if found := LINE.match(line):
            characters = "".join(chr(int(code, 16)) for code in found[1].split())
            if all(is_kept(character) for character in characters) and is_decomposed(characters):
                table[characters] = [
                    (int(first, 16), int(second, 16), int(third, 16))
                    for first, second, third in ELEMENT.findall(found[2])
                ]
    return table


def is_kept(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in KEPT)


def is_decomposed(characters: str) -> bool:
    return unicodedata.normalize("NFD", characters) == characters


def group(character: str, first_letter: int, weight: int) -> str:
    """Group of a primary weight, by the first character that has it."""
    category = unicodedata.category(character)
    if weight >= first_letter:
        words = unicodedata.name(character).split()[:2]
        return next((SCRIPTS[word] for word in words if word in SCRIPTS), "Latn")
    if category == "Sc":
        return "currency"
    if category[0] == "N":
        return "digit"
    if category[0] in "ZC":
        return "space"
    return "punctuation" if category[0] == "P" else "symbol"


def numbered(table: dict[str, Elements]) -> dict[int, tuple[str, int]]:
    """Primary weight in the source → its group and its new number."""
    named: dict[int, str] = {}
    for characters, elements in table.items():
        if len(elements) == 1 and elements[0][0]:
            best = named.get(elements[0][0])
            if best is None or (elements[0][2], len(characters)) < (table[best][0][2], len(best)):
                named[elements[0][0]] = characters
    for elements in table.values():
        for weight, _, _ in elements:
            if weight and weight not in named:
                named[weight] = "\u2021"  # only ever part of an expansion: a symbol
    first_letter = table["a"][0][0]
    groups = {weight: group(characters[0], first_letter, weight) for weight, characters in named.items()}
    ordered = sorted(groups, key=lambda weight: (GROUPS.index(groups[weight]), weight))
    return {weight: (groups[weight], number) for number, weight in enumerate(ordered, 1)}


def main(path: str) -> None:
    with open(path, encoding="utf-8") as source:
        table = read(source)
    numbers = numbered(table)
    used = {second for elements in table.values() for _, second, _ in elements if second}
    seconds = {weight: number for number, weight in enumerate(sorted(used), 1)}
    print(HEADER)
    for name in GROUPS:
        members = [number for found, number in numbers.values() if found == name]
        print(f"@{name} {min(members)} {max(members)}")
    for characters, elements in sorted(table.items(), key=lambda entry: (entry[1], entry[0])):
        codes = " ".join(f"{ord(character):x}" for character in characters)
        weights = " ".join(f"{numbers[p][1] if p else 0}.{seconds.get(s, 0)}.{t}" for p, s, t in elements)
        print(f"{codes};{weights}")


if __name__ == "__main__":
    main(sys.argv[1])
