"""Everything a reader can work out from releases together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelle.engines.disclosure.attacker import rounded
from passerelle.engines.disclosure.attacker.items import Finding
from passerelle.engines.disclosure.attacker.knowledge import NOBODY, People
from passerelle.engines.disclosure.attacker.model import model
from passerelle.engines.disclosure.attacker.range import ranges
from passerelle.engines.disclosure.attacker.register import Contradiction, Register
from passerelle.engines.disclosure.release import Release, Unusable


@dataclass(frozen=True)
class Attack:
    """exact, small: what is given away, in the order of the releases. checked: numbers looked at.

    apart: registers whose releases contradict each other, so that each was looked at alone. unsettled: numbers that the
    solver could not decide.
    """

    exact: tuple[Finding, ...]
    small: tuple[Finding, ...]
    checked: int
    apart: tuple[str, ...] = ()
    unsettled: int = 0


def attack(releases: Sequence[Release], people: People = NOBODY) -> Attack:
    """What a reader of all releases works out, who knows the rules and these people, and neither key nor seed.

    Raises Unusable when a release contradicts itself, or what the reader knows.
    """
    registers: dict[str, list[tuple[int, Release]]] = {}
    for number, release in enumerate(releases):
        registers.setdefault(release.register, []).append((number, release))
    findings: list[Finding] = []
    checked = unsettled = 0
    apart = []
    for name, members in registers.items():
        try:
            found, asked, open_ = _together(members, people)
        except Contradiction:
            if len(members) == 1:
                raise _contradicts(name, people) from None
            apart.append(name)
            found, asked, open_ = _each(name, members, people)
        findings += found
        checked, unsettled = checked + asked, unsettled + open_
    findings.sort(key=lambda finding: finding.item.release)
    return Attack(
        tuple(finding for finding in findings if finding.exact),
        tuple(finding for finding in findings if finding.small),
        checked,
        tuple(apart),
        unsettled,
    )


def _together(members: Sequence[tuple[int, Release]], people: People) -> tuple[list[Finding], int, int]:
    if all(rounded.plain(release) for _, release in members):
        return *rounded.findings(Register(members, people)), 0
    ledgers = any(release.mode == "ledger" for _, release in members)
    made = model(Register(members, people, single=ledgers))
    found = ranges(made)
    return list(found.findings), len(made.asked), found.unsettled


def _each(
    name: str, members: Iterable[tuple[int, Release]], people: People
) -> tuple[list[Finding], int, int]:
    findings: list[Finding] = []
    checked = unsettled = 0
    for member in members:
        try:
            found, asked, open_ = _together([member], people)
        except Contradiction:
            raise _contradicts(name, people) from None
        findings += found
        checked, unsettled = checked + asked, unsettled + open_
    return findings, checked, unsettled


def _contradicts(name: str, people: People) -> Unusable:
    if people.rows:
        return Unusable(
            f"No register has these numbers and these people: {name}.",
            "Check that the people known are of the same register and periods.",
        )
    return Unusable(f"No register has these numbers: {name}.", "Check that the file was not changed.")
