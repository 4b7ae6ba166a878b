"""What belongs to the network: organisations, cities, the taxonomy; and tables that were taken in."""

from __future__ import annotations

from typing import Any


def of_the_network(project: Any) -> dict[str, Any]:
    """What stands for the arguments of addresses of themes, targets, cities and their figures."""
    from passerelle.network.models import (
        Aim,
        Belonging,
        CityFigure,
        Evidence,
        Measure,
        Organisation,
        Reliance,
        Term,
        Theme,
        Tie,
    )

    aim = Aim.objects.filter(project=project).order_by("target").first()
    evidence = Evidence.objects.filter(aim=aim).first()
    city = Organisation.objects.filter(partnerships__project=project, partnerships__lead=True).get().city
    figure = CityFigure.objects.filter(city=city).order_by("added_at", "pk").first()
    lead = Organisation.objects.get(partnerships__project=project, partnerships__lead=True)
    noted = dict(kind="community", words="The rowers", purpose="Seats for everybody on the water")
    belonging, _new = Belonging.objects.get_or_create(organisation=lead, **noted)
    return {
        "organisation code": lead.code,
        "belonging": belonging.pk,
        "theme code": Theme.objects.get(key="waterside").code,
        "aim code": aim.code if aim else "none",
        "evidence": evidence.pk if evidence else "00000000-0000-0000-0000-000000000000",
        "city code": city.code if city else "none",
        "figure code": figure.code if figure else "none",
        "tie code": getattr(Tie.objects.order_by("added_at", "pk").first(), "code", "none"),
        "measure code": getattr(Measure.objects.filter(key="population").first(), "code", "none"),
        "reliance code": getattr(Reliance.objects.filter(project=project).first(), "code", "none"),
        "term code": Term.objects.get_or_create(code="aterm222", concept="lake", language="en", term="lake")[
            0
        ].code,
        "category": "parts",
    }


def of_tables(project: Any) -> dict[str, Any]:
    """A table that the lead coordinator gave."""
    from passerelle.core.actor import Actor
    from passerelle.core.rooms import importables
    from passerelle.importing import actions
    from passerelle.network.actors import grants_of
    from passerelle.network.models import Appointment

    lead = Appointment.objects.filter(project=project, role="lead_coordinator").order_by("since").first()
    actor = Actor(person=lead.person_id, grants=grants_of(lead.person_id))
    given = b"Name,E-mail\nNia Ek,nia@bank.example\n"
    return {
        "sheet": actions.give(actor, importables()["people"], project.pk, name="people.csv", raw=given).code
    }


def hold_on(project: Any) -> str:
    """A legal hold that the lead coordinator placed on the project."""
    from passerelle.core.models import Hold

    told = {"project": project.pk, "placed_as": "lead_coordinator", "ground": "audit", "until": "2999-12-31"}
    return Hold.objects.get_or_create(code="heldhold", defaults=told)[0].code


def partner_of(project: Any) -> str:
    """A partner that may leave."""
    return project.partnerships.filter(lead=False).order_by("organisation__name").first().organisation.code
