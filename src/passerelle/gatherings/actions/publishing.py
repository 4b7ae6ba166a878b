"""What everybody reads of a gathering: its page, its agenda, who speaks, material, and whether one can register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal, search
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.core.models import StoredFile
from passerelle.gatherings import policies
from passerelle.gatherings.actions import places
from passerelle.gatherings.actions.checks import check_languages
from passerelle.gatherings.actions.found import index_many
from passerelle.gatherings.models import Gathering, Speaker
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Person, Place
from passerelle.tasks.actions.checks import check_partner

# What may be given to `furnish`.
FURNITURE = frozenset(
    {
        "agenda", "links", "step_free", "child_care", "interpreted", "registers", "registers_until",
        "names_optional", "heads_only", "remind_days",
    }
)  # fmt: skip
SCHEMES = ("http://", "https://")
LONGEST_AGENDA, MOST_LINKS, LONGEST_WAIT = 10_000, 20, 60


@action(may=policies.may_change, says="gathering furnished")
def furnish(actor: Actor, gathering: Gathering, **facts: Any) -> Gathering:
    """Say what everybody reads of it and how one registers. facts: see FURNITURE. Raises Problem that names the field."""
    if unknown := set(facts) - FURNITURE:
        raise TypeError(f"a gathering has no {', '.join(sorted(unknown))}")
    here = places.locked(gathering.pk)
    for name, value in facts.items():
        setattr(here, name, value)
    here.agenda = here.agenda.strip()[:LONGEST_AGENDA]
    here.links = [_link(one) for one in here.links][:MOST_LINKS]
    check_languages(here.interpreted, "interpreted")
    if here.only_heads and here.registers:
        raise Problem(
            "heads only",
            _("Where only heads are counted nobody registers. Choose one of the two."),
            field="registers",
        )
    if here.remind_days is not None and not 1 <= here.remind_days <= LONGEST_WAIT:
        raise Problem("days", _("Write between 1 and 60 days, or leave it empty."), field="remind_days")
    here.revision += 1
    here.save(update_fields=[*facts, "revision"])
    index_many([here])
    journal.tell(fields=sorted(facts))
    return here


@action(may=policies.may_change, says="gathering published")
def publish(actor: Actor, gathering: Gathering) -> Gathering:
    """Let everybody read it. Raises Problem as long as the project itself is not public."""
    if gathering.project.state != Project.State.PUBLISHED:
        raise Problem(
            "project not public",
            _("Publish the project’s page first; its gatherings can be published after that."),
        )
    gathering.published_at = gathering.published_at or timezone.now()
    gathering.save(update_fields=["published_at"])
    index_many([gathering])
    return gathering


@action(may=policies.may_change, says="gathering no longer public", on_closed=True)
def unpublish(actor: Actor, gathering: Gathering) -> Gathering:
    """Take its page off the public site. Registrations stay, and those who hold their secret reach them."""
    gathering.published_at = None
    gathering.save(update_fields=["published_at"])
    search.forget_in_public(Gathering.FOUND, gathering.pk)
    return gathering


@action(may=policies.may_change, says="speaker added")
def add_speaker(
    actor: Actor,
    gathering: Gathering,
    *,
    role: str,
    organisation: Organisation | None = None,
    person: Person | None = None,
) -> Speaker:
    """Say who speaks. person: somebody with a place in the project; shown by name only while they agree to be shown.

    Raises Problem that names the field."""
    role = plain_line(role)[:120]
    if not role:
        raise Problem("no role", _("Write what they are there, such as “hydrologist”."), field="role")
    if organisation is not None:
        check_partner(gathering.project, organisation, "organisation")
    if person is not None:
        here = Place.objects.filter(person=person, project=gathering.project_id).exists()
        if not here or person.erased_at is not None:
            raise Problem(
                "not here", _("Choose somebody of this project, or leave it empty."), field="person"
            )
        journal.tell(person=person.pk)
    return Speaker.objects.create(gathering=gathering, person=person, role=role, organisation=organisation)


@action(may=policies.may_change, says="speaker removed", on_closed=True)
def remove_speaker(actor: Actor, gathering: Gathering, speaker: Speaker) -> Gathering:
    """They do not speak."""
    gathering.speakers.filter(pk=speaker.pk).delete()
    return gathering


@action(may=policies.may_change, says="material attached")
def attach_material(actor: Actor, gathering: Gathering, upload: Any) -> StoredFile:
    """Keep a file for it: everybody may have it while the gathering is public. Raises Problem as `files.store` does."""
    return files.store(actor, owner_kind=Gathering.KIND, owner=gathering.pk, upload=upload)


@action(may=policies.may_change, says="material removed", on_closed=True)
def remove_material(actor: Actor, gathering: Gathering, file: StoredFile) -> Gathering:
    """Remove a file, for good."""
    if file.owner != gathering.pk:
        raise Problem("not here", _("This file belongs to another record."))
    journal.tell(file=file.pk)
    files.remove(file)
    return gathering


def _link(told: Mapping[str, Any]) -> dict[str, str]:
    address = plain_line(str(told.get("address", "")))[:500]
    if not address.startswith(SCHEMES):
        raise Problem("no address", _("A link begins with https:// or http://."), field="links")
    return {"title": plain_line(str(told.get("title", "")))[:200] or address, "address": address}
