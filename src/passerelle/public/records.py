"""The records behind the figure of partners and countries, as a table and as the same table to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passerelle.core.templatetags.look import partial_date
from passerelle.engines.text.collation import sort_key
from passerelle.language.tongues import country_name
from passerelle.network.models import Organisation, Partnership
from passerelle.public.cards import name

SORTS = ("lead", "name", "kind", "town", "country", "since")

COLUMNS = [
    {"label": _("Organisation"), "sort": "name"},
    {"label": _("Kind"), "sort": "kind"},
    {"label": _("Town"), "sort": "town"},
    {"label": _("Country"), "sort": "country"},
    {"label": _("Lead"), "sort": "lead"},
    {"label": _("Partner since"), "sort": "since"},
]


@dataclass(frozen=True, slots=True)
class Record:
    """One partner, in the reader's words. since: the day, as in ISO 8601."""

    organisation: str
    kind: str
    town: str
    country: str
    lead: bool
    since: str

    def cells(self) -> list[Any]:
        """As parts/table.html takes them."""
        lead = gettext("Lead partner") if self.lead else "–"
        return [
            name(self.organisation),
            self.kind,
            name(self.town),
            self.country,
            lead,
            partial_date(self.since),
        ]

    def row(self) -> list[str]:
        """As a spreadsheet takes it."""
        lead = gettext("Lead partner") if self.lead else "–"
        return [self.organisation, self.kind, self.town, self.country, lead, self.since]


def records(partners: Sequence[Partnership], language: str, sort: str, backwards: bool) -> list[Record]:
    """The partners as records, sorted by a column by the rules of the reader's language."""
    found = [
        Record(
            one.organisation.name,
            str(Organisation.Kind(one.organisation.kind).label),
            one.organisation.town,
            country_name(one.organisation.country, language),
            one.lead,
            one.joined_at.date().isoformat(),
        )
        for one in partners
    ]
    found.sort(key=lambda r: sort_key(r.organisation, language))
    keys = {
        "lead": lambda r: not r.lead,
        "name": lambda r: sort_key(r.organisation, language),
        "kind": lambda r: sort_key(r.kind, language),
        "town": lambda r: sort_key(r.town, language),
        "country": lambda r: sort_key(r.country, language),
        "since": lambda r: r.since,
    }
    return sorted(found, key=keys[sort], reverse=backwards)
