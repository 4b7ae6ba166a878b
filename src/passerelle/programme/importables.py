"""Numbers of campaigns from a table: one in each row, as statistics pages and printers' bills give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.importables import Change, Context, Field, Importable, Place, Planned, Row, Wrong
from passerelle.engines.tables.words import loose
from passerelle.importing import kinds
from passerelle.network import queries as network
from passerelle.network.models import Project
from passerelle.network.policies import COORDINATORS
from passerelle.programme import actions, campaigning
from passerelle.programme.models import Campaign, Reach, Way

COUNTED = {
    "views": "view|page views|plays|vues|visualizzazioni|visningar|مشاهدات",
    "impressions": "impression|shown|affichages|impressioni|exponeringar|مرات الظهور",
    "printed": "items|printed|handed out|copies|exemplaires|stampati|exemplar|tryckt|نسخ",
    "reactions": "reaction|comments|shares|likes|réactions|reazioni|reaktioner|تفاعلات",
    "indirect": "indirect|reached|reach|portée|persone raggiunte|nådda|وصول",
}
WAYS = {
    "poster": "posters|affiches|manifesti|affischer|ملصقات",
    "leaflet": "leaflets|flyers|dépliants|volantini|flygblad|منشورات",
    "press": "newspaper|presse|stampa|tidningar|صحافة",
    "radio": "tv|television|radio|إذاعة",
    "social": "social networks|facebook|instagram|réseaux sociaux|social|sociala medier|وسائل التواصل",
    "web": "website|site|site web|sito|webbplats|موقع",
    "mail": "newsletter|e-mail|courriel|posta|e-post|بريد",
    "street": "street|rue|strada|gata|شارع",
    "school": "schools|école|scuola|skola|مدرسة",
    "other": "other|autre|altro|annan|أخرى",
}
FIELDS = (
    Field(
        "campaign", gettext_lazy("Campaign"), kinds.line(200), "campagne|campagna|kampanj|حملة", required=True
    ),
    Field(
        "kind",
        gettext_lazy("What was counted"),
        kinds.words_or_code(lambda: list(Reach.Kind.choices), COUNTED),
        "kind|metric|measure|mesure|misura|mått|ما تم عده",
        required=True,
    ),
    Field(
        "number",
        gettext_lazy("Number"),
        kinds.number(0, 10**12, whole=True),
        "value|count|nombre|numero|antal|العدد",
        required=True,
    ),
    Field(
        "on",
        gettext_lazy("When"),
        kinds.moment(),
        "date|day|month|quand|data|när|datum|التاريخ",
        required=True,
    ),
    Field(
        "way",
        gettext_lazy("Channel"),
        kinds.words_or_code(lambda: list(Way.choices), WAYS),
        "medium|channel|canal|canale|kanal|القناة",
    ),
    Field("source", gettext_lazy("Source"), kinds.line(200), "from|fonte|källa|المصدر", required=True),
    Field("code", gettext_lazy("Code"), kinds.line(12), "id"),
)
PLAIN = ("kind", "number", "on", "way", "source")


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """A code names the number that is corrected; without one it is new, unless the very same is there already."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    named = {loose(one.title): one for one in campaigning.campaigns(context.actor, project)}
    there = list(campaigning.standing(context.actor, project))
    by_code = {one.code: one for one in there}
    same = {_key(one.campaign, facts_of(one)): one for one in there}
    planned: list[Planned] = []
    wrong: list[Wrong] = []
    for row in rows:
        told = dict(row.values)
        target = by_code.get(told.pop("code", ""))
        campaign = named.get(loose(told.pop("campaign", ""))) or (target.campaign if target else None)
        if campaign is None:
            problem = _(
                "No campaign of this project is called that. Plan it first, or write its name as it stands there."
            )
            wrong.append(Wrong(row.number, "campaign", str(row.values.get("campaign", "")), problem))
            continue
        if "number" in told:
            told["number"] = int(told["number"])
        target = target or same.get(_key(campaign, told))
        changes = {name: value for name, value in told.items() if target and facts_of(target)[name] != value}
        planned.append(Planned(Row(row.number, {**told, "campaign": campaign.code}), target, changes))
    return planned, wrong


def facts_of(one: Reach) -> dict[str, Any]:
    return {name: getattr(one, name) for name in PLAIN}


def _key(campaign: Campaign, told: Mapping[str, Any]) -> tuple[Any, ...]:
    return (campaign.pk, *(told.get(name, "other" if name == "way" else "") for name in PLAIN))


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Note what is new and correct what differs."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    made: list[Change] = []
    for one in campaigning.campaigns(context.actor, project):
        own = [each for each in planned if each.row.values["campaign"] == one.code]
        new = [_told(each) for each in own if each.state == "new"]
        corrected = [
            (each.target, {**facts_of(each.target), **each.changes})
            for each in own
            if each.state == "changed"
        ]
        if new or corrected:
            rows = actions.take_in_reach(context.actor, one, new, corrected)
            made += [
                {
                    "id": str(row.pk),
                    "was": {"id": str(row.corrects_id)} if row.corrects_id else None,
                    "now": {},
                }
                for row in rows
            ]
    return made


def _told(one: Planned) -> dict[str, Any]:
    return {name: value for name, value in one.row.values.items() if name in PLAIN}


def hindrances(context: Context, changes: Sequence[Change]) -> list[str]:
    """What was corrected or taken back since."""
    stands = _rows(context, changes).filter(stands=True).count()
    if stands == len(changes):
        return []
    return [_("Some of these numbers were corrected or taken back since.")]


def undo(context: Context, changes: Sequence[Change]) -> None:
    for row in _rows(context, changes):
        actions.take_reach_back(context.actor, row)


def _rows(context: Context, changes: Sequence[Change]) -> Any:
    rows = Reach.objects.visible_to(context.actor).filter(campaign__project=context.place)
    return rows.filter(pk__in=[change["id"] for change in changes]).select_related("campaign__project")


def may(actor: Actor, place: Any = None) -> bool:
    return actor.has(*COORDINATORS, project=place) if place else actor.holds(*COORDINATORS)


def places(actor: Actor, language: str) -> list[Place]:
    """The projects one coordinates."""
    found = [one for one in network.working_in(actor, language) if may(actor, one.pk)]
    return [Place(one.pk, one.code, one.acronym) for one in found]


REACH = Importable(
    key="reach",
    label=gettext_lazy("Numbers of campaigns"),
    explains=gettext_lazy(
        "What was printed, shown and opened. A row with a code corrects that number, and the earlier one stays readable; "
        "the rest is added."
    ),
    fields=FIELDS,
    may=may,
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_campaigns", args=[place]),
    places=places,
    order=27,
)
