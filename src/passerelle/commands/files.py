"""Files of the commands: read with an error that says what to do, written all or none."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

DONE, FINDINGS, BAD, REFUSED = 0, 1, 2, 3


class Unreadable(Exception):
    """A file cannot be read; `error` is the entry for the list of errors."""

    def __init__(self, path: Path, problem: str, proposal: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.error = error(problem, path, proposal)


def read(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(path, "There is no such file.", "Check the name and the folder.") from None
    except OSError as problem:
        said = problem.strerror or str(problem)
        raise Unreadable(path, f"The file cannot be read: {said}.", "Check who may read it.") from None


def error(problem: str, path: Path | None = None, proposal: str = "") -> dict[str, object]:
    """An entry for the list of errors that is about no row."""
    return {
        "file": None if path is None else path.name,
        "row": None,
        "column": None,
        "value": None,
        "problem": problem,
        "proposal": proposal,
    }


def dump(value: object) -> str:
    """JSON for a file: a line per field of the record, so that two of them can be compared."""
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    parts = (
        f"{json.dumps(key)}: {json.dumps(part, ensure_ascii=False, separators=(',', ':'))}"
        for key, part in value.items()
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def write(files: Mapping[Path, str | bytes], secret: Iterable[Path] = ()) -> None:
    """Write all files or none: each beside its place first, then renamed. Only the owner reads the `secret` ones."""
    hidden = set(secret)
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if path in hidden else 0o644)
            waiting[path] = beside
            with os.fdopen(handle, "wb") as out:
                out.write(content.encode() if isinstance(content, str) else content)
                out.flush()
                os.fsync(out.fileno())
        for path, beside in list(waiting.items()):
            os.replace(beside, path)
            del waiting[path]
    except OSError as problem:
        said = problem.strerror or str(problem)
        where = Path(problem.filename2 or problem.filename or "?").parent
        raise Unreadable(
            next(iter(waiting), where), f"The file cannot be written: {said}.", "Name a folder that exists."
        ) from None
    finally:
        for beside in waiting.values():
            beside.unlink(missing_ok=True)


def tell(value: object) -> None:
    """Print JSON on the standard output, and nothing else goes there."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def say(line: str) -> None:
    """Print a sentence for people on the standard error."""
    print(line, file=sys.stderr)
