"""Every read that leaves the network, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from passerelle.core import files
from passerelle.core.actor import Actor
from passerelle.core.models import StoredFile
from passerelle.engines.text.collation import sort_key
from passerelle.language import texts
from passerelle.language.tongues import country_name
from passerelle.network.models import (
    Appointment,
    Contribution,
    Invitation,
    Organisation,
    Partnership,
    Project,
)
from passerelle.people.models import Account
from passerelle.people.queries import consent_to


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


def working_in(actor: Actor, language: str, *, words: str = "", sort: str = "name") -> list[Project]:
    """The projects an actor works in (administrators: all) that match `words`, sorted for a reader of `language`.

    Light on purpose: sorting by a language's rules needs all names; `cards` then furnishes the rows of one page.
    """
    seen = Project.objects.visible_to(actor)
    if not actor.has("administrator"):
        seen = seen.filter(pk__in=actor.projects())
    if words:
        seen = seen.filter(acronym__icontains=words) | seen.filter(pk__in=_titled(words, language))
    found = list(seen)
    if sort == "newest":
        return sorted(found, key=lambda p: (p.starts or "0", p.acronym), reverse=True)
    return sorted(found, key=lambda p: (sort_key(p.acronym, language), p.acronym))


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


def partners_of(project: Project, language: str) -> list[Partnership]:
    """The partners of a project, the lead first, the others by name in the reader's order."""
    found = list(Partnership.objects.filter(project=project).select_related("organisation"))
    return sorted(found, key=lambda p: (not p.lead, sort_key(p.organisation.name, language)))


def organisations(actor: Actor, language: str, *, words: str = "", sort: str = "name") -> list[Organisation]:
    """The standing network, sorted for a reader of `language`, each with the number of its projects."""
    found = Organisation.objects.visible_to(actor).annotate(projects=Count("partnerships"))
    if words:
        found = found.filter(name__icontains=words) | found.filter(town__icontains=words)
    rows = list(found)
    keys: dict[str, Callable[[Any], Any]] = {
        "name": lambda o: sort_key(o.name, language),
        "country": lambda o: (
            sort_key(country_name(o.country, language), language),
            sort_key(o.name, language),
        ),
        "town": lambda o: (sort_key(o.town, language), sort_key(o.name, language)),
        "projects": lambda o: (-o.projects, sort_key(o.name, language)),
    }
    return sorted(rows, key=keys.get(sort, keys["name"]))


def appointments_of(project: Project, *, consent: str = "") -> list[Appointment]:
    """Who does what in a project, by role; names are people's to tell.

    consent: a purpose; `consents` of each row then says whether the person agreed to it, in the same query."""
    found = Appointment.objects.filter(project=project, active=True).select_related("organisation", "person")
    if consent:
        found = found.annotate(consents=consent_to(consent, "person"))
    return sorted(found, key=lambda a: (list(_roles()).index(a.role), a.since))


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
