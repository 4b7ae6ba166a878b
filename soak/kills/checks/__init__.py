"""What must hold afterwards, one file per promise. A check is `check(stage, before) -> findings`, all in one list.

A finding is {"check", "what", …}: a sentence with the numbers that let somebody find the rows.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from soak.kills.moments import Stage

CHECKS = ("acknowledged", "once", "mail", "jobs", "words", "rows", "answers", "journal", "archive", "restart")
Finding = dict[str, Any]


@dataclass
class Before:
    """What stood there before anybody wrote, and (`told`) what the checks have to say beside findings."""

    accounts: dict[str, str]  # address → person id
    entries: int  # the newest journal row
    people: set[str]
    told: dict[str, Any] = field(default_factory=dict)
    identities: dict[str, list[str | None]] = field(default_factory=dict)


def remember(stage: Stage) -> Before:
    """Look around before the first write."""
    rows = stage.observer.rows
    return Before(
        accounts={
            email: str(person) for email, person in rows("SELECT email, person_id FROM people_account")
        },
        entries=rows("SELECT coalesce(max(id), 0) FROM core_entry")[0][0],
        people={str(pk) for (pk,) in rows("SELECT id FROM people_person")},
    )


def all_of(stage: Stage, before: Before) -> list[Finding]:
    """Every check in turn; the last one stops the installation."""
    before.identities = identities(stage)
    findings: list[Finding] = []
    for name in CHECKS:
        module = importlib.import_module(f"{__name__}.{name}")
        findings += [{"check": name, **finding} for finding in module.check(stage, before)]
    return findings


def identities(stage: Stage) -> dict[str, list[str | None]]:
    """Person id → [name, address], opened by the house's own code; [None, None] for who was erased."""
    done = subprocess.run(
        [sys.executable, "-m", "soak.kills.reader"],
        env=stage.installation.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    opened: dict[str, list[str | None]] = json.loads(done.stdout)
    return opened
