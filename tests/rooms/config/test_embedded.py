"""The embedded PostgreSQL: there when it is needed, gone when it is not, and whole after a crash."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from passerelle.config import embedded
from passerelle.config.embedded import EmbeddedError

INSIDE = """
import sys, time
from pathlib import Path
from passerelle.config import embedded
with embedded.ensure(Path(sys.argv[1]), test=True) as server:
    print(server.pid, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that is not inside pytest's: every pytest that starts closes those to PostgreSQL's account."""
    with tempfile.TemporaryDirectory(prefix="passerelle-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder whose server was made once."""
    with tempfile.TemporaryDirectory(prefix="passerelle-") as made:
        yield Path(made)
        embedded.stop(Path(made))


def enter(data: Path) -> tuple[subprocess.Popen[str], int]:
    """Another process inside `ensure`; it leaves when its input ends. Returns it and the server's process."""
    words = [sys.executable, "-c", INSIDE, str(data)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return process, int(process.stdout.readline())


def ask(server: embedded.Server, query: str, database: str = "postgres") -> object:
    with psycopg.connect(server.url(database)) as connection:
        return connection.execute(query).fetchone()[0]


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_the_server_is_what_the_rooms_need(data: Path) -> None:
    with embedded.ensure(data, test=True) as server:
        assert server.create_database("passerelle")
        assert not server.create_database("passerelle")
        with psycopg.connect(server.url("passerelle"), autocommit=True) as connection:
            for extension in ("unaccent", "pg_trgm", "btree_gist"):
                connection.execute(f"CREATE EXTENSION {extension}")
        assert ask(server, "SELECT pg_encoding_to_char(encoding) FROM pg_database LIMIT 1") == "UTF8"
        assert ask(server, "SELECT datcollate FROM pg_database WHERE datname = 'passerelle'") == "C"
        assert ask(server, "SHOW data_checksums") == "on"
    assert gone(server.pid)


def test_nobody_else_can_connect(data: Path) -> None:
    with embedded.ensure(data, test=True) as server:
        assert psutil.Process(server.pid).net_connections("tcp") == []
        assert server.socket.stat().st_mode & 0o077 == 0
        assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_a_server_that_was_started_stays_until_it_is_stopped(data: Path) -> None:
    server = embedded.start(data, test=True)
    with embedded.ensure(data) as same:
        assert same == server
    assert server.alive()
    server.stop()
    assert gone(server.pid)
    assert not embedded.stop(data)


def test_two_processes_share_one_server_and_the_last_one_out_stops_it(data: Path) -> None:
    words = [sys.executable, "-c", INSIDE, str(data)]
    both = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    pids = {int(process.stdout.readline()) for process in both}
    assert len(pids) == 1
    (pid,) = pids
    both[0].communicate("\n")
    assert psutil.pid_exists(pid)
    both[1].communicate("\n")
    assert gone(pid)


def test_a_killed_server_comes_back_with_its_data(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with embedded.ensure(data) as server:
        with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'a word' AS word")
            connection.execute("GRANT SELECT ON kept TO PUBLIC")
        os.kill(server.pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(server.pid)], timeout=10)
        again = embedded.revive(data)
        assert again.pid != server.pid
        assert ask(again, "SELECT word FROM kept") == "a word"
    assert capfd.readouterr().err.count("\n") == 1


def test_a_lock_whose_process_number_went_to_somebody_else_is_healed(data: Path) -> None:
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        with embedded.ensure(data, test=True) as server:
            os.kill(server.pid, signal.SIGSTOP)
            left = (data / "postgres" / "cluster" / "postmaster.pid").read_text()
            os.kill(server.pid, signal.SIGCONT)
        lock = data / "postgres" / "cluster" / "postmaster.pid"
        lock.write_text(left.replace(str(server.pid), str(bystander.pid), 1))
        with embedded.ensure(data, test=True) as server:
            assert ask(server, "SELECT 1") == 1
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_whoever_was_killed_inside_leaves_a_server_that_the_next_one_stops(data: Path) -> None:
    process, pid = enter(data)
    process.kill()
    process.communicate()
    assert psutil.pid_exists(pid)
    with embedded.ensure(data) as server:
        assert server.pid == pid
    assert gone(pid)


def test_a_long_path_is_no_obstacle(folder: Path) -> None:
    far = folder / ("a-town-with-a-very-long-name-" * 4)
    with embedded.ensure(far, test=True) as server:
        assert len(str(server.socket)) < 100
        assert ask(server, "SELECT 1") == 1
    assert not server.socket.exists()


def test_a_first_start_that_was_cut_off_is_begun_again(folder: Path) -> None:
    half = folder / "postgres" / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with embedded.ensure(folder, test=True) as server:
        assert ask(server, "SELECT 1") == 1


def test_data_of_another_version_is_left_alone_and_one_line_says_so(tmp_path: Path) -> None:
    cluster = tmp_path / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("15\n")
    with pytest.raises(EmbeddedError, match=r"made by PostgreSQL 15.*export"), embedded.ensure(tmp_path):
        pass


def test_a_folder_that_is_no_data_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "postgres" / "cluster" / "my-thesis.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("all I have")
    with pytest.raises(EmbeddedError, match="no PostgreSQL data"), embedded.ensure(tmp_path):
        pass
    assert mine.read_text() == "all I have"


def test_a_data_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError) as told:
        embedded.start(tmp_path / "file" / "data")
    assert "\n" not in str(told.value)
    assert "cannot be written" in str(told.value)


def test_developers_get_addresses_that_work(data: Path) -> None:
    words = [sys.executable, "-m", "passerelle.config.embedded"]
    told = subprocess.run([*words, "start", "--data", data, "--test"], capture_output=True, check=True).stdout
    addresses = json.loads(told)
    try:
        for variable in ("DATABASE_URL", "KEYS_DATABASE_URL"):
            with psycopg.connect(addresses[variable]) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        subprocess.run([*words, "stop", "--data", data], check=True, capture_output=True)
    assert gone(addresses["pid"])
