"""`protect --mode suppress`: true numbers, hidden where a small one could be worked out, with the proof of it."""

from __future__ import annotations

import argparse
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from passerelle.commands import files, registers

if TYPE_CHECKING:
    from passerelle.engines.disclosure.layout import Layout
    from passerelle.engines.disclosure.micro import Micro
    from passerelle.engines.disclosure.release import Release
    from passerelle.engines.disclosure.suppression.coarsening import Coarser
    from passerelle.engines.disclosure.suppression.design import Pattern
    from passerelle.engines.disclosure.suppression.task import Refused

SECONDS, MORE = 150.0, 45.0
"""Of CPU, for the release and then for what would help; three dimensions beside earlier releases may take longer."""
CHEAP = 0.7
"""Seconds of CPU until which another way is tried, that may hide less."""
SAID = {
    "dimensions": "A table has more than three dimensions: two fifths of its cells would be hidden.",
    "ledger": "This register has a ledger. A register is released by a ledger or by suppression, never by both.",
    "untrue": "An earlier release prints other numbers than the register has now, or of people it does not have.",
    "exposed": "Earlier releases together print a small number already.",
    "audit": "Beside the earlier releases these numbers could be worked out, whatever is hidden.",
    "late": "No safe release was found in the time there is.",
    "too_large": "The tables together are too large to be audited.",
    "periods": "Some releases are of periods and some of the whole file.",
    "knows": "Who knows these people could work out these numbers.",
    "unknown_people": "The register has none of the people somebody is said to know.",
}


def run(args: argparse.Namespace) -> int:
    from passerelle.engines.disclosure.suppression.task import Refused

    every = registers.releases(args.earlier)
    earlier = [release for release in every if release.register == args.register]
    for release in every:
        if release.register != args.register:
            files.say(f"A release of the register {release.register!r} is passed over: it is another one.")
    if any(release.mode == "ledger" for release in earlier):
        return _tell(Refused("ledger"))
    register, layout = registers.micro(args, earlier)
    publishing = _Publishing(args, earlier, register)
    try:
        pattern = publishing.pattern(register, layout)
    except Refused as refused:
        return _refuse(publishing, register, layout, refused)
    return _publish(publishing, register, layout, pattern)


class _Publishing:
    """What is tried with the asked tables first, then with coarser ones."""

    def __init__(self, args: argparse.Namespace, earlier: Sequence[Release], register: Micro) -> None:
        from passerelle.engines.disclosure.micro import in_time

        self.args, self.earlier = args, earlier
        self._until = time.process_time() + SECONDS
        # A period in which nobody came is in earlier releases only; one that is later may be there too.
        here = register.periods[: register.periods.index(args.period) + 1] if args.period is not None else ()
        told = {period for release in earlier for period in release.covers if args.period is not None}
        before = {p for p in told - set(register.periods) if in_time(p) < in_time(args.period)}
        self.covers = tuple(sorted({*here, *before}, key=in_time)) if before else here
        self.readers = [self._reader(path, register) for path in args.knows]

    def _reader(self, path: Path, register: Micro) -> Micro:
        from passerelle.engines.disclosure.micro import Columns

        domains = dict(zip(register.dimensions, register.domains, strict=True))
        args = self.args
        until = register.periods[-1] if register.periods else None
        count = args.count if args.count and registers.has_column(path, args.count) else None
        return registers.read(path, Columns(register.dimensions, domains, count, args.period_column, until))

    def pattern(self, register: Micro, layout: Layout, readers: Sequence[Micro] | None = None) -> Pattern:
        """Raises Refused."""
        import numpy as np

        from passerelle.engines.disclosure.suppression.suppress import exposed_to, suppress
        from passerelle.engines.disclosure.suppression.task import Refused, people_of, task

        began = time.process_time()

        def again() -> bool:
            return time.process_time() < began + CHEAP

        rng = np.random.default_rng(secrets.randbits(128))
        asked = task(register, layout, self.covers, self.args.threshold, self.earlier)
        found = suppress(asked, rng, again=again, stop=self.late)
        for reader in self.readers if readers is None else readers:
            left = asked.without([people_of(reader, span) for span in asked.spans])
            if exposed := exposed_to(found, left, rng, stop=self.late):
                raise Refused("knows", exposed)
        return found

    def passes(self, coarse: Coarser) -> bool:
        """Whether it would be published."""
        from passerelle.engines.disclosure.suppression.task import Refused

        try:
            self.pattern(coarse.register, coarse.layout, [coarse.coded(reader) for reader in self.readers])
        except Refused:
            return False
        return True

    def late(self) -> bool:
        return time.process_time() > self._until

    def more_time(self) -> None:
        """For what would help instead."""
        self._until = time.process_time() + MORE


def _refuse(publishing: _Publishing, register: Micro, layout: Layout, refused: Refused) -> int:
    """Say why, where, and what would be published instead."""
    from passerelle.engines.disclosure.layout import Layout
    from passerelle.engines.disclosure.suppression.coarsening import coarser, smaller_tables

    found: list[Coarser] = []
    if refused.code == "dimensions":
        found = smaller_tables(register, layout)
    elif refused.code in ("audit", "knows", "late", "too_large"):
        publishing.more_time()
        merging = not publishing.earlier
        found = coarser(register, layout, refused.numbers, publishing.passes, merging=merging)
    wide = Layout(register.dimensions, register.domains, layout.tables)
    cells = [wide.at(place) for _, place in refused.numbers]
    return _tell(refused, cells, [one.as_json() for one in found])


def _tell(refused: Refused, cells: Sequence[object] = (), coarsen: Sequence[object] = ()) -> int:
    files.tell({"refused": SAID[refused.code], "cells": list(cells), "coarsen": list(coarsen)})
    return files.REFUSED


def _publish(publishing: _Publishing, register: Micro, layout: Layout, pattern: Pattern) -> int:
    """Nothing is written that the checker does not accept."""
    from passerelle.engines.disclosure.certificate import certificate
    from passerelle.engines.disclosure.checker import check
    from passerelle.engines.disclosure.gates import whole_groups
    from passerelle.engines.disclosure.release import release_of

    args = publishing.args
    width = len(layout.dimensions)  # earlier releases may have more, which stand behind
    values = {place[:width]: value for place, value in pattern.values.items()}
    made = release_of(
        layout,
        values,
        register=args.register,
        mode="suppress",
        threshold=args.threshold,
        period=args.period,
        covers=publishing.covers,
    )
    releases = [*publishing.earlier, made]
    proof = certificate(pattern, releases, count=args.count, period_column=args.period_column)
    told = [release.as_json() for release in releases]
    if wrong := check(told, registers.people(register), proof):
        raise RuntimeError(f"the checker does not accept the release: {wrong[0]}")
    written = {args.out: files.dump(told[-1])}
    if args.certificate:
        written[args.certificate] = files.dump(proof)
    files.write(written, secret=[args.certificate] if args.certificate else [])
    files.tell(
        {
            "out": str(args.out),
            "cells": len(made.cells),
            "hidden": sum(cell.hidden for cell in made.cells),
            "everybody": [
                {"of": layout.at(one.group), "at": layout.at(one.cell), "people": one.people}
                for one in whole_groups(layout, made.values)
            ],
        }
    )
    return files.DONE
