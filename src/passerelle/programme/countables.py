"""What campaigns count: views, things and people reached indirectly, each by itself; never somebody who took part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, F, IntegerField, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat, Left
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.countables import Asked, Behind, Countable, Cut, Statement
from passerelle.programme.models import Reach, Way
from passerelle.programme.models.campaigns import UNITS

PARTS: dict[str, Any] = {"kind": F("way"), "subject": F("campaign_id"), "month": Left("on", 7)}
SAYS = {
    Reach.Kind.VIEWS: _(
        "How often something was opened or watched, as its source says. Views are no people."
    ),
    Reach.Kind.IMPRESSIONS: _(
        "How often something was shown, as its source says. Impressions are no people."
    ),
    Reach.Kind.PRINTED: _("Posters, leaflets and other things that were printed or handed out."),
    Reach.Kind.REACTIONS: _("Comments, shares and other reactions; one person may have made many of them."),
    Reach.Kind.INDIRECT: _("People somebody estimates to have heard of it. None of them took part by that."),
}


def _rows(kind: str, cut: Cut) -> QuerySet[Any]:
    """The numbers that stand, of campaigns that are not put away; by the first day their dates can mean.

    None when the cut asks for something a campaign's number says nothing of: a host, a city, a country, a mode."""
    rows: Any = Reach.objects.unscoped(reason="numbers are the project's, whoever asks")
    if cut.organisations or cut.cities or cut.countries or cut.modes or cut.channels:
        return rows.none()
    rows = rows.filter(
        kind=kind, stands=True, campaign__archived_at=None, campaign__project__in=cut.projects
    ).order_by()
    # "2027-05" is written as its first day would be: "2027-05-01".
    first_day = Left(Concat("on", Value("-01-01")), 10)
    if cut.since:
        rows = rows.filter(GreaterThanOrEqual(first_day, Value(cut.since.isoformat())))
    if cut.until:
        rows = rows.filter(LessThanOrEqual(first_day, Value(cut.until.isoformat())))
    if cut.kinds:
        rows = rows.filter(way__in=cut.kinds)
    return rows.filter(campaign__in=cut.subjects) if cut.subjects else rows


def _many(asked: Sequence[Asked]) -> Statement:
    """The numbers as rows (at, key, number)."""
    queries = [_query(one) for one in asked]
    try:
        return queries[0].union(*queries[1:], all=True).query.sql_with_params()
    except EmptyResultSet:  # each of them asks for what a campaign says nothing of
        return "SELECT 0, '', 0 WHERE false", ()


def _query(one: Asked) -> QuerySet[Any, Any]:
    key = Cast(PARTS[one.part] if one.part else Value(""), CharField())
    rows = _rows(one.key.partition(".")[2], one.cut).annotate(at_place=Value(one.at, IntegerField()))
    told = rows.values("at_place", part_of_it=key).annotate(n=Sum("number"))
    return told.values_list("at_place", "part_of_it", "n")


def _behind(kind: str, actor: Actor, cut: Cut, numbers: Mapping[str, int] | None = None) -> Sequence[Behind]:
    """The numbers themselves, for who works in the project."""
    mine = Reach.objects.visible_to(actor).values("pk")
    rows = (
        _rows(kind, cut).filter(pk__in=mine).select_related("campaign").order_by("-on", "-created_at", "pk")
    )
    return [
        Behind(
            one.pk,
            f"{one.campaign.title}: {one.source}",
            one.campaign.language,
            reverse("desk_campaign", args=[one.campaign.code]),
            one.on,
            one.number,
        )
        for one in rows
    ]


COUNTABLES = tuple(
    Countable(
        key=f"programme.{kind.value}",
        unit=UNITS[kind.value],
        label=kind.label,
        says=SAYS[kind],
        many=_many,
        behind=partial(_behind, kind.value),
        kinds=dict(Way.choices),
        parts=frozenset(PARTS),
    )
    for kind in Reach.Kind
)
# By the journal's code of what was done.
MOVES = {
    "campaign number noted": _("a number of a campaign was noted"),
    "campaign numbers taken in": _("numbers of a campaign were taken in from a table"),
    "campaign number corrected": _("a number of a campaign was corrected"),
    "campaign number taken back": _("a number of a campaign was taken back"),
    "campaign number stands again": _("a number of a campaign stands again"),
    "campaign put away": _("a campaign was put away"),
    "campaign brought back": _("a campaign was brought back"),
}
