"""Every read of the API: what the public pages show, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from passerelle.engines.text.collation import sort_key
from passerelle.language.sorting import order_by_name
from passerelle.language.tongues import UnknownCountry, country_name
from passerelle.network import queries as network
from passerelle.network.models import Organisation, Partnership, Project
from passerelle.news import queries as news
from passerelle.public import catalogue
from passerelle.public import queries as public
from passerelle.public.catalogue import Row


def projects(found: Sequence[Row], language: str) -> list[dict[str, Any]]:
    """These projects as the API tells them; five queries whatever their number."""
    rows, today = {row.id: row for row in found}, catalogue.today()
    cards = network.cards(public.by_id(list(rows)), language)
    return [_project(card, rows[card.project.pk], today, language) for card in cards]


def project(code: str, language: str) -> dict[str, Any] | None:
    """One published project with its partners; None where there is none."""
    found = public.published().filter(code=code).first()
    row = next((one for one in catalogue.rows(language) if found and one.id == found.pk), None)
    if found is None or row is None:
        return None
    partners = network.partners_of(found, language)
    told = projects([row], language)[0]
    return told | {
        "organisations": [organisation(p.organisation, language) | {"lead": p.lead} for p in partners]
    }


def organisations(language: str, *, words: str = "", country: str = "") -> QuerySet[Organisation]:
    """Partners of published projects, by name in the reader's order."""
    part = Partnership.objects.filter(organisation=OuterRef("pk"), project__state=Project.State.PUBLISHED)
    found = Organisation.objects.unscoped(reason="partners of published projects").filter(Exists(part))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(town__icontains=words))
    if country:
        found = found.filter(country=country)
    return order_by_name(found, language)


def organisation(one: Organisation, language: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "town": one.town,
        "country": _country(one.country, language),
    }


def all_news(language: str) -> QuerySet[Any]:
    """Public news, newest first."""
    return news.outlined(language)


def told_news(rows: Sequence[Any], language: str) -> list[dict[str, Any]]:
    return [
        {
            "code": told.item.code,
            "day": told.item.shows_day(),
            "title": told.outline.title,
            "title_language": told.outline.title_language,
            "opening": (told.outline.opening or {}).get("body", ""),
            "opening_language": (told.outline.opening or {}).get("language", told.outline.title_language),
            "project": told.item.project.code if told.item.project else None,
            "page": settings.ADDRESS + reverse("news_item", args=[told.item.code]),
        }
        for told in news.told(rows)
    ]


def _project(card: network.Card, row: Row, today: str, language: str) -> dict[str, Any]:
    project = card.project
    countries = [_country(code, language) for code in row.countries]
    return {
        "code": project.code,
        "acronym": project.acronym,
        "title": card.title,
        "title_language": card.title_language,
        "starts": project.starts,
        "ends": project.ends,
        "months": project.months,
        "state": row.when(today).value,
        "programme": project.programme,
        "grant_number": project.grant_number,
        "lead": card.lead,
        "countries": sorted(countries, key=lambda country: sort_key(country["name"], language)),
        "partners": card.partners,
        "page": settings.ADDRESS + reverse("project", args=[project.code, project.slug]),
    }


def _country(code: str, language: str) -> dict[str, str]:
    try:
        return {"code": code, "name": country_name(code, language)}
    except UnknownCountry:
        return {"code": code, "name": code}
