"""What those with a place need, as counts, and what of it is not there yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.rooms import Gap, Gravity, Ride
from passerelle.core.templatetags.look import number
from passerelle.gatherings import policies
from passerelle.gatherings.models import Gathering
from passerelle.language.tongues import name_in
from passerelle.network.policies import LEAD
from passerelle.tasks.reading import reader

NEAR = timedelta(days=42)  # while an interpreter can still be found


@dataclass(frozen=True, slots=True)
class Need:
    """One thing so many need. key: of `Gathering.needed`; name, says: without and with the number; met: it is there."""

    key: str
    count: int
    name: str
    says: str
    met: bool


def of_one(gathering: Gathering) -> list[Need]:
    """What is needed at one gathering, most asked for first. Numbers only."""
    found = [_need(gathering, key, count) for key, count in gathering.needed.items() if count > 0]
    return sorted(found, key=lambda one: (one.met, -one.count, one.key))


def _need(gathering: Gathering, key: str, count: int) -> Need:
    what, _blank, language = key.partition(" ")
    if what == "interpreter":
        name = _interpreter(gathering, language)
        people = ngettext("%(n)s person", "%(n)s people", count) % {"n": number(count)}
        met = language in gathering.spoken or language in gathering.interpreted.split()
        return Need(key, count, name, f"{name}: {people}", met)
    if key == "children":
        says = ngettext("Child care for %(n)s child", "Child care for %(n)s children", count)
        return Need(key, count, _("Child care"), says % {"n": number(count)}, gathering.child_care)
    if key == "step free":
        says = ngettext(
            "A way in without steps for %(n)s person", "A way in without steps for %(n)s people", count
        )
        met = gathering.step_free == Gathering.StepFree.YES
        return Need(key, count, _("Way in"), says % {"n": number(count)}, met)
    says = ngettext("Something else for %(n)s person", "Something else for %(n)s people", count)
    return Need(key, count, _("Other needs"), says % {"n": number(count)}, False)


def _interpreter(gathering: Gathering, language: str) -> str:
    """ "Interpreter French → Arabic"; without the first one where nobody said in which language it is held."""
    spoken = gathering.spoken[:1]
    if not spoken:
        return _("Interpreter into %(language)s") % {"language": name_in(language, reader())}
    told = {"from": name_in(spoken[0], reader()), "to": name_in(language, reader())}
    return _("Interpreter %(from)s → %(to)s") % told


def gaps(actor: Actor, projects: Collection[UUID]) -> Iterator[Gap]:
    """Gatherings that are near and whose people need an interpreter nobody planned, of projects somebody else leads;
    one query for all of them. Whoever leads is told by `RIDING`, without a query of its own."""
    others = [project for project in projects if not actor.has(LEAD, project=project)]
    if not others:
        return
    rows = _near(Gathering.objects.visible_to(actor)).filter(project__in=others)
    for one in rows.select_related("project"):
        if policies.may_change(actor, one):
            yield from _unmet(one)


def _near(rows: QuerySet[Gathering]) -> QuerySet[Gathering]:
    now = timezone.now()
    return (
        rows.filter(
            state=Gathering.State.PLANNED,
            begins_at__gte=now,
            begins_at__lt=now + NEAR,
            project__closed_at=None,
        )
        .exclude(needed={})
        .order_by(F("begins_at"), "pk")
    )


def _columns() -> dict[str, Any]:
    rows = _near(Gathering.objects.unscoped(reason="cut to the projects an actor leads"))
    told = rows.filter(project=OuterRef("pk")).values(json=JSONObject(**{name: name for name in _TOLD}))
    return {"its_needs": ArraySubquery(told)}


def _read(project: Mapping[str, Any]) -> Iterator[Gap]:
    for one in project["its_needs"]:
        yield from _unmet(Gathering(**{**one, "id": UUID(one["id"]), "project_id": project["pk"]}))


_TOLD = ("id", "code", "title", "languages", "interpreted", "needed", "child_care", "step_free")
RIDING = Ride(_columns, _read)


def _unmet(one: Gathering) -> Iterator[Gap]:
    missing = [need for need in of_one(one) if need.key.startswith("interpreter ") and not need.met]
    if missing:
        yield Gap(
            "needs-without-interpreter",
            one.project_id,
            (Gathering.KIND, one.pk),
            _("%(title)s: %(need)s, and nobody is booked.")
            % {"title": one.title, "need": "; ".join(need.says for need in missing)},
            Gravity.ASKED,
            (_("Look at what is needed"), reverse("desk_registrations", args=[one.code])),
        )
