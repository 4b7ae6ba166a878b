"""What an archive says about itself: what is in it, of which moment, signed with the key that seals the journal."""

from __future__ import annotations

import hashlib
from typing import IO, Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

import passerelle
from passerelle.core import journal, keys
from passerelle.core.errors import Problem, Refused
from passerelle.core.keystore.models import Generation

FORMAT_VERSION = 1


def begin(kind: str, cursor: Any) -> dict[str, Any]:
    """The common part. cursor: on the snapshot that the archive is made of."""
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY app, name")
    migrations = [name for (name,) in cursor.fetchall()]
    cursor.execute("SELECT number, head FROM core_seal ORDER BY number DESC LIMIT 1")
    number, head = cursor.fetchone() or (0, journal.GENESIS)
    cursor.execute("SELECT count(*) FROM core_entry")
    return {
        "format": f"passerelle {kind}",
        "format_version": FORMAT_VERSION,
        "passerelle": passerelle.__version__,
        "made_at": journal.moment(timezone.now()),
        "migrations": migrations,
        "journal": {"block": number, "head": head, "entries": cursor.fetchone()[0]},
        # Read after the snapshot was taken: who left meanwhile is erased again when this comes back.
        "keys": {"generation": generation(), "withdrawn": [str(owner) for owner in keys.withdrawals()]},
    }


def sign(manifest: dict[str, Any]) -> dict[str, Any]:
    key = journal.signing_key()
    signed = {**manifest, "public_key": journal.public_hex(key)}
    return {**signed, "signature": key.sign(journal.canonical(signed)).hex()}


def check(manifest: Any, kind: str) -> bool:
    """True when one of this house's own keys signed it, False when that key is not here to tell.

    Raises Problem for another kind of file, Refused when the manifest was altered."""
    if not isinstance(manifest, dict) or manifest.get("format") != f"passerelle {kind}":
        raise Problem("not an archive", "This file is no %(kind)s of Passerelle.", kind=kind)
    if manifest.get("format_version") != FORMAT_VERSION:
        raise Problem("newer archive", "This file was made by a newer Passerelle: use that version.")
    known = journal.known_keys()
    key = known.get(str(manifest.get("public_key")))
    if key is None:
        return False
    signed = {name: value for name, value in manifest.items() if name != "signature"}
    try:
        key.verify(bytes.fromhex(str(manifest.get("signature"))), journal.canonical(signed))
    except (InvalidSignature, ValueError):
        raise Refused(
            "altered", "The archive was altered: manifest.json does not fit its signature."
        ) from None
    return True


def refuse_older_keys(manifest: dict[str, Any]) -> None:
    """Raises Refused when the keys here are older than those the data know of: somebody may have left since.

    Without any keys one may go on; nothing personal can be read then."""
    known, here = int(manifest["keys"]["generation"]), generation()
    if 0 < here < known:
        raise Refused(
            "older keys",
            "The keys here are generation %(here)s, these data know of generation %(known)s: "
            "restore the newest keys first.",
            here=here,
            known=known,
        )


def refuse_unknown_schema(manifest: dict[str, Any]) -> None:
    """Raises Refused when the data were made by a version that this one does not know."""
    unknown = sorted(set(manifest["migrations"]) - _on_disk())
    if unknown:
        raise Refused(
            "newer data",
            "These data were made by Passerelle %(version)s, which is newer: %(unknown)s.",
            version=manifest["passerelle"],
            unknown=", ".join(unknown[:5]),
        )


def refuse_other_schema(manifest: dict[str, Any]) -> None:
    """Raises Refused unless the tables were those of this very version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        here = {name for (name,) in cursor.fetchall()}
    if here != set(manifest["migrations"]):
        raise Refused(
            "other version",
            "This export was made by Passerelle %(version)s, whose tables are not those of this version: "
            "import it there, then upgrade.",
            version=manifest["passerelle"],
        )


def generation() -> int:
    """The number of the newest backup of the keys that this key store knows of."""
    return Generation.objects.values_list("number", flat=True).first() or 0


def withdraw_again(manifest: dict[str, Any]) -> int:
    """Destroy the keys of everybody who had left when the archive was made; returns how many were still here."""
    gone = {UUID(owner) for owner in manifest["keys"]["withdrawn"]} - set(keys.withdrawals())
    for owner in gone:
        keys.destroy(owner)
    return len(gone)


def sha256_of(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()


def _on_disk() -> set[str]:
    disk = MigrationLoader(None).disk_migrations
    # What an app replaced by a squashed migration is known under its old names too.
    replaced = {key for migration in disk.values() for key in migration.replaces}
    return {f"{app}.{name}" for app, name in disk.keys() | replaced}
