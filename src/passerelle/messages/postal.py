"""Postal addresses as they stand on a letter, and the order in which the post wants letters."""

from __future__ import annotations

from passerelle.engines.documents.model import rtl
from passerelle.language.tongues import country_name
from passerelle.messages.recipients import Postal

# Where the postcode does not stand before the town. Source: UPU, addressing systems of its members (S42).
ON_A_LINE_OF_ITS_OWN = frozenset(("GB", "IE", "GG", "JE", "IM", "GI"))
BEHIND_THE_TOWN = frozenset(
    ("US", "CA", "AU", "NZ", "IN", "ZA", "JO", "LB", "SA", "PK", "NP", "TH", "ID", "PS")
)
# Envelopes as they are mostly sold there: the window on the right. Everywhere else on the left. Whoever prints can
# choose the other, and the choice is proposed again next time.
WINDOW_RIGHT = frozenset(("BE", "CZ", "ES", "FI", "FR", "IT", "PL", "PT", "SE"))


def lines(name: str, postal: Postal, *, origin: str, language: str) -> tuple[str, ...]:
    """The lines of an address, the name first. origin: the sender's country, whose own letters name no country.

    The country is in capitals in the language of whoever sends, in French (the post's own) where that has no capitals.
    Source: UPU Convention, regulations, article 17-107: the last line is the country of destination."""
    town = postal.town
    if postal.country in ON_A_LINE_OF_ITS_OWN:
        place = [town, postal.postcode]
    elif postal.country in BEHIND_THE_TOWN:
        place = [f"{town} {postal.postcode}"]
    else:
        place = [f"{postal.postcode} {town}"]
    abroad = country_name(postal.country, "fr" if rtl(language) else language).upper()
    found = [name, *postal.street.splitlines(), *place, abroad if postal.country != origin else ""]
    return tuple(one.strip() for one in found if one.strip())


def order(postal: Postal, origin: str) -> tuple[bool, str, str, str]:
    """Letters within the country first, then country by country, each by postcode and town."""
    return postal.country != origin, postal.country, postal.postcode.casefold(), postal.town.casefold()


def window_of(country: str) -> str:
    """The side on which most envelopes of a country have their window: left or right."""
    return "right" if country in WINDOW_RIGHT else "left"
