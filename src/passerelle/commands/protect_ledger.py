"""`protect --mode ledger`: freeze a period once, publish sums of what is frozen."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from passerelle.commands import files, registers

if TYPE_CHECKING:
    from passerelle.engines.disclosure.ledger.book import Ledger
    from passerelle.engines.disclosure.micro import Micro

UNNAMED = "register"


def run(args: argparse.Namespace) -> int:
    from passerelle.engines.disclosure.ledger.book import freeze, publish
    from passerelle.engines.disclosure.ledger.checking import moved
    from passerelle.engines.disclosure.ledger.state import dump
    from passerelle.engines.disclosure.micro import domains_of, tables_of
    from passerelle.engines.disclosure.release import Unusable

    if args.ledger is None:
        raise Unusable("A ledger needs its state.", "Name its file with --ledger; it is made when missing.")
    if args.ledger.resolve() == args.out.resolve():
        raise Unusable("--ledger and --out are one file.", "The state is private, the release is not.")
    if any(
        one.mode == "suppress" and one.register == args.register for one in registers.releases(args.earlier)
    ):
        said = "This register is published by suppression. A register is published by one of both, never by both."
        files.tell({"refused": said, "cells": [], "coarsen": []})
        return files.REFUSED
    renames = [_rename(said) for said in args.rename]
    was = files.read(args.ledger) if args.ledger.exists() else None
    ledger = _ledger(args, was)
    declared = domains_of(files.read(args.domains)) if args.domains else {}
    register = _register(args, ledger, declared, renames)
    tables = tables_of(args.tables, ledger.dimensions)
    place = declared.get(args.period_column, ()) if args.period_column else ()
    content: dict[Path, str | bytes] = {}
    if args.period in ledger.periods:
        if set(renames) - {(one.dimension, one.old, one.new) for one in ledger.renames}:
            files.say("This period is frozen: declare the new name with the next one.")
        if args.period == ledger.periods[-1] and (people := moved(ledger, register)):
            files.say(
                f"Rows have changed since this period was frozen ({people}); they count with the next one."
            )
    else:
        _in_turn(ledger, register, args.period, place)
        known = {(one.dimension, one.old, one.new) for one in ledger.renames}
        new = [one for one in renames if one not in known]
        ledger = freeze(ledger, register, args.period, tables, renames=new, declared=list(declared))
        content[args.ledger] = dump(ledger)
        _say_new_values(ledger, declared)
    content[args.out] = files.dump(publish(ledger, args.period, tables).as_json())
    if was is not None and args.ledger in content and files.read(args.ledger) != was:
        raise Unusable("The ledger was changed meanwhile.", "Run it again, one after the other.")
    files.write(content, secret=[args.ledger])
    return files.DONE


def _rename(said: str) -> tuple[str, str, str]:
    from passerelle.engines.disclosure.release import Unusable

    dimension, colon, names = said.partition(":")
    old, equals, new = names.partition("=")
    if not (colon and equals and dimension and old and new):
        raise Unusable(f"{said!r} says no new name.", "Write dimension:old=new.", "--rename")
    return dimension.strip(), old, new


def _ledger(args: argparse.Namespace, state: bytes | None) -> Ledger:
    """The ledger of the file, or a new one with a new key."""
    from passerelle.engines.disclosure.ledger.book import Ledger
    from passerelle.engines.disclosure.ledger.state import KEY_BYTES, load
    from passerelle.engines.disclosure.release import Unusable

    dimensions = tuple(name.strip() for name in args.dimensions.split(","))
    if state is None:
        key = secrets.token_bytes(KEY_BYTES)
        return Ledger(
            args.register, key, args.threshold, args.threshold, dimensions, args.count, args.period_column
        )
    ledger = load(state)
    if args.ledger.stat().st_mode & 0o077:
        files.say(f"Others can read {args.ledger.name}: it is private, and its mode should be 600.")
    register = ledger.register if args.register == UNNAMED else args.register
    for name, given, known in (
        ("register", register, ledger.register),
        ("threshold", args.threshold, ledger.threshold),
        ("dimensions", ",".join(sorted(dimensions)), ",".join(sorted(ledger.dimensions))),
        ("count", args.count, ledger.count),
    ):
        if given != known:
            raise Unusable(
                f"--{name} is {given!r}, of this ledger {known!r}.", "Say the same, or begin another ledger."
            )
    if (args.period is None) != (None in ledger.periods) and ledger.periods:
        raise Unusable("This ledger was begun otherwise.", "Give --period always, or never.", "--period")
    return ledger


def _register(
    args: argparse.Namespace,
    ledger: Ledger,
    declared: dict[str, tuple[str, ...]],
    renames: list[tuple[str, str, str]],
) -> Micro:
    """The rows up to the period. A file may still have names that were changed since."""
    from passerelle.engines.disclosure.micro import Columns

    every = [*((one.dimension, one.old, one.new) for one in ledger.renames), *renames]
    domains = {
        name: tuple(dict.fromkeys([*values, *(old for at, old, _ in every if at == name)]))
        for name, values in declared.items()
    }
    registers.paired(args)
    columns = Columns(ledger.dimensions, domains, args.count, args.period_column, args.period)
    return registers.read(args.micro, columns)


def _in_turn(ledger: Ledger, register: Micro, period: str | None, declared: tuple[str, ...]) -> None:
    """Periods are frozen one after the other. Raises Unusable."""
    from passerelle.engines.disclosure.micro import in_time
    from passerelle.engines.disclosure.release import Unusable

    if period is None or not (register.periods or ledger.periods):
        return
    rank = (
        (lambda name: (name in declared, declared.index(name) if name in declared else 0))
        if declared
        else in_time
    )
    frozen = [name for name in ledger.periods if name is not None]
    if frozen and rank(frozen[-1]) > rank(period):
        raise Unusable(
            f"{period!r} comes before {frozen[-1]!r}, which is frozen.",
            "Its rows count with the next period.",
            "--period",
        )
    missing = [
        name
        for name in register.periods
        if name != period and name not in frozen and not (frozen and rank(name) < rank(frozen[-1]))
    ]
    if missing:
        said = ", ".join(missing)
        raise Unusable(
            f"Earlier periods are not frozen yet: {said}.", "Publish them first, in turn.", "--period"
        )


def _say_new_values(ledger: Ledger, declared: dict[str, tuple[str, ...]]) -> None:
    """That a value is there says that somebody has it, unless it was declared beforehand."""
    if len(ledger.frozen) < 2:
        return
    before, now = ledger.frozen[-2:]
    renamed = {(one.dimension, one.new) for one in ledger.renames if one.since == len(ledger.frozen) - 1}
    for name, old, new in zip(ledger.dimensions, before.domains, now.domains, strict=True):
        for value in new:
            if name not in declared and value not in old and (name, value) not in renamed:
                files.say(
                    f"New in {name}: {value}. That it appears now says that somebody has it: declare values (--domains)."
                )
