"""Counting rules: what an indicator's number is made of. One unit to a rule; nothing turns one unit into another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.countables import Countable, Cut, MixedUnits, Unit, countables, one_unit
from passerelle.core.errors import Problem
from passerelle.evidence.models.indicators import units

# The same person, or organisation, may be in two of these: their sum would count them twice.
ONCE = (Unit.PEOPLE, Unit.ORGANISATIONS)
# Entered by others for somebody.
FOR_SOMEBODY = frozenset({"assisted", "paper", "table"})
BY_THEMSELVES = frozenset({"self"})


@dataclass(frozen=True, slots=True)
class Rule:
    """How one number comes about.

    counts: keys of countables, all of one unit. by_hand: figures with a source are entered instead; adds: these are
    added up, else the newest counts. The rest is the part that is counted, empty for all of it; since and until are
    days, both inclusive."""

    counts: tuple[str, ...] = ()
    by_hand: bool = False
    adds: bool = False
    kinds: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    organisations: tuple[UUID, ...] = ()
    cities: tuple[UUID, ...] = ()
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        """Whether anybody has said how it is counted."""
        return bool(self.counts) or self.by_hand

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Rule:
        """As `as_json` wrote it; what is not told is left empty."""
        return cls(
            counts=tuple(told.get("counts", ())),
            by_hand=bool(told.get("by_hand")),
            adds=bool(told.get("adds")),
            kinds=tuple(told.get("kinds", ())),
            modes=tuple(told.get("modes", ())),
            organisations=tuple(map(UUID, told.get("organisations", ()))),
            cities=tuple(map(UUID, told.get("cities", ()))),
            since=date.fromisoformat(told["since"]) if told.get("since") else None,
            until=date.fromisoformat(told["until"]) if told.get("until") else None,
        )

    def as_json(self) -> dict[str, Any]:
        """Only what it says, in a fixed order, so that the same rule is the same text."""
        told: dict[str, Any] = {
            "counts": list(self.counts),
            "by_hand": self.by_hand,
            "adds": self.adds,
            "kinds": sorted(self.kinds),
            "modes": sorted(self.modes),
            "organisations": sorted(map(str, self.organisations)),
            "cities": sorted(map(str, self.cities)),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }
        return {name: value for name, value in told.items() if value}

    @property
    def known(self) -> list[Countable]:
        """What it counts, as far as a room of this house still counts it."""
        everything = countables()
        return [everything[key] for key in self.counts if key in everything]

    @property
    def gone(self) -> bool:
        """Whether it names something that no room counts any more."""
        return len(self.known) < len(self.counts)

    def cut(self, project: UUID, *, channels: frozenset[str] = frozenset(), **more: Any) -> Cut:
        """The part it counts in a project. more: narrows it further, as since and until of a report do."""
        since = max(filter(None, (self.since, more.pop("since", None))), default=None)
        until = min(filter(None, (self.until, more.pop("until", None))), default=None)
        return Cut(
            projects=frozenset({project}),
            since=since,
            until=until,
            kinds=frozenset(self.kinds),
            organisations=frozenset(self.organisations),
            cities=frozenset(self.cities),
            modes=frozenset(self.modes),
            channels=channels,
            **more,
        )


def checked(rule: Rule, unit: str) -> Rule:
    """The rule, if it can count in this unit. Raises Problem that names the field: units mixed, another unit, the same
    people twice, kinds that are not counted there, a period that ends before it begins."""
    if not rule:
        return rule
    if rule.since and rule.until and rule.until < rule.since:
        raise Problem(
            "ends first", _("The last day is before the first one. Turn them round."), field="until"
        )
    if rule.by_hand:
        if rule.counts:
            raise Problem(
                "hands and rooms",
                _("Either figures are entered by hand, or they are counted here: not both in one number."),
                field="counts",
            )
        return rule
    if rule.gone:
        raise Problem("not counted", _("Nobody counts this here. Choose again."), field="counts")
    found = _unit(rule)
    if found != unit:
        raise Problem(
            "another unit",
            _(
                "This counts %(counted)s, and the indicator is told in %(unit)s. One is never made into the other."
            ),
            field="unit",
            counted=str(found.label),
            unit=str(dict(units()).get(unit, unit)),
        )
    if len(rule.counts) > 1 and found in ONCE:
        raise Problem(
            "counted twice",
            _("The same people may be in both, so they cannot be added up. Choose one of them."),
            field="counts",
        )
    strange = [kind for kind in rule.kinds if not all(kind in one.kinds for one in rule.known)]
    if strange:
        raise Problem(
            "no such kind", _("These kinds are not all counted there. Choose again."), field="kinds"
        )
    return rule


def _unit(rule: Rule) -> Unit:
    try:
        return one_unit(rule.known)
    except MixedUnits:
        names = sorted({str(one.label if one.unit == Unit.ITEMS else one.unit.label) for one in rule.known})
        raise Problem(
            "mixed units",
            _("%(units)s are different things and are never added up. Choose those of one unit."),
            field="counts",
            units=" + ".join(names),
        ) from None
