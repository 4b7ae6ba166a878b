"""What a project's plan holds of one person: a task, help, notes, reminders, a calendar, an entry, an earlier plan."""

from __future__ import annotations

from django.utils import timezone

from passerelle.closing.models import Bundle, Closing
from passerelle.core.codes import digest, new_code
from passerelle.network.models import Measure, Organisation, Project, Reliance
from passerelle.people.models import Person
from passerelle.tasks.models import (
    CalendarKey,
    Comment,
    Digest,
    Helper,
    Item,
    Note,
    PlanVersion,
    Reminder,
    Use,
)


def owe(person: Person, project: Project, organisation: Organisation) -> None:
    """One row of each table in which this person stands."""
    now, own = timezone.now(), {"project": project, "organisation": organisation}
    today = timezone.localdate(now)
    item = Item.objects.create(code=new_code(), project=project, title="Book the room", person=person)
    Helper.objects.create(item=item, person=person)
    Comment.objects.create(code=new_code(), item=item, text="It is booked.", author=person.pk, **own)
    Note.objects.create(code=new_code(), item=item, text="It costs too much.", author=person.pk, **own)
    Reminder.objects.create(item=item, person=person, by=person.pk)
    Digest.objects.create(person=person, rhythm=Digest.Rhythm.values[-1], last_on=today)
    CalendarKey.objects.create(person=person, digest=digest(new_code(20)))
    Use.objects.create(code=new_code(), day=today, days=1, entered_by=person.pk, **own)
    number = PlanVersion.objects.filter(project=project).count() + 1
    PlanVersion.objects.create(code=new_code(), project=project, number=number, made_by=person.pk)
    Closing.objects.create(
        project=project, closed_at=now, closed_by=person.pk, reopened_at=now, reopened_by=person.pk
    )
    Bundle.objects.create(project=project, state=Bundle.State.FAILED, asked_by=person.pk)
    measure, _new = Measure.objects.get_or_create(key="population", defaults={"code": new_code()})
    Reliance.objects.create(
        code=new_code(), measure=measure, year=2026, project=project, title="A report", person=person
    )
