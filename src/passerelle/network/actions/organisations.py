"""Organisations by the table: many at once, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.language.sorting import keys_of, stored_key
from passerelle.network import policies
from passerelle.network.models import Organisation

TAKEN = _("There is already an organisation of this name in that country. Open it instead.")


@action(may=policies.may_administer, says="organisations taken in")
def take_in_organisations(
    actor: Actor,
    added: Sequence[Mapping[str, Any]],
    changed: Sequence[tuple[Organisation, Mapping[str, Any]]] = (),
) -> list[Organisation]:
    """Add members to the standing network and change others; the new ones in the order given.

    Raises Problem when a name is taken in its country, and then nothing is changed."""
    new = [Organisation(code=new_code(), **facts) for facts in added]
    for one, facts in changed:
        for key, value in facts.items():
            setattr(one, key, value)
    try:
        with transaction.atomic():
            Organisation.objects.bulk_create(new, batch_size=1000)
            _save([one for one, _facts in changed], {key for _one, facts in changed for key in facts})
    except IntegrityError:
        raise Problem("name taken", TAKEN, field="name") from None
    journal.tell(added=[one.code for one in new], changed=[one.code for one, _facts in changed])
    return new


@action(may=policies.may_administer, says="organisations taken back")
def take_back_organisations(
    actor: Actor, added: Iterable[UUID], changed: Sequence[tuple[Organisation, Mapping[str, Any]]]
) -> None:
    """Remove what was added by a table and put back what it changed. Whoever calls has looked that nothing stands
    against it; what something points to by now is protected by the database."""
    for one, facts in changed:
        for key, value in facts.items():
            setattr(one, key, value)
    _save([one for one, _facts in changed], {key for _one, facts in changed for key in facts})
    gone = Organisation.objects.unscoped(reason="taken back").filter(pk__in=list(added))
    journal.tell(
        removed=list(gone.values_list("code", flat=True)), changed=[one.code for one, _facts in changed]
    )
    gone.delete()


def _save(rows: Sequence[Organisation], fields: set[str]) -> None:
    """In one query; a changed name brings its sort keys with it."""
    if not rows or not fields:
        return
    keys = [key for key in keys_of(Organisation) if key.of in fields]
    for row in rows:
        for key in keys:
            setattr(row, key.attname, stored_key(getattr(row, key.of), key.language))
    columns = [*fields, *(key.attname for key in keys)]
    Organisation.objects.bulk_update(rows, columns, batch_size=500)
