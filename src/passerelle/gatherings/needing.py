"""What those with a place need, as counts, and what of it is not there yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.actor import Actor
from passerelle.core.rooms import Gap, Gravity
from passerelle.core.templatetags.look import number
from passerelle.gatherings import policies
from passerelle.gatherings.models import Gathering
from passerelle.language.tongues import name_in
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
    """Gatherings that are near and whose people need an interpreter nobody planned; one query for all projects."""
    now = timezone.now()
    rows = (
        Gathering.objects.visible_to(actor)
        .filter(
            project__in=projects,
            state=Gathering.State.PLANNED,
            begins_at__gte=now,
            begins_at__lt=now + NEAR,
            project__closed_at=None,
        )
        .exclude(needed={})
        .select_related("project")
        .order_by(F("begins_at"), "pk")
    )
    for one in rows:
        if not policies.may_change(actor, one):
            continue
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
