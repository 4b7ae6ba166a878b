"""Start, write, kill, wait until everything is done, hold what was acknowledged against what is there."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from soak.kills import checks, moments
from soak.kills.installation import Installation, free_port
from soak.kills.moments import Stage
from soak.kills.notebook import Notebook
from soak.kills.observer import Observer, wait_for
from soak.kills.plan import MUST_BE_HIT, Aim, plan
from soak.kills.postbox import Postbox
from soak.kills.writers import CAST, FACILITATOR, LEAD, LOCAL, Writers
from soak.kills.writing import Hand

SEED = 20261
KILLS = 50
SETTLING = 200.0
STALLED_AFTER = 36.0  # the house's half a minute, and a heartbeat
BUSY = """
SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name NOT LIKE 'core.upkeep.%')
     + (SELECT count(*) FROM outbox_message WHERE state IN ('waiting', 'sending'))
"""


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m soak kills", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=SEED, help=f"what the blows are drawn from (default {SEED})"
    )
    parser.add_argument(
        "--kills", type=int, default=KILLS, help=f"how many (default {KILLS}), two extras apart"
    )
    parser.add_argument("--no-extras", action="store_true", help="spare the database and the supervisor")
    parser.add_argument("--quick", action="store_true", help="three kills, nothing extra")
    parser.add_argument("--keep", action="store_true", help="leave the folder with data and logs behind")
    return parser


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Returns what happened; "findings" is empty when nothing was lost, doubled or left half done."""
    began = time.monotonic()
    blows = plan(args.seed, 3 if args.quick else args.kills, not (args.quick or args.no_extras))
    say(f"Seed {args.seed}: {len(blows)} kills.")
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    folder.chmod(0o711)  # the account PostgreSQL runs under must be able to pass
    with Postbox(free_port()) as postbox:
        installation = Installation(folder, postbox.port)
        try:
            return {
                "seed": args.seed,
                **_trial(installation, postbox, blows, args.seed, args.quick),
                "seconds": round(time.monotonic() - began),
            }
        finally:
            installation.stop(30)
            if args.keep:
                say(f"The folder is {folder}")
            else:
                shutil.rmtree(folder, ignore_errors=True)


def _trial(
    installation: Installation, postbox: Postbox, blows: list[Aim], seed: int, hurry: bool
) -> dict[str, Any]:
    say(f"Started in {installation.start():.0f} s.")
    chance = random.Random(f"moments {seed}")
    notebook = Notebook(installation.folder / "acknowledged.jsonl")
    stage = Stage(
        installation,
        Observer(installation.address()),
        postbox,
        notebook,
        chance,
        installation.folder / "saved.backup",
    )
    before = checks.remember(stage)
    writers = Writers(
        installation.port, notebook, Hand(notebook, postbox, _everybody_works_everywhere(stage)), seed
    )
    writers.start()
    _whole_backup(stage)
    try:
        for aim in blows:
            _blow(stage, aim)
        _missed_once_more(stage, blows)
    finally:
        writers.stop()
    say("The writing has stopped; waiting for the jobs.")
    settled = _settle(stage, hurry)
    _whole_backup(stage)
    _heads(stage)
    findings = [{"check": "soak", "what": line} for line in writers.broken[:10] + writers.unsigned]
    findings += [] if settled else [{"check": "settling", "what": "jobs are still open"}]
    findings += _never_hit(stage, blows)
    findings += checks.all_of(stage, before)
    return {
        "kills": stage.kills,
        "writes": notebook.counts(),
        "mails": len(postbox.letters),
        "clients": len(CAST),
        **before.told,
        "findings": findings,
    }


def _everybody_works_everywhere(stage: Stage) -> list[str]:
    """Give the coordinators who sign in their role in every project of the demo; returns the projects' codes.

    One project alone would gather thousands of versions within minutes, as none ever will."""
    for role, email in (
        ("lead_coordinator", LEAD),
        ("local_coordinator", LOCAL),
        ("facilitator", FACILITATOR),
    ):
        stage.observer.rows(
            "INSERT INTO network_appointment (id, person_id, role, project_id, active, since) "
            "SELECT gen_random_uuid(), a.person_id, %s, p.id, true, now() FROM network_project p, people_account a "
            "WHERE a.email = %s ON CONFLICT DO NOTHING RETURNING id",
            [role, email],
        )
    return [code for (code,) in stage.observer.rows("SELECT code FROM network_project ORDER BY acronym")]


def _blow(stage: Stage, aim: Aim) -> None:
    """One kill, and everything back on its feet."""
    told = {"aim": aim.what, "whom": aim.whom, "how": aim.how, **moments.seize(stage, aim)}
    fell = time.monotonic()
    told["back_after"] = _back(stage, aim, told["at"])
    told["cut_off"] = sum(stage.notebook.writes[n - 1].fate == "unknown" for n in told.pop("open"))
    told["until"] = time.time()
    stage.kills.append({"n": len(stage.kills) + 1, **told})
    _heads(stage)
    hit = "hit" if told["hit"] else "missed"
    say(
        f"Kill {len(stage.kills)}: {aim.whom}, {aim.what} {aim.how}: {hit}; {told['cut_off']} requests cut off, "
        f"back after {told['back_after']} s ({time.monotonic() - fell:.0f} s)."
    )


def _back(stage: Stage, aim: Aim, at: float) -> float | None:
    """Seconds until the web server answers and, where it was hurt, a worker's heart beats again; None: never."""
    began = time.monotonic()
    if aim.whom == "supervisor":
        stage.installation.process.wait(10)  # type: ignore[union-attr]
        for attempt in range(6):  # its children are still leaving: whoever keeps the server tries again
            try:
                stage.installation.said = []
                stage.installation.start()
                break
            except RuntimeError:
                time.sleep(2 + attempt)
    since = 0.0 if aim.whom in ("web", "web worker", "backup") else at
    worker = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > to_timestamp(%s)"

    def up() -> bool:
        with contextlib.suppress(psycopg.Error):
            return stage.installation.healthy() and bool(stage.observer.one(worker, [since]))
        return False

    return round(time.monotonic() - began, 1) if wait_for(up, 90, 0.1) else None


def _missed_once_more(stage: Stage, blows: list[Aim]) -> None:
    """A moment that did not come gets a second chance."""
    for what in MUST_BE_HIT:
        wanted = next((aim for aim in blows if aim.what == what), None)
        if wanted and not any(k["hit"] for k in stage.kills if k["aim"] == what):
            _blow(stage, wanted)


def _never_hit(stage: Stage, blows: list[Aim]) -> list[dict[str, Any]]:
    aimed = {aim.what for aim in blows} & set(MUST_BE_HIT)
    hit = {k["aim"] for k in stage.kills if k["hit"]}
    stuck = [k["n"] for k in stage.kills if k["back_after"] is None]
    return [{"check": "aim", "what": f"{what} was never hit"} for what in sorted(aimed - hit)] + [
        {"check": "restart", "what": f"not back after kill {n}"} for n in stuck
    ]


def _whole_backup(stage: Stage) -> None:
    """A backup that nobody interrupts."""
    process = moments.begin_backup(stage)
    _out, said = process.communicate(timeout=180)
    stage.backups.append(
        {"killed": False, "exit": process.returncode, "said": said[-300:], **moments.digest_of(stage.archive)}
    )


def _heads(stage: Stage) -> None:
    """Keep what is published of the journal now, as somebody outside would."""
    connection = http.client.HTTPConnection("127.0.0.1", stage.installation.port, timeout=20)
    try:
        connection.request("GET", "/journal/heads.json", headers={"Host": "localhost"})
        stage.heads.append(json.loads(connection.getresponse().read()))
    except (OSError, http.client.HTTPException, ValueError) as lost:
        say(f"The heads could not be fetched: {type(lost).__name__}.")
    finally:
        connection.close()


def _settle(stage: Stage, hurry: bool) -> bool:
    """Until nothing waits and nothing is under way: jobs of dead workers are taken up after half a minute.

    hurry: do not wait for the stroke of the minute as well."""
    last = max((k["at"] for k in stage.kills), default=0.0)
    asked = not hurry

    def done() -> bool:
        nonlocal asked
        with contextlib.suppress(psycopg.Error):
            if not asked and time.time() > last + STALLED_AFTER:
                asked = True
                stage.observer.enqueue("rescue_jobs")
            return stage.observer.one(BUSY) == 0
        return False

    return bool(wait_for(done, SETTLING, 0.5))


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
