"""A breakdown is begun, released quarter by quarter, compared with who lives here, and shown to everybody."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.breakdowns import counts, policies
from passerelle.breakdowns.models import Breakdown, Released, Residents
from passerelle.core import journal, keys, sealing
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.describing import last_over, sources
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.engines.disclosure.ledger.book import freeze, publish
from passerelle.engines.disclosure.ledger.margins import margins
from passerelle.engines.disclosure.ledger.state import KEY_BYTES, dump, load
from passerelle.engines.disclosure.release import Release
from passerelle.network.models import Organisation, Project

MOST_ATTRIBUTES = 2
MOST_RESIDENTS = 10**10


@action(may=policies.may_begin, says="breakdown begun")
def begin(
    actor: Actor, project: Project, *, controller: Organisation, source: str, attributes: Sequence[str]
) -> Breakdown:
    """Begin a breakdown of what an organisation collected. Raises Problem: no such source, none or too many attributes,
    or there is one of the same people already."""
    found = sources(project.pk).get(source)
    if found is None or not set(attributes) <= {one.key for one in found.attributes}:
        raise Problem("no source", _("Choose what is counted, and by what."), field="what")
    if not 1 <= len(set(attributes)) <= MOST_ATTRIBUTES:
        raise Problem(
            "attributes",
            _("Choose one or two: with more, hardly anybody is like anybody else."),
            field="what",
        )
    twins = Breakdown.objects.unscoped(reason="one ledger for the same people")
    if twins.filter(project=project, controller=controller, source=source).exists():
        raise Problem(
            "twice",
            _(
                "These people are broken down already. A second breakdown of them could be set against the first."
            ),
            field="what",
        )
    order = [one.key for one in found.attributes if one.key in attributes]
    one = Breakdown(code=new_code(), project=project, controller=controller, source=source, attributes=order)
    keys.create(one.pk)
    _keep(one, dump(counts.begun(one, secrets.token_bytes(KEY_BYTES))))
    one.save(force_insert=True)
    return one


@action(may=policies.may_keep, says="quarter released")
def release(actor: Actor, breakdown: Breakdown) -> Released:
    """Round the last quarter that is over, once and for good, with everything that came before it.

    Raises Problem when it is released already, or when what is counted is gone."""
    with transaction.atomic():
        one = (
            Breakdown.objects.unscoped(reason="locked by who may release it")
            .select_for_update(of=("self",))
            .get(pk=breakdown.pk)
        )
        source, when = counts.source_of(one), last_over(timezone.localdate())
        if source is None:
            raise Problem("gone", _("What was counted here is no longer there."))
        if Released.objects.filter(breakdown=one, quarter__gte=when).exists():
            raise Problem(
                "released",
                _("%(quarter)s is released already. What has changed since comes in with the next one."),
                quarter=when,
            )
        ledger = load(_opened(one).encode())
        attributes = counts.attributes_of(one, source)
        past = dict(zip(ledger.dimensions, ledger.frozen[-1].domains, strict=True)) if ledger.frozen else {}
        rows = [row for row in counts.rows_of(one, source) if row.quarter <= when]
        micro = counts.micro_of(rows, attributes, past)
        table = (tuple(range(len(attributes))),)
        ledger = freeze(ledger, micro, when, table, declared=ledger.dimensions)
        made = publish(ledger, when, table)
        before = [counts.release_of(row) for row in one.releases.order_by("quarter")]
        off = {" ".join(names): margin for names, margin in margins([*before, made]).items()}
        _keep(one, dump(ledger))
        one.save(update_fields=["ledger"])
        journal.tell(quarter=when)
        return Released.objects.create(breakdown=one, quarter=when, numbers=_text(made), margins=off)


@action(may=policies.may_keep, says="residents written down")
def write_residents(
    actor: Actor, breakdown: Breakdown, *, attribute: str, numbers: Mapping[str, int], year: int, source: str
) -> Breakdown:
    """Who lives here, by one attribute: in the place of what was written there before. Raises Problem."""
    if attribute not in breakdown.attributes:
        raise Problem("attribute", _("This breakdown is not made by that."))
    told = {value: number for value, number in numbers.items() if number}
    if any(not 0 <= number <= MOST_RESIDENTS for number in told.values()) or len(told) < 2:
        raise Problem("numbers", _("Write how many live here for two groups at least."))
    said = plain_line(source)[:300]
    if not said:
        raise Problem("no source", _("Write where these numbers come from."), field="source")
    Residents.objects.filter(breakdown=breakdown, attribute=attribute).delete()
    Residents.objects.bulk_create(
        Residents(
            breakdown=breakdown, attribute=attribute, value=value, number=number, year=year, source=said
        )
        for value, number in told.items()
    )
    journal.tell(attribute=attribute, groups=len(told))
    return breakdown


@action(may=policies.may_keep, says="residents taken out", on_closed=True)
def take_out_residents(actor: Actor, breakdown: Breakdown, *, attribute: str) -> Breakdown:
    """No comparison by this attribute any more."""
    Residents.objects.filter(breakdown=breakdown, attribute=attribute).delete()
    return breakdown


@action(may=policies.may_keep, says="breakdown shown to everybody")
def show(actor: Actor, breakdown: Breakdown) -> Breakdown:
    """On the public page of its project. Raises Problem before anything is released."""
    if not breakdown.releases.exists():
        raise Problem("nothing", _("Release a quarter first: there is nothing to show yet."))
    return _public(breakdown, True)


@action(may=policies.may_keep, says="breakdown no longer shown", on_closed=True)
def hide(actor: Actor, breakdown: Breakdown) -> Breakdown:
    """Off the public page. Who has read it has read it."""
    return _public(breakdown, False)


def _public(breakdown: Breakdown, shown: bool) -> Breakdown:
    breakdown.public = shown
    breakdown.save(update_fields=["public"])
    return breakdown


def _text(release: Release) -> str:
    return json.dumps(release.as_json(), ensure_ascii=False)


def _keep(one: Breakdown, text: str) -> None:
    sealing.fill(one, one.pk, ledger=text)


def _opened(one: Breakdown) -> str:
    text = sealing.opened([one], ["ledger"])[0]["ledger"]
    if text is None:
        raise Problem("key gone", _("The key of this breakdown is gone; nothing more can be released."))
    return text
