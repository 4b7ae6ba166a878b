"""Who may do what in the network. One function per permission; whatever is not allowed here is denied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor
from passerelle.core.models import Hold
from passerelle.network.models import Aim, City, CityFigure, Organisation, Project, Reliance, Tie
from passerelle.people.models import Person, Place

LEAD = "lead_coordinator"
LOCAL = "local_coordinator"
COORDINATORS = (LEAD, LOCAL)
ADMINISTRATOR = "administrator"


def may_enter_desk(actor: Actor, *_: Any) -> bool:
    """Whoever holds any role at all has a desk."""
    return bool(actor.grants)


def may_see_network(actor: Actor, *_: Any) -> bool:
    return bool(actor.grants)


def may_create_project(actor: Actor, *_: Any, **__: Any) -> bool:
    return actor.holds(ADMINISTRATOR, LEAD)


def may_work_in(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever holds a role in this project sees its working space; administrators look after all of them."""
    return project.pk in actor.projects() or actor.has(ADMINISTRATOR)


def may_lead(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """The lead coordinator answers to the funder: facts, partners, roles and invitations are theirs."""
    return actor.has(LEAD, project=project.pk)


def may_coordinate(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Lead and local coordinators write, translate and publish."""
    return actor.has(*COORDINATORS, project=project.pk)


def may_translate(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    return actor.has(*COORDINATORS, "facilitator", project=project.pk)


def may_translate_somewhere(actor: Actor, *_: Any, **__: Any) -> bool:
    """Whoever translates in any project sees how far their projects are in each language."""
    return actor.holds(*COORDINATORS, "facilitator")


def may_keep_glossary(actor: Actor, *_: Any, **__: Any) -> bool:
    """What things are called is the network's: coordinators write it down; administrators too."""
    return actor.holds(*COORDINATORS, ADMINISTRATOR)


def may_leave(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    """Whoever holds a role in a project may give it up."""
    return actor.person is not None and project.pk in actor.projects()


def may_read_files(actor: Actor, project: UUID) -> bool:
    """Files of a project are its own people's, until they are made public."""
    return project in actor.projects() or actor.has(ADMINISTRATOR)


def may_administer(actor: Actor, *_: Any, **__: Any) -> bool:
    return actor.has(ADMINISTRATOR)


def may_keep_vocabularies(actor: Actor, *_: Any, **__: Any) -> bool:
    """Themes and measures are the network's: whoever leads a project may name, add and merge them."""
    return actor.holds(ADMINISTRATOR, LEAD)


def may_speak_for(actor: Actor, organisation: Organisation, *_: Any, **__: Any) -> bool:
    """What an organisation says of itself: whoever coordinates for it, in whichever project."""
    if actor.has(ADMINISTRATOR):
        return True
    return any(g.role in COORDINATORS and g.organisation == organisation.pk for g in actor.grants)


def may_show(actor: Actor, aim: Aim, *_: Any, **__: Any) -> bool:
    """What shows that something was done for a target: whoever coordinates the project."""
    return actor.has(*COORDINATORS, project=aim.project_id)


def may_read_evidence(actor: Actor, evidence: UUID) -> bool:
    """Files of evidence are the project's own people's."""
    return Aim.objects.visible_to(actor).filter(evidence=evidence).exists()


def may_tell_of(actor: Actor, city: City, *_: Any, **__: Any) -> bool:
    """A city's figures: administrators, whoever leads a project, and coordinators of an organisation in that city."""
    inside = Organisation.objects.visible_to(actor).filter(city=city, pk__in=_coordinates_for(actor))
    return actor.holds(ADMINISTRATOR, LEAD) or inside.exists()


def may_tell_of_cities(actor: Actor, *_: Any, **__: Any) -> bool:
    """Some city's figures; which ones, `may_tell_of` says for each."""
    return actor.holds(ADMINISTRATOR, *COORDINATORS)


def may_tell_of_one_with(actor: Actor, organisations: Iterable[Organisation]) -> bool:
    """The same for a city whose organisations are known already."""
    ours = _coordinates_for(actor)
    return actor.holds(ADMINISTRATOR, LEAD) or any(one.pk in ours for one in organisations)


def _coordinates_for(actor: Actor) -> set[UUID]:
    return {g.organisation for g in actor.grants if g.role in COORDINATORS and g.organisation}


def may_change_figure(actor: Actor, figure: CityFigure, *_: Any, **__: Any) -> bool:
    return may_tell_of(actor, figure.city)


def may_tie_at_all(actor: Actor, *_: Any) -> bool:
    return actor.holds(ADMINISTRATOR, *COORDINATORS)


def may_tie(actor: Actor, one: City, other: City, *_: Any, **__: Any) -> bool:
    """One of the two cities is one's own to tell of."""
    return may_tell_of(actor, one) or may_tell_of(actor, other)


def may_end_tie(actor: Actor, tie: Tie, *_: Any, **__: Any) -> bool:
    return may_tie(actor, tie.one, tie.other)


def may_tie_among(actor: Actor, cities: Iterable[UUID]) -> set[UUID]:
    """Those of these cities whose ties one may note and end; one query, none for whoever may all."""
    if actor.holds(ADMINISTRATOR, LEAD):
        return set(cities)
    ours = _coordinates_for(actor)
    if not ours:
        return set()
    inside = Organisation.objects.visible_to(actor).filter(pk__in=ours, city__in=set(cities))
    return set(inside.values_list("city", flat=True))


def may_rely(actor: Actor, project: Project, *_: Any, **__: Any) -> bool:
    return actor.has(*COORDINATORS, project=project.pk)


def may_settle_reliance(actor: Actor, reliance: Reliance, *_: Any, **__: Any) -> bool:
    return actor.has(*COORDINATORS, project=reliance.project_id)


def may_note_belonging(actor: Actor, organisation: Organisation, *_: Any, **__: Any) -> bool:
    """Administrators, and whoever leads a project in which the organisation is a partner."""
    led = organisation.partnerships.filter(project__in=actor.projects(LEAD))
    return actor.has(ADMINISTRATOR) or led.exists()


def may_answer_invitation(actor: Actor, *_: Any, **__: Any) -> bool:
    """The letter itself is the permission: whoever holds its secret may answer it, once."""
    return True


def may_see_retention(actor: Actor, *_: Any) -> bool:
    """Counts only, of nobody in particular: for whoever answers for data."""
    return actor.holds(ADMINISTRATOR, LEAD)


def may_place_holds(actor: Actor, *_: Any) -> bool:
    return actor.holds(ADMINISTRATOR, LEAD)


def may_place_hold(actor: Actor, on: Any, *_: Any, **__: Any) -> bool:
    """Administrators on anything; lead coordinators on their projects and the people in them."""
    if actor.has(ADMINISTRATOR):
        return True
    if isinstance(on, Project):
        return actor.has(LEAD, project=on.pk)
    return isinstance(on, Person) and _leads(actor, on.pk)


def role_for_holds(actor: Actor) -> str:
    """The role a hold is placed in."""
    return ADMINISTRATOR if actor.has(ADMINISTRATOR) else LEAD


def may_release_hold(actor: Actor, hold: Hold, *_: Any, **__: Any) -> bool:
    """The role that placed it, and no other: an administrator's hold is not a coordinator's to end, nor the other
    way round."""
    if hold.placed_as == ADMINISTRATOR:
        return actor.has(ADMINISTRATOR)
    if hold.project is not None:
        return hold.project in actor.projects(LEAD)
    return hold.person is not None and _leads(actor, hold.person)


def _leads(actor: Actor, person: UUID) -> bool:
    return Place.objects.filter(person=person, project__in=actor.projects(LEAD)).exists()
