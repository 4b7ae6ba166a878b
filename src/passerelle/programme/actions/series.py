"""Series are promised, changed, put away and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.dates import runs_backwards
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.gatherings.models import Gathering
from passerelle.network.models import Project
from passerelle.programme import policies
from passerelle.programme.models import Series

MOST = 999  # gatherings in a series, and days
MOST_PEOPLE = 1_000_000
RANGES = {
    "number": (1, MOST),
    "spacing": (0, MOST),
    "lasts": (1, MOST),
    "lead": (0, MOST),
    "people": (0, MOST_PEOPLE),
    "abroad": (0, MOST_PEOPLE),
}
FACTS = frozenset(
    {"title", "language", "kinds", "number", "starts", "ends", "spacing", "lasts", "lead", "people", "abroad"}
)


@action(may=policies.may_promise, says="series promised")
def add_series(actor: Actor, project: Project, **facts: Any) -> Series:
    """Write down a series. facts: see FACTS; kinds: a list. Raises Problem that names the field."""
    one = Series(code=new_code(), project=project)
    _fill(one, facts)
    one.save(force_insert=True)
    return one


@action(may=policies.may_change, says="series changed")
def change_series(actor: Actor, one: Series, *, revision: int, **facts: Any) -> Series:
    """Change a series. revision: the one the form was filled from. Raises Problem, also when somebody saved another
    version meanwhile."""
    _fill(one, facts)
    journal.tell(fields=sorted(facts))
    told = {name: getattr(one, name) for name in facts}
    if not Series.objects.filter(pk=one.pk, revision=revision).update(revision=revision + 1, **told):
        raise Problem(
            "changed meanwhile",
            _("Somebody else changed this while you were writing. Theirs is shown beside yours; save again."),
        )
    one.revision = revision + 1
    return one


@action(may=policies.may_change, says="series put away", on_closed=True)
def put_away_series(actor: Actor, one: Series) -> Series:
    """It warns of nothing any more; `bring_back_series` undoes it."""
    one.archived_at = timezone.now()
    one.save(update_fields=["archived_at"])
    return one


@action(may=policies.may_change, says="series brought back")
def bring_back_series(actor: Actor, one: Series) -> Series:
    """Undo: it counts as before."""
    one.archived_at = None
    one.save(update_fields=["archived_at"])
    return one


def _fill(one: Series, facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"a series has no {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        if name == "title":
            value = plain_line(value)[:200]
        elif name == "kinds":
            value = " ".join(kind for kind in Gathering.Kind.values if kind in set(value))
        setattr(one, name, value)
    if not one.title:
        raise Problem("no title", _("Write in a few words what it is."), field="title")
    if not one.kinds:
        raise Problem("no kind", _("Choose at least one kind of gathering."), field="kinds")
    for name, (least, most) in RANGES.items():
        if not least <= getattr(one, name) <= most:
            raise Problem(
                "out of range",
                _("Write a number from %(least)d to %(most)d."),
                field=name,
                least=least,
                most=most,
            )
    if runs_backwards(one.starts, one.ends):
        raise Problem(
            "backwards", _("It ends before it begins. Look at the two dates once more."), field="ends"
        )
