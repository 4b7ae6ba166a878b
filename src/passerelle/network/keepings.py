"""How long the network keeps what it keeps, for the retention clock: letters that invite, and people themselves."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import DateTimeField, Exists, F, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from passerelle.core.keeping import YEAR, Keeping, deleting
from passerelle.network.models import Appointment, Invitation, Project
from passerelle.network.policies import ADMINISTRATOR
from passerelle.people.keepings import erase_all
from passerelle.people.models import Person, Place


class LastDay(Func):
    """The end of a date as precise as it is known: 2021 → 2021-12-31, 2021-06 → 2021-06-30; NULL for none."""

    output_field = DateTimeField()
    template = (
        "(CASE length(%(expressions)s) WHEN 4 THEN to_date(%(expressions)s || '-12-31', 'YYYY-MM-DD')"
        " WHEN 7 THEN to_date(%(expressions)s || '-01', 'YYYY-MM-DD') + interval '1 month' - interval '1 day'"
        " WHEN 10 THEN to_date(%(expressions)s, 'YYYY-MM-DD') END AT TIME ZONE 'UTC')"
    )


def invitations() -> QuerySet[Invitation]:
    """Letters, since they were answered or lapsed."""
    rows = Invitation.objects.unscoped(reason="retention clock")
    return rows.annotate(since=Least(Coalesce("accepted_at", "expires_at"), "expires_at"))


def people() -> QuerySet[Person]:
    """Everybody with no place in a project that is still open, since their last project ended or they last came.

    Whoever looks after the house is needed as long as they do."""
    theirs = Project.objects.unscoped(reason="retention clock").filter(
        pk__in=Place.objects.filter(person=OuterRef(OuterRef("pk"))).values("project")
    )
    last = theirs.annotate(end=LastDay("ends")).order_by("-end").values("end")[:1]
    serving = Appointment.objects.filter(person=OuterRef("pk"), role=ADMINISTRATOR, active=True)
    rows = Person.objects.unscoped(reason="retention clock").filter(erased_at=None)
    return (
        rows.exclude(Exists(theirs.filter(ends="")))
        .exclude(Exists(serving))
        .annotate(since=Greatest("created_at", Subquery(last), F("account__last_login")))
    )


KEEPINGS = (
    Keeping(
        key="person",
        label=_("People: name, contact, account, files"),
        since=_("the end of their last project, or their last sign-in"),
        how_long=2 * YEAR,
        happens=_("The person is erased, and their key destroyed."),
        rows=people,
        go=erase_all,
        person="pk",
        erases=True,
        batch=1,
    ),
    Keeping(
        key="invitation",
        label=_("Invitations"),
        since=_("the day it was answered or lapsed"),
        how_long=timedelta(days=30),
        happens=_("The row is deleted."),
        rows=invitations,
        go=deleting(invitations),
        person="person",
        project="project",
    ),
)
