"""`passerelle run`: says in one line why it cannot start, keeps its parts running, and takes them all along."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from passerelle.config import supervisor
from passerelle.config.surroundings import Unfit


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """`passerelle run`, for starts that must fail."""
    return subprocess.run(
        [sys.executable, "-m", "passerelle.config.cli", "run", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
    )


def eventually(holds: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_a_taken_port_is_said_in_one_line_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        done = run("--port", port, "--data", tmp_path)
    assert done.returncode == 2
    assert done.stderr == f"Port {port} is taken by another program: choose another with --port.\n"
    assert not (tmp_path / "postgres").exists()


def test_a_port_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_PORT", "eighty")
    for asked in (None, 0, 70000):
        with pytest.raises(Unfit, match="is no port"):
            supervisor.read_port(asked)


def test_a_data_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("--data", tmp_path / "file")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr


def test_a_second_start_with_the_same_data_says_where_the_first_one_is(tmp_path: Path) -> None:
    with supervisor.alone(tmp_path, 8123):
        done = run("--data", tmp_path, "--port", 8124)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "already runs" in done.stderr
    assert "http://localhost:8123" in done.stderr


def test_a_part_that_dies_is_started_again_ever_more_slowly(capsys: pytest.CaptureFixture[str]) -> None:
    part = supervisor.Part("worker", ["sleep", "60"], patience=5)
    with supervisor.running([part]):
        waits = []
        for _ in range(2):
            first = part.process
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
            part.look_after()
            waits.append(part.wait)
            part.due = 0
            part.look_after()
            assert part.process.poll() is None
            assert part.process.pid != first.pid
    assert waits[0] < waits[1] <= supervisor.LONGEST_WAIT
    assert "worker ended (signal 9)" in capsys.readouterr().err


def test_stopping_leaves_no_orphan_even_of_a_part_that_does_not_listen(tmp_path: Path) -> None:
    deaf = f"trap '' TERM; sleep 61 & echo $! > {tmp_path}/child; while :; do sleep 1; done"
    part = supervisor.Part("web server", ["sh", "-c", deaf], patience=0.3)
    with supervisor.running([part]):
        assert eventually(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text() != "")
        pids = [part.process.pid, int((tmp_path / "child").read_text())]
    assert eventually(lambda: not any(_alive(pid) for pid in pids))


def test_parts_stop_in_order_web_first(tmp_path: Path) -> None:
    tell = "import pathlib, signal, sys, time\n"
    tell += "def leave(*_):\n    open(sys.argv[1], 'a').write(sys.argv[2] + '\\n'); sys.exit()\n"
    tell += "signal.signal(signal.SIGTERM, leave); pathlib.Path(sys.argv[1] + sys.argv[2]).touch(); time.sleep(60)"
    log = tmp_path / "log"
    words = [sys.executable, "-c", tell, str(log)]
    parts = [supervisor.Part(name, [*words, name], patience=10) for name in ("web", "worker")]
    with supervisor.running(parts):
        assert eventually(lambda: Path(f"{log}web").exists() and Path(f"{log}worker").exists())
    assert log.read_text() == "web\nworker\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux's kernel for the signal")
def test_a_supervisor_that_was_killed_takes_its_parts_along(tmp_path: Path) -> None:
    part = "from passerelle.config import parent; import time, pathlib; parent.die_with_it(); "
    part += f"pathlib.Path({str(tmp_path / 'ready')!r}).touch(); time.sleep(60)"
    program = "from passerelle.config import supervisor; import sys, time\n"
    program += f"print(supervisor._spawn([sys.executable, '-c', {part!r}]).pid, flush=True); time.sleep(60)"
    boss = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    pid = int(boss.stdout.readline())
    assert eventually((tmp_path / "ready").exists)
    boss.kill()
    boss.communicate()
    assert eventually(lambda: not _alive(pid))


def _alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
