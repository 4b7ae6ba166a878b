"""What the rooms of events and evidence hold of one person: who takes part, speaks, enters figures, types answers in."""

from __future__ import annotations

import json
from uuid import UUID

from django.utils import timezone

from passerelle.core import keys, sealing
from passerelle.core.codes import digest, new_code, printed_code
from passerelle.evidence.models import HandFigure, Indicator, Result, Snapshot
from passerelle.gatherings.models import Attendance, Gathering, Participant, Registration, Speaker
from passerelle.gatherings.presence import counted_as, fresh_code
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Person
from passerelle.questionnaires.models import Asking, Instrument, Response, Version


def take_part(person: Person, project: Project, organisation: Organisation, needs: str) -> str:
    """Registered with what helps them, there, and speaking; returns the code of their own, which stands readably."""
    now = timezone.now()
    gathering = Gathering.objects.create(
        code=new_code(),
        project=project,
        kind=Gathering.Kind.FORUM,
        title="Forum on the bridge",
        starts=str(timezone.localdate(now)),
        begins_at=now,
        over_at=now,
        host=organisation,
    )
    code = fresh_code()
    same = counted_as(project.pk, code)
    here = Participant.objects.create(
        project=project, controller=organisation, code=code, person=person, counted_as=same
    )
    registration = Registration(gathering=gathering, participant=here, language="ar")
    registration.digest = digest(printed_code())
    registration.response = answered(project, "By boat.")
    sealing.fill(registration, person.pk, needs=json.dumps({"other": needs}))
    registration.save(force_insert=True)
    Attendance.objects.create(gathering=gathering, participant=here)
    Speaker.objects.create(gathering=gathering, person=person, role="hydrologist")
    return code


def report(person: Person, project: Project) -> None:
    """A figure this person entered."""
    today, own = timezone.localdate(), {"project": project, "title": "Trust"}
    result = Result.objects.create(code=new_code(), level=Result.Level.GOAL, **own)
    indicator = Indicator.objects.create(code=new_code(), result=result, unit="percent", **own)
    HandFigure.objects.create(
        code=new_code(), indicator=indicator, value=61, on=today, source="A survey", entered_by=person.pk
    )


def freeze(person: Person, project: Project) -> None:
    """A report this person sent. Not for tests that empty the tables afterwards: a trigger forbids that."""
    Snapshot.objects.create(
        code=new_code(), project=project, title="Trust", number=1, digest="0" * 64, frozen_by=person.pk
    )


def type_in(person: Person, project: Project) -> None:
    """Answers of somebody else, which this person typed in from paper."""
    answered(project, ANSWERED, entered_by=person.pk)


def answered(project: Project, words: str, entered_by: UUID | None = None) -> UUID:
    """A response to a questionnaire of its own."""
    instrument = Instrument.objects.create(code=new_code(), project=project)
    version = Version.objects.create(instrument=instrument, language="en")
    asking = Asking.objects.create(
        code=new_code(), version=version, project=project, purpose="survey", opens_at=timezone.now()
    )
    response = Response(code=new_code(12), asking=asking, channel=Response.Channel.PAPER, language="en")
    response.on, response.receipt = timezone.localdate(), digest(printed_code())
    response.entered_by = entered_by
    keys.create(response.pk)
    sealing.fill(response, response.pk, answers=json.dumps({"answers": {"why": words}, "pair": ""}))
    response.save(force_insert=True)
    return response.pk


ANSWERED = "Because nobody asked before."
