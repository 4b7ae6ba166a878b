"""What the room of people tells the house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.fields import IMPERSONAL, Declaration, Erase
from passerelle.core.rooms import Door, Exportable, Room
from passerelle.people import erasure, policies, queries
from passerelle.people.models import Consent

SIGNED_IN = Declaration(
    purpose=_("To keep somebody signed in."),
    basis="6(1)(b)",
    keep=_("Until they sign out, at most twelve hours."),
    erase=Erase.DELETE,
    subject="",  # found by what it holds, not by a column: see people.erasure
)
ADDRESS = Declaration(
    purpose=_("To sign in."),
    basis="6(1)(b)",
    keep=_("As long as the account."),
    erase=Erase.DELETE,
    subject="user__person_id",
)
CONFIRMATION = Declaration(
    purpose=_("To confirm an address."),
    basis="6(1)(b)",
    keep=_("Three days."),
    erase=Erase.DELETE,
    subject="email_address__user__person_id",
)


def portrait(person: UUID) -> dict[str, Any]:
    """The consent ledger as a person reads it."""
    lines = Consent.objects.filter(person=person).order_by("at", "id")
    return {
        "consents": [
            {
                "purpose": line.get_purpose_display(),
                "given": line.given,
                "until": line.until.isoformat() if line.until else None,
                "at": line.at.isoformat(),
            }
            for line in lines
        ]
    }


room = Room(
    name="people",
    label=_("People"),
    doors=(
        Door(_("People"), "desk_people", policies.may_enter_people, order=30),
        Door(_("Your data"), "your_data", policies.anybody, order=80, public=True),
    ),
    exportables=(
        Exportable("people.Person"),
        Exportable("people.Place"),
        Exportable("people.Identity"),
        Exportable("people.Account", sealed_on_the_way=("email", "password")),
        Exportable("people.RecoveryCode"),
        Exportable("people.AccessCode"),
        Exportable("people.Consent"),
    ),
    declares={
        "account.emailaddress.user": ADDRESS,
        "account.emailaddress.email": ADDRESS,
        "account.emailconfirmation.email_address": CONFIRMATION,
        "account.emailconfirmation.created": CONFIRMATION,
        "account.emailconfirmation.sent": CONFIRMATION,
        "account.emailconfirmation.key": CONFIRMATION,
        "sessions.session.session_key": SIGNED_IN,
        "sessions.session.session_data": SIGNED_IN,
        "sessions.session.expire_date": IMPERSONAL,
        "contenttypes.contenttype.app_label": IMPERSONAL,
        "contenttypes.contenttype.model": IMPERSONAL,
        "auth.permission.name": IMPERSONAL,
        "auth.permission.codename": IMPERSONAL,
        "auth.group.name": IMPERSONAL,
        # Jobs carry ids only (core.jobs), never a personal value.
        **{
            f"procrastinate.{field}": IMPERSONAL
            for field in (
                "procrastinateworker.last_heartbeat",
                "procrastinatejob.queue_name",
                "procrastinatejob.task_name",
                "procrastinatejob.lock",
                "procrastinatejob.args",
                "procrastinatejob.status",
                "procrastinatejob.scheduled_at",
                "procrastinatejob.queueing_lock",
                "procrastinateevent.type",
                "procrastinateevent.at",
                "procrastinateperiodicdefer.task_name",
                "procrastinateperiodicdefer.periodic_id",
            )
        },
    },
    portrait=portrait,
    after_restore=erasure.replay_withdrawals,
    recipients={"person": queries.recipients, "account": queries.account_recipients},
)
