"""Partners and countries: the first figures of the house, each opening its records."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.rooms import Figure
from passerelle.network import queries
from passerelle.network.models import Partnership, Project


def records(actor: Actor, project: Project) -> list[Partnership]:
    return queries.partners_of(project, actor.language)


def count_countries(partners: Sequence[Partnership]) -> int:
    return len({one.organisation.country for one in partners})


PARTNERS = Figure(
    key="partners",
    label=lambda n: ngettext("partner", "partners", n),
    rule=_(
        "Organisations that are partners of this project today, the lead partner included, each counted once."
    ),
    records=records,
    count=len,
)
COUNTRIES = Figure(
    key="countries",
    label=lambda n: ngettext("country", "countries", n),
    rule=_("Countries in which these partners have their seat, each counted once."),
    records=records,
    count=count_countries,
)
