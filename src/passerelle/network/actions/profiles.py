"""What an organisation says of itself: the facts that public pages show."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.network import policies
from passerelle.network.models import Organisation

PROFILE = ("name", "kind", "town", "country")


@action(may=policies.may_speak_for, says="organisation changed")
def change_organisation(actor: Actor, organisation: Organisation, **facts: Any) -> Organisation:
    """Change name, kind, town or country (those that are given). In another town its place on the map is open again.

    Raises Problem when the name is empty, or taken in that country."""
    if unknown := set(facts) - set(PROFILE):
        raise TypeError(f"no such fact of an organisation: {unknown}")
    for name in {"name", "town"} & set(facts):
        facts[name] = plain_line(facts[name])
        if not facts[name]:
            raise Problem("empty", _("Fill this in; it stands on public pages."), field=name)
    changed = [name for name, value in facts.items() if getattr(organisation, name) != value]
    journal.tell(fields=sorted(changed))
    for name in changed:
        setattr(organisation, name, facts[name])
    if {"town", "country"} & set(changed):
        organisation.city = organisation.latitude = organisation.longitude = None
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        raise Problem(
            "name taken",
            _("There is already an organisation of this name in that country. Use another name."),
            field="name",
        ) from None
    return organisation
