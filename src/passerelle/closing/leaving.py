"""What a closed project leaves, as one zip: pages, documents, feeds, open data with its dictionary, and a manifest.

Nothing in it says when or where it was made: a project that did not change gives the same bytes again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from passerelle.closing import copying
from passerelle.closing.copying import Step, Taken, Walk
from passerelle.closing.settling import zipped
from passerelle.core import sheets
from passerelle.core.errors import Problem
from passerelle.core.rooms import Column, OpenTable, rooms
from passerelle.core.templatetags.look import direction
from passerelle.language.tongues import TONGUES
from passerelle.network.models import Project

FORMAT, FORMAT_VERSION = "passerelle closed project", 1
LICENCE, LICENCE_URL = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FONTS = f"{settings.STATIC_URL}passerelle/fonts/OFL.txt"


def bundle(
    project: Project, step: Step = lambda taken, known: None, languages: Sequence[str] = ()
) -> tuple[bytes, dict[str, Any]]:
    """The zip of a closed project, and its manifest. step(taken, known) may raise to stop.

    languages: of the pages; all of the interface without it.
    Raises Problem when the project is not closed, or has no public page any more."""
    if project.closed_at is None:
        raise Problem("open", "The project is open. Close it first: the file is made of what stays as it is.")
    if project.state != Project.State.PUBLISHED:
        raise Problem("not public", "The project has no public page: there is nothing to leave behind.")
    spoken = list(languages) or [code for code, _name in settings.LANGUAGES]
    walk = Walk(project, spoken, step)
    taken = walk.run()
    data = dict(_data(project))
    parts = {path: content for path, content in _folder(project, walk, taken, data)}
    parts = {name: parts[name] for name in sorted(parts)}
    manifest = _manifest(project, spoken, parts)
    parts[MANIFEST] = _json(manifest)
    parts[SUMS] = "".join(f"{_sha256(content)}  {name}\n" for name, content in parts.items()).encode()
    return zipped((name, parts[name]) for name in sorted(parts)), manifest


def _folder(
    project: Project, walk: Walk, taken: list[Taken], data: dict[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Everything but the manifest: the pages of the site, the pages around them, tables, licences."""
    data[f"data/LICENSE-{LICENCE}.txt"] = (files(__package__) / "data" / "CC-BY-4.0.txt").read_bytes()
    around = [*_around(project, walk, taken), *_fonts(walk, taken)]
    around += [Taken(path, f"/{path}", content) for path, content in data.items()]
    walk.around |= {one.address for one in around}
    yield from copying.turned([*taken, *around], walk, _outside)


def _around(project: Project, walk: Walk, taken: list[Taken]) -> Iterator[Taken]:
    """A first page, and in each language a page that says what there is, and one about the data."""
    for language in walk.languages:
        with translation.override(language):
            pages = [one for one in taken if one.language == language and one.kind == "text/html"]
            context = {
                "project": project,
                "closed_on": walk.copy.closed_on,
                "pages": [one for one in pages if one.room and "?" not in one.address],
                "sheets": [one for one in taken if one.language == language and one.kind not in PAGES],
                "documents": [one for one in taken if one.path.startswith("documents/")],
                "tables": _tables(),
                "licence": LICENCE_URL,
            }
            yield _drawn("closing/contents.html", f"/{language}/", f"{language}/index.html", walk, context)
            yield _drawn(
                "closing/dictionary.html", f"/{language}/data/", f"{language}/data/index.html", walk, context
            )
    written = [
        {"code": code, "name": TONGUES[code].own_name, "dir": direction(code)} for code in walk.languages
    ]
    with translation.override("en"):
        yield _drawn(
            "closing/entrance.html", "/", "index.html", walk, {"project": project, "languages": written}
        )


PAGES = ("text/html",)


def _drawn(template: str, address: str, path: str, walk: Walk, context: dict[str, Any]) -> Taken:
    language = path.partition("/")[0] if "/" in path else "en"
    html = render_to_string(template, context, request=walk.request(address))
    return Taken(path, address, html.encode(), "text/html", language)


def _fonts(walk: Walk, taken: list[Taken]) -> Iterator[Taken]:
    """The licence of the fonts goes where the fonts go."""
    if any(one.path.endswith(".woff2") for one in taken) and (answer := walk._static(FONTS)):
        yield Taken(FONTS.lstrip("/"), FONTS, answer[0], "text/plain")


def _outside(language: str) -> str:
    with translation.override(language or "en"):
        return gettext("leads to the Internet")


# ---------------------------------------------------------------- open data


def _tables() -> list[OpenTable]:
    return [table for room in rooms() for table in room.open_data]


def _data(project: Project) -> Iterator[tuple[str, bytes]]:
    """Each table as CSV and JSON, and what every column means, in every language."""
    words: list[list[str]] = []
    told: list[dict[str, Any]] = []
    for table in _tables():
        rows = [{column.key: row[column.key] for column in table.columns} for row in table.rows(project.pk)]
        heads = [column.key for column in table.columns]
        cells = [["" if row[key] is None else row[key] for key in heads] for row in rows]
        yield f"data/{table.key}.csv", sheets.as_csv(heads, cells)
        yield f"data/{table.key}.json", _json({"table": table.key, "licence": LICENCE_URL, "rows": rows})
        for column in table.columns:
            meant = _in_all(column)
            words += [[table.key, column.key, language, says] for language, says in meant.items()]
            told.append({"table": table.key, "column": column.key, "says": meant})
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["table", "column", "language", "meaning"], *words])
    yield "data/dictionary.csv", out.getvalue().encode("utf-8-sig")
    yield "data/dictionary.json", _json({"licence": LICENCE_URL, "columns": told})


def _in_all(column: Column) -> dict[str, str]:
    meant = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            meant[code] = str(column.says)
    return meant


# ---------------------------------------------------------------- what it says about itself


def _manifest(project: Project, languages: list[str], parts: dict[str, bytes]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "project": project.code,
        "acronym": project.acronym,
        "closed_on": project.closed_at.date().isoformat() if project.closed_at else None,
        "languages": languages,
        "licence_of_data": LICENCE_URL,
        "files": [
            {"path": name, "bytes": len(content), "sha256": _sha256(content)}
            for name, content in parts.items()
        ],
    }


def _json(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
