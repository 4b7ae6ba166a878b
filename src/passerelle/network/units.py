"""Working units: in each city of the partnership an authority and an association, for projects shaped so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from passerelle.core.search import fold
from passerelle.engines.text.collation import sort_key
from passerelle.language.rows import in_a_row
from passerelle.network.models import Organisation
from passerelle.network.partnership import Partner

Kind = Organisation.Kind
AUTHORITIES = frozenset({Kind.MUNICIPALITY, Kind.AUTHORITY})
# Cultural organisations of these networks are mostly associations; a town's own one is entered as the town.
ASSOCIATIONS = frozenset({Kind.ASSOCIATION, Kind.CULTURE, Kind.NONPROFIT})


@dataclass(frozen=True, slots=True)
class City:
    """The partners of one town. Universities, businesses and others work there and complete no unit."""

    town: str
    country: str
    authorities: tuple[str, ...]
    associations: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return bool(self.authorities and self.associations)

    def lacks(self) -> str:
        """What is missing, as a whole sentence in the language in force; "" when nothing is."""
        if not self.authorities:
            return _("%(town)s has %(there)s and lacks its authority.") % {
                "town": self.town,
                "there": in_a_row(self.associations),
            }
        if not self.associations:
            return _("%(town)s has %(there)s and lacks its association.") % {
                "town": self.town,
                "there": in_a_row(self.authorities),
            }
        return ""


def cities(partners: Iterable[Partner], language: str) -> list[City]:
    """The cities of a partnership, sorted for a reader of `language`."""
    towns: dict[tuple[str, str], list[Partner]] = {}
    for one in partners:
        if one.kind in AUTHORITIES | ASSOCIATIONS:
            towns.setdefault((one.country, fold(one.town)), []).append(one)
    found = [
        City(
            there[0].town,
            there[0].country,
            tuple(one.name for one in there if one.kind in AUTHORITIES),
            tuple(one.name for one in there if one.kind in ASSOCIATIONS),
        )
        for there in towns.values()
    ]
    return sorted(found, key=lambda city: sort_key(city.town, language))
