"""Load the demo network: public facts of five real projects, and an invented network with invented people.

Everything goes through the same actions as in the house itself, so what the demo shows is what the house does.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from passerelle.core import journal
from passerelle.core.actor import Actor, SystemActor
from passerelle.demo import letters, network_life
from passerelle.demo.agreements import load_agreement
from passerelle.demo.breakdowns import load_breakdowns
from passerelle.demo.evidence import load_evidence
from passerelle.demo.gatherings import load_gatherings
from passerelle.demo.money import load_money
from passerelle.demo.notes import load_notes
from passerelle.demo.plan import load_plan
from passerelle.demo.presence import load_presence
from passerelle.demo.programme import load_programme
from passerelle.demo.questionnaires import load_questionnaires
from passerelle.demo.registrations import load_registrations
from passerelle.demo.reports import load_reports
from passerelle.engines.text.segments import Block, digest, render
from passerelle.language import texts
from passerelle.language.models import Translation
from passerelle.network import actions as network
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment, Organisation, Project
from passerelle.network.roles import Role
from passerelle.news import actions as news
from passerelle.news.models import Item
from passerelle.people import actions as people
from passerelle.people.models import Account, Person

PASSWORD = "bridge-over-water"  # noqa: S105 - shown to whoever starts the demo, accepted nowhere else
HOUSE = SystemActor(reason="demo")
REAL = ("S0", "S1", "S2", "S3", "S4")


def load() -> None:
    """Load everything, or nothing when it is there already."""
    if demo_accounts_present():
        return
    network_file = _read("network.json")
    with transaction.atomic():
        members = {row["id"]: _organisation(row) for row in network_file["organisations"]}
        projects = {
            key: _project(_read(f"projects/{key}.json"), members)
            for key in (*REAL, *network_file["projects"])
        }
        persons = {row["id"]: _person(row, members, projects) for row in network_file["people"]}
        load_plan(_read("plan.json"), projects["D1"], members, persons)
        load_gatherings(_read("gatherings.json"), projects["D1"], members)
        load_programme(_read("programme.json"), projects["D1"], members)
        load_questionnaires(_read("questionnaires.json"), projects["D1"])
        network_life.load(members, projects, {key: _read(f"projects/{key}.json") for key in projects})
        for key, project in projects.items():
            _page(_read(f"projects/{key}.json"), project)
        load_money(_read("money.json"), projects["D1"], members)
        network_life.load_cities(members, projects, _read("cities.json"))
        load_agreement(_read("agreement.json"), projects["D1"], members)
        load_notes(_read("notes.json"), projects["D1"], members)
        for row in _read("news.json")["news"]:
            _news(row, members, projects)
        for row in network_file["invitations"]:
            _invitation(row, members, projects)
        told = _read("letters.json")
        letters.load(told, projects[told["project"]])
        load_registrations(_read("registrations.json"), projects["D1"], members, persons)
        load_presence(_read("presence.json"), projects["D1"])
        load_breakdowns(_read("breakdowns.json"), projects["D1"], members)
        load_evidence(_read("evidence.json"), projects["D1"], members)
        for row in network_file["files"]:
            upload = SimpleUploadedFile(row["name"], row["text"].encode())
            network.attach_file(HOUSE, projects[row["project"]], upload, public=row["public"])
        load_reports(_read("reports.json"), projects["D1"])
    journal.seal_pending()


def demo_accounts_present() -> bool:
    return Account.objects.filter(demo=True).exists()


def logins() -> list[tuple[str, str, str]]:
    """One log-in per role: (role, address, password)."""
    accounts = Account.objects.filter(demo=True).select_related("person")
    by_person = {account.person_id: account.email for account in accounts}
    held: dict[str, str] = {}
    for one in Appointment.objects.filter(person__in=by_person, active=True).order_by("since"):
        held.setdefault(one.role, by_person[one.person_id])
    return [(str(role.value), held[role.value], PASSWORD) for role in Role if role.value in held]


def _read(name: str) -> Any:
    return json.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))


def _organisation(row: dict[str, Any]) -> Organisation:
    wanted = ("name", "kind", "town", "country", "latitude", "longitude", "invented")
    return network.add_organisation(HOUSE, **{key: row[key] for key in wanted})


def _project(row: dict[str, Any], members: dict[str, Organisation]) -> Project:
    facts = {
        "starts": row["starts"] or "",
        "ends": row["ends"] or "",
        "months": row["months"],
        "programme": row["programme"] or "",
        "grant_number": row["grant_number"] or "",
        "call": row.get("call", ""),
        "unit": row.get("unit", ""),
        "invented": row["invented"],
    }
    if not row["invented"]:
        facts |= {"sources": row["sources"], "countries": row["countries"], "lead_name": row["lead"] or ""}
    project = network.create_project(
        HOUSE,
        acronym=row["acronym"],
        title=row["title"][row["language"]],
        language=row["language"],
        lead=members[row["lead"]] if row["invented"] else None,
        **facts,
    )
    if row["invented"]:
        network.choose_partners(HOUSE, project, [members[key] for key in row["partners"]])
    return project


def _person(row: dict[str, Any], members: dict[str, Organisation], projects: dict[str, Project]) -> Person:
    organisation = members.get(row["organisation"])
    parts = row.get("contributions", [])
    first = next((projects[a["project"]].pk for a in [*row["appointments"], *parts] if a["project"]), None)
    person = people.register_person(
        HOUSE,
        name=row["name"],
        email=row["email"],
        phone=row.get("phone", ""),
        note=row.get("note", ""),
        languages=row.get("languages", ""),
        language=row["language"],
        project=first,
        controller=organisation.pk if organisation else None,
        invented=True,
    )
    for appointment in row["appointments"]:
        if appointment["project"] is None:
            Appointment.objects.create(person=person, role=appointment["role"])
        else:
            network.appoint(
                HOUSE, projects[appointment["project"]], person, appointment["role"], organisation
            )
    for one in parts:
        network.note_contribution(HOUSE, projects[one["project"]], person, one["part"], organisation)
    myself = Actor(person=person.pk, grants=grants_of(person.pk))
    for purpose, given in row["consents"].items():
        if given:
            people.give_consent(myself, person, purpose)
    if row.get("login"):
        _account(myself, person, row["email"])
    return person


def _invitation(row: dict[str, Any], members: dict[str, Organisation], projects: dict[str, Project]) -> None:
    network.invite(
        HOUSE,
        projects[row["project"]],
        name=row["name"],
        email=row["email"],
        language=row["language"],
        role=row["role"],
        organisation=members[row["organisation"]],
    )


def _account(myself: Actor, person: Person, email: str) -> None:
    people.create_account(myself, person, email, PASSWORD, demo=True)


def _page(row: dict[str, Any], project: Project) -> None:
    """Write the page in two versions where paragraphs moved on, translate, publish."""
    owner, language = network.owner_of(project), row["language"]
    title = texts.tell(owner, [network.TITLE])[network.TITLE].text
    for code, words in row["title"].items():
        if code != language:
            origin = _origin(code in row.get("title_by_machine", ()))
            source = digest(row["title"][language])
            texts.translate(title, source, code, words, base=0, author=None, origin=origin)
    before = [_block(one, one.get("earlier", one["original"])) for one in row["text"]]
    now = [_block(one, one["original"]) for one in row["text"]]
    page = network.write_page(HOUSE, project, render(before), language=language, base=0).text
    for one, old, new in zip(row["text"], before, now, strict=True):
        for code, translation in one["translations"].items():
            source = old.hash if translation.get("outdated") else new.hash
            origin = _origin(translation.get("machine", False))
            texts.translate(page, source, code, translation["text"], base=0, author=None, origin=origin)
    if before != now:
        network.write_page(HOUSE, project, render(now), language=language, base=1)
    network.publish_project(HOUSE, project)


def _news(row: dict[str, Any], members: dict[str, Organisation], projects: dict[str, Project]) -> None:
    """Write a piece of news, translate it, and leave it in its state."""
    source = row.get("source", {})
    blocks = [_block(one, one["original"]) for one in row["text"]]
    item = news.write_news(
        HOUSE,
        title=row["title"][row["language"]],
        language=row["language"],
        body=render(blocks),
        project=projects[row["project"]] if row["project"] else None,
        organisation=members[row["organisation"]] if row["organisation"] else None,
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        source_name=source.get("name", ""),
        source_address=source.get("address", ""),
        invented=True,
    )
    told = texts.tell(news.owner_of(item))
    said = [(told[news.TITLE].text, told[news.TITLE].history[-1][0].hash, row["title"])]
    said += [
        (told[news.TEXT].text, block.hash, one["translations"])
        for one, block in zip(row["text"], blocks, strict=True)
    ]
    for text, source_hash, words in said:
        for language, translation in words.items():
            if language != row["language"]:
                texts.translate(text, source_hash, language, translation, base=0, author=None)
    if row["state"] != Item.State.DRAFT:
        news.publish_news(HOUSE, item)
    if row["state"] == Item.State.WITHDRAWN:
        news.withdraw_news(HOUSE, item)


def _origin(machine: bool) -> str:
    return Translation.Origin.MACHINE if machine else Translation.Origin.HUMAN


def _block(one: dict[str, Any], words: str) -> Block:
    return Block(one["kind"], one.get("level", 0), words)
