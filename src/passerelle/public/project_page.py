"""What stands on a project's page beside its text: where its partners are, in which languages it is, how to send it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.html import strip_tags
from django.utils.translation import gettext

from passerelle.core import maps
from passerelle.core.templatetags.look import direction
from passerelle.language.plain import own_name, parted
from passerelle.language.rows import in_a_row
from passerelle.language.sorting import remembered_key
from passerelle.language.texts import INTERFACE
from passerelle.network.models import Partnership, Project
from passerelle.public import catalogue
from passerelle.public.queries import Editions
from passerelle.public.readers import Chain
from passerelle.public.sections import Page, named


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the list beside the map. anchor: where its pin leads to; organisation: "" for a bare country."""

    anchor: str
    organisation: str
    town: str
    country: str
    lead: bool


def places(project: Project, partners: Sequence[Partnership], language: str) -> dict[str, Any]:
    """The map of one project: a pin for every partner; where no partners are recorded, for each country it names.

    The others of the standing network are not read, and do not stand on it."""
    if partners:
        lines = [_of(one, language) for one in partners]
        codes = [one.organisation.country for one in partners]
        at = [
            maps.place_of(o.latitude, o.longitude, o.country) for o in (one.organisation for one in partners)
        ]
    else:
        known = [(code, catalogue.country(code, language)) for code in project.countries]
        known = sorted((one for one in known if one[1]), key=lambda one: remembered_key(one[1], language))
        codes = [code for code, _name in known]
        lines = [Place(f"in-{code}", "", "", name, False) for code, name in known]
        at = [maps.place_of(None, None, code) for code in codes]
    pins = [
        {
            "at": place,
            "url": f"#{line.anchor}",
            "label": line.town or line.country,
            "says": ", ".join(filter(None, (line.organisation, line.town, line.country))),
            "lead": line.lead,
        }
        for line, place in zip(lines, at, strict=True)
        if place is not None
    ]
    return {"lines": lines, "codes": codes, "pins": pins}


def _of(one: Partnership, language: str) -> Place:
    organisation = one.organisation
    country = catalogue.country(organisation.country, language)
    return Place(f"at-{organisation.code}", organisation.name, organisation.town, country, one.lead)


def filling(found: Editions, text: Page, chain: Chain, address: str, reader: str) -> dict[str, Any] | None:
    """What fills the gaps of a translation, and what could; None where nothing is missing.

    used: names of the languages that do. offers: links to the page with another one."""
    states = {section.state for section in text.sections}
    if not states & {"missing", "elsewhere"} or found.shown is None:
        return None
    used = dict.fromkeys(s.language for s in text.sections if s.state == "elsewhere")
    passed = {found.shown.language, text.source, *used}
    gaps = [at for at, part in enumerate(found.shown.parts) if part["state"] == "missing"]
    offers = [
        {
            "url": f"{address}?also={code}",
            "label": own_name(code),
            "lang": code,
            "dir": direction(code),
        }
        for code, spoken in found.spoken.items()
        if code not in passed
        and len(spoken) == len(found.shown.parts)
        and any(spoken[at] == code for at in gaps)
    ]
    if not used and not offers:
        return None
    names = [named(code, reader) for code in used]
    return {
        "used": in_a_row(names, reader),
        "offers": offers,
        "by_address": chain.asked,
        "without": f"{address}?also={reader}",
    }


def in_other_languages(found: Editions) -> tuple[str, ...]:
    """Languages without an interface, and plain variants, in which something of the text can be read beside what is."""
    here = found.shown.language if found.shown else ""
    return tuple(code for code in found.spoken if code not in INTERFACE and code != here)


def sending(title: str, address: str) -> dict[str, str]:
    """The ways to pass a page on that tell nobody else: the address itself, and a mail in one's own programme."""
    subject, body = quote(title), quote(f"{title}\n{address}")
    return {"address": address, "mail": f"mailto:?subject={subject}&body={body}"}


def title_of(found: Editions, otherwise: str) -> tuple[str, str]:
    """The title and its language: the reader's, else one of those they like, else as it was written."""
    if found.shown is None or not found.shown.title:
        return otherwise, ""
    if found.shown.title_language not in (found.shown.language, parted(found.shown.language)[0]):
        for one in found.also:
            if one.title and one.title_language == one.language:
                return one.title, one.language
    return found.shown.title, found.shown.title_language


def summary(text: Page) -> str:
    """The first words of a page, for those to whom its address is sent; never cut within a word."""
    first = next((s.body for s in text.sections if not s.title), "")
    words = gettext("A project of cities and associations.") if not first else _plain(first)
    return words if len(words) <= 200 else words[:200].rpartition(" ")[0] + " …"


def _plain(html: str) -> str:
    return " ".join(strip_tags(html.replace("</p>", " ")).split())
