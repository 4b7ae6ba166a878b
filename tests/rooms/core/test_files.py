"""Uploads: what is taken, under which name it comes back, to whom, and that nothing half-written stays."""

from __future__ import annotations

import io
import os
import time
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import path
from django.utils import timezone
from PIL import Image

from passerelle.core import files, keys, orphans, sniffing, views
from passerelle.core.actor import PUBLIC, Actor, SystemActor
from passerelle.core.errors import Denied, Problem
from passerelle.core.models import Entry, StoredFile
from passerelle.core.rooms import Room

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
urlpatterns = [path("files/<uuid:file>/", views.file, name="file")]

HOUSE = SystemActor(reason="test")
PDF = b"%PDF-1.7\nhello"


def picture(kind: str, **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), (180, 40, 90)).save(out, kind, **more)
    return out.getvalue()


def office(kind: str, extra: dict[str, bytes] | None = None) -> bytes:
    parts = {
        "docx": {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"},
        "xlsx": {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"},
        "odt": {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<c/>"},
        "zip": {"anything.exe": b"MZ"},
    }[kind]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**parts, **(extra or {})}.items():
            archive.writestr(
                zipfile.ZipInfo(name), content
            )  # without the time of day: two workers must name alike
    return out.getvalue()


def keep(name: str, content: bytes, **more) -> StoredFile:
    more = {"owner_kind": "thing", "owner": uuid.uuid4(), **more}
    return files.store(HOUSE, upload=SimpleUploadedFile(name, content), **more)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("note.txt", "Brücke – мост – جسر\r\n".encode(), "text/plain"),
        ("note.txt", b"\xef\xbb\xbfwith a mark", "text/plain"),
        ("list.csv", "name;town\nA;Åre\n".encode(), "text/csv"),
        (
            "text.docx",
            office("docx"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("sums.xlsx", office("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("text.odt", office("odt"), "application/vnd.oasis.opendocument.text"),
        ("no extension", PDF, "application/pdf"),
    ],
)
def test_what_an_office_works_with_is_taken(name, content, media_type):
    file = keep(name, content)
    assert file.media_type == media_type
    assert files.read(file) == content
    assert files.path_of(file.pk).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("run.pdf", b"MZ\x90\0", "file type"),
        ("page.html", b"<script>alert(1)</script>", "file type"),
        ("page.txt", b"\n<!-- a -->\n<!DOCTYPE html><p>", "file type"),
        ("picture.svg", b"<svg onload='x()'/>", "file type"),
        ("run.txt", b"#!/bin/sh\nrm -r /", "file type"),
        ("recipe.sh", b"echo hello", "file extension"),
        ("photo.png", b"\xff\xd8\xff\xe0" + b"\0" * 20, "picture broken"),
        ("plan.png", PDF, "file extension"),
        ("list.csv", b"only words\nof a text", "file extension"),
        ("note.txt", b"a\0b", "file type"),
        ("note.txt", "Grüße".encode("latin-1"), "file type"),
        ("note.txt", "Grüße".encode("utf-16"), "file type"),
        ("stuff.zip", office("zip"), "file type"),
        ("macro.docx", office("docx", {"word/vbaProject.bin": b"x"}), "file type"),
        ("many.docx", office("docx", {f"p{n}": b"" for n in range(6000)}), "file type"),
        ("torn.docx", office("docx")[:60], "file type"),
        ("blank.txt", b"  \n ", "file type"),
        ("empty.txt", b"", "file empty"),
    ],
)
def test_everything_else_is_refused_with_a_reason(name, content, code):
    with pytest.raises(Problem) as refused:
        keep(name, content)
    assert refused.value.code == code
    assert len(str(refused.value)) > 10
    assert not StoredFile.objects.exists()
    assert list(orphans.stored()) == []


@pytest.mark.parametrize(
    ("name", "kind", "media_type", "kept"),
    [
        ("dock.PNG", "PNG", "image/png", "dock.png"),
        ("boat.jpeg", "JPEG", "image/jpeg", "boat.jpeg"),
        ("boat.webp", "WEBP", "image/webp", "boat.webp"),
        ("wave.gif", "GIF", "image/gif", "wave.gif"),
        ("photo.png", "JPEG", "image/jpeg", "photo.jpg"),
        ("no extension", "PNG", "image/png", "no extension.png"),
    ],
)
def test_a_picture_is_what_its_bytes_say(name, kind, media_type, kept):
    file = keep(name, picture(kind))
    assert (file.media_type, file.name) == (media_type, kept)
    assert Image.open(io.BytesIO(files.read(file))).size == (4, 3)


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, "DOCX or XLSX without a password"),
        (b"II*\0" + b"\0" * 20, "as JPEG or PNG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "as JPEG"),
        (b"MZ\x90\0", "Programs are not taken"),
        (office("zip"), "Unpack it"),
        (office("docx", {"word/vbaProject.bin": b"x"}), "without them"),
        (b"<html><p>Hello", "as PDF or as a picture"),
    ],
)
def test_who_is_refused_learns_what_to_do(content, advice):
    with pytest.raises(Problem, match=advice):
        keep("file", content)


def test_a_place_for_pictures_takes_no_document():
    with pytest.raises(Problem, match="PNG, JPG, WEBP, GIF"):
        keep("plan.pdf", PDF, use=sniffing.PICTURE)


def test_the_refusal_says_what_can_be_taken():
    with pytest.raises(Problem, match=r"PDF, PNG, JPG, WEBP, GIF, TXT, CSV, DOCX, XLSX, ODT"):
        keep("a.bin", b"\x01\x02\0")


def test_size_is_counted_and_not_believed(settings):
    settings.UPLOAD_LIMIT = 1000
    upload = SimpleUploadedFile("big.txt", b"x" * 1001)
    upload.size = 10
    with pytest.raises(Problem) as refused:
        files.store(HOUSE, owner_kind="thing", owner=uuid.uuid4(), upload=upload)
    assert refused.value.code == "file too large"
    assert files.read(keep("just.txt", b"x" * 1000)) == b"x" * 1000


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\amina\\plan.txt", "plan.txt"),
        ("invoice\u202efdp.txt", "invoicefdp.txt"),
        ("a\x00b\r\nSet-Cookie: x.txt", "ab Set-Cookie_ x.txt"),
        ("  ... .txt", "file.txt"),
        ("شهادة حضور.txt", "شهادة حضور.txt"),
        ("Cafe\u0301.TXT", "Café.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
        ("\u2066\u2069.txt", "file.txt"),
        ("Dr. Rossi", "Dr. Rossi.txt"),
    ],
)
def test_names_come_back_clean_and_readable(given, kept):
    from passerelle.core.sniffing import TEXT, clean_name

    assert clean_name(given, TEXT) == kept
    assert len(kept) <= 120


def test_a_personal_file_is_unreadable_on_disk_and_gone_with_its_key():
    person = uuid.uuid4()
    keys.create(person)
    file = keep("diary.txt", b"what I wrote", person=person)
    assert file.name == ""
    assert b"what I wrote" not in files.path_of(file.pk).read_bytes()
    assert (files.read(file), files.name_of(file)) == (b"what I wrote", "diary.txt")
    keys.destroy(person)
    assert (files.read(file), files.name_of(file)) == (None, None)


def test_a_personal_file_cannot_be_made_public():
    with pytest.raises(ValueError):
        keep("diary.txt", b"x", person=uuid.uuid4(), public=True)


def test_the_public_stores_nothing():
    with pytest.raises(Denied):
        files.store(PUBLIC, owner_kind="thing", owner=uuid.uuid4(), upload=SimpleUploadedFile("a.txt", b"a"))


def test_bytes_changed_on_disk_are_not_given_out():
    file = keep("note.txt", b"as it was")
    files.path_of(file.pk).write_bytes(b"as it never was")
    with pytest.raises(Problem, match="altered"):
        files.read(file)


def test_removing_keeps_the_bytes_until_it_is_certain(django_capture_on_commit_callbacks):
    file = keep("note.txt", b"here")
    where = files.path_of(file.pk)
    with django_capture_on_commit_callbacks(execute=True):
        files.remove(file)
        assert where.exists()
    assert not where.exists()


def test_an_upload_whose_transaction_fails_is_swept_after_a_day():
    kept = keep("kept.txt", b"kept")
    with transaction.atomic():
        lost = keep("lost.txt", b"lost")
        transaction.set_rollback(True)
    orphan = files.path_of(lost.pk)
    half = orphan.with_name(".half.partial")
    half.write_bytes(b"ha")
    assert orphans.sweep() == 0
    yesterday = time.time() - 25 * 3600
    for path_ in (orphan, half, files.path_of(kept.pk)):
        os.utime(path_, (yesterday, yesterday))
    assert orphans.sweep() == 2
    assert [p.name for p in orphans.stored()] == [str(kept.pk)]


def test_a_write_that_fails_leaves_nothing(monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("passerelle.core.durable.os.fsync", full)
    with pytest.raises(OSError), transaction.atomic():
        keep("note.txt", b"text")
    assert list(orphans.stored()) == []
    assert not StoredFile.objects.exists()


@pytest.mark.urls(__name__)
def test_a_download_can_only_be_saved(asked_by):
    answer = asked_by(asked_by.member, keep('شهادة "1".txt', b"alert(1)"))
    assert answer.status_code == 200
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename=\"_1_.txt\"; filename*=UTF-8''%D8%B4")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.urls(__name__)
def test_files_are_for_whom_their_room_says(asked_by):
    file = keep("note.txt", b"inside")
    assert asked_by(asked_by.member, file).getvalue() == b"inside"
    for other in (PUBLIC, Actor(person=uuid.uuid4())):
        assert asked_by(other, file).status_code == 404
    assert asked_by(asked_by.member, keep("a.txt", b"a", owner_kind="nobody's")).status_code == 404


@pytest.mark.urls(__name__)
def test_public_files_are_for_everybody(asked_by):
    assert asked_by(PUBLIC, keep("note.txt", b"for all", public=True)).getvalue() == b"for all"


@pytest.mark.urls(__name__)
def test_opening_a_personal_file_is_journalled(asked_by):
    person = uuid.uuid4()
    keys.create(person)
    file = keep("diary.txt", b"mine", person=person)
    assert asked_by(asked_by.member, file).getvalue() == b"mine"
    row = Entry.objects.get(action="personal file opened")
    assert (row.actor, row.subject) == (asked_by.member.person, str(file.pk))


def test_a_personal_file_of_an_earlier_version_still_opens():
    person = uuid.uuid4()
    keys.create(person)
    file = keep("diary.txt", b"as it is sealed now", person=person)
    whole = keys.encrypt_bytes(person, b"as it was sealed then", f"core.storedfile.content:{file.pk}")
    file.sha256, file.in_pieces = files.write(file.pk, whole), False
    assert files.read(file) == b"as it was sealed then"


def test_an_upload_never_lies_on_the_disk_unsealed_and_never_grows_beyond_the_limit(rf, settings):
    settings.UPLOAD_LIMIT = 1000
    request = rf.post("/", {"file": SimpleUploadedFile("big.txt", b"x" * 100_000)})
    upload = request.FILES["file"]
    assert not hasattr(upload, "temporary_file_path")
    assert upload.size == 1001
    with pytest.raises(Problem, match="too large"):
        keep("big.txt", upload.read())


def test_a_long_personal_file_is_never_whole_in_one_piece():
    person = uuid.uuid4()
    keys.create(person)
    content = b"line of a diary\n" * 20_000
    file = keep("diary.txt", content, person=person)
    pieces = list(files.opened(file))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) == 64 * 1024
    assert files.path_of(file.pk).stat().st_size == 32 + len(content) + 16 * len(pieces)


def test_a_file_whose_record_is_gone_is_an_orphan_after_a_day(
    monkeypatch, django_capture_on_commit_callbacks
):
    there = uuid.uuid4()
    room = Room("test", "Test", file_owners={"thing": lambda ids: ids & {there}})
    monkeypatch.setattr("passerelle.core.orphans.rooms", lambda: (room,))
    keep("kept.txt", b"kept", owner=there)
    lost = keep("lost.txt", b"lost")
    assert not orphans.find().some
    StoredFile.objects.update(at=timezone.now() - timedelta(days=2))
    assert orphans.find().as_json()["rows_without_record"] == [str(lost.pk)]
    with django_capture_on_commit_callbacks(execute=True):
        assert orphans.sweep() == 1
    assert [file.name for file in StoredFile.objects.all()] == ["kept.txt"]
    assert not files.path_of(lost.pk).exists()
    assert orphans.sweep() == 0


def test_bytes_that_went_missing_are_told_and_their_row_stays():
    file = keep("note.txt", b"here")
    files.path_of(file.pk).unlink()
    assert orphans.find().as_json()["rows_without_bytes"] == [str(file.pk)]
    assert orphans.sweep() == 0
    assert StoredFile.objects.exists()
