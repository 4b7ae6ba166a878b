"""Uploads: taken after a look at their bytes, kept under random names, given back as attachments by policy.

The bytes of file `abcd…` lie in `<media>/ab/abcd…`, those of a personal file sealed under the person's key. Pictures
are made anew without what the camera wrote beside them. The bytes are durable before the row is committed, so a row
never points at nothing; when the transaction fails, the bytes are an orphan that `orphans.sweep` removes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passerelle.core import durable, journal, keys, pictures, quotas, scanning, sniffing
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Problem
from passerelle.core.jobs import job
from passerelle.core.models import StoredFile
from passerelle.core.rooms import rooms

PIECE = 64 * 1024
SCANNER = SystemActor(reason="virus scanner")
Scan = StoredFile.Scan


def may_store(actor: Actor, **about: Any) -> bool:
    """Whoever may act at all; which files belong to what is for the action of the room that calls."""
    return actor.signed_in or isinstance(actor, SystemActor)


def is_house(actor: Actor, *_: Any, **__: Any) -> bool:
    return isinstance(actor, SystemActor)


@action(may=may_store, says="file stored")
def store(
    actor: Actor,
    *,
    owner_kind: str,
    owner: UUID,
    upload: Any,
    person: UUID | None = None,
    public: bool = False,
    use: sniffing.Use = sniffing.DOCUMENT,
) -> StoredFile:
    """Keep an upload (a Django UploadedFile) for the record `owner`.

    person: whose file it is; then its name and bytes are sealed under that person's key, and it is never public.
    use: what it is for, which decides the types that are taken.
    Raises Problem: empty, larger than settings.UPLOAD_LIMIT bytes, of no type that serves, a picture that cannot be
    read or is too large to work on, or no room left in the quota of the record or of the house.
    """
    if person is not None and public:
        raise ValueError("a personal file is never public")
    content = _taken(upload)
    kind = sniffing.recognise(content, upload.name or "", use)
    name = sniffing.clean_name(upload.name or "", kind)
    if kind in sniffing.IMAGES:
        content = _picture(content)
    file = _kept(content, name, kind.media_type, owner_kind, owner, person, public)
    if settings.SCANNER:
        inspect.enqueue(file=file.pk)
    return file


@action(may=is_house, says="file made")
def keep(
    actor: Actor, *, owner_kind: str, owner: UUID, content: bytes, name: str, media_type: str, key: UUID
) -> StoredFile:
    """Keep a file that the house made itself, sealed under a key: no stranger's bytes, so no limit and no scanner.

    Raises Problem when there is no room left."""
    file = _kept(content, name, media_type, owner_kind, owner, key, False)
    StoredFile.objects.filter(pk=file.pk).update(scan=Scan.CLEAN)
    return file


def _kept(
    content: bytes,
    name: str,
    media_type: str,
    owner_kind: str,
    owner: UUID,
    person: UUID | None,
    public: bool,
) -> StoredFile:
    quotas.claim(owner_kind, owner, len(content))
    file = StoredFile(
        id=uuid4(),
        owner_kind=owner_kind,
        owner=owner,
        person=person,
        media_type=media_type,
        size=len(content),
        public=public,
    )
    pieces: Iterable[bytes] = (content[at : at + PIECE] for at in range(0, len(content), PIECE))
    if person is None:
        file.name = name
    else:
        file.in_pieces = True
        file.sealed_name = keys.seal(person, name, _place(file, "sealed_name"))
        pieces = keys.seal_stream(person, pieces, _place(file, "content"))
    file.sha256 = write(file.pk, pieces)
    file.save(force_insert=True)
    return file


def read(file: StoredFile) -> bytes | None:
    """All bytes, or None when they or their key are gone. Raises Problem when they were altered."""
    pieces = opened(file)
    return None if pieces is None else b"".join(pieces)


def opened(file: StoredFile) -> Iterator[bytes] | None:
    """The bytes piece by piece, or None when they or their key are gone.

    Raises Problem when they were altered: at once, before the first piece."""
    try:
        with open(path_of(file.pk), "rb") as source:
            found = hashlib.file_digest(source, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    if found != file.sha256:
        raise Problem("file altered", _("This file was altered since it was kept; it is not given out."))
    return _pieces(file)


def _pieces(file: StoredFile) -> Iterator[bytes] | None:
    if file.person is None:
        return _read_to_end(open(path_of(file.pk), "rb"))
    place = _place(file, "content")
    if file.in_pieces:
        source = open(path_of(file.pk), "rb")  # noqa: SIM115 - closed by whoever reads it to the end
        return _closing(source, keys.open_stream(file.person, source, place))
    whole = keys.decrypt_bytes(file.person, path_of(file.pk).read_bytes(), place)
    return None if whole is None else iter([whole])


def _read_to_end(source: IO[bytes]) -> Iterator[bytes]:
    with source:
        while piece := source.read(PIECE):
            yield piece


def _closing(source: IO[bytes], pieces: Iterator[bytes] | None) -> Iterator[bytes] | None:
    if pieces is None:
        source.close()
        return None
    return _then_close(source, pieces)


def _then_close(source: IO[bytes], pieces: Iterator[bytes]) -> Iterator[bytes]:
    with source:
        yield from pieces


def name_of(file: StoredFile) -> str | None:
    """The name it came with; None when the key of its person is gone."""
    if file.person is None:
        return file.name
    sealed = bytes(file.sealed_name) if file.sealed_name else None
    return keys.unseal(file.person, sealed, _place(file, "sealed_name"))


def available(file: StoredFile) -> bool:
    """Whether it is given out: never what a scanner refused; where there is a scanner, only what it called clean."""
    return file.scan == Scan.CLEAN or (file.scan == Scan.NONE and not settings.SCANNER)


def are_available() -> Q:
    """The same as a condition on rows."""
    return Q(scan=Scan.CLEAN) if settings.SCANNER else Q(scan__in=[Scan.CLEAN, Scan.NONE])


@job(queue="quick")
def inspect(file: Any) -> None:
    """Show one file to the virus scanner and write down what it says; run again later when it does not answer."""
    row = StoredFile.objects.filter(pk=UUID(str(file))).first()
    if row is None or not settings.SCANNER or row.scan in (Scan.CLEAN, Scan.REFUSED):
        return
    pieces = opened(row)
    if pieces is None:
        return  # its person has left, or the transaction that stored it has failed
    try:
        found = scanning.scan(settings.SCANNER, pieces)
    except scanning.Unreachable:
        StoredFile.objects.filter(pk=row.pk, scan=Scan.NONE).update(scan=Scan.UNREACHABLE)
        raise
    write_verdict(SCANNER, row, found)


@action(may=is_house, says="file scanned")
def write_verdict(actor: Actor, file: StoredFile, found: str) -> StoredFile:
    """What the scanner said. A file it refuses loses its bytes at once; its row stays, so that people see why."""
    file.scan, file.found = (Scan.REFUSED, found) if found else (Scan.CLEAN, "")
    journal.tell(scan=file.scan)
    file.save(update_fields=["scan", "found"])
    if found:
        transaction.on_commit(partial(discard, [file.pk]))
    return file


def inspect_waiting() -> int:
    """Ask again for every file the scanner has not judged; returns how many."""
    if not settings.SCANNER:
        return 0
    waiting = StoredFile.objects.filter(scan__in=[Scan.NONE, Scan.UNREACHABLE]).values_list("pk", flat=True)
    for pk in waiting:
        inspect.enqueue(once=f"inspect {pk}", file=pk)
    return len(waiting)


def remove(file: StoredFile) -> None:
    """Forget a file: its row in the transaction under way, its bytes once that is committed."""
    pk = file.pk
    file.delete()
    transaction.on_commit(partial(discard, [pk]))


def of(owner_kind: str, owner: UUID) -> list[StoredFile]:
    """The files of one record."""
    return list(StoredFile.objects.filter(owner_kind=owner_kind, owner=owner))


def owners(owner_kind: str, among: Iterable[UUID]) -> set[UUID]:
    """Which of these records have a file."""
    found = StoredFile.objects.filter(owner_kind=owner_kind, owner__in=list(among))
    return set(found.values_list("owner", flat=True))


def remove_of(person: UUID) -> None:
    """Forget all files of a person."""
    for file in StoredFile.objects.filter(person=person):
        remove(file)


def discard(ids: Iterable[UUID]) -> None:
    """Remove the bytes of files whose rows are gone. Safe to run twice."""
    for pk in ids:
        path_of(pk).unlink(missing_ok=True)


def visible(actor: Actor, pk: UUID) -> StoredFile | None:
    """The file, when it is public or the room its record belongs to lets this actor have it."""
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None or file.public:
        return file
    resolvers = (room.files[file.owner_kind] for room in rooms() if file.owner_kind in room.files)
    return file if any(may(actor, file.owner) is True for may in resolvers) else None


def path_of(pk: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / pk.hex[:2] / str(pk)


def write(pk: UUID, content: bytes | Iterable[bytes]) -> str:
    """Put stored bytes in their place, durably, readable by the owner of the process only. Returns their SHA-256."""
    path = path_of(pk)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with durable.replacing(path) as out:
        for piece in [content] if isinstance(content, bytes) else content:
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def _taken(upload: Any) -> bytes:
    limit = settings.UPLOAD_LIMIT
    taken = bytearray()
    for chunk in upload.chunks():
        taken += chunk
        if len(taken) > limit:
            raise Problem(
                "file too large",
                _("This file is too large: at most %(limit)s MB can be taken."),
                field="file",
                limit=f"{limit / 1024 / 1024:g}",
            )
    if not taken:
        raise Problem("file empty", _("This file is empty."), field="file")
    return bytes(taken)


def _picture(content: bytes) -> bytes:
    try:
        return pictures.clean(content)
    except pictures.Unusable as unusable:
        if unusable.why == "large":
            raise Problem(
                "picture too large",
                _("This picture has too many points: at most %(most)s million. Save it smaller."),
                field="file",
                most=pictures.MOST_PIXELS // 1_000_000,
            ) from None
        raise Problem(
            "picture broken",
            _(
                "This picture cannot be read: it is damaged or not whole. Open it, save it again, and attach that."
            ),
            field="file",
        ) from None


def _place(file: StoredFile, field: str) -> str:
    return f"{file._meta.label_lower}.{field}:{file.pk}"
