"""How many people an event must bring together, as the call or the project's own promise says, and how many are
registered so far: told before the event, while somebody can still be invited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.dates import parse_partial
from passerelle.gatherings.models import Gathering, Registration
from passerelle.language.rows import in_a_row
from passerelle.network.calls import call

NOTICE = 42  # days before an event from which the lead hears that people are missing: six weeks


@dataclass(frozen=True, slots=True)
class Asked:
    """people: at an event; abroad: of them, from another country than that it is in; 0: not asked. whose: in the
    reader's language, with its year where it is a call."""

    people: int
    abroad: int
    whose: str


@dataclass(frozen=True, slots=True)
class Registered:
    """Who has a place. abroad: who said so; whoever said no country is not counted there."""

    people: int
    abroad: int

    def enough_for(self, asked: Asked) -> bool:
        return self.people >= asked.people and self.abroad >= asked.abroad

    @staticmethod
    def of(row: Mapping[str, Any]) -> Registered:
        """From a row with what `counts` adds."""
        return Registered(row["registered"] or 0, row["from_abroad"] or 0)


def asked_of(call_id: str, kind: str, series: Iterable[Mapping[str, Any]]) -> Iterator[Asked]:
    """What is asked of a gathering of this kind: by the project's call of a transnational event, and by every series it
    counts in. series: rows with title, kinds, people and abroad."""
    known = call(call_id)
    if known is not None and kind == Gathering.Kind.TRANSNATIONAL:
        for rule in known.rules:
            if rule.rule == "participants":
                name = known.name(translation.get_language() or "en")
                yield Asked(rule.at_least, rule.invited, f"{name} ({known.year})")
    for one in series:
        if kind in one["kinds"].split() and (one["people"] or one["abroad"]):
            yield Asked(one["people"], one["abroad"], one["title"])


def counts() -> dict[str, Any]:
    """What to annotate gatherings with: how many have a place, and how many of them come from abroad.

    Numbers are the project's; the rows behind them stay with who collected them."""
    here = Coalesce(NullIf("gathering__country", Value("")), "gathering__host__country", Value(""))
    confirmed = Registration.objects.unscoped(reason="numbers for the project").filter(
        gathering=OuterRef("pk"), state=Registration.State.CONFIRMED
    )
    one = confirmed.annotate(here=here).order_by().values("gathering")
    away = ~Q(country="") & ~Q(country=F("here")) & ~Q(here="")
    return {
        "registered": Subquery(one.annotate(n=Count("pk")).values("n")),
        "from_abroad": Subquery(one.annotate(n=Count("pk", filter=away)).values("n")),
    }


def so_far(asked: Asked, there: Registered) -> str:
    """ "12 of 50 registered, 3 of 25 from abroad", in the reader's language."""
    said = []
    if asked.people:
        said.append(_("%(n)d of %(least)d registered") % {"n": there.people, "least": asked.people})
    if asked.abroad:
        said.append(_("%(n)d of %(least)d from abroad") % {"n": there.abroad, "least": asked.abroad})
    return in_a_row(said, style="unit")


def days_left(starts: str, today: date) -> int:
    """Days until the first day it can begin; 0 once that is here."""
    return max((parse_partial(starts).first_day() - today).days, 0)


def in_days(days: int) -> str:
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
