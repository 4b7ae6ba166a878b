"""Cities: adding them, saying which organisations are in them, and the ties between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.dates import runs_backwards
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.network import policies
from passerelle.network.models import City, Organisation, Tie


@action(may=policies.may_keep_vocabularies, says="city added")
def add_city(actor: Actor, *, name: str, country: str, **facts: Any) -> City:
    """Add a city; organisations whose town is written the same way in that country are in it from now on.

    Raises Problem when the city is there already."""
    name = plain_line(name)
    try:
        with transaction.atomic():
            city = City.objects.create(code=new_code(), name=name, country=country, **facts)
    except IntegrityError:
        raise Problem(
            "city there",
            _("There is already a city of this name in that country. Open it instead."),
            field="name",
        ) from None
    inside = Organisation.objects.filter(city=None, country=country, town__iexact=name)
    journal.tell(organisations=inside.update(city=city))
    return city


@action(may=policies.may_keep_vocabularies, says="organisations of a city chosen")
def choose_organisations(actor: Actor, city: City, organisations: Iterable[Organisation]) -> City:
    """Say which organisations are in a city; what they wrote as their town stays as it is."""
    chosen = {one.pk: one for one in organisations}
    left = city.organisations.exclude(pk__in=chosen)
    journal.tell(left=left.update(city=None), there=len(chosen))
    Organisation.objects.filter(pk__in=chosen).update(city=city)
    return city


@action(may=policies.may_tie, says="tie added")
def add_tie(
    actor: Actor,
    one: City,
    other: City,
    *,
    kind: str,
    since: str,
    source: str,
    until: str = "",
    address: str = "",
) -> Tie:
    """Note what binds two cities, with its source; whichever is named first, it is one tie.

    Raises Problem when a city is tied to itself, the tie is there already, or it ends before it begins."""
    if one.pk == other.pk:
        raise Problem("with itself", _("A tie binds two cities. Choose another one."), field="other")
    if runs_backwards(since, until or None):
        raise Problem(
            "period backwards",
            _("The tie ends before it begins. Look at the two dates once more."),
            field="until",
        )
    first, second = sorted((one, other), key=lambda city: city.pk)
    try:
        with transaction.atomic():
            tie = Tie.objects.create(
                code=new_code(),
                one=first,
                other=second,
                kind=Tie.Kind(kind),
                since=since,
                until=until,
                source=plain_line(source),
                address=address,
            )
    except IntegrityError:
        raise Problem(
            "tie there", _("This tie of these two cities is noted already."), field="other"
        ) from None
    journal.tell(cities=[first.code, second.code], kind=kind)
    return tie


@action(may=policies.may_end_tie, says="tie removed")
def remove_tie(actor: Actor, tie: Tie) -> None:
    """Take a tie out that was noted by mistake. One that ended gets its end instead: it is history."""
    journal.tell(tie=tie.code, kind=tie.kind)
    tie.delete()


@action(may=policies.may_end_tie, says="tie ended")
def end_tie(actor: Actor, tie: Tie, until: str) -> Tie:
    """Note when a tie ended. Raises Problem when that is before it began."""
    if runs_backwards(tie.since, until):
        raise Problem(
            "period backwards",
            _("The tie ends before it begins. Look at the two dates once more."),
            field="until",
        )
    tie.until = until
    tie.save(update_fields=["until"])
    return tie


@action(may=policies.may_end_tie, says="tie holds again")
def hold_tie(actor: Actor, tie: Tie) -> Tie:
    """Undo: it has not ended. Safe to run twice."""
    tie.until = ""
    tie.save(update_fields=["until"])
    return tie
