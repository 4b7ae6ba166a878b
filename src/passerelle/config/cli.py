"""The command `passerelle`: finds a command's module, gives it what it needs, turns errors into plain lines.

A command module has `add_arguments(parser)` and `run(args) -> int`. It prints JSON on stdout, the rest on
stderr. Exit codes: 0 done, 1 done with findings, 2 bad input or surroundings, 3 refused.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import signal
import sys
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn

import passerelle

DONE, FINDINGS, BAD, REFUSED = 0, 1, 2, 3


class Needs(IntEnum):
    """How much is made ready before a command runs."""

    NOTHING = 0
    DATABASES = 1  # Django set up, both databases there, perhaps empty
    DATA = 2  # … with up-to-date tables and something in them
    TABLES = 3  # … with tables, made when they are missing: for commands that begin a network


@dataclass(frozen=True)
class Command:
    module: str
    help: str
    needs: Needs = Needs.DATA
    saves: Command | None = None  # who does it when --save is asked for


COMMANDS = {
    "run": Command(
        "passerelle.config.supervisor", "start everything; --demo with the demo network", Needs.NOTHING
    ),
    "init": Command("passerelle.network.commands.init", "begin a network of one's own", Needs.TABLES),
    "import-page": Command(
        "passerelle.commands.import_page",
        "find the facts of an old project page; --save makes a draft of it",
        Needs.NOTHING,
        Command("passerelle.network.commands.import_page", "save a draft"),
    ),
    "import-sheet": Command("passerelle.network.commands.import_sheet", "take in a table, CSV or XLSX"),
    "close-project": Command(
        "passerelle.closing.commands.close_project", "write what a closed project left into one zip"
    ),
    "export": Command(
        "passerelle.core.commands.export", "write everything into an archive that any server reads"
    ),
    "import": Command(
        "passerelle.core.commands.import_", "read such an archive into an empty server", Needs.TABLES
    ),
    "backup": Command("passerelle.core.commands.backup", "save data and files, without the keys"),
    "restore": Command("passerelle.core.commands.restore", "bring a backup back", Needs.TABLES),
    "keys": Command(
        "passerelle.core.commands.keys", "save or bring back the keys, on a medium of their own", Needs.TABLES
    ),
    "files": Command(
        "passerelle.core.commands.files", "files: what is used, what is wrong, what is nobody's"
    ),
    "journal": Command("passerelle.core.commands.journal", "verify the journal, show its heads, seal it"),
    "retention": Command("passerelle.core.commands.retention", "let go what has been kept long enough"),
    "bounces": Command("passerelle.messages.commands.bounces", "read mails that came back"),
    "erase": Command("passerelle.people.commands.erase", "erase one person"),
    "migrate": Command(
        "passerelle.config.migrate", "bring the databases up to this version", Needs.DATABASES
    ),
    "prepare": Command("passerelle.config.prepare", "make ready what serve-web shows; refuse what is unfit"),
    "doctor": Command("passerelle.config.checks", "is this installation fit for real people's data?"),
    "check": Command(
        "passerelle.commands.check", "read texts before they are published: what to look at", Needs.NOTHING
    ),
    "draw": Command(
        "passerelle.commands.draw", "draw a panel and commit to it, with the proof of fairness", Needs.NOTHING
    ),
    "pick": Command("passerelle.commands.pick", "pick the panel that the dice name", Needs.NOTHING),
    "verify-draw": Command("passerelle.commands.verify_draw", "verify a record of a draw", Needs.NOTHING),
    "confirm-draw": Command(
        "passerelle.commands.confirm_draw", "add an observer's word to the public record", Needs.NOTHING
    ),
    "seat": Command("passerelle.commands.seat", "seat people at tables over several rounds", Needs.NOTHING),
    "count": Command(
        "passerelle.commands.count", "count an attendance sheet: people, attendances, heads", Needs.NOTHING
    ),
    "protect": Command(
        "passerelle.commands.protect", "publish the numbers of a register, exposing nobody", Needs.NOTHING
    ),
    "attack": Command(
        "passerelle.commands.attack", "what a reader of all releases together can work out", Needs.NOTHING
    ),
    "check-release": Command(
        "passerelle.commands.check_release",
        "check releases against their ledger or certificate",
        Needs.NOTHING,
    ),
    "serve-web": Command("passerelle.config.web", "the web server alone (needs DATABASE_URL)", Needs.NOTHING),
    "worker": Command("passerelle.config.worker", "the worker alone (needs DATABASE_URL)", Needs.NOTHING),
}


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = sys.argv[1:] if words is None else words
    name = _which(words)
    # Options that every command has may stand anywhere, also behind a sub-command.
    everywhere, rest = _common().parse_known_args(words[1:])
    try:
        return _run(name, rest, everywhere)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has closed it, as `head` does; the work itself was done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as leaving:
        if isinstance(leaving.code, str):  # the settings, about a variable that makes no sense
            return _bad(leaving.code)
        raise
    except Exception as problem:
        from passerelle.config.embedded import EmbeddedError
        from passerelle.config.surroundings import Unfit

        if isinstance(problem, Unfit | EmbeddedError):
            return _bad(str(problem))
        if everywhere.debug:
            raise
        return _explain(name, problem)


def _which(words: list[str]) -> str:
    width = max(map(len, COMMANDS))
    lines = "\n".join(f"  {name:{width}}  {command.help}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="passerelle",
        usage="passerelle <command> [options]",
        description=f"{passerelle.__doc__}\n\ncommands:\n{lines}",
        epilog="`passerelle <command> --help` says more about one of them.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"passerelle {passerelle.__version__}")
    parser.add_argument("command", help=argparse.SUPPRESS)
    # Options after the command's name are the command's.
    if not words:
        parser.print_help(sys.stderr)
        parser.exit(BAD)
    name: str = parser.parse_args(words[:1]).command
    if name not in COMMANDS:
        parser.error(f"there is no command {name!r}; passerelle --help lists them")
    return name


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    common.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        help="the data folder (else PASSERELLE_DATA, else ./passerelle-data)",
    )
    common.add_argument("--debug", action="store_true", help="show where an unexpected error comes from")
    return common


def _run(name: str, words: list[str], everywhere: argparse.Namespace) -> int:
    command = COMMANDS[name]
    if command.saves and any(word.partition("=")[0] == "--save" for word in words):
        command = command.saves
    if command.needs is Needs.NOTHING:
        module = importlib.import_module(command.module)
        return int(module.run(_arguments(name, module, words, everywhere)))
    # Commands that need nothing are short, and wait for none of this.
    import tempfile

    from passerelle.config import surroundings

    if "-h" in words or "--help" in words:
        with tempfile.TemporaryDirectory() as nowhere:  # asking for help leaves no keys behind
            _set_up_django(Path(nowhere))
            _arguments(name, importlib.import_module(command.module), words, everywhere)
    data = surroundings.use_data(everywhere.data)
    if (
        command.needs is Needs.DATA
        and surroundings.is_embedded()
        and not (data / "postgres" / "cluster").exists()
    ):
        raise surroundings.Unfit(
            f"There is no Passerelle in {data}: passerelle init begins one, --data names another."
        )
    surroundings.check_writable(data)
    _set_up_django(data)
    module = importlib.import_module(command.module)
    asked = _arguments(name, module, words, everywhere)
    signal.signal(signal.SIGTERM, _leave)  # so that a database we started is stopped
    with surroundings.databases(data):
        if command.needs >= Needs.DATA:
            from passerelle.config import migrate

            migrate.require(make=command.needs is Needs.TABLES)
        return int(module.run(asked))


def _set_up_django(data: Path) -> None:
    """Django with its models, not yet connected: command modules may import them at their top."""
    import django

    from passerelle.config import surroundings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    surroundings.use_data(data)
    surroundings.point_to_databases(data)
    django.setup()


def _arguments(
    name: str, module: ModuleType, words: list[str], everywhere: argparse.Namespace
) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"passerelle {name}",
        description=(module.__doc__ or "").strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common()],
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    asked = parser.parse_args(words)
    asked.data, asked.debug = everywhere.data, everywhere.debug
    return asked


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _bad(line: str) -> int:
    print(line, file=sys.stderr)
    return BAD


def _explain(name: str, problem: Exception) -> int:
    from passerelle.core.errors import Denied, Problem, Refused

    if isinstance(problem, Problem):
        print(json.dumps({"errors": [problem.as_json()]}, ensure_ascii=False, indent=2))
        return REFUSED if isinstance(problem, Refused) else BAD
    if isinstance(problem, Denied):
        print(
            json.dumps(
                {"errors": [{"code": "denied", "problem": str(problem)}]}, ensure_ascii=False, indent=2
            )
        )
        return REFUSED
    said = (str(problem).strip().splitlines() or ["no more is known"])[0]
    return _bad(
        f"passerelle {name} stopped: {said} ({type(problem).__name__}). "
        "Run it again with --debug to see where, and tell whoever keeps this server."
    )


if __name__ == "__main__":
    sys.exit(main())
