"""Requests per second: by wrk where it is installed, else by a small generator of our own.

Both keep their connections. Ours needs part of the same cores, so it flatters slow pages beside fast ones; compare
only figures of one generator.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CLIENTS = 8
LANGUAGES = ("en", "fr", "it", "sv", "ar")
PERCENTILE = re.compile(r"(50|95|99)%\s+([\d.]+)(us|ms|s)")
LENGTH = re.compile(rb"content-length: (\d+)", re.I)
IN_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
# wrk prints 50, 75, 90 and 99 by itself; this asks for 95 too.
REPORT = """
local turn, languages = 0, {LANGUAGES}
request = function()
  turn = turn + 1
  return wrk.format(nil, (string.gsub(wrk.path, "%*", languages[turn % #languages + 1], 1)))
end
done = function(summary, latency, requests)
  for _, p in pairs({50, 95, 99}) do
    io.write(string.format("%d%% %.3fms\\n", p, latency:percentile(p) / 1000))
  end
  io.write(string.format("failed %d\\n", summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """per_second: answers; milliseconds by percentile; failed: answers that were no success."""

    per_second: float
    p50: float
    p95: float
    failed: int


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def wrk_version() -> str:
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    return (said.stdout or said.stderr).split("[")[0].strip()


def read(port: int, path: str, seconds: float, *, headers: dict[str, str], own: bool = False) -> Measured:
    """One page asked for again and again by eight clients; a `*` in its path is each of the five languages in turn."""

    def question(client: int, count: int) -> bytes:
        return _question("GET", path.replace("*", LANGUAGES[count % len(LANGUAGES)], 1), headers, b"")

    if own or not has_wrk():
        return ours(port, seconds, question)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "report.lua"
        script.write_text(REPORT.replace("LANGUAGES", ", ".join(f'"{code}"' for code in LANGUAGES)))
        words = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds:.0f}s", "-s", str(script)]
        for name, value in headers.items():
            words += ["-H", f"{name}: {value}"]
        said = subprocess.run(
            [*words, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
        ).stdout
    # The last lines are ours; wrk's own come before.
    times = {p: float(value) * IN_MS[unit] for p, value, unit in PERCENTILE.findall(said)}
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    failed = re.search(r"failed (\d+)", said)
    assert rate is not None
    assert failed is not None
    return Measured(float(rate.group(1)), times["50"], times["95"], int(failed.group(1)))


def ours(
    port: int, seconds: float, question: Callable[[int, int], bytes], yes: tuple[int, ...] = (200,)
) -> Measured:
    """question(client, count) → the bytes of a request. yes: the answers that count as success."""
    return asyncio.run(_ours(port, seconds, question, yes))


async def _ours(
    port: int, seconds: float, question: Callable[[int, int], bytes], yes: tuple[int, ...]
) -> Measured:
    took: list[float] = []
    failed = 0
    until = time.perf_counter() + seconds

    async def client(number: int) -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        count = 0
        while (began := time.perf_counter()) < until:
            writer.write(question(number, count))
            count += 1
            head = await reader.readuntil(b"\r\n\r\n")
            if found := LENGTH.search(head):
                await reader.readexactly(int(found.group(1)))
            elif b"chunked" in head:  # what Django's bare answers become
                await reader.readuntil(b"0\r\n\r\n")
            took.append(time.perf_counter() - began)
            failed += int(head[9:12]) not in yes
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    spent = time.perf_counter() - began
    cuts = statistics.quantiles(took, n=100)
    return Measured(len(took) / spent, cuts[49] * 1000, cuts[94] * 1000, failed)


def _question(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes of a form being sent."""
    return _question("POST", path, {**headers, "Content-Type": "application/x-www-form-urlencoded"}, body)
