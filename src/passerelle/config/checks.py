"""Is this installation fit for real people's data? Django's deployment checks and our own, as JSON."""

from __future__ import annotations

import argparse
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections

from passerelle.config import migrate
from passerelle.core import health


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--running also asks how the house is at this moment."""
    parser.add_argument(
        "--running",
        action="store_true",
        help="also ask how the running house is: worker, jobs, letters, journal, backups, disk",
    )
    parser.add_argument(
        "--errors", action="store_true", help="only what does not work; leave out what is worth a look"
    )


def run(args: argparse.Namespace) -> int:
    """Print {"findings": [{code, level, problem, advice}], "readings": …}; exit code 1 when there is a finding."""
    found = [*_django(), *_own()]
    told: dict[str, Any] = {"findings": found}
    if args.running:
        asked = list(health.readings())
        found += [
            _finding(
                one.key, "error" if one.state == "bad" else "warning", f"{one.label}: {one.says}", one.do
            )
            for one in asked
            if one.state != "good"
        ]
        told["readings"] = [
            {"key": one.key, "state": one.state, "says": one.says, "numbers": one.numbers} for one in asked
        ]
    if args.errors:
        found[:] = [one for one in found if one["level"] == "error"]
    print(json.dumps(told, ensure_ascii=False, indent=2))
    return 1 if found else 0


def _finding(code: str, level: str, problem: str, advice: str = "") -> dict[str, Any]:
    return {"code": code, "level": level, "problem": problem, "advice": advice}


def _django() -> Iterator[dict[str, Any]]:
    for message in checks.run_checks(include_deployment_checks=True, databases=list(migrate.ALIASES)):
        if message.level >= checks.WARNING and not message.is_silenced():
            level = "error" if message.level >= checks.ERROR else "warning"
            yield _finding(str(message.id), level, str(message.msg), str(message.hint or ""))


def _own() -> Iterator[dict[str, Any]]:
    from passerelle.demo import load

    if load.demo_accounts_present():
        yield _finding(
            "demo-accounts",
            "error",
            "There are demo accounts, whose passwords are public.",
            "Keep real people's data in another data folder.",
        )
    if settings.DEMO:
        yield _finding("demo-mode", "error", "PASSERELLE_DEMO is on.", "Unset it for real people's data.")
    if not settings.EMAIL_URL:
        yield _finding(
            "no-mail",
            "warning",
            "No mail leaves this server: letters stay in the outbox.",
            "Set PASSERELLE_EMAIL_URL.",
        )
    if not settings.SECURE:
        yield _finding(
            "no-https",
            "warning",
            f"The public address {settings.ADDRESS} is not encrypted.",
            "Put a web server with a certificate in front and set PASSERELLE_ADDRESS to its https address.",
        )
    yield from _secrets(settings.DATA / "secrets")
    yield from _server()


def _secrets(folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("*")) if folder.exists() else []:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield _finding(
                "open-secret",
                "error",
                f"Other accounts of this machine can read {file}.",
                f"chmod 600 {file}, and think about who may have seen it.",
            )


def _server() -> Iterator[dict[str, Any]]:
    if len({_place(alias) for alias in migrate.ALIASES}) < len(migrate.ALIASES):
        yield _finding(
            "keys-beside-data",
            "error",
            "The keys lie in the same database as the data.",
            "Give KEYS_DATABASE_URL a database of its own, so that no backup of the data holds the keys.",
        )
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, rolsuper"
            " FROM pg_roles WHERE rolname = current_user"
        )
        version, superuser = cursor.fetchone()
        if version < 150000:
            yield _finding("old-postgresql", "error", "PostgreSQL is older than 15.", "Upgrade the server.")
        if superuser:
            yield _finding(
                "superuser",
                "warning",
                "Passerelle connects to PostgreSQL as a superuser, who could switch the journal's guard off.",
                "Give it a role of its own that owns both databases and nothing else.",
            )


def _place(alias: str) -> tuple[str, str, str]:
    database = connections[alias].settings_dict
    return database["HOST"], str(database["PORT"]), database["NAME"]
