"""A demo installation for measuring: the product's own web server, and the bare one beside it on the same database."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from passerelle.config import embedded

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2


class House:
    """Embedded PostgreSQL (with fsync), the demo, and web servers as they are asked for. No worker: nothing else
    should be going on."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.data.mkdir(mode=0o700)
        self.servers: list[subprocess.Popen[bytes]] = []
        plain = {
            k: v for k, v in os.environ.items() if not k.startswith(("PASSERELLE_", "DATABASE_URL", "KEYS_"))
        }
        self.environment = plain | {
            "PASSERELLE_DATA": str(self.data),
            "PASSERELLE_DEMO": "1",
            "PASSERELLE_PASSPHRASE": "a benchmark needs no secret",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }

    def __enter__(self) -> House:
        server = embedded.start(self.data)
        server.create_database(embedded.DATABASE)
        server.create_database(embedded.KEYS_DATABASE)
        self.environment |= embedded.addresses(self.data)
        self.run("passerelle.config.prepare")
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop_servers()
        embedded.stop(self.data)

    def run(self, module: str, *words: str, limit: float | None = None) -> Any:
        """Run a module to its end, for at most `limit` seconds, and return the JSON it prints. Raises CalledProcessError,
        TimeoutExpired."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=limit,
        )
        return json.loads(done.stdout)

    def serve(self, bare: bool = False) -> int:
        """Start the product's web server, or the bare one with the same server, workers and threads; its port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if bare:
            words = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
            words += ["--workers", str(WORKERS), "--blocking-threads", "1", "--log-level", "warning"]
            words += ["benchmarks.bare.wsgi:application"]
        else:
            words = [
                "-m",
                "passerelle.config.cli",
                "serve-web",
                "--port",
                str(port),
                "--workers",
                str(WORKERS),
            ]
        self.servers.append(
            subprocess.Popen(
                [sys.executable, *words], env=self.environment, cwd=self.folder, start_new_session=True
            )
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                asking.request("GET", "/healthz", headers={"Host": "localhost"})
                if asking.getresponse().status == 200:
                    return port
            time.sleep(0.1)
        raise RuntimeError("the web server does not answer")

    def stop_servers(self) -> None:
        for server in self.servers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        self.servers = []
