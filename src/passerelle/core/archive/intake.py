"""Import: an export taken in by an empty server of the same version, in one transaction.

The archive is held against its manifest before anything is written; what is stored is held against it before it is
committed. Files are placed before the commit and taken away again when it fails.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, LiteralString, cast
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from psycopg import sql

from passerelle.core import files, journal, keys
from passerelle.core.archive import aftermath, contents, postgres, tables
from passerelle.core.archive import manifest as manifests
from passerelle.core.archive.export import BATCH, FILES, KIND, MANIFEST, journey
from passerelle.core.errors import Problem, Refused


def take_in(source: Path) -> dict[str, Any]:
    """Take an export in. Returns counts and fingerprints of both sides, and what could not be brought along.

    Raises Problem when the file is no export, Refused when the server is not empty, is of another version, has older
    keys than the data, or when the archive was altered (the table and the row are named); then nothing has changed.
    """
    began = time.monotonic()
    with _opened(source) as archive:
        manifest = _manifest(archive)
        signed = manifests.check(manifest, KIND)
        manifests.refuse_older_keys(manifest)
        manifests.refuse_other_schema(manifest)
        for told in manifest["tables"]:
            _refuse_altered_rows(archive, told)
        _refuse_altered_files(archive, manifest["files"])
        placed: list[UUID] = []
        try:
            with transaction.atomic():
                compared, left = _take_all(archive, manifest)
                for name in manifest["files"]:
                    placed.append(UUID(name))
                    files.write(placed[-1], archive.read(FILES + name))
                withdrawn = manifests.withdraw_again(manifest) if signed else 0
                put_right = aftermath.settle(
                    "imported", generation=manifests.generation(), block=manifest["journal"]["block"]
                )
        except BaseException:
            files.discard(placed)
            raise
    equal = [told for told in compared.values() if told["equal"]]
    return {
        "imported": True,
        "made_at": manifest["made_at"],
        "signature": "fits" if signed else "cannot be checked: the key that signed it is not here",
        "tables": compared,
        "counts_equal": not left,
        "hashes_equal": len(equal) == len(compared),
        "left_behind": left,
        "files": len(manifest["files"]),
        "files_missing": manifest["files_missing"],
        "withdrawn_again": withdrawn,
        "put_right": put_right,
        "unreadable": aftermath.unreadable(),
        "journal": [finding.as_json() for finding in journal.verify()],
        "seconds": round(time.monotonic() - began, 2),
    }


def _take_all(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every table; returns how each compares, and per table the keys of the rows that had to stay behind."""
    expected = [model._meta.label_lower for model, _ in contents.exportables()]
    if sorted(expected) != sorted(told["model"] for told in manifest["tables"]):
        raise Refused("other version", "This export holds other tables than this version of Passerelle has.")
    with connection.cursor() as cursor:
        here = tables.all_tables(cursor)
        names = [connection.ops.quote_name(apps.get_model(name)._meta.db_table) for name in expected]
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE")
        if not postgres.is_empty():
            raise Refused("not empty", "This server holds data already: import into an empty one.")
        compared: dict[str, Any] = {}
        behind: dict[str, set[str]] = {}
        for told in manifest["tables"]:
            model = apps.get_model(told["model"])
            table = here[model._meta.db_table]
            if [column.name for column in table.columns] != told["columns"]:
                raise Refused(
                    "other version", "The columns of %(model)s are others here.", model=told["model"]
                )
            rows = _openable(_lines(archive, told), model, told, behind)
            while batch := list(islice(rows, BATCH)):
                _insert(cursor, table, batch)
            stored = tables.fingerprint(cursor, table)
            equal = stored == told["stored"]
            compared[told["model"]] = {"archive": told["stored"], "stored": stored, "equal": equal}
            if not equal and not behind.get(told["model"]):
                raise Refused(
                    "rows differ", "%(model)s: what is stored is not what was exported.", model=told["model"]
                )
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [m for m, _ in contents.exportables()]
        ):
            cursor.execute(statement)
    return compared, {
        name: {"rows": len(gone), "keys": sorted(gone)} for name, gone in behind.items() if gone
    }


def _openable(
    lines: Iterator[bytes], model: type[models.Model], told: dict[str, Any], behind: dict[str, set[str]]
) -> Iterator[dict[str, Any]]:
    """Rows with their readable values opened. One that cannot be opened stays behind, and what refers to it too."""
    key = contents.key_of(model)
    gone = behind.setdefault(told["model"], set())
    pointing = [
        (field.column, behind[field.related_model._meta.label_lower])
        for field in contents.references(model)
        if behind.get(field.related_model._meta.label_lower)
    ]
    for line in lines:
        row = json.loads(line)
        if any(str(row[column]) in lost for column, lost in pointing):
            gone.add(str(row[key]))
        elif all(_open(row, field, model) for field in told["sealed_on_the_way"]):
            yield row
        else:
            gone.add(str(row[key]))


def _open(row: dict[str, Any], field: str, model: type[models.Model]) -> bool:
    column = contents.column_of(model, field)
    told = row[column]
    if not told["sealed"] or not told["owner"]:
        return False
    place = journey(model, field, row[contents.key_of(model)])
    plain = keys.decrypt_bytes(UUID(told["owner"]), base64.b64decode(told["sealed"]), place)
    if plain is None:
        return False
    row[column] = json.loads(plain)
    return True


def _insert(cursor: Any, table: tables.Table, rows: list[dict[str, Any]]) -> None:
    """PostgreSQL reads the JSON itself: no type of ours stands between what was stored and what is."""
    names = sql.SQL(", ").join(sql.Identifier(c.name) for c in table.columns)
    shapes = sql.SQL(", ").join(
        sql.SQL("{} {}").format(
            sql.Identifier(c.name),
            sql.SQL(cast(LiteralString, "text" if c.type == "bytea" else c.type)),
        )
        for c in table.columns
    )
    values = sql.SQL(", ").join(
        sql.SQL("decode({}, 'base64')" if c.type == "bytea" else "{}").format(sql.Identifier(c.name))
        for c in table.columns
    )
    query = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM json_to_recordset(%s::json) AS r({})").format(
        sql.Identifier(table.name), names, values, shapes
    )
    cursor.execute(query, [json.dumps(rows)])


def _lines(archive: zipfile.ZipFile, told: dict[str, Any]) -> Iterator[bytes]:
    with archive.open(f"{told['name']}.jsonl") as source:
        for line in source:
            yield line.rstrip(b"\n")


def _refuse_altered_rows(archive: zipfile.ZipFile, told: dict[str, Any]) -> None:
    """Hold the lines of one table against the manifest; when they differ, name the row."""
    try:
        listed = archive.read(f"{told['name']}.sha256")
        digest, lines = hashlib.sha256(), []
        for line in _lines(archive, told):
            digest.update(line + b"\n")
            lines.append(hashlib.sha256(line).hexdigest())
    except (KeyError, zipfile.BadZipFile):
        raise Refused(
            "altered", "The archive was altered: %(model)s is damaged.", model=told["model"]
        ) from None
    if digest.hexdigest() == told["lines"]:
        return
    row = "?"
    if hashlib.sha256(listed).hexdigest() == told["listed"]:
        known = [entry.split(" ", 1) for entry in listed.decode().splitlines()]
        # The first line that is not what was written: changed, slipped in, or in the place of one taken away.
        at = next((n for n, (then, _) in enumerate(known) if lines[n : n + 1] != [then]), len(known))
        row = known[at][1] if at < len(known) else "after the last one"
    raise Refused("altered", "The archive was altered: %(model)s, row %(row)s.", model=told["model"], row=row)


def _refuse_altered_files(archive: zipfile.ZipFile, expected: dict[str, str]) -> None:
    for name, digest in expected.items():
        try:
            with archive.open(FILES + str(UUID(name))) as source:
                same = manifests.sha256_of(source) == digest
        except (KeyError, zipfile.BadZipFile):
            same = False
        if not same:
            raise Refused("altered", "The archive was altered: file %(file)s.", file=name)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except OSError as unreadable:
        raise Problem(
            "no file", "%(file)s cannot be read: %(why)s", file=source, why=unreadable.strerror
        ) from None
    except zipfile.BadZipFile:
        raise Problem("not an archive", "%(file)s is no whole export of Passerelle.", file=source) from None


def _manifest(archive: zipfile.ZipFile) -> Any:
    try:
        return json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError):
        raise Problem("not an archive", "This zip is no export of Passerelle.") from None
