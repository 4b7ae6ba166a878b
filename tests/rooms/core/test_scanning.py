"""Where there is a virus scanner, nothing is given out before it has called it clean."""

from __future__ import annotations

import socketserver
import struct
import sys
import threading
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import path

from passerelle.core import files, keys, orphans, scanning, views
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.models import Entry, StoredFile
from tests.rooms.core.test_files import keep

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
urlpatterns = [path("files/<uuid:file>/", views.file, name="file")]
VIRUS = b"this stands for a virus"
HOUSE = SystemActor(reason="test")


class Clamd(socketserver.BaseRequestHandler):
    """As much of clamd as INSTREAM needs: finds VIRUS, refuses more than a megabyte."""

    def handle(self):
        assert self._take(10) == b"zINSTREAM\0"
        whole = b""
        while length := struct.unpack("!I", self._take(4))[0]:
            whole += self._take(length)
            if len(whole) > 1_000_000:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.request.sendall(b"stream: Test.Virus-1 FOUND\0" if VIRUS in whole else b"stream: OK\0")

    def _take(self, length):
        taken = b""
        while len(taken) < length:
            part = self.request.recv(length - len(taken))
            if not part:
                return b"\0" * length
            taken += part
        return taken


@pytest.fixture(params=["unix", "tcp"])
def clamd(request, tmp_path, settings):
    where = str(tmp_path / "clamd.ctl")
    kind = (
        socketserver.ThreadingUnixStreamServer if request.param == "unix" else socketserver.ThreadingTCPServer
    )
    with kind(where if request.param == "unix" else ("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.SCANNER = (
            f"unix:{where}" if request.param == "unix" else f"tcp://127.0.0.1:{server.server_address[1]}"
        )
        yield settings.SCANNER
        server.shutdown()


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 64 * 1024 + 1, 300_000])
def test_a_clean_file_of_any_length_is_clean(clamd, size):
    assert scanning.scan(clamd, [b"", b"x" * size]) == ""


def test_what_is_found_is_named(clamd):
    assert scanning.scan(clamd, [b"a" * 70_000 + VIRUS[:5], VIRUS[5:]]) == "Test.Virus-1"


def test_a_file_the_scanner_does_not_take_is_not_clean(clamd):
    with pytest.raises(scanning.Unreachable):
        scanning.scan(clamd, [b"x" * 64 * 1024] * 40)


@pytest.mark.parametrize(
    "address", ["unix:/nowhere/clamd.ctl", "tcp://127.0.0.1:1", "command:/nowhere/clamscan -"]
)
def test_a_scanner_that_is_away_calls_nothing_clean(address):
    with pytest.raises(scanning.Unreachable):
        scanning.scan(address, [b"x"])


@pytest.mark.parametrize(("code", "told"), [(0, ""), (1, "found"), (2, None)])
def test_a_command_speaks_by_the_way_it_ends(code, told, tmp_path):
    script = tmp_path / "scanner.py"
    script.write_text(f"import sys; sys.stdin.buffer.read(); sys.exit({code})")
    address = f"command:{sys.executable} {script}"
    if told is None:
        with pytest.raises(scanning.Unreachable):
            scanning.scan(address, [b"x"])
    else:
        assert scanning.scan(address, [b"x"]) == told


@pytest.mark.parametrize(
    "address",
    ["tcp://scanner.example:3310", "tcp://10.0.0.7:3310", "unix:clamd.ctl", "clamd", "command:", "http:x"],
)
def test_files_are_shown_to_no_other_machine(address):
    with pytest.raises(ValueError, match="PASSERELLE_SCANNER"):
        scanning.check_address(address)


@pytest.mark.urls(__name__)
def test_a_file_is_shut_until_it_is_called_clean(clamd, asked_by):
    file = keep("note.txt", b"harmless")
    waiting = asked_by(asked_by.member, file)
    assert waiting.status_code == 503
    assert "Retry-After" in waiting.headers
    assert b"harmless" not in waiting.content
    assert asked_by(Actor(person=uuid.uuid4()), file).status_code == 404, "who may not have it learns nothing"
    files.inspect(file=file.pk)
    assert asked_by(asked_by.member, file).getvalue() == b"harmless"
    assert Entry.objects.get(action="file scanned").details == {"scan": "clean"}


@pytest.mark.urls(__name__)
def test_what_the_scanner_refuses_is_gone_and_its_row_says_why(
    clamd, asked_by, django_capture_on_commit_callbacks
):
    file = keep("note.txt", VIRUS, public=True)
    with django_capture_on_commit_callbacks(execute=True):
        files.inspect(file=file.pk)
    file.refresh_from_db()
    assert (file.scan, file.found) == ("refused", "Test.Virus-1")
    assert not files.path_of(file.pk).exists()
    answer = asked_by(Actor(), file)
    assert answer.status_code == 410
    assert "refused it" in answer.content.decode()
    assert orphans.find().as_json()["rows_without_bytes"] == [], "that its bytes are gone is no fault"


def test_a_scanner_that_was_away_is_asked_again(settings, tmp_path):
    settings.SCANNER = f"unix:{tmp_path}/later.ctl"
    file = keep("note.txt", b"harmless")
    with pytest.raises(scanning.Unreachable):
        files.inspect(file=file.pk)
    file.refresh_from_db()
    assert file.scan == "away"
    assert not files.available(file)
    assert files.inspect_waiting() == 1
    with socketserver.ThreadingUnixStreamServer(f"{tmp_path}/later.ctl", Clamd) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        files.inspect(file=file.pk)
        server.shutdown()
    file.refresh_from_db()
    assert files.available(file)
    assert files.inspect_waiting() == 0


def test_files_from_before_there_was_a_scanner_are_shown_to_it(settings):
    file = keep("note.txt", b"harmless")
    assert files.available(file)
    settings.SCANNER = "unix:/run/clamav/clamd.ctl"
    assert not files.available(file)
    assert not StoredFile.objects.filter(files.are_available()).exists()
    assert files.inspect_waiting() == 1


def test_a_personal_file_is_opened_for_the_scanner_and_stays_sealed(clamd):
    person = uuid.uuid4()
    keys.create(person)
    file = files.store(
        HOUSE,
        owner_kind="thing",
        owner=uuid.uuid4(),
        upload=SimpleUploadedFile("a.txt", VIRUS),
        person=person,
    )
    files.inspect(file=file.pk)
    file.refresh_from_db()
    assert file.scan == "refused"
