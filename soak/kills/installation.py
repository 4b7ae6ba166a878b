"""A real installation in a folder of its own: `passerelle run --demo`, watched and killed from outside."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "a soak needs no secret"


class Installation:
    """One data folder, its supervisor and what the supervisor started."""

    def __init__(self, folder: Path, mail_port: int | None, *, demo: bool = True) -> None:
        self.folder, self.demo = folder, demo
        self.data = folder / "data"
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []
        plain = {
            k: v for k, v in os.environ.items() if not k.startswith(("PASSERELLE_", "DATABASE_URL", "KEYS_"))
        }
        self.environment = plain | {
            "PASSERELLE_DATA": str(self.data),
            "PASSERELLE_PORT": str(self.port),
            "PASSERELLE_PASSPHRASE": PASSPHRASE,
            "PYTHONPATH": str(ROOT / "src"),
        }
        if mail_port is not None:
            self.environment["PASSERELLE_EMAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"

    def start(self, patience: float = 120) -> float:
        """Start the supervisor; returns the seconds until the web server answered. Raises RuntimeError."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [*self.words(), "run", *(["--demo"] if self.demo else []), "--port", str(self.port)],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,  # ours is for the result
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, args=[self.process], daemon=True).start()
        while time.monotonic() - began < patience:
            if self.process.poll() is not None:
                break
            if any("is ready" in line for line in self.said[-30:]) and self.healthy():
                return time.monotonic() - began
            time.sleep(0.1)
        raise RuntimeError("the installation does not start: " + " | ".join(self.said[-5:]))

    def begin(self, email: str, password: str) -> None:
        """Begin a network of one's own: the first organisation and its administrator. Raises CalledProcessError."""
        told = {"language": "en", "organisation": "Partner 0 of Town 0", "country": "SE", "town": "Town 0"}
        told |= {"kind": "municipality", "name": "Ann Sund", "email": email}
        words = [word for name, value in told.items() for word in (f"--{name}", value)]
        subprocess.run(
            [*self.words(), "init", *words, "--password-stdin", "--yes"],
            env=self.environment,
            cwd=self.folder,
            input=password + "\n",
            stdout=sys.stderr,
            text=True,
            check=True,
        )

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            self.said.append(line.rstrip())

    def stop(self, patience: float = 60) -> int | None:
        """Ctrl-C; returns the exit code, None when it had to be killed."""
        if self.process is None:
            return 0
        code: int | None = None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.process.wait(patience)
        self.clear_away()
        self.said = []
        return code

    def clear_away(self) -> list[str]:
        """Kill what is left of this installation, by process; returns what it was."""
        left = self.processes()
        names = [" ".join(p.info["cmdline"] or [])[:80] for p in left]
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=10)
        return names

    def processes(self) -> list[psutil.Process]:
        """Every process that works on this data folder."""
        found = []
        for process in psutil.process_iter(["cmdline", "pid", "cwd"]):
            with contextlib.suppress(psutil.Error):
                cwd = process.info["cwd"] or ""
                if process.pid != os.getpid() and (
                    str(self.data) in " ".join(process.info["cmdline"] or [])
                    or cwd.startswith(str(self.data))
                    or process.environ().get("PASSERELLE_DATA") == str(self.data)
                ):
                    found.append(process)
        return found

    def part(self, name: str) -> list[psutil.Process]:
        """ "web": the server and its workers; "web worker": the workers alone; "worker"; "postgres"; "supervisor"."""
        if self.process is None:
            return []
        if name == "postgres":
            return self._postgres()
        children = _children(psutil.Process(self.process.pid))
        web = [p for p in children if "granian" in _words(p)]
        if name == "supervisor":
            return [psutil.Process(self.process.pid)]
        if name == "worker":
            return [p for p in children if _words(p).endswith(" worker")]
        below = [w for p in web for w in _children(p) if "resource_tracker" not in _words(w)]
        return [*web, *below] if name == "web" else below

    def _postgres(self) -> list[psutil.Process]:
        with contextlib.suppress(OSError, psutil.Error):
            first = (self.data / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0]
            return [psutil.Process(int(first))]
        return []

    def kill(self, name: str, which: int | None = None) -> list[int]:
        """SIGKILL without warning, parents first. which: only that one of them (modulo)."""
        found = self.part(name)
        if which is not None and found:
            found = [found[which % len(found)]]
        killed = []
        for process in found:
            with contextlib.suppress(psutil.Error):
                process.kill()
                killed.append(process.pid)
        return killed

    def healthy(self) -> bool:
        """Whether the web server answers 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def words(self) -> list[str]:
        return [sys.executable, "-m", "passerelle.config.cli"]

    def command(self, *words: str) -> subprocess.Popen[str]:
        """Begin one of the house's commands beside the running server."""
        pipe = subprocess.PIPE
        # The commands run for the demo as its server does.
        environment = self.environment | {"PASSERELLE_DEMO": "1"}
        return subprocess.Popen(
            [*self.words(), *words], env=environment, cwd=self.folder, stdout=pipe, stderr=pipe, text=True
        )

    def run(self, *words: str) -> tuple[int, dict[str, Any], str]:
        """Run a command to its end: (exit code, what it reported, what it said)."""
        process = self.command(*words)
        out, said = process.communicate(timeout=300)
        try:
            told = json.loads(out)
        except ValueError:
            told = {}
        return process.returncode, told, said

    def address(self, database: str = "passerelle") -> str:
        """A libpq address of the embedded server."""
        return f"postgresql:///{database}?host={self.data / 'postgres' / 'socket'}&user=passerelle"


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children()
    except psutil.Error:
        return []


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
