"""Export: everything the rooms keep, as JSON lines in a zip that a person can read and any server can take in.

Each table is `tables/NN-app.model.jsonl` (one row a line, columns as stored, bytes in base64, references after what
they refer to) with `tables/NN-app.model.sha256` (fingerprint and key of each line, so that an altered row can be
named), files are `files/<id>`. Sealed values travel as they are; the few that a room keeps readable (the address one
signs in with) are sealed under their person's key for the journey: {"sealed": base64}, null when the key is gone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.db import models
from psycopg import sql

from passerelle.core import durable, files, journal, keys
from passerelle.core.archive import contents, postgres, tables
from passerelle.core.archive import manifest as manifests
from passerelle.core.models import StoredFile
from passerelle.core.rooms import Exportable

KIND = "export"
MANIFEST, FILES = "manifest.json", "files/"
BATCH = 500


def export(out: Path) -> dict[str, Any]:
    """Write the whole network to `out`, whole or not at all. Returns the manifest with "seconds".

    `without_key` counts the rows per table whose readable values could not be sealed: they cannot be brought back.
    """
    began = time.monotonic()
    durable.make_ready(out)
    with durable.replacing(out) as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
        with postgres.snapshot() as moment:
            cursor = moment.cursor()
            found = tables.all_tables(cursor)
            manifest = manifests.begin(KIND, cursor) | {"left_out": contents.LEFT_OUT, "tables": []}
            for number, (model, exportable) in enumerate(contents.exportables(), start=1):
                name = f"tables/{number:02d}-{model._meta.label_lower}"
                told = _write_table(archive, name, moment, found[model._meta.db_table], model, exportable)
                manifest["tables"].append(told)
            cursor.execute("SELECT id FROM core_storedfile WHERE scan <> 'refused' ORDER BY id")
            manifest |= _write_files(archive, [pk for (pk,) in cursor.fetchall()])
        archive.writestr(MANIFEST, json.dumps(manifests.sign(manifest), indent=1, sort_keys=True))
    return {**manifest, "seconds": round(time.monotonic() - began, 2)}


def _write_table(
    archive: zipfile.ZipFile,
    name: str,
    moment: Any,
    table: tables.Table,
    model: type[models.Model],
    exportable: Exportable,
) -> dict[str, Any]:
    prints, without_key = [], 0
    with _member(archive, f"{name}.jsonl") as out:
        for row in _rows(moment, table):
            if exportable.sealed_on_the_way and not _seal(row, model, exportable):
                without_key += 1
            line = journal.canonical(row)
            out.write(line + b"\n")
            prints.append(f"{hashlib.sha256(line).hexdigest()} {row[contents.key_of(model)]}\n")
    listed = "".join(prints).encode()
    archive.writestr(f"{name}.sha256", listed)
    return {
        "model": model._meta.label_lower,
        "name": name,
        "columns": [column.name for column in table.columns],
        "stored": tables.fingerprint(moment.cursor(), table),
        "lines": out.digest.hexdigest(),
        "listed": hashlib.sha256(listed).hexdigest(),
        "sealed_on_the_way": list(exportable.sealed_on_the_way),
        "without_key": without_key,
    }


def _rows(moment: Any, table: tables.Table) -> Iterator[dict[str, Any]]:
    """Every row in the order of its key, as JSON can hold it: exact moments, exact numbers, bytes in base64."""
    columns = sql.SQL(", ").join(map(as_json, table.columns))
    query = sql.SQL("SELECT row_to_json(r)::text FROM (SELECT {} FROM {} ORDER BY {}) r").format(
        columns, sql.Identifier(table.name), table.order
    )
    with moment.cursor(name="export") as cursor:
        cursor.itersize = BATCH
        cursor.execute(query)
        for (text,) in cursor:
            yield json.loads(text)


def as_json(column: tables.Column) -> sql.Composable:
    name = sql.Identifier(column.name)
    if column.type == "bytea":
        return sql.SQL("replace(encode({0}, 'base64'), E'\\n', '') AS {0}").format(name)
    if column.type.startswith("numeric"):
        return sql.SQL("{0}::text AS {0}").format(name)
    return name


def _seal(row: dict[str, Any], model: type[models.Model], exportable: Exportable) -> bool:
    """Seal what the room keeps readable under its person's key, in place. False when that key is gone."""
    owner = row.get(exportable.subject)
    if owner is None:
        found = model._base_manager.filter(pk=row[contents.key_of(model)])
        owner = found.values_list(exportable.subject, flat=True).first()
    here = owner is not None and bool(keys.present([UUID(str(owner))]))
    for field in exportable.sealed_on_the_way:
        column = contents.column_of(model, field)
        place = journey(model, field, row[contents.key_of(model)])
        plain = json.dumps(row[column]).encode()
        sealed = keys.encrypt_bytes(UUID(str(owner)), plain, place) if here else None
        row[column] = {"sealed": base64.b64encode(sealed).decode() if sealed else None, "owner": owner}
    return here


def journey(model: type[models.Model], field: str, pk: Any) -> str:
    """Where a value sealed for the journey belongs; authenticated with it."""
    return f"export:{model._meta.label_lower}.{field}:{pk}"


def _write_files(archive: zipfile.ZipFile, ids: list[UUID]) -> dict[str, Any]:
    taken, missing = {}, []
    for pk in ids:
        try:
            with open(files.path_of(pk), "rb") as source, _member(archive, f"{FILES}{pk}") as out:
                shutil.copyfileobj(source, out, 1 << 20)
        except FileNotFoundError:
            missing.append(pk)
        else:
            taken[str(pk)] = out.digest.hexdigest()
    # One removed since the snapshot was taken is no fault.
    still = StoredFile.objects.filter(pk__in=missing).values_list("pk", flat=True)
    return {"files": taken, "files_missing": sorted(map(str, still))}


class _Writer:
    """A member of the archive that remembers the SHA-256 of what was written."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.digest = target, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.target.write(data)


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[_Writer]:
    with archive.open(name, "w", force_zip64=True) as target:
        yield _Writer(target)
