"""Organisations of the standing network, from a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.importables import Change, Context, Field, Importable, Planned, Row, Wrong
from passerelle.engines.tables.words import loose, nearest
from passerelle.importing import kinds
from passerelle.language.tongues import country_name
from passerelle.network import actions, policies
from passerelle.network.models import Organisation
from passerelle.people.models import Person

FACTS = ("name", "kind", "town", "country", "latitude", "longitude", "member")
KINDS = {
    "municipality": "city|town|commune|mairie|ville|comune|città|kommun|stad|gemeinde|stadt|local authority|بلدية",
    "association": "ngo|ong|association loi 1901|associazione|förening|verein|asbl|ngo/cso|cso|جمعية",
    "culture": "cultural|culture|museum|theatre|library|culturel|culturale|kultur|kulturorganisation|ثقافة",
    "university": "academia|school|research|université|università|universitet|högskola|universität|جامعة",
    "authority": "public body|authority|ministry|region|agency|autorité publique|autorità|ente pubblico|myndighet|سلطة",
    "nonprofit": "non-profit|nonprofit|foundation|charity|cooperative|fondation|fondazione|stiftelse|stiftung|مؤسسة",
    "business": "company|enterprise|firm|sme|entreprise|impresa|azienda|företag|unternehmen|شركة",
    "other": "autre|altro|annan|annat|sonstige|أخرى",
}
MOST_LIKENESSES = 2_000_000
"""Comparisons of names after which no more proposals are made: 2,000 new names beside 1,000 known ones."""


def _choices() -> list[tuple[str, Any]]:
    return list(Organisation.Kind.choices)


FIELDS = (
    Field(
        "name",
        gettext_lazy("Organisation"),
        kinds.line(200),
        "name|organisation name|name of organisation|partner|partner name|institution|nom|dénomination|raison sociale|"
        "partenaire|nome|ente|denominazione|organizzazione|namn|organisationens namn|partnerns namn|einrichtung|"
        "nombre|organización|entidad|اسم المنظمة|المنظمة|الشريك",
        required=True,
    ),
    Field(
        "kind",
        gettext_lazy("Kind"),
        kinds.words_or_code(_choices, KINDS),
        "type|type of organisation|legal form|category|nature|genre|tipo|tipologia|typ|art|slag|organisationstyp|النوع",
        required=True,
    ),
    Field(
        "town",
        gettext_lazy("Town"),
        kinds.line(120),
        "city|municipality|place|location|ville|commune|localité|città|comune|stad|ort|kommun|stadt|ciudad|المدينة",
        required=True,
    ),
    Field(
        "country",
        gettext_lazy("Country"),
        kinds.country,
        "state|country code|iso|pays|paese|stato|land|país|البلد|الدولة",
        required=True,
    ),
    Field("latitude", gettext_lazy("Latitude"), kinds.number(-90, 90), "lat|latitudine|latitud|breitengrad"),
    Field(
        "longitude",
        gettext_lazy("Longitude"),
        kinds.number(-180, 180),
        "lon|lng|long|longitudine|longitud|längengrad",
    ),
    Field(
        "member",
        gettext_lazy("Member of the network"),
        kinds.yes_no,
        "member|membre|membro|socio|medlem|mitglied|عضو",
    ),
    Field(
        "code",
        gettext_lazy("Code"),
        kinds.line(12),
        "id|passerelle|kod|codice",
        hint=gettext_lazy("The code of an organisation that is here already. Leave it empty for new ones."),
    ),
)


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """A code names the organisation; without one that is known here its name does, in its country or alone where only
    one has it."""
    known = list(Organisation.objects.visible_to(context.actor))
    by_code = {one.code: one for one in known}
    by_both = {(loose(one.name), one.country): one for one in known}
    by_name: dict[str, list[Organisation]] = {}
    for one in known:
        by_name.setdefault(loose(one.name), []).append(one)
    planned: list[Planned] = []
    wrong: list[Wrong] = []
    seen: dict[Any, int] = {}
    for row in rows:
        told = row.values
        name = loose(told.get("name", ""))
        target = by_code.get(told.get("code", "")) or by_both.get((name, told.get("country", "")))
        if target is None and "country" not in told and len(by_name.get(name, ())) == 1:
            target = by_name[name][0]
        key = target.pk if target else (name, told.get("country", ""))
        if name and key in seen:
            problem = _("The same organisation stands in row %(row)s already.") % {"row": seen[key] + 1}
            wrong.append(Wrong(row.number, "name", told.get("name", ""), problem))
            continue
        seen[key] = row.number
        if target is None and "code" in told:
            # A table out of another house comes with its codes: only a hint.
            problem = _("No organisation has this code here. It would be added as a new one.")
            wrong.append(Wrong(row.number, "code", told["code"], problem, stops=False))
        planned.append(Planned(row, target, _changes(target, told) if target else {}))
    wrong += _taken(planned, by_both)
    return planned, wrong + _alike(planned, known)


def _changes(target: Organisation, told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: told[key] for key in FACTS if key in told and told[key] != getattr(target, key)}


def _taken(planned: Sequence[Planned], known: Mapping[Any, Organisation]) -> list[Wrong]:
    """A change of name or country onto an organisation that is there already."""
    found = []
    for one in planned:
        if one.target is None or not {"name", "country"} & one.changes.keys():
            continue
        name = one.changes.get("name", one.target.name)
        other = known.get((loose(name), one.changes.get("country", one.target.country)))
        if other is not None and other.pk != one.target.pk:
            problem = _("There is already an organisation of this name in that country. Open it instead.")
            found.append(Wrong(one.row.number, "name", name, problem))
    return found


def _alike(planned: Sequence[Planned], known: Sequence[Organisation]) -> list[Wrong]:
    """New names that are only a slip away from one that is here: a hint, and nothing that stops."""
    new = [one for one in planned if one.target is None and one.row.values.get("name")]
    if len(new) * len(known) > MOST_LIKENESSES:
        return []
    by_country: dict[str, list[str]] = {}
    for one in known:
        by_country.setdefault(one.country, []).append(one.name)
    found = []
    for row in (one.row for one in new):
        near = nearest(row.values["name"], by_country.get(row.values.get("country", ""), []))
        if near:
            problem = _("Is this %(name)s? It would be added as another organisation.") % {"name": near}
            found.append(Wrong(row.number, "name", row.values["name"], problem, near, stops=False))
    return found


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Add the new ones, change the others."""
    new = [one for one in planned if one.state == "new"]
    changed = [one for one in planned if one.state == "changed"]
    was = [{key: getattr(one.target, key) for key in one.changes} for one in changed]
    made = actions.take_in_organisations(
        context.actor,
        [{key: one.row.values[key] for key in FACTS if key in one.row.values} for one in new],
        [(one.target, one.changes) for one in changed],
    )
    return [
        *({"id": str(one.pk), "was": None, "now": {key: getattr(one, key) for key in FACTS}} for one in made),
        *(
            {"id": str(one.target.pk), "was": before, "now": dict(one.changes)}
            for one, before in zip(changed, was, strict=True)
        ),
    ]


def hindrances(context: Context, changes: Sequence[Change]) -> list[str]:
    """Which organisations were changed since, have gone, or are used by now."""
    there = _there(context, changes)
    new = [there[change["id"]] for change in changes if change["was"] is None and change["id"] in there]
    used = _used(new)
    found = [_("%(name)s is used by now.") % {"name": one.name} for one in new if one.pk in used]
    for change in changes:
        one = there.get(change["id"])
        if one is None:
            found.append(_("An organisation of this table is no longer here."))
        elif any(getattr(one, key) != value for key, value in change["now"].items()):
            found.append(_("%(name)s was changed since.") % {"name": one.name})
    return found


def _used(rows: Sequence[Organisation]) -> set[Any]:
    """Which of these anything points to."""
    ids = [one.pk for one in rows]
    if not ids:
        return set()
    found = set(
        Person.objects.unscoped(reason="organisations in use")
        .filter(controller__in=ids)
        .values_list("controller", flat=True)
    )
    for relation in Organisation._meta.related_objects:
        column = relation.field.attname
        found |= set(
            relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids}).values_list(
                column, flat=True
            )
        )
    return found


def undo(context: Context, changes: Sequence[Change]) -> None:
    there = _there(context, changes)
    actions.take_back_organisations(
        context.actor,
        [change["id"] for change in changes if change["was"] is None],
        [(there[change["id"]], change["was"]) for change in changes if change["was"] is not None],
    )


def _there(context: Context, changes: Sequence[Change]) -> dict[str, Organisation]:
    found = Organisation.objects.visible_to(context.actor).filter(pk__in=[one["id"] for one in changes])
    return {str(one.pk): one for one in found}


def cells(one: Organisation, language: str) -> list[Any]:
    """An organisation as a row of the table that goes out: it comes in again as the same."""
    return [
        one.name,
        str(one.get_kind_display()),
        one.town,
        country_name(one.country, language),
        "" if one.latitude is None else one.latitude,
        "" if one.longitude is None else one.longitude,
        _("yes") if one.member else _("no"),
        one.code,
    ]


def heads() -> list[Any]:
    return [field.label for field in FIELDS]


ORGANISATIONS = Importable(
    key="organisations",
    label=gettext_lazy("Organisations"),
    explains=gettext_lazy(
        "Members of the standing network. One that is here already, by its code or by name and country, is changed; "
        "the others are added."
    ),
    fields=FIELDS,
    may=lambda actor, place=None: policies.may_administer(actor),
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_network"),
    order=10,
)
