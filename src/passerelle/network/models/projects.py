"""Cities, organisations, projects, who is partner in what, and who does what there."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody, nobody
from passerelle.language.sorting import Sorted, SortedManager, SortKeys
from passerelle.network.roles import Role

PARTIAL = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class City(Sorted):
    """A city or town of the network, whoever is active there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    name = impersonal(models.CharField(_("name"), max_length=120))
    country = impersonal(models.CharField(_("country"), max_length=2))
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    invented = models.BooleanField(default=False)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    sorting = SortKeys("name")

    objects = SortedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), "country", name="one_city_per_name_and_country")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return slugify(self.name) or "city"

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """What is known of a city is public, with its source."""
        return everybody()


class Organisation(Sorted):
    """A member of the standing network: a city, an association, an institution."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        ASSOCIATION = "association", _("Association")
        CULTURE = "culture", _("Cultural organisation")
        UNIVERSITY = "university", _("University")
        AUTHORITY = "authority", _("Public authority")
        NONPROFIT = "nonprofit", _("Other non-profit organisation")
        BUSINESS = "business", _("Business")
        OTHER = "other", _("Other organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    name = impersonal(models.CharField(_("name"), max_length=200))
    kind = impersonal(models.CharField(_("kind"), max_length=12, choices=Kind.choices))
    town = impersonal(models.CharField(_("town"), max_length=120))
    country = impersonal(models.CharField(_("country"), max_length=2))
    # The city it is in, where that is one of the network's; `town` stays as it was written.
    city = models.ForeignKey(City, models.SET_NULL, null=True, related_name="organisations")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    member = models.BooleanField(default=True)
    invented = models.BooleanField(default=False)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    sorting = SortKeys("name", "town")

    objects = SortedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), "country", name="one_organisation_per_name_and_country")
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody() if actor.signed_in else nobody()


class Project(Sorted):
    """A project of the network, from the first partner meeting to after the final report."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    class Unit(models.TextChoices):
        """Who works together in one city."""

        NONE = "", _("No fixed shape")
        PAIR = "pair", _("One authority and one association in each city")

    KIND = "project"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    acronym = impersonal(models.CharField(_("acronym"), max_length=60))
    starts = impersonal(models.CharField(_("begins"), max_length=10, blank=True))
    ends = impersonal(models.CharField(_("ends"), max_length=10, blank=True))
    months = models.PositiveSmallIntegerField(_("length in months"), null=True, blank=True)
    programme = impersonal(models.CharField(_("funding programme"), max_length=40, blank=True))
    grant_number = impersonal(models.CharField(_("grant number"), max_length=60, blank=True))
    # The call the partnership is held against: an id of data/calls. Whatever is no longer there counts as none.
    call = impersonal(models.CharField(_("call"), max_length=60, blank=True))
    unit = impersonal(
        models.CharField(_("who works together in a city"), max_length=10, choices=Unit.choices, blank=True)
    )
    currency = impersonal(models.CharField(_("currency"), max_length=3, default="EUR"))
    # Facts of a public project told in the demo: where they come from, and the countries named there.
    sources = impersonal(models.JSONField(default=list, blank=True))
    countries = impersonal(models.JSONField(default=list, blank=True))
    lead_name = impersonal(models.CharField(_("lead partner as named publicly"), max_length=200, blank=True))
    state = impersonal(models.CharField(max_length=10, choices=State.choices, default=State.DRAFT))
    invented = models.BooleanField(default=False)
    # Counts up with each change of the facts: whoever saves an older one is told.
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))
    published_at = impersonal(models.DateTimeField(null=True))
    # Since when it is closed: everything in it is read, and changed no more (core.closed).
    closed_at = impersonal(models.DateTimeField(null=True))

    sorting = SortKeys("acronym")

    objects = SortedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("acronym"), name="one_project_per_acronym"),
            models.CheckConstraint(
                condition=models.Q(starts="") | models.Q(starts__regex=PARTIAL), name="start_is_a_date"
            ),
            models.CheckConstraint(
                condition=models.Q(ends="") | models.Q(ends__regex=PARTIAL), name="end_is_a_date"
            ),
        ]

    def __str__(self) -> str:
        return self.acronym

    @property
    def slug(self) -> str:
        """Readable and ignored: only the code counts in an address."""
        return slugify(self.acronym) or "project"

    @property
    def project_id(self) -> uuid.UUID:
        """Which project this belongs to: itself. So that whoever asks any record of a project can ask this one."""
        return self.pk

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Everybody sees what is published; a draft is seen by who works in it, and by administrators."""
        published = models.Q(state=Project.State.PUBLISHED)
        if actor.has("administrator"):
            return everybody()
        return published | models.Q(pk__in=actor.projects()) if actor.signed_in else published


class Partnership(models.Model):
    """One organisation's part in one project."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    lead = models.BooleanField(default=False)
    joined_at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="partner_once_per_project"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(lead=True), name="one_lead_per_project"
            ),
        ]


class Departure(models.Model):
    """An organisation that was partner of a project, from when to when. It may become one again, and leave again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="departures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="departures")
    joined_on = impersonal(models.DateField())
    left_on = impersonal(models.DateField())

    class Meta:
        ordering = ["-left_on", "organisation__name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on__gte=models.F("joined_on")),
                name="a_partner_leaves_after_it_joined",
            )
        ]


class Appointment(models.Model):
    """A person in a role: everywhere (administrator), in one project, there for one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = personal(
        models.ForeignKey(
            "people.Person", models.CASCADE, related_name="appointments", verbose_name=_("person")
        ),
        purpose=_("To know who does what in a project, and what they may see."),
        basis="6(1)(b)",
        keep=Keep(
            "person", _("As long as the project's records; the id says nothing once the person is erased.")
        ),
        erase=Erase.KEEP,
    )
    role = impersonal(models.CharField(max_length=20, choices=Role.choices))
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="appointments")
    active = models.BooleanField(default=True)
    since = impersonal(models.DateTimeField(auto_now_add=True))
    # When it ended; unknown for what ended before the day was kept.
    ended_at = impersonal(models.DateTimeField(_("ended"), null=True))

    class Meta:
        verbose_name = _("role of a person")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "project", "organisation"],
                name="one_appointment_per_role",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(role="administrator", project__isnull=True)
                | (~models.Q(role="administrator") & models.Q(project__isnull=False)),
                name="only_administrators_act_everywhere",
            ),
        ]


class Contribution(models.Model):
    """What somebody brings to a project who needs no rights in it: a speaker, a trainer, an interpreter."""

    class Part(models.TextChoices):
        SPEAKER = "speaker", _("Speaker")
        TRAINER = "trainer", _("Trainer")
        EXPERT = "expert", _("Expert")
        ARTIST = "artist", _("Artist")
        INTERPRETER = "interpreter", _("Interpreter")
        MEDIATOR = "mediator", _("Cultural mediator")
        HOST = "host", _("Host")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = personal(
        models.ForeignKey(
            "people.Person", models.CASCADE, related_name="contributions", verbose_name=_("person")
        ),
        purpose=_("To know who contributes what to a project."),
        basis="6(1)(b)",
        keep=Keep("person", _("As long as the project's records; deleted when the person is erased.")),
        erase=Erase.DELETE,
    )
    part = impersonal(models.CharField(_("part"), max_length=12, choices=Part.choices))
    project = models.ForeignKey(Project, models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="contributions", verbose_name=_("organisation")
    )
    since = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        verbose_name = _("part in a project")
        verbose_name_plural = _("parts in projects")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "part", "project", "organisation"],
                name="one_contribution_per_part",
                nulls_distinct=False,
            )
        ]


class Invitation(models.Model):
    """A letter that opens the door once: it leads to an account and to the role it names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    person = personal(
        models.ForeignKey(
            "people.Person", models.CASCADE, related_name="invitations", verbose_name=_("person")
        ),
        purpose=_("To know whom the invitation is for."),
        basis="6(1)(b)",
        keep=Keep("invitation", _("Thirty days after it is answered or lapses.")),
        erase=Erase.DELETE,
    )
    project = models.ForeignKey(Project, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = impersonal(models.CharField(max_length=20, choices=Role.choices))
    digest = personal(
        models.CharField(_("code"), max_length=64, unique=True),
        purpose=_("To open the invitation; only its hash is kept."),
        basis="6(1)(b)",
        keep=Keep("invitation", _("Thirty days after it is answered or lapses.")),
        erase=Erase.DELETE,
    )
    invited_by = personal(
        models.UUIDField(_("invited by"), null=True),
        purpose=_("To know who invited."),
        basis="6(1)(f)",
        keep=Keep("invitation", _("Thirty days after it is answered or lapses.")),
        erase=Erase.KEEP,
        subject="invited_by",
    )
    created_at = impersonal(models.DateTimeField(auto_now_add=True))
    expires_at = impersonal(models.DateTimeField())
    accepted_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return models.Q(project__in=actor.projects("lead_coordinator", "local_coordinator"))
