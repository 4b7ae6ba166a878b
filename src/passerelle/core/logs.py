"""Log lines that anybody may read: JSON, one to a line, made of codes.

A text that a library puts together may hold a name, an address or half a query. So nothing that was filled in is ever
written: of a message only its template, of an exception its kind and the places it passed, of a request the name of
its address. Whoever needs more follows `where` into the source.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

# The request or job under way, so that its lines can be found together.
under_way: ContextVar[str] = ContextVar("under_way", default="")

# What the house itself may add to a line. Everything else that hangs on a record stays unwritten.
ADDED = ("method", "view", "status", "ms", "signed_in", "job", "task", "state", "trouble")
WORD = re.compile(r"[A-Za-z0-9_.:+<>() /-]{0,120}")
FRAMES = 16
CAUSES = 4


def new_id() -> str:
    """A name for a request: random, and of no other use."""
    return secrets.token_hex(6)


class Lines(logging.Formatter):
    """One record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Every value of the line is a number, a word of the program's source, or a place in it."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if said := template(record):
            line["says"] = said
        if current := under_way.get():
            line["id"] = current
        line |= {key: plain(getattr(record, key)) for key in ADDED if hasattr(record, key)}
        line |= _of_procrastinate(record)
        if record.name.partition(".")[0] != "passerelle":
            line["where"] = f"{place(record.pathname)}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)


def template(record: logging.LogRecord) -> str:
    """The message before anything was filled in; "" when a library filled it in beforehand."""
    is_ours = record.name.partition(".")[0] == "passerelle"
    return str(record.msg) if isinstance(record.msg, str) and (is_ours or record.args) else ""


def plain(value: Any) -> Any:
    """A number, or a short word without surprises."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if WORD.fullmatch(text) else "(not written)"


def error(raised: BaseException, depth: int = 0) -> dict[str, Any]:
    """An exception without its text and its variables: its kind, where it came along, and what it came from."""
    kind = type(raised)
    frames = traceback.extract_tb(raised.__traceback__)[-FRAMES:]
    told: dict[str, Any] = {
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        "at": [f"{place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }
    # Names of the schema, which the program gave itself: no value stands in them.
    diagnosis = getattr(raised, "diag", None)
    told |= {
        name: plain(found)
        for name in ("sqlstate", "table_name", "column_name", "constraint_name")
        if diagnosis is not None and (found := getattr(diagnosis, name, None))
    }
    cause = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
    if cause is not None and depth < CAUSES:
        told["from"] = error(cause, depth + 1)
    return told


def place(path: str) -> str:
    """A file of the source as it is called everywhere, not where it lies on this machine."""
    for mark in ("/site-packages/", "/src/", "/lib/"):
        if mark in path:
            return path.rpartition(mark)[2]
    return path.rpartition("/")[2]


def _of_procrastinate(record: logging.LogRecord) -> dict[str, Any]:
    """What its records carry in a form of their own: a code for what happened, and which job it was."""
    if record.name.partition(".")[0] != "procrastinate":
        return {}
    job = getattr(record, "job", None)
    found = {"event": getattr(record, "action", None)}
    if isinstance(job, dict):
        found |= {"job": job.get("id"), "task": job.get("task_name")}
    return {key: plain(value) for key, value in found.items() if value is not None}


def last_words(
    kind: type[BaseException], raised: BaseException, trace: TracebackType | None, /
) -> None:  # pragma: no cover - the end of a process
    """For sys.excepthook: a process that dies says where, but not with which values."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, raised, trace)
        return
    logging.getLogger("passerelle").critical("ended by an error", exc_info=(kind, raised, trace))
