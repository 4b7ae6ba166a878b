"""Make an installation ready to serve: gather the files browsers load, and refuse to start what is not fit.

Before `passerelle serve-web`, after each new version. Tables are not touched (`passerelle migrate` does that, after a
backup). `passerelle run` does all of it by itself, in a process of its own so that the supervisor stays small.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from passerelle.config.surroundings import Unfit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(args: argparse.Namespace) -> int:
    """Print {"gathered": whether a file was new}. Raises Unfit where nobody should be let in."""
    from django.conf import settings

    if not settings.DEMO:
        no_demo()
    print(json.dumps({"gathered": collect_static()}))
    return 0


def main() -> int:
    """Prepare what the environment names. 0 ready, 2 not fit to run (one line says why; --debug where)."""
    try:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
        django.setup()
        print(json.dumps(prepare()))
    except Unfit as problem:
        print(problem, file=sys.stderr)
        return 2
    except Exception as problem:
        if "--debug" in sys.argv[1:]:
            raise
        said = (str(problem).strip().splitlines() or ["no more is known"])[0]
        print(
            f"Passerelle could not be made ready: {said} ({type(problem).__name__}). "
            "Run it again with --debug to see where.",
            file=sys.stderr,
        )
        return 2
    return 0


def prepare() -> dict[str, Any]:
    """Do what is missing. Returns {"applied": {alias: [migration]}, "logins": [[role, email, password]]}."""
    from django.conf import settings

    from passerelle.config import migrate

    applied = migrate.bring_up_to_date() if any(migrate.pending().values()) else {}
    put_sort_keys_right()
    collect_static()
    return {"applied": applied, "logins": demo() if settings.DEMO else no_demo()}


def put_sort_keys_right() -> bool:
    """Make the stored sort keys anew when this version sorts by other tables than the last one; False when not."""
    from django.conf import settings

    from passerelle.engines.text.collation import version
    from passerelle.language import sorting

    stamp = Path(settings.DATA) / "sorted"
    if stamp.exists() and stamp.read_text() == version():
        return False
    sorting.put_right()
    stamp.write_text(version())
    return True


def collect_static() -> bool:
    """Gather and compress the files browsers load, when one of them changed; False when none did."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / "gathered"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest.hexdigest())
    return True


def demo() -> list[list[str]]:
    """Load the demo network once and return one log-in per role."""
    from passerelle.demo import load

    if not load.demo_accounts_present():
        if _somebody_is_here():
            raise Unfit(
                "This data folder holds a network of its own: give the demo another folder with --data."
            )
        load.load()
    return [list(login) for login in load.logins()]


def no_demo() -> list[list[str]]:
    """Refuse demo accounts, whose passwords everybody knows, and an installation nobody could sign in to."""
    from passerelle.demo import load

    if load.demo_accounts_present():
        raise Unfit(
            "This data folder holds demo accounts, whose passwords are public: "
            "use another folder with --data, or start with --demo."
        )
    if not _somebody_is_here():
        raise Unfit(
            "Nobody can sign in yet: passerelle init makes the first administrator, --demo shows a demo."
        )
    return []


def _somebody_is_here() -> bool:
    from django.contrib.auth import get_user_model

    return bool(get_user_model()._default_manager.exists())


if __name__ == "__main__":
    sys.exit(main())
