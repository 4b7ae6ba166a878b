"""Who relied on a figure: pages and reports that used it, and the letter their makers get when it changes."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.messages.actions import post
from passerelle.messages.recipients import resolve_many
from passerelle.messages.rendering import spoken
from passerelle.network import measures, policies
from passerelle.network.models import City, Measure, Project, Reliance

CHANGED = SystemActor(reason="a figure somebody relied on changed")


@action(may=policies.may_rely, says="figure relied on")
def rely_on(
    actor: Actor,
    project: Project,
    measure: Measure,
    *,
    year: int,
    city: City | None,
    title: str,
    address: str = "",
) -> Reliance:
    """Note that a page or report of a project uses the figure of a city, or the network's (city: None), as it is now;
    whoever notes it is told when it changes. Raises Problem where there is no figure, or nobody to tell."""
    if actor.person is None:
        raise Problem("nobody to tell", _("Sign in first: somebody must be told when the figure changes."))
    value = measures.now(measure, year, city)
    if value is None:
        raise Problem(
            "no figure", _("There is no figure of that year to rely on. Choose another year."), field="year"
        )
    return Reliance.objects.create(
        code=new_code(),
        project=project,
        measure=measure,
        year=year,
        city=city,
        value=value,
        now=value,
        title=plain_line(title),
        address=address,
        person_id=actor.person,
    )


@action(may=policies.may_settle_reliance, says="changed figure taken over")
def take_over(actor: Actor, reliance: Reliance) -> Reliance:
    """The page or report says the new figure now."""
    reliance.value, reliance.outdated = reliance.now, False
    reliance.save(update_fields=["value", "outdated"])
    return reliance


@action(may=policies.may_settle_reliance, says="figure no longer relied on")
def rely_no_more(actor: Actor, reliance: Reliance) -> None:
    """The page or report uses the figure no more: nobody is told of its changes."""
    journal.tell(reliance=reliance.code)
    reliance.delete()


def tell_who_relied(actor: Actor, measure: Measure, year: int, city: City | None) -> int:
    """After a change of a city's figure: whoever used it, the network's figure, or one that it weighs, is told if what
    they used is no longer what is. Returns how many were told. Runs inside the change's own transaction."""
    touched = Reliance.objects.filter(year=year, measure=measure) | Reliance.objects.filter(
        year=year, measure__weight=measure, city=None
    )
    told = 0
    for one in touched.select_related("measure", "city", "project"):
        if city is not None and one.city_id not in (None, city.pk):
            continue
        value = measures.now(one.measure, year, one.city)
        if value == one.now:
            continue
        one.now, one.outdated = value, value != one.value
        one.save(update_fields=["now", "outdated"])
        if one.outdated:
            told += _write(one)
    return told


def _write(reliance: Reliance) -> int:
    """A letter in the receiver's language; 0 when there is nobody left to write to."""
    person: UUID = reliance.person_id
    receiver = resolve_many("person", [person]).get(person)
    if receiver is None:
        return 0
    language = spoken(receiver.language)
    with translation.override(language):
        measure = measures.measures(language)[reliance.measure_id]
        context = {
            "title": reliance.title,
            "address": reliance.address,
            "measure": measure.name,
            "year": reliance.year,
            "city": reliance.city.name if reliance.city else "",
            "before": measure.told(reliance.value),
            "after": measure.told(reliance.now),
            "link": settings.ADDRESS + reverse("desk_reliances", args=[reliance.project.code]),
        }
    post(
        CHANGED,
        receiver=("person", person),
        purpose="figure-changed",
        template="network/mail/figure_changed",
        context=context,
        project=reliance.project_id,
    )
    return 1
