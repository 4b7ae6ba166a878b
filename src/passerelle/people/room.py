"""What the room of people tells the house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.fields import IMPERSONAL, Declaration, Erase, Keep
from passerelle.core.rooms import PEOPLE, Category, Door, Exportable, Room
from passerelle.people import erasure, keepings, policies, queries
from passerelle.people.models import Consent

SIGNED_IN = Declaration(
    purpose=_("To keep somebody signed in."),
    basis="6(1)(b)",
    keep=Keep("session", _("Until they sign out, at most twelve hours.")),
    erase=Erase.DELETE,
    subject="",  # found by what it holds, not by a column: see people.erasure
)
ADDRESS = Declaration(
    purpose=_("To sign in."),
    basis="6(1)(b)",
    keep=Keep("person", _("As long as the account.")),
    erase=Erase.DELETE,
    subject="user__person_id",
)
FACTOR = Declaration(
    purpose=_("To sign in with more than a password."),
    basis="6(1)(b)",
    keep=Keep(
        "person",
        _(
            "Until it is removed, or as long as the account. The secret of an app is sealed under the person’s key."
        ),
    ),
    erase=Erase.DELETE,
    subject="user__person_id",
)
LINK = Declaration(
    purpose=_("To sign in with an account of one’s own organisation."),
    basis="6(1)(b)",
    keep=Keep("person", _("Until it is untied, or as long as the account.")),
    erase=Erase.DELETE,
    subject="user__person_id",
)
# What an issuer would let us do in somebody's name: never asked for, never stored (SOCIALACCOUNT_STORE_TOKENS).
TOKEN = Declaration(
    purpose=_("Nothing: the table comes with a library and stays empty."),
    basis="6(1)(b)",
    keep=Keep("person", _("Never stored.")),
    erase=Erase.DELETE,
    subject="account__user__person_id",
)
CONFIRMATION = Declaration(
    purpose=_("To confirm an address."),
    basis="6(1)(b)",
    keep=Keep("confirmation", _("Three days.")),
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
        Door(_("People"), "desk_people", policies.may_enter_people, order=30, side=PEOPLE),
        Door(_("Your data"), "your_data", policies.anybody, order=80, public=True),
    ),
    exportables=(
        Exportable("people.Person"),
        Exportable("people.Place"),
        Exportable("people.Identity"),
        Exportable("people.Account", sealed_on_the_way=("email", "password")),
        Exportable("people.RecoveryCode"),
        Exportable("mfa.Authenticator", subject="user__person_id"),
        Exportable("socialaccount.SocialAccount", sealed_on_the_way=("uid",), subject="user__person_id"),
        Exportable("people.AccessCode"),
        Exportable("people.Consent"),
        Exportable("people.ErasureRequest"),
    ),
    declares={
        "account.emailaddress.user": ADDRESS,
        "account.emailaddress.email": ADDRESS,
        "account.emailconfirmation.email_address": CONFIRMATION,
        "account.emailconfirmation.created": CONFIRMATION,
        "account.emailconfirmation.sent": CONFIRMATION,
        "account.emailconfirmation.key": CONFIRMATION,
        **{
            f"mfa.authenticator.{field}": FACTOR
            for field in ("user", "type", "data", "created_at", "last_used_at")
        },
        **{
            f"socialaccount.socialaccount.{field}": LINK
            for field in ("user", "provider", "uid", "last_login", "date_joined", "extra_data")
        },
        **{f"socialaccount.socialtoken.{field}": TOKEN for field in ("token", "token_secret", "expires_at")},
        # Issuers are named in the environment; the table stays empty.
        **{
            f"socialaccount.socialapp.{field}": IMPERSONAL
            for field in ("provider", "provider_id", "name", "client_id", "secret", "key", "settings")
        },
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
    calls={
        "mfa.authenticator": _("second factor"),
        "mfa.authenticator.user": _("account"),
        "mfa.authenticator.type": _("kind"),
        "mfa.authenticator.data": _("secret or public key"),
        "mfa.authenticator.created_at": _("set up on"),
        "mfa.authenticator.last_used_at": _("last sign-in"),
        "socialaccount.socialaccount": _("account of one’s own organisation"),
        "socialaccount.socialaccount.user": _("account"),
        "socialaccount.socialaccount.provider": _("issuer"),
        "socialaccount.socialaccount.uid": _("number at the issuer"),
        "socialaccount.socialaccount.last_login": _("last sign-in"),
        "socialaccount.socialaccount.date_joined": _("set up on"),
        "socialaccount.socialaccount.extra_data": _("what the issuer says of somebody"),
        "socialaccount.socialtoken.token": _("token of the issuer"),
    },
    categories=(
        Category(
            key="identity",
            label=_("Who somebody is, and how to reach them"),
            models=("people.person", "people.place", "people.identity"),
            controller=_(
                "the organisation named as controller of the person, else the lead partner of the project"
            ),
            by_project=True,
            recipients=_(
                "Coordinators of the person’s own projects; everybody, if the person agreed to be shown."
            ),
            necessity=_("A name and one way to write; everything else is left empty when it is not given."),
            sensitive_because=_(
                "What helps somebody take part (an interpreter, a ramp, food) can tell of health or belief. It is "
                "written down only if they say so themselves, with their consent, sealed under their key, in no list "
                "and no ordinary export."
            ),
        ),
        Category(
            key="accounts",
            label=_("Accounts, sign-in and devices"),
            models=(
                "people.account",
                "people.recoverycode",
                "people.accesscode",
                "people.opensession",
                "people.knowndevice",
                "account.emailaddress",
                "account.emailconfirmation",
                "mfa.authenticator",
                "socialaccount.socialaccount",
                "socialaccount.socialtoken",
                "sessions.session",
            ),
            controller=_("the organisation that runs this server"),
            recipients=_("Nobody; administrators see that there is an account."),
            necessity=_("Staff sign in; whoever only takes part needs no account. Codes are kept as hashes."),
        ),
        Category(
            key="consents",
            label=_("Consent and requests for erasure"),
            models=("people.consent", "people.erasurerequest"),
            controller=_(
                "the organisation named as controller of the person, else the lead partner of the project"
            ),
            by_project=True,
            recipients=_("Coordinators of the person’s own projects."),
            necessity=_("The law asks for proof of consent; it is kept as an id without a name."),
        ),
    ),
    keepings=keepings.KEEPINGS,
    people_of=keepings.people_of,
    projects_of=keepings.projects_of,
    portrait=portrait,
    after_restore=erasure.replay_withdrawals,
    recipients={"person": queries.recipients, "account": queries.account_recipients},
)
