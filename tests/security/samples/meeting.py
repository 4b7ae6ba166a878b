"""Gatherings and who was there, what people were asked, what became of it."""

from __future__ import annotations

from typing import Any


def of_gatherings(project: Any) -> dict[str, Any]:
    """A gathering that a local coordinator's organisation hosts, where the project has one; rather one that everybody
    reads, and where somebody registered."""
    from passerelle.core.actor import SystemActor
    from passerelle.gatherings import actions
    from passerelle.gatherings.models import Gathering
    from passerelle.gatherings.secrets import secret_of
    from passerelle.network.models import Appointment

    there = Gathering.objects.filter(project=project).order_by("begins_at", "pk")
    local = Appointment.objects.filter(project=project, role="local_coordinator", person__account__demo=True)
    hosted = there.filter(host__in=local.values("organisation"))
    one = hosted.filter(registrations__isnull=False).first() or hosted.first() or there.first()
    one = one or actions.add_gathering(
        SystemActor(reason="test"), project, title="Forum", kind="forum", starts="2027-05"
    )
    registration = one.registrations.exclude(state="withdrawn").first() or one.registrations.first()
    return {
        "gathering code": one.code,
        "registration": str(registration.pk) if registration else "none",
        "registration secret": secret_of(registration.pk) if registration else "no-such-secret",
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
