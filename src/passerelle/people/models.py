"""Persons, and apart from them who they are, how to reach them, what they agreed to, and how they sign in."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import UNTIL_ERASED, Erase, Keep, SealedTextField, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody, nobody

KEPT = Keep("person", UNTIL_ERASED)


class Person(models.Model):
    """Somebody, as a bare id: who they are stands in Identity, sealed under their own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    language = personal(
        models.CharField(_("language"), max_length=12, default="en"),
        purpose=_("To write to the person in their language."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.BLANK,
        subject="id",
    )
    # Which organisation answers for this person's data (an opaque id: organisations live above this room).
    controller = models.UUIDField(null=True)
    invented = models.BooleanField(default=False)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))
    erased_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Oneself, and for administrators everybody; the network adds who works together in a project."""
        if actor.has("administrator"):
            return everybody()
        mine = models.Q(pk=actor.person) if actor.person else nobody()
        return mine | models.Q(places__project__in=actor.projects("lead_coordinator", "local_coordinator"))


class Place(models.Model):
    """Where a person belongs: one row per project (an opaque id), kept so that reads can be cut to it."""

    person = personal(
        models.ForeignKey(Person, models.CASCADE, related_name="places", verbose_name=_("person")),
        purpose=_("To show a person's contact only to those who work with them."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.DELETE,
    )
    project = models.UUIDField(db_index=True)

    class Meta:
        verbose_name = _("place in a project")
        constraints = [models.UniqueConstraint(fields=["person", "project"], name="one_place_per_project")]


class Identity(models.Model):
    """Name and contact of one person, sealed under the person's key."""

    person = personal(
        models.OneToOneField(
            Person, models.CASCADE, primary_key=True, related_name="identity", verbose_name=_("person")
        ),
        purpose=_("To know whose name and contact these are."),
        basis="6(1)(b)",
        keep=Keep("person", _("The id says nothing once the person is erased.")),
        erase=Erase.KEEP,
    )
    name = personal(
        SealedTextField(_("name")),
        purpose=_("To address the person."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.SHRED,
    )
    email = personal(
        SealedTextField(_("e-mail address")),
        purpose=_("To write to the person."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.SHRED,
    )
    phone = personal(
        SealedTextField(_("phone")),
        purpose=_("To ring the person when there is no e-mail."),
        basis="6(1)(a)",
        keep=KEPT,
        erase=Erase.SHRED,
    )
    street = personal(
        SealedTextField(_("street and number")),
        purpose=_("To send the person a letter."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.SHRED,
    )
    postcode = personal(
        SealedTextField(_("postcode")),
        purpose=_("To send the person a letter."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.SHRED,
    )
    town = personal(
        SealedTextField(_("town")),
        purpose=_("To send the person a letter."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.SHRED,
    )
    country = personal(
        SealedTextField(_("country")),
        purpose=_("To send the person a letter."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.SHRED,
    )
    note = personal(
        SealedTextField(_("what helps")),
        purpose=_("What helps the person take part: interpreter, access, food."),
        basis="9(2)(a)",
        keep=KEPT,
        erase=Erase.SHRED,
    )

    languages = personal(
        SealedTextField(_("languages spoken")),
        purpose=_("To find somebody who speaks a language, and to say so where they agreed to be shown."),
        basis="6(1)(a)",
        keep=KEPT,
        erase=Erase.SHRED,
    )

    class Meta:
        verbose_name = _("name and contact")
        verbose_name_plural = _("names and contacts")


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A way to sign in, for staff. The one personal value that stays readable: the address one signs in with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = personal(
        models.OneToOneField(Person, models.CASCADE, related_name="account", verbose_name=_("person")),
        purpose=_("To know whose account it is."),
        basis="6(1)(b)",
        keep=Keep("person", _("As long as the account.")),
        erase=Erase.DELETE,
    )
    email = personal(
        models.EmailField(_("e-mail address"), max_length=254),
        purpose=_("To sign in."),
        basis="6(1)(b)",
        keep=Keep("person", _("As long as the account; in backups for thirty days more.")),
        erase=Erase.DELETE,
    )
    password = personal(
        models.CharField(_("password"), max_length=128),
        purpose=_("To sign in."),
        basis="6(1)(b)",
        keep=Keep("person", _("As long as the account; only its Argon2 hash is stored.")),
        erase=Erase.DELETE,
    )
    last_login = personal(
        models.DateTimeField(_("last sign-in"), null=True, blank=True),
        purpose=_("To notice a sign-in that was not yours."),
        basis="6(1)(f)",
        keep=Keep("person", _("As long as the account.")),
        erase=Erase.DELETE,
    )
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return str(self.id)

    # Django's and allauth's own checks ask for these; rights come from grants, never from flags on the account.
    is_staff = False
    is_superuser = False


class RecoveryCode(models.Model):
    """A printed code, used once, for when neither mail nor the old phone is at hand. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = personal(
        models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes", verbose_name=_("account")),
        purpose=_("To know whose code it is."),
        basis="6(1)(b)",
        keep=Keep("recovery", _("Until it is replaced; thirty days after it was used.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )
    digest = personal(
        models.CharField(_("code"), max_length=64),
        purpose=_("To sign in without mail."),
        basis="6(1)(b)",
        keep=Keep("recovery", _("Until it is replaced; thirty days after it was used.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )
    used_at = impersonal(models.DateTimeField(null=True))

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")


class OpenSession(models.Model):
    """Where an account is signed in: since when, and with what kind of browser. No number of a network, no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = personal(
        models.ForeignKey(Account, models.CASCADE, related_name="open_sessions", verbose_name=_("account")),
        purpose=_("To show somebody where they are signed in."),
        basis="6(1)(f)",
        keep=Keep("session", _("Until they sign out, at most twelve hours.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )
    key = personal(
        models.CharField(_("session"), max_length=40, unique=True),
        purpose=_("To end a session from elsewhere."),
        basis="6(1)(f)",
        keep=Keep("session", _("Until they sign out, at most twelve hours.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )
    device = personal(
        models.CharField(_("kind of browser"), max_length=40),
        purpose=_("To tell one’s own devices apart."),
        basis="6(1)(f)",
        keep=Keep("session", _("Until they sign out, at most twelve hours.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )
    began_at = personal(
        models.DateTimeField(_("signed in"), auto_now_add=True),
        purpose=_("To notice a sign-in that was not yours."),
        basis="6(1)(f)",
        keep=Keep("session", _("Until they sign out, at most twelve hours.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )

    class Meta:
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")


class KnownDevice(models.Model):
    """A browser in which somebody signed in before, known by a random cookie of which only a hash is kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = personal(
        models.ForeignKey(Account, models.CASCADE, related_name="known_devices", verbose_name=_("account")),
        purpose=_("To write to somebody about a sign-in from a new device."),
        basis="6(1)(f)",
        keep=Keep("device", _("Half a year after the last sign-in with it.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )
    digest = personal(
        models.CharField(_("cookie"), max_length=64, unique=True),
        purpose=_("To know a browser again, and to let its owner in while strangers guess elsewhere."),
        basis="6(1)(f)",
        keep=Keep("device", _("Half a year after the last sign-in with it.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )
    last_on = personal(
        models.DateField(_("last sign-in"), auto_now=True),
        purpose=_("To forget it when it is no longer used."),
        basis="6(1)(f)",
        keep=Keep("device", _("Half a year after the last sign-in with it.")),
        erase=Erase.DELETE,
        subject="account__person_id",
    )

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")


class AccessCode(models.Model):
    """The printed code with which a person without an account sees, takes home or erases their own data."""

    person = personal(
        models.OneToOneField(
            Person, models.CASCADE, primary_key=True, related_name="access_code", verbose_name=_("person")
        ),
        purpose=_("To know whose code it is."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.DELETE,
    )
    digest = personal(
        models.CharField(_("code"), max_length=64, unique=True),
        purpose=_("To open one's own data without an account."),
        basis="6(1)(b)",
        keep=KEPT,
        erase=Erase.DELETE,
    )
    made_at = impersonal(models.DateTimeField(auto_now=True))

    class Meta:
        verbose_name = _("code for one’s own data")


class Consent(models.Model):
    """One line of the consent ledger: given or withdrawn, for one purpose. Lines are only ever added."""

    class Purpose(models.TextChoices):
        SHOWN = "shown", _("my name may be shown on public pages")
        CONTACT = "contact", _("you may write to me about this project")
        WORDS = "words", _("you may quote what I said")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = personal(
        models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("person")),
        purpose=_("To prove what the person agreed to."),
        basis="6(1)(c)",
        keep=Keep("proof", _("Three years after the person was erased, as an id without a name.")),
        erase=Erase.KEEP,
    )
    purpose = personal(
        models.CharField(_("purpose"), max_length=12, choices=Purpose.choices),
        purpose=_("To prove what the person agreed to."),
        basis="6(1)(c)",
        keep=Keep("proof", _("Three years after the person was erased, as an id without a name.")),
        erase=Erase.KEEP,
    )
    given = models.BooleanField()
    until = impersonal(models.DateField(null=True, blank=True))
    at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")


class ErasureRequest(models.Model):
    """Somebody asked to be erased while a legal hold forbids it: carried out by the clock once the hold ends."""

    person = personal(
        models.OneToOneField(
            Person, models.CASCADE, primary_key=True, related_name="erasure_request", verbose_name=_("person")
        ),
        purpose=_("To erase the person as soon as the legal hold ends."),
        basis="6(1)(c)",
        keep=Keep("asked", _("Until the legal hold ends; then it is carried out.")),
        erase=Erase.DELETE,
    )
    asked_at = personal(
        models.DateTimeField(_("asked for erasure"), auto_now_add=True),
        purpose=_("To erase the person as soon as the legal hold ends."),
        basis="6(1)(c)",
        keep=Keep("asked", _("Until the legal hold ends; then it is carried out.")),
        erase=Erase.DELETE,
    )

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
