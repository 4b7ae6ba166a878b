"""What stands against taking a table of gatherings back: changed since, gone, or something hangs on one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from passerelle.core import files
from passerelle.core.importables import Change
from passerelle.core.rooms import hanging_on
from passerelle.gatherings.models import Attendance, Gathering, HeadCount, Registration, Sheet, Speaker

REASON = "whether something hangs on it, never what"


def changed(rows: Iterable[Gathering], changes: Iterable[Change]) -> Iterator[str]:
    """What somebody changed since the table, or removed."""
    there = {str(one.pk): one for one in rows}
    for change in changes:
        one = there.get(change["id"])
        if one is None:
            yield _("A gathering of this table is no longer here.")
        elif one.revision != change["now"]["revision"]:
            yield _("%(name)s was changed since.") % {"name": one.title}


def used(new: Collection[Gathering]) -> Iterator[str]:
    """What would go with gatherings that a table added, a sentence each; seven questions, however many they are.

    What was withdrawn or taken back counts, too: somebody was told of it, or it explains a number."""
    ids = [one.pk for one in new]
    if not ids:
        return
    registered, came = _of(Registration, ids), _of(Attendance, ids) | _of(HeadCount, ids) | _of(Sheet, ids)
    filled = files.owners(Gathering.KIND, ids) | _of(Speaker, ids) | hanging_on(Gathering.FOUND, ids)
    for one in new:
        name = {"name": one.title}
        if one.pk in registered:
            yield _("People have registered for %(name)s by now. Cancel it instead.") % name
        if one.pk in came:
            yield _("Who was at %(name)s is written down by now.") % name
        if one.pk in filled:
            yield _("%(name)s holds other things by now.") % name


def _of(model: type[Model], ids: Collection[UUID]) -> set[UUID]:
    rows: Any = model._default_manager
    return set(rows.unscoped(reason=REASON).filter(gathering__in=ids).values_list("gathering", flat=True))
