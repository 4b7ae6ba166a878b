"""What partners may use, have used and have promised in open tasks: sums, told per partner and work package."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from passerelle.core.actor import Actor
from passerelle.engines.text.collation import sort_key
from passerelle.network.models import Organisation, Project
from passerelle.network.queries import partners_of
from passerelle.tasks import policies
from passerelle.tasks.models import Budget, Item, Use, WorkPackage

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """Money in the project's currency, and person-days. promised: planned in open joint tasks not yet worked off."""

    planned: Decimal = ZERO
    used: Decimal = ZERO
    days_planned: Decimal = ZERO
    days_used: Decimal = ZERO
    days_promised: Decimal = ZERO

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.planned + other.planned,
            self.used + other.used,
            self.days_planned + other.days_planned,
            self.days_used + other.days_used,
            self.days_promised + other.days_promised,
        )

    @property
    def left(self) -> Decimal:
        return self.planned - self.used

    @property
    def days_left(self) -> Decimal:
        return self.days_planned - self.days_used

    @property
    def over_money(self) -> bool:
        return self.used > self.planned

    @property
    def over_days(self) -> bool:
        return self.days_used > self.days_planned

    @property
    def overloaded(self) -> bool:
        """More promised in open tasks than is left of the days."""
        return self.days_promised > max(self.days_left, ZERO)

    @property
    def load(self) -> int | None:
        """Days used and promised as per cent of the days planned; None where none are planned."""
        if not self.days_planned:
            return None
        return round((self.days_used + self.days_promised) * 100 / self.days_planned)


@dataclass(frozen=True, slots=True)
class Line:
    """The sums of one partner in one work package; package None: beside all of them."""

    organisation: Organisation
    package: WorkPackage | None
    sums: Sums


def lines(actor: Actor, project: Project, language: str) -> list[Line]:
    """Every partner in every work package where anything is planned, used or promised, and each partner once at
    least; by name for a reader of `language`. Five queries, whatever their number.

    Whoever may not see the budget gets no line. What an organisation keeps for itself is in no sum."""
    if not policies.may_see_money(actor, project):
        return []
    budgets = Budget.objects.visible_to(actor).filter(project=project)
    known = {one.organisation_id: one.organisation for one in partners_of(project, language)}
    packages = {one.pk: one for one in WorkPackage.objects.visible_to(actor).filter(project=project)}
    found: dict[tuple[UUID, UUID | None], Sums] = {(pk, None): Sums() for pk in known}
    for row in budgets.values_list("organisation", "package", "amount", "days"):
        _add(found, row[:2], Sums(planned=row[2], days_planned=row[3]))
    # All entries of the project, not only those an actor may open: a total is every coordinator's.
    uses = Use.objects.unscoped(reason="totals").filter(project=project).order_by()
    for row in uses.values_list("organisation", "package").annotate(Sum("amount"), Sum("days")):
        _add(found, row[:2], Sums(used=row[2], days_used=row[3]))
    owed = Item.objects.unscoped(reason="totals of joint tasks").filter(
        project=project, keeper=None, state=Item.State.OPEN, responsible__isnull=False
    )
    for row in owed.order_by().values_list("responsible", "package").annotate(Sum("planned_days")):
        _add(found, row[:2], Sums(days_promised=row[2] or ZERO))
    left = {pk for pk, _package in found} - known.keys()
    if left:  # partners that left, and what they used stays
        known |= {one.pk: one for one in Organisation.objects.unscoped(reason="sums").filter(pk__in=left)}
    made = [
        Line(known[pk], packages.get(package) if package else None, sums)
        for (pk, package), sums in found.items()
    ]
    return sorted(made, key=lambda one: (sort_key(one.organisation.name, language), _place(one.package)))


def by_partner(found: Iterable[Line]) -> list[Line]:
    """One line for each partner."""
    return _gathered(found, lambda one: one.organisation.pk, keep_partner=True)


def by_package(found: Iterable[Line]) -> list[tuple[WorkPackage | None, Sums]]:
    """One line for each work package, what stands beside them last."""
    gathered = _gathered(found, lambda one: one.package.pk if one.package else None, keep_partner=False)
    ordered = sorted(gathered, key=lambda one: (one.package is None, _place(one.package)))
    return [(one.package, one.sums) for one in ordered if one.package or one.sums != Sums()]


def total(found: Iterable[Line]) -> Sums:
    return sum((one.sums for one in found), Sums())


def _add(found: dict[tuple[UUID, UUID | None], Sums], key: tuple[UUID, UUID | None], sums: Sums) -> None:
    found[key] = found.get(key, Sums()) + sums


def _gathered(found: Iterable[Line], key: Callable[[Line], UUID | None], *, keep_partner: bool) -> list[Line]:
    gathered: dict[UUID | None, Line] = {}
    for one in found:
        before = gathered.get(key(one))
        sums = before.sums + one.sums if before else one.sums
        gathered[key(one)] = Line(one.organisation, None if keep_partner else one.package, sums)
    return list(gathered.values())


def _place(package: WorkPackage | None) -> tuple[bool, str]:
    return (package is not None, package.order if package else "")
