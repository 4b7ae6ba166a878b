"""A glossary from a table: CSV with the columns below in any order, by their names.

language        of the checked text, BCP 47 ("it")
term            what to say there
forbidden       what not to say; several with | or ; between them
source language of `source`; needed only with it
source          what is said in the other language: with the text to compare, a missing `term` is told
note            why
"""

import csv
import io

from passerelle.engines.text import paste
from passerelle.engines.text.glossary import Entry

_NAMES = {
    "language": "language", "lang": "language", "langue": "language", "lingua": "language", "språk": "language",
    "target language": "language", "اللغة": "language",
    "term": "term", "terme": "term", "termine": "term", "instead": "term", "use": "term", "target": "term",
    "preferred": "term", "المصطلح": "term",
    "forbidden": "forbidden", "avoid": "forbidden", "wrong": "forbidden", "interdit": "forbidden", "vietato": "forbidden",
    "förbjuden": "forbidden", "undvik": "forbidden", "ممنوع": "forbidden",
    "source language": "source language", "source_language": "source language", "from": "source language",
    "source": "source", "source term": "source", "source_term": "source", "original": "source",
    "note": "note", "notes": "note", "comment": "note", "why": "note",
}  # fmt: skip


class Unusable(Exception):
    """The table cannot be used; what is wrong and what to do."""

    def __init__(self, problem: str, proposal: str) -> None:
        super().__init__(problem)
        self.problem, self.proposal = problem, proposal


def entries(data: bytes) -> tuple[Entry, ...]:
    """The entries of a table. Raises Unusable."""
    try:
        text = paste.decode(data).text
    except paste.PasteProblem:
        raise Unusable("The glossary is no CSV text.", "Save the table as CSV (UTF-8).") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise Unusable(
            f"The glossary cannot be read as CSV: {problem}.", "Save the table as CSV again."
        ) from None
    columns = [_NAMES.get(name.strip().lower(), "") for name in rows[0]] if rows else []
    if "language" not in columns or not {"term", "forbidden"}.intersection(columns):
        raise Unusable(
            "The glossary has no columns “language” and “term” or “forbidden”.",
            "Name them in the first row; “source language” and “source” may stand beside them.",
        )
    found: list[Entry] = []
    for number, row in enumerate(rows[1:], 1):
        cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
        found.extend(_of_row(str(number), cells))
    return tuple(found)


def _of_row(concept: str, cells: dict[str, str]) -> list[Entry]:
    language, note = cells.get("language", "").lower(), cells.get("note", "")
    if not language:
        return []
    made = [Entry(concept, language, cells["term"], note=note)] if cells.get("term") else []
    wrongs = cells.get("forbidden", "").replace(";", "|").split("|")
    if [wrong.strip().lower() for wrong in wrongs] in (["yes"], ["true"], ["x"], ["1"]) and made:
        return [Entry(concept, language, cells["term"], forbidden=True, note=note)]
    if not any(wrong.strip().lower() in ("no", "false", "0") for wrong in wrongs):
        made += [
            Entry(concept, language, wrong.strip(), forbidden=True, note=note)
            for wrong in wrongs
            if wrong.strip()
        ]
    if cells.get("source") and cells.get("source language"):
        made.append(Entry(concept, cells["source language"].lower(), cells["source"], note=note))
    return made
