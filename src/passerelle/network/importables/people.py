"""People of a project who need no account, from a table: name, address, languages, who answers for their data.

What helps somebody take part is not taken in: it may tell of health or belief, and is written down with the person's
own consent only. Roles give rights; they are given by invitation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.importables import Change, Context, Field, Importable, Place, Planned, Row, Wrong
from passerelle.engines.tables.words import loose
from passerelle.engines.text.collation import sort_key
from passerelle.importing import kinds
from passerelle.language.tongues import name_in
from passerelle.network import actions, policies, queries
from passerelle.network.importables.names import partner, people_of
from passerelle.network.models import Organisation, Project
from passerelle.people.queries import contacts_in, in_use, with_account

CONTACT = ("name", "email", "phone", "languages")
FIELDS = (
    Field(
        "name",
        gettext_lazy("Name"),
        kinds.line(200),
        "full name|person|contact|contact person|participant|first and last name|nom|nom et prénom|nom complet|"
        "personne|nome|nome e cognome|persona|namn|för- och efternamn|kontaktperson|deltagare|vor- und nachname|"
        "nombre|nombre y apellidos|الاسم|الاسم الكامل",
        required=True,
    ),
    Field(
        "email",
        gettext_lazy("E-mail"),
        kinds.email,
        "email|mail|e-mail address|address|courriel|adresse|adresse e-mail|posta elettronica|indirizzo|e-post|"
        "epost|mejl|correo|البريد الإلكتروني|البريد",
    ),
    Field(
        "phone",
        gettext_lazy("Phone"),
        kinds.line(40),
        "telephone|tel|mobile|phone number|téléphone|portable|telefono|cellulare|telefon|mobil|teléfono|الهاتف",
    ),
    Field(
        "language",
        gettext_lazy("Language of letters"),
        kinds.language,
        "language|mother tongue|langue|lingua|språk|sprache|idioma|اللغة",
        required=True,
    ),
    Field(
        "languages",
        gettext_lazy("Languages spoken"),
        kinds.languages,
        "speaks|languages|spoken languages|langues|langues parlées|lingue|lingue parlate|talar|sprachen|اللغات",
    ),
    Field(
        "organisation",
        gettext_lazy("Who answers for these data"),
        partner(),
        "organisation|partner|for|institution|partenaire|organizzazione|ente|partner organisation|المنظمة",
        hint=gettext_lazy("The name or code of a partner of the project."),
    ),
    Field(
        "code",
        gettext_lazy("Code"),
        kinds.line(12),
        "id|kod|codice",
        hint=gettext_lazy("The code of somebody who is here already. Leave it empty for new people."),
    ),
)


def plan(context: Context, rows: Sequence[Row]) -> tuple[list[Planned], list[Wrong]]:
    """A code or an address names the person; without one that is known here a name does, where only one bears it."""
    people = people_of(context)
    contacts = [(pk, contact) for pk, contact in contacts_in(context.actor, context.place) if pk in people]
    known = {pk: {**contact, "language": people[pk].language} for pk, contact in contacts}
    by_code = {people[pk].code: pk for pk in known}
    by_email = {one["email"].casefold(): pk for pk, one in known.items() if one["email"]}
    by_name: dict[str, list[Any]] = {}
    for pk, contact in known.items():
        by_name.setdefault(loose(contact["name"]), []).append(pk)
    own = with_account(known)
    planned: list[Planned] = []
    wrong: list[Wrong] = []
    seen: dict[Any, int] = {}
    for row in rows:
        told = row.values
        email, name = told.get("email", "").casefold(), loose(told.get("name", ""))
        target = by_code.get(told.get("code", "")) or by_email.get(email)
        alike = by_name.get(name, [])
        if target is None and len(alike) == 1 and not (email and known[alike[0]]["email"]):
            target = alike[0]
        key = target or email or name
        if key and key in seen:
            problem = _("The same person stands in row %(row)s already.") % {"row": seen[key] + 1}
            wrong.append(Wrong(row.number, "name", told.get("name", ""), problem))
            continue
        seen[key] = row.number
        if target is None and "code" in told:
            # A table out of another project comes with its codes: only a hint.
            problem = _("Nobody in this project has this code. They would be added as somebody new.")
            wrong.append(Wrong(row.number, "code", told["code"], problem, stops=False))
        changes = _changes(known[target], told) if target else {}
        if changes and target in own:
            problem = _("This person has an account and looks after their own data.")
            wrong.append(Wrong(row.number, next(iter(changes)), told.get("name", ""), problem))
            continue
        planned.append(Planned(row, people[target] if target else None, changes))
    return planned, wrong


def _changes(known: Mapping[str, str], told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: told[key] for key in (*CONTACT, "language") if key in told and told[key] != known[key]}


def commit(context: Context, planned: Sequence[Planned]) -> list[Change]:
    """Write the new ones down, change the contacts of the others."""
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    known = dict(contacts_in(context.actor, context.place))
    new = [one for one in planned if one.state == "new"]
    made = actions.write_down_all(
        context.actor,
        project,
        [
            {
                "contact": {key: one.row.values.get(key, "") for key in CONTACT},
                "language": one.row.values["language"],
                "organisation": one.row.values.get("organisation"),
            }
            for one in new
        ],
    )
    changes: list[Change] = [
        {"id": str(person.pk), "was": None, "now": _now(one.row.values)}
        for person, one in zip(made, new, strict=True)
    ]
    for one in (one for one in planned if one.state == "changed"):
        before = {**known[one.target.pk], "language": one.target.language}
        actions.change_contact(context.actor, one.target, dict(one.changes))
        was = {key: before[key] for key in one.changes}
        changes.append({"id": str(one.target.pk), "was": was, "now": dict(one.changes)})
    return changes


def _now(told: Mapping[str, Any]) -> dict[str, str]:
    return {key: told.get(key, "") for key in (*CONTACT, "language")}


def hindrances(context: Context, changes: Sequence[Change]) -> list[str]:
    """Who was changed since, has gone, or has a part in anything by now."""
    people = {str(pk): one for pk, one in people_of(context).items()}
    known = {str(pk): told for pk, told in contacts_in(context.actor, context.place)}
    used = {str(pk) for pk in in_use([change["id"] for change in changes if change["was"] is None])}
    found = []
    for change in changes:
        person, told = people.get(change["id"]), known.get(change["id"])
        if person is None or told is None:
            found.append(_("Somebody of this table is no longer here."))
        elif change["id"] in used:
            found.append(_("%(name)s has a part here by now.") % {"name": told["name"]})
        elif any({**told, "language": person.language}[key] != value for key, value in change["now"].items()):
            found.append(_("%(name)s was changed since.") % {"name": told["name"]})
    return found


def undo(context: Context, changes: Sequence[Change]) -> None:
    people = {str(pk): one for pk, one in people_of(context).items()}
    project = Project.objects.visible_to(context.actor).get(pk=context.place)
    actions.strike_out(context.actor, project, [people[one["id"]] for one in changes if one["was"] is None])
    for one in changes:
        if one["was"] is not None:
            actions.change_contact(context.actor, people[one["id"]], one["was"])


def cells(actor: Actor, project: Project, language: str) -> list[list[Any]]:
    """Everybody of a project whose contact the actor may see, as rows that come in again as the same, by name."""
    people = people_of(Context(actor, language, project.pk))
    known = [(people[pk], told) for pk, told in contacts_in(actor, project.pk) if pk in people]
    answering = {one.controller for one, _told in known}
    controllers = dict(
        Organisation.objects.visible_to(actor).filter(pk__in=answering).values_list("pk", "name")
    )
    rows = [
        [
            told["name"],
            told["email"],
            told["phone"],
            name_in(one.language, language) if one.language else "",
            ", ".join(name_in(code, language) for code in told["languages"].split()),
            controllers.get(one.controller, ""),
            one.code,
        ]
        for one, told in known
    ]
    return sorted(rows, key=lambda row: (sort_key(row[0], language), row[-1]))


def heads() -> list[Any]:
    return [field.label for field in FIELDS]


def places(actor: Actor, language: str) -> list[Place]:
    """The projects one coordinates."""
    found = [one for one in queries.working_in(actor, language) if policies.may_coordinate(actor, one)]
    return [Place(one.pk, one.code, one.acronym) for one in found]


def may(actor: Actor, place: Any = None) -> bool:
    return actor.has(*policies.COORDINATORS, project=place) if place else actor.holds(*policies.COORDINATORS)


PEOPLE = Importable(
    key="people",
    label=gettext_lazy("People of a project"),
    explains=gettext_lazy(
        "Who takes part and needs no account. Somebody who is here already, by code or e-mail address, is changed; "
        "the others are written down. Roles are given by invitation."
    ),
    fields=FIELDS,
    may=may,
    plan=plan,
    commit=commit,
    hindrances=hindrances,
    undo=undo,
    address=lambda place: reverse("desk_team", args=[place]),
    places=places,
    order=20,
)
