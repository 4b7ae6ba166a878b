"""Working units: in each city of the partnership an authority and an association, where the project is shaped so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.core.search import fold
from passerelle.engines.text.collation import sort_key
from passerelle.network.models import Organisation, Partnership, Project

Kind = Organisation.Kind
AUTHORITIES = frozenset({Kind.MUNICIPALITY, Kind.AUTHORITY})
# Cultural organisations of these networks are mostly associations; a town's own one is entered as the town.
ASSOCIATIONS = frozenset({Kind.ASSOCIATION, Kind.CULTURE, Kind.NONPROFIT})


@dataclass(frozen=True, slots=True)
class City:
    """The partners of one town. Universities, businesses and others work there and complete no unit."""

    town: str
    country: str
    authorities: tuple[Organisation, ...]
    associations: tuple[Organisation, ...]

    @property
    def lacks_authority(self) -> bool:
        return not self.authorities

    @property
    def lacks_association(self) -> bool:
        return not self.associations

    @property
    def complete(self) -> bool:
        return bool(self.authorities and self.associations)


def cities(project: Project, partnerships: Iterable[Partnership], language: str) -> list[City]:
    """The cities of a project shaped in pairs, sorted for a reader of `language`; none for any other. No query."""
    if project.unit != Project.Unit.PAIR:
        return []
    towns: dict[tuple[str, str], list[Organisation]] = {}
    for one in partnerships:
        place = one.organisation
        if place.kind in AUTHORITIES | ASSOCIATIONS:
            towns.setdefault((place.country, fold(place.town)), []).append(place)
    found = [
        City(
            there[0].town,
            there[0].country,
            tuple(one for one in there if one.kind in AUTHORITIES),
            tuple(one for one in there if one.kind in ASSOCIATIONS),
        )
        for there in towns.values()
    ]
    return sorted(found, key=lambda city: sort_key(city.town, language))
