"""Partners and countries: the first figures of the house, each opening its records."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.rooms import Figure
from passerelle.network import queries
from passerelle.network.models import Project


def count_partners(actor: Actor, project: Project) -> int:
    return queries.number_of_partners(project)


def count_countries(actor: Actor, project: Project) -> int:
    return len(queries.countries_of(project))


def records(actor: Actor, project: Project) -> Any:
    return queries.partners_of(project, actor.language)


PARTNERS = Figure(
    key="partners",
    label=lambda n: ngettext_lazy("partner", "partners", n),
    rule=_(
        "Organisations that are partners of this project today, the lead partner included, each counted once."
    ),
    count=count_partners,
    records=records,
)
COUNTRIES = Figure(
    key="countries",
    label=lambda n: ngettext_lazy("country", "countries", n),
    rule=_("Countries in which these partners have their seat, each counted once."),
    count=count_countries,
    records=records,
)
