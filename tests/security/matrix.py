"""Every role at every address: what the house answers. `python -m pytest tests/security/test_matrix.py` holds it.

To accept a change after reading it: `MATRIX=write python -m pytest tests/security/test_matrix.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from passerelle.network.roles import Role

TABLE = Path(__file__).with_name("matrix.txt")
VISITORS: tuple[str | None, ...] = (None, *(role.value for role in Role))
OPEN, SIGN_IN, REFUSED, HIDDEN = "open", "sign in", "no", "hidden"
AGAIN = "again"  # signed in, and asked once more who they are


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every named pattern of the site with its name; a pattern without a name has no business here."""
    yield from _walk(get_resolver().url_patterns)


def _walk(patterns: list[Any]) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns)
        else:
            yield (one.name or f"unnamed {one.pattern}"), one


def samples() -> dict[str, Any]:
    """What stands for each argument of an address: things of the demo's project RIVAGES."""
    from passerelle.core.models import StoredFile
    from passerelle.language import texts
    from passerelle.messages.models import Message
    from passerelle.network import actions
    from passerelle.network.models import Appointment, Contribution, Project

    project = Project.objects.get(acronym="RIVAGES")
    told = texts.tell(actions.owner_of(project), ["page"])
    line = texts.workshop(told, ["page"], "it")[0]
    # Somebody who takes part without an account: nobody here is looking at themselves.
    members = Appointment.objects.filter(project=project, role="committee_member", person__account=None)
    member = members.order_by("since").first()
    message = Message.objects.filter(project__isnull=False).first()
    file = StoredFile.objects.filter(owner_kind=Project.KIND).first()
    return {
        "project": project.code,
        "person": member.person.code,
        "message": message.code if message else "none",
        "pile": "nopile22",
        "file": file.pk if file else "00000000-0000-0000-0000-000000000000",
        "slug": project.slug,
        "field": "page",
        "segment": line.block.hash,
        "language": "it",
        "appointment": member.pk,
        "contribution": Contribution.objects.filter(project=project).order_by("since").first().pk,
        "table": "csv",
        "secret": "no-such-secret",
        "token": "no-such-token",
        "door": "no-such-door",
        "hold": _hold(project),
        "kind": "json",
        "suffix": "xliff",
        "what": "people",
        "organisation": _partner(project),
        "uidb36": "1",
        "key": "no-such-key",
        "factor": 0,
        **of_news(project),
        **of_plan(project),
        **of_money(project),
        **of_the_network(project),
        **of_tables(project),
        **of_gatherings(project),
        **of_breakdowns(project),
        **of_the_programme(project),
        **of_evidence(project),
        **of_questionnaires(project),
        **of_reports(project),
    }


def of_plan(project: Any) -> dict[str, Any]:
    """What stands for the arguments of the plan's addresses: a joint item with a file, its package, an earlier plan."""
    from passerelle.core.actor import SystemActor
    from passerelle.core.models import StoredFile
    from passerelle.tasks import actions
    from passerelle.tasks.models import Item, PlanVersion, WorkPackage

    house = SystemActor(reason="test")
    if not PlanVersion.objects.filter(project=project).exists():
        actions.follow_period(project.pk, {"starts": "2026", "ends": "2027", "months": None})
    package = WorkPackage.objects.filter(project=project).order_by("order").first()
    package = package or actions.add_package(house, project, number="WP1", title="Listening")
    files = StoredFile.objects.filter(owner_kind=Item.FILES)
    items = Item.objects.filter(project=project, keeper=None).order_by("order")
    item = items.filter(pk__in=files.values("owner")).first() or items.first()
    item = item or actions.create_item(house, project, title="Write to the schools")
    file = files.filter(owner=item.pk).first()
    return {
        "item": item.code,
        "package": package.code,
        "number": 1,
        **({"item file": file.pk} if file else {}),
    }


def of_money(project: Any) -> dict[str, Any]:
    """An entry of what a partner used: of a local coordinator's, where the project has one."""
    from datetime import date

    from passerelle.core.actor import SystemActor
    from passerelle.network.models import Appointment
    from passerelle.tasks import actions
    from passerelle.tasks.models import Use

    local = Appointment.objects.filter(project=project, role="local_coordinator", person__account__demo=True)
    acting = local.order_by("since").first() or Appointment.objects.filter(project=project).first()
    found = Use.objects.filter(project=project, organisation=acting.organisation).first()
    if found is None:
        row = actions.Used(acting.organisation, None, date(2026, 9, 1), days=1)
        (found,) = actions.note_uses(SystemActor(reason="test"), project, [row])
    return {"entry": found.code, **of_notes(project, acting.organisation)}


def of_notes(project: Any, organisation: Any) -> dict[str, Any]:
    """A note this organisation keeps for itself, and a comment for all."""
    from passerelle.core.actor import SystemActor
    from passerelle.tasks import actions
    from passerelle.tasks.models import Comment, Note

    house = SystemActor(reason="test")
    kept = Note.objects.filter(project=project, organisation=organisation).first()
    kept = kept or actions.keep_note(house, project, organisation, text="Ask the harbour master")
    said = Comment.objects.filter(project=project, item=None).first()
    said = said or actions.comment(house, project, text="See you on the boat")
    return {"kept": kept.code, "comment": said.code}


def of_news(project: Any) -> dict[str, Any]:
    """What stands for the arguments of the news' addresses: public news of a project, and its first paragraph."""
    from passerelle.language import texts
    from passerelle.news import actions
    from passerelle.news.models import Item

    item = Item.objects.filter(project=project, state="published").order_by("day").first()
    line = texts.workshop(texts.tell(actions.owner_of(item)), ["text"], "it")[0]
    return {"news code": item.code, "news field": "text", "news segment": line.block.hash}


# Addresses whose code is of something other than a project, a person or a message, by how their names begin.
CODES = {
    # Before those of questions, whose names begin alike.
    "desk_questionnaires": "project",
    "desk_questionnaire": "questionnaire code",
    "desk_asking": "asking code",
    "answers_give": "asking code",
    "desk_theme_": "theme code",
    "desk_theme": "theme code",
    "desk_aim": "aim code",
    "desk_evidence": "aim code",
    "desk_organisation": "organisation code",
    "desk_city": "city code",
    "city": "city code",
    "desk_figure": "figure code",
    "desk_tie": "tie code",
    "desk_measure": "measure code",
    "desk_reliance_settle": "reliance code",
    "desk_term": "term code",
    "desk_reports": "project",
    "desk_report_new": "project",
    "desk_report": "report code",
    "desk_breakdowns": "project",
    "desk_breakdown_begin": "project",
    "desk_breakdown": "breakdown code",
    "desk_gatherings": "project",
    "desk_gathering": "gathering code",
    "desk_registration": "gathering code",
    "gathering": "gathering code",
    "desk_attendance": "gathering code",
    "desk_heads": "gathering code",
    "desk_type_in": "gathering code",
    "desk_sheet_picture": "list code",
    "desk_sheet_remove": "list code",
    "door": "door code",
    "desk_series": "series code",
    "desk_questions": "project",
    "desk_campaigns": "project",
    "desk_campaign_number": "number code",
    "desk_campaign": "campaign code",
    "desk_processes": "project",
    "desk_process": "process code",
    "desk_question": "question code",
    "desk_result_new": "project",
    "desk_result": "result code",
    "desk_indicators": "project",
    "desk_indicator_new": "project",
    "desk_indicator": "indicator code",
    "desk_hand_figure_enter": "indicator code",
    "desk_hand_figure": "hand figure code",
    "desk_snapshots": "project",
    "desk_snapshot": "snapshot code",
    "desk_compared_new": "project",
    "desk_compared": "compared code",
    "desk_answer": "compared code",
}

# What belongs to no project: the taxonomy, cities and what is known of them.
NETWORK_WIDE = ("desk_theme", "desk_city", "desk_figure", "desk_measure", "desk_tie", "desk_term")


def of_the_network(project: Any) -> dict[str, Any]:
    """What stands for the arguments of addresses of themes, targets, cities and their figures."""
    from passerelle.network.models import (
        Aim,
        Belonging,
        CityFigure,
        Evidence,
        Measure,
        Organisation,
        Reliance,
        Term,
        Theme,
        Tie,
    )

    aim = Aim.objects.filter(project=project).order_by("target").first()
    evidence = Evidence.objects.filter(aim=aim).first()
    city = Organisation.objects.filter(partnerships__project=project, partnerships__lead=True).get().city
    figure = CityFigure.objects.filter(city=city).order_by("added_at", "pk").first()
    lead = Organisation.objects.get(partnerships__project=project, partnerships__lead=True)
    noted = dict(kind="community", words="The rowers", purpose="Seats for everybody on the water")
    belonging, _new = Belonging.objects.get_or_create(organisation=lead, **noted)
    return {
        "organisation code": lead.code,
        "belonging": belonging.pk,
        "theme code": Theme.objects.get(key="waterside").code,
        "aim code": aim.code if aim else "none",
        "evidence": evidence.pk if evidence else "00000000-0000-0000-0000-000000000000",
        "city code": city.code if city else "none",
        "figure code": figure.code if figure else "none",
        "tie code": getattr(Tie.objects.order_by("added_at", "pk").first(), "code", "none"),
        "measure code": getattr(Measure.objects.filter(key="population").first(), "code", "none"),
        "reliance code": getattr(Reliance.objects.filter(project=project).first(), "code", "none"),
        "term code": Term.objects.get_or_create(code="aterm222", concept="lake", language="en", term="lake")[
            0
        ].code,
        "category": "parts",
    }


def of_tables(project: Any) -> dict[str, Any]:
    """A table that the lead coordinator gave."""
    from passerelle.core.actor import Actor
    from passerelle.core.rooms import importables
    from passerelle.importing import actions
    from passerelle.network.actors import grants_of
    from passerelle.network.models import Appointment

    lead = Appointment.objects.filter(project=project, role="lead_coordinator").order_by("since").first()
    actor = Actor(person=lead.person_id, grants=grants_of(lead.person_id))
    given = b"Name,E-mail\nNia Ek,nia@bank.example\n"
    return {
        "sheet": actions.give(actor, importables()["people"], project.pk, name="people.csv", raw=given).code
    }


def of_gatherings(project: Any) -> dict[str, Any]:
    """A gathering that a local coordinator's organisation hosts, where the project has one; rather one that everybody
    reads, and where somebody registered."""
    from passerelle.core.actor import SystemActor
    from passerelle.gatherings import actions
    from passerelle.gatherings.models import Gathering
    from passerelle.network.models import Appointment

    there = Gathering.objects.filter(project=project).order_by("begins_at", "pk")
    local = Appointment.objects.filter(project=project, role="local_coordinator", person__account__demo=True)
    hosted = there.filter(host__in=local.values("organisation"))
    one = hosted.filter(registrations__isnull=False).first() or hosted.first() or there.first()
    one = one or actions.add_gathering(
        SystemActor(reason="test"), project, title="Forum", kind="forum", starts="2027-05"
    )
    registration = one.registrations.first()
    return {
        "gathering code": one.code,
        "registration": str(registration.pk) if registration else "none",
        **of_attendance(one),
    }


def of_attendance(gathering: Any) -> dict[str, Any]:
    """Somebody who was there, a list on paper, and the door of another gathering, which is still to come."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from passerelle.core.actor import SystemActor
    from passerelle.gatherings import actions, presence
    from passerelle.gatherings.models import Attendance, Gathering, Sheet

    house = SystemActor(reason="test")
    controller = presence.controller_of(gathering)
    who = presence.taking_part(gathering.project_id, controller, "K4P72XW9MB")
    came, _new = Attendance.objects.get_or_create(gathering=gathering, participant=who)
    picture = SimpleUploadedFile("list.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    sheet = Sheet.objects.filter(gathering=gathering).first()
    sheet = sheet or actions.add_sheet(house, gathering, upload=picture)
    coming = Gathering.objects.filter(project=gathering.project, title="Tomorrow").first()
    coming = coming or actions.add_gathering(
        house, gathering.project, title="Tomorrow", kind="forum", starts="2099-05"
    )
    return {
        "attendance": came.pk,
        "list code": sheet.code,
        "door code": actions.open_door(house, coming).code,
    }


def of_breakdowns(project: Any) -> dict[str, Any]:
    """What the organisation of a local coordinator counted, where the project has one."""
    from passerelle.breakdowns import actions
    from passerelle.breakdowns.models import Breakdown
    from passerelle.core.actor import SystemActor
    from passerelle.network.models import Appointment, Organisation

    there = Breakdown.objects.filter(project=project).order_by("created_at", "pk")
    theirs = Appointment.objects.filter(project=project, role="local_coordinator", person__account__demo=True)
    first = theirs.order_by("since").first()
    one = there.filter(controller=first.organisation).first() if first else there.first()
    one = one or there.first()
    if one is None:
        local = Appointment.objects.filter(project=project, active=True).exclude(organisation=None)
        lead = Organisation.objects.get(partnerships__project=project, partnerships__lead=True)
        controller = getattr(local.filter(role="local_coordinator").first(), "organisation", lead)
        told = {"controller": controller, "source": "gatherings.heads", "attributes": ["age"]}
        one = actions.begin(SystemActor(reason="test"), project, **told)
    return {"breakdown code": one.code, "one": one.code, "attribute": one.attributes[0]}


def of_the_programme(project: Any) -> dict[str, Any]:
    """What stands for the codes of the programme's addresses."""
    from passerelle.core.actor import SystemActor
    from passerelle.language import texts
    from passerelle.programme import actions
    from passerelle.programme.actions import campaigns
    from passerelle.programme.actions.questions import WORDS, owner_of
    from passerelle.programme.models import Campaign, Process, Question, Reach, Series

    house = SystemActor(reason="test")
    series = Series.objects.filter(project=project).order_by("created_at").first()
    series = series or actions.add_series(house, project, title="Forums", number=4, kinds=["forum"])
    question = Question.objects.filter(project=project).order_by("-due_on", "-created_at").first()
    if question is None:
        (question,) = actions.take_down(house, project, ["Who pays?"], language="en")
    line = texts.workshop(texts.tell(owner_of(question)), [WORDS], "sv")[0]
    campaign = Campaign.objects.filter(project=project).order_by("created_at").first()
    campaign = campaign or actions.add_campaign(house, project, title="Banks", message="Come and see")
    number = Reach.objects.filter(campaign=campaign).order_by("created_at").first()
    number = number or actions.note_reach(
        house, campaign, kind="views", number=1, on="2026", way="web", source="Statistics"
    )
    said = texts.workshop(texts.tell(campaigns.owner_of(campaign)), [campaigns.MESSAGE], "it")[0]
    process = Process.objects.filter(project=project).order_by("created_at").first()
    process = process or actions.add_process(house, project, title="Evenings")
    return {
        "series code": series.code,
        "question code": question.code,
        "question field": WORDS,
        "question segment": line.block.hash,
        "campaign code": campaign.code,
        "campaign field": campaigns.MESSAGE,
        "campaign segment": said.block.hash,
        "number code": number.code,
        "process code": process.code,
    }


def of_evidence(project: Any) -> dict[str, Any]:
    """What stands for the codes of the evidence's addresses: an indicator whose figures hands enter, one of these
    figures, a frozen report, and a question put to every partner."""
    from datetime import date

    from passerelle.core.actor import SystemActor
    from passerelle.evidence import actions
    from passerelle.evidence.models import HandFigure, Question, Snapshot
    from passerelle.evidence.rules import Rule

    house = SystemActor(reason="test")
    figure = HandFigure.objects.filter(indicator__project=project).order_by("on").first()
    if figure is None:
        goal = actions.add_result(house, project, level="goal", title="Trust", language="en")
        rule = Rule(by_hand=True)
        one = actions.add_indicator(
            house, project, result=goal, title="Who trust", language="en", unit="percent", rule=rule
        )
        figure = actions.enter_figure(house, one, value=5, on=date(2026, 5, 1), source="Survey")
        actions.freeze(house, project, title="Interim")
        actions.put_question(house, project, title="Who may vote?", language="en")
    return {
        "result code": figure.indicator.result.code,
        "indicator code": figure.indicator.code,
        "hand figure code": figure.code,
        "snapshot code": Snapshot.objects.filter(project=project).first().code,
        "compared code": Question.objects.filter(project=project).first().code,
    }


def of_questionnaires(project: Any) -> dict[str, Any]:
    """A questionnaire that is asked, and its first question."""
    from passerelle.core.actor import SystemActor
    from passerelle.engines.questions import Question
    from passerelle.language import texts
    from passerelle.questionnaires import actions
    from passerelle.questionnaires.models import Asking
    from passerelle.questionnaires.words import owner_of

    house = SystemActor(reason="test")
    asked = Asking.objects.filter(project=project).order_by("opens_at", "pk").first()
    if asked is None:
        one = actions.begin(house, project, title="Afterwards", language="en")
        section = actions.draft_of(one).questions.sections[0].key
        actions.add_question(house, one, section, Question("q2", "scale"), {"q2": "How was it?"}, revision=1)
        asked = actions.ask(house, one, purpose="feedback")
    one = asked.version.instrument
    question = next(iter(asked.version.questions)).key
    line = texts.workshop(texts.tell(owner_of(asked.version)), [question], "it")[0]
    return {
        "questionnaire code": one.code,
        "asking code": asked.code,
        "section": "new",
        "question": "new",
        "words": question,
        "said": line.block.hash,
        "paper": "docx",
    }


def of_reports(project: Any) -> dict[str, Any]:
    """A report that is being written, one of its parts, and a file of it that was made."""
    from passerelle.core.actor import SystemActor
    from passerelle.evidence import actions
    from passerelle.evidence.models import Report
    from passerelle.evidence.reports import making

    house = SystemActor(reason="test")
    report = Report.objects.filter(project=project, state="draft").first()
    told = {"form": "cerv-networks-of-towns-2022", "title": "Report", "language": "en"}
    report = report or actions.begin_report(house, project, **told)
    if making.file_of(report, "json") is None:
        Report.objects.filter(pk=report.pk).update(files=Report.Files.MAKING)
        making.keep(house, report, [("json", b"{}", "application/json")])
    return {"report code": report.code, "part": "summary", "ending": "json"}


def _partner(project: Any) -> str:
    """A partner that may leave."""
    return project.partnerships.filter(lead=False).order_by("organisation__name").first().organisation.code


def _hold(project: Any) -> str:
    """A legal hold that the lead coordinator placed on the project."""
    from passerelle.core.models import Hold

    told = {"project": project.pk, "placed_as": "lead_coordinator", "ground": "audit", "until": "2999-12-31"}
    return Hold.objects.get_or_create(code="heldhold", defaults=told)[0].code


def address(name: str, pattern: URLPattern, sample: dict[str, Any]) -> str:
    """One address for a pattern. Raises KeyError when nobody said what stands for an argument."""
    arguments = {}
    about_news, about_item = name.startswith(("news_", "desk_news_")), name.startswith("desk_item")
    for argument in pattern.pattern.regex.groupindex:
        if about_news and f"news {argument}" in sample:
            arguments[argument] = sample[f"news {argument}"]
        elif (
            argument != "code"
            and (about := f"{name.removeprefix('desk_').partition('_')[0]} {argument}") in sample
        ):
            arguments[argument] = sample[about]
        elif about_item and f"item {argument}" in sample:
            arguments[argument] = sample[f"item {argument}"]
        elif argument == "code" and (about := next((c for n, c in CODES.items() if name.startswith(n)), "")):
            arguments[argument] = sample[about]
        elif argument == "code":
            own = ("person", "message", "entry", "pile", "kept", "comment")
            kind = next((k for k in own if k in name), "project")
            kind = "sheet" if name.startswith("desk_table") else kind
            kind = "item" if about_item else kind
            arguments[argument] = sample[kind]
        else:
            arguments[argument] = sample[argument]
    with translation.override("en"):
        return reverse(name, kwargs=arguments)


def answer(client: Client, where: str, method: str = "get") -> str:
    """What one visitor gets at one address, in a word."""
    return in_a_word(getattr(client, method)(where), where)


def in_a_word(response: HttpResponse, where: str) -> str:
    """What an answer amounts to. where: its address, for the message when our own code fails there."""
    if (
        response.status_code == 302
        and "/sign-in/" in response.headers["Location"]
        and "next=" in response.headers["Location"]
    ):
        door = response.headers["Location"].partition("?")[0]
        return AGAIN if "/sign-in/again/" in door else SIGN_IN
    if response.status_code in (403, 405):
        return REFUSED
    if response.status_code == 404:
        return HIDDEN
    assert response.status_code < 500, f"{where}: {response.status_code}"
    return OPEN
