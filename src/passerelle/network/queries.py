"""Every read that leaves the network, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject

from passerelle.core import files
from passerelle.core.actor import Actor
from passerelle.core.models import StoredFile
from passerelle.engines.text.collation import sort_key
from passerelle.language import texts
from passerelle.language.sorting import name_order, order_by_name
from passerelle.language.tongues import countries_by_name, country_name
from passerelle.network import policies
from passerelle.network.models import (
    Appointment,
    Contribution,
    Departure,
    Invitation,
    Organisation,
    Partnership,
    Project,
)
from passerelle.people.models import Account
from passerelle.people.queries import consent_to

_CLOSED = "SELECT id FROM network_project WHERE id = ANY(%s) AND closed_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Card:
    """A project as it stands in a list, in the reader's language."""

    project: Project
    title: str
    title_language: str
    countries: tuple[str, ...]
    partners: int
    lead: str

    @property
    def planks(self) -> int:
        """One plank per partner; where only the countries are publicly known, one per country."""
        return self.partners or len(self.project.countries)


def countries_in(codes: Iterable[str], language: str) -> tuple[str, ...]:
    """Names of countries in the reader's language, sorted by that language's rules."""
    names = {country_name(code, language) for code in codes}
    return tuple(sorted(names, key=lambda name: sort_key(name, language)))


def working_in(
    actor: Actor, language: str, *, words: str = "", sort: str = "name", backwards: bool = False
) -> QuerySet[Project]:
    """The projects an actor works in (administrators: all) that match `words`, sorted for a reader of `language`.

    sort: "name" or "newest". `cards` then furnishes the rows of one page."""
    seen = Project.objects.visible_to(actor)
    if not actor.has("administrator"):
        seen = seen.filter(pk__in=actor.projects())
    if words:
        seen = seen.filter(Q(acronym__icontains=words) | Q(pk__in=_titled(words, language)))
    if sort == "newest":
        newest = seen.order_by("-starts", "-acronym")
        return newest.reverse() if backwards else newest
    return order_by_name(seen, language, "acronym", backwards=backwards)


def cards(projects: list[Project], language: str) -> list[Card]:
    """Furnish the rows of one page, in three queries whatever their number."""
    ids = [p.pk for p in projects]
    titles = texts.titles(Project.KIND, ids, language)
    drafts = _draft_titles([i for i in ids if i not in titles])
    partners: dict[UUID, list[Partnership]] = {}
    for one in Partnership.objects.filter(project__in=ids).select_related("organisation"):
        partners.setdefault(one.project_id, []).append(one)
    return [_card(p, titles.get(p.pk), drafts.get(p.pk), partners.get(p.pk, []), language) for p in projects]


def _card(project: Project, edition: Any, draft: Any, partners: list[Partnership], language: str) -> Card:
    codes = {one.organisation.country for one in partners} or set(project.countries)
    lead = next((one.organisation.name for one in partners if one.lead), project.lead_name)
    title, spoken = (edition.title, edition.title_language) if edition else (draft or ("", language))
    return Card(project, title, spoken, countries_in(codes, language), len(partners), lead)


def _titled(words: str, language: str) -> Any:
    from passerelle.language.models import Edition

    return Edition.objects.filter(owner_kind=Project.KIND, language=language, title__icontains=words).values(
        "owner"
    )


def _draft_titles(ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    if not ids:
        return {}
    from passerelle.language.models import TextVersion

    rows = (
        TextVersion.objects.filter(text__owner_kind=Project.KIND, text__owner__in=ids, text__field="title")
        .order_by("text", "-number")
        .distinct("text")
        .select_related("text")
    )
    return {row.text.owner: (row.body, row.text.language) for row in rows}


def closed_among(projects: set[UUID]) -> set[UUID]:
    """Which of these projects are closed; one query."""
    with connection.cursor() as cursor:  # asked before every change: not put together anew each time
        cursor.execute(_CLOSED, [list(projects)])
        return {row[0] for row in cursor.fetchall()}


def countries_of(project: Project) -> set[str]:
    """In which countries the partners of a project are; one query."""
    found = Partnership.objects.filter(project=project).order_by()
    return set(found.values_list("organisation__country", flat=True)) - {""}


def partners_of(project: Project, language: str) -> list[Partnership]:
    """The partners of a project, the lead first, the others by name in the reader's order."""
    found = Partnership.objects.filter(project=project).select_related("organisation")
    return list(found.order_by("-lead", *name_order(language, "organisation__name")))


def roles_in(project: Project, **whose: Any) -> QuerySet[Appointment]:
    """The roles that somebody, or an organisation, holds in a project now, the oldest first."""
    held = Appointment.objects.filter(project=project, active=True, **whose)
    return held.select_related("organisation").order_by("since")


def departures_of(project: Project) -> list[Departure]:
    """Who was a partner and is none any more, the last to leave first."""
    here = Partnership.objects.filter(project=project).values("organisation")
    found = Departure.objects.filter(project=project).exclude(organisation__in=here)
    return list(found.select_related("organisation"))


def organisations(
    actor: Actor, language: str, *, words: str = "", sort: str = "name", backwards: bool = False
) -> QuerySet[Organisation]:
    """The standing network, sorted for a reader of `language`, each with the number of its projects.

    sort: "name", "town", "country" (by its name in the reader's language) or "projects" (most first)."""
    found = Organisation.objects.visible_to(actor).annotate(projects=_projects())
    if words:
        found = found.filter(Q(name__icontains=words) | Q(town__icontains=words))
    first: dict[str, tuple[Any, ...]] = {
        "projects": (F("projects").desc(),),
        "town": name_order(language, "town")[:1],
        "country": (_country_rank(language),),
    }
    rows = found.order_by(*first.get(sort, ()), *name_order(language))
    return rows.reverse() if backwards else rows


def _projects() -> Coalesce:
    """How many projects an organisation is partner of: counted for the rows of a page only."""
    own = Partnership.objects.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


def _country_rank(language: str) -> Func:
    """The place of a country's name among all countries, by the rules of the reader's language."""
    return Func(
        Value(list(countries_by_name(language)), output_field=ArrayField(CharField())),
        F("country"),
        function="array_position",
        output_field=IntegerField(),
    )


def appointments_of(project: Project) -> list[Appointment]:
    """Who does what in a project, by role; names are people's to tell."""
    found = Appointment.objects.filter(project=project, active=True).select_related("organisation", "person")
    roles = _roles()
    return sorted(found, key=lambda a: (roles.index(a.role), a.since))


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody in a role. organisation: its name, "" for none; agreed: to the purpose that was asked for."""

    person: UUID
    role: str
    organisation: str
    agreed: bool


def coordinators_of(project: Project, consent: str) -> list[Acting]:
    """Who answers for a project, lead coordinators first, without the erased; one query.

    consent: a purpose; names are people's to tell."""
    found = Appointment.objects.filter(
        project=project, active=True, role__in=policies.COORDINATORS, person__erased_at=None
    )
    rows = found.order_by("since").values_list(
        "person", "role", "organisation__name", consent_to(consent, "person")
    )
    told = [Acting(person, role, organisation or "", agreed) for person, role, organisation, agreed in rows]
    return sorted(told, key=lambda one: policies.COORDINATORS.index(one.role))


def contributions_of(project: Project) -> list[Contribution]:
    """Who contributes to a project without a role in it, by part; names are people's to tell."""
    found = Contribution.objects.filter(project=project, person__erased_at=None)
    ordered = found.select_related("organisation", "person").order_by("part", "since")
    return list(ordered)


def roles_and_parts(projects: Iterable[Project]) -> list[Appointment | Contribution]:
    """Every role and part of living people in these projects; two queries."""
    living: dict[str, Any] = {"project__in": {one.pk for one in projects}, "person__erased_at": None}
    ties = ("organisation", "person", "project")
    return [
        *Appointment.objects.filter(active=True, **living).select_related(*ties),
        *Contribution.objects.filter(**living).select_related(*ties),
    ]


@cache
def standing() -> dict[str, Any]:
    """Columns of a query over projects: the facts in which something can be missing, and each partner by name, with
    whether anybody acts there for it. Put together once."""
    acting = Appointment.objects.filter(
        project=OuterRef("project"), organisation=OuterRef("organisation"), active=True
    )
    partners = Partnership.objects.filter(project=OuterRef("pk")).annotate(acted_for=Exists(acting))
    facts = ("starts", "ends", "programme", "grant_number", "months", "call", "unit")
    return {
        "network_facts": JSONObject(**{name: name for name in facts}),
        "network_partners": ArraySubquery(
            partners.order_by("organisation__name").values(
                json=JSONObject(
                    pk="organisation",
                    name="organisation__name",
                    kind="organisation__kind",
                    town="organisation__town",
                    country="organisation__country",
                    leads="lead",
                    acted_for="acted_for",
                )
            )
        ),
    }


def invitations_of(actor: Actor, project: Project) -> list[Invitation]:
    """Letters nobody has answered yet."""
    found = Invitation.objects.visible_to(actor).filter(project=project, accepted_at=None)
    return list(found.select_related("organisation"))


def files_of(project: Project, *, public: bool = False) -> list[StoredFile]:
    """The documents of a project, oldest first; public: only those everybody may have, and have now."""
    found = StoredFile.objects.filter(owner_kind=Project.KIND, owner=project.pk, person=None)
    return list(found.filter(files.are_available(), public=True) if public else found)


def has_account(invitation: Invitation) -> bool:
    """Whether the invited person can sign in already."""
    return Account.objects.filter(person=invitation.person_id).exists()


def _roles() -> list[str]:
    from passerelle.network.roles import Role

    return [role.value for role in Role]
