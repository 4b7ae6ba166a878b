"""A partnership as rules look at it: plain values, whichever query they came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.network.models import Partnership


@dataclass(frozen=True, slots=True)
class Partner:
    """One organisation's part in a project. kind: of Organisation.Kind; country: ISO 3166."""

    name: str
    kind: str
    town: str
    country: str
    lead: bool


def as_partners(partnerships: Iterable[Partnership]) -> list[Partner]:
    """Partnerships with their organisations at hand, in their order."""
    return [
        Partner(
            one.organisation.name,
            one.organisation.kind,
            one.organisation.town,
            one.organisation.country,
            one.lead,
        )
        for one in partnerships
    ]
