"""Who takes part: known by a code of their own, registered, present; and heads, where nobody is asked for a name.

Three numbers that are never added up (see engines.evidence.counting): people are different `Participant.counted_as`,
attendances are rows of `Attendance` that stand, heads are sums over `HeadCount` rows that stand.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor, SystemActor
from passerelle.core.describing import Ages
from passerelle.core.fields import UNTIL_ERASED, Erase, Keep, SealedTextField, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody, nobody
from passerelle.gatherings.models.gathering import Gathering
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Person
from passerelle.tasks.roles import HOSTS

# Programmes may audit what was claimed for five years after the last payment (three for grants of up to 60,000
# euros): EU model grant agreement 2021–2027, article 20.
AUDITED = Keep(
    "attendance",
    _("Five years after the project ended, as long as its figures can be audited; then the code goes."),
)


class Channel(models.TextChoices):
    """How an entry came to be: results are shown with and without what others entered for somebody."""

    SELF = "self", pgettext_lazy("channel", "By themselves")
    ASSISTED = "assisted", pgettext_lazy("channel", "With help")
    PAPER = "paper", pgettext_lazy("channel", "On paper")
    TABLE = "table", pgettext_lazy("channel", "From a table")


def of_controllers(actor: Actor, organisation: str, project: str) -> models.Q:
    """Rows whose controller is an organisation for which the actor receives people in that project.

    What others collected stays theirs: the lead of a project sees numbers of it, not rows."""
    if isinstance(actor, SystemActor):
        return everybody()
    held = [g for g in actor.grants if g.role in HOSTS and g.project and g.organisation]
    if not held:
        return nobody()
    rule = models.Q()
    for grant in held:
        rule |= models.Q(**{organisation: grant.organisation, project: grant.project})
    return rule


class Participant(models.Model):
    """Somebody who takes part in a project, as one organisation knows them: by a code of their own.

    Inside one controller two rows can be found to be the same person and merged, reversibly. Across controllers only
    the code tells: the same code is the same person, and neither organisation sees the other's row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="participants")
    # Who collected this and answers for it.
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="participants")
    # As `presence.own_code` writes it; empty once its person was erased or its time was over.
    code = personal(
        models.CharField(_("own code"), max_length=40),
        purpose=_("To count somebody once who comes several times."),
        basis="6(1)(b)",
        keep=AUDITED,
        erase=Erase.BLANK,
    )
    # Only where somebody gave a name or a way to be reached.
    person = personal(
        models.ForeignKey(
            Person, models.SET_NULL, null=True, related_name="participations", verbose_name=_("person")
        ),
        purpose=_("To reach who registered, and to know their name at the door."),
        basis="6(1)(b)",
        keep=Keep("person", UNTIL_ERASED),
        erase=Erase.KEEP,
    )
    # The same for every row that is the same person: made of project and code, or its root's once merged.
    counted_as = personal(
        models.UUIDField(_("counted as")),
        purpose=_("To count somebody once who comes several times."),
        basis="6(1)(b)",
        keep=AUDITED,
        # Before the person goes it becomes a random number that leads nowhere (presence.let_go).
        erase=Erase.KEEP,
    )
    # Always a row that is not merged itself; whom it was found to be the same as, who may be merged further, so that
    # each of several merges can be undone alone.
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    merged_with = models.ForeignKey("self", models.SET_NULL, null=True, related_name="found_same")
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = pgettext_lazy("who takes part", "participant")
        verbose_name_plural = pgettext_lazy("who takes part", "participants")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "controller", "code"],
                condition=~models.Q(code=""),
                name="one_participant_per_code",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="nobody_is_merged_into_themselves",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "counted_as"], name="who_is_counted_once"),
            models.Index(fields=["project", "code"], name="who_has_this_code"),
        ]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project for the organisation that collected it."""
        return of_controllers(actor, "controller", "project")


class TwoPeople(models.Model):
    """Two rows of one organisation that look like one person and are two: somebody looked, so nobody is asked again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # The smaller id first, so that a pair stands here once.
    one = models.ForeignKey(Participant, models.CASCADE, related_name="told_from_later")
    two = models.ForeignKey(Participant, models.CASCADE, related_name="told_from_earlier")
    at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-at", "id"]
        verbose_name = _("pair found to be two people")
        verbose_name_plural = _("pairs found to be two people")
        constraints = [
            models.UniqueConstraint(fields=["one", "two"], name="a_pair_is_told_apart_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("two")), name="the_smaller_id_of_a_pair_first"
            ),
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project for the organisation that collected both."""
        return of_controllers(actor, "one__controller", "one__project")


class Registration(models.Model):
    """Somebody said they will come. Waiting ones have no place yet; who withdrew keeps the row, not the place."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("registration", "Has a place")
        WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
        WITHDRAWN = "withdrawn", pgettext_lazy("registration", "Does not come")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="registrations")
    participant = personal(
        models.ForeignKey(
            Participant, models.CASCADE, related_name="registrations", verbose_name=_("participant")
        ),
        purpose=_("To keep a place for somebody, and to tell them of changes."),
        basis="6(1)(b)",
        keep=AUDITED,
        erase=Erase.KEEP,
        subject="participant__person_id",
    )
    state = impersonal(
        models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CONFIRMED)
    )
    channel = impersonal(
        models.CharField(_("how it came in"), max_length=8, choices=Channel.choices, default=Channel.SELF)
    )
    mode = impersonal(models.CharField(_("mode"), max_length=8, choices=Gathering.Mode.choices, blank=True))
    # Where they come from: a programme asks how many travel from abroad. Two letters, "" when nobody said.
    country = impersonal(models.CharField(_("country"), max_length=2, blank=True))
    # The language to write to them in.
    language = personal(
        models.CharField(_("language"), max_length=12, blank=True),
        purpose=_("To write to the person in their language."),
        basis="6(1)(b)",
        keep=AUDITED,
        erase=Erase.BLANK,
        subject="participant__person_id",
    )
    # What helps them take part; only where they have a person, under whose key it is sealed.
    needs = personal(
        SealedTextField(_("what helps")),
        purpose=_("What helps the person take part: interpreter, access, food."),
        basis="9(2)(a)",
        keep=Keep("person", UNTIL_ERASED),
        erase=Erase.SHRED,
        subject="participant__person_id",
    )
    # Hash of the secret with which they see, change and withdraw it without an account.
    digest = personal(
        models.CharField(_("code"), max_length=64, blank=True),
        purpose=_("To see, change or withdraw one’s own registration without an account."),
        basis="6(1)(b)",
        keep=AUDITED,
        erase=Erase.BLANK,
        subject="participant__person_id",
    )
    # The response to the questionnaire they answered with it, which stands under a key of its own.
    response = personal(
        models.UUIDField(_("answers given with it"), null=True),
        purpose=_("To let whoever registered see, change and erase what they answered with it."),
        basis="6(1)(b)",
        keep=AUDITED,
        # Before the person goes the response does (presence.forget).
        erase=Erase.BLANK,
        subject="participant__person_id",
    )
    at = impersonal(models.DateTimeField(auto_now_add=True))
    changed_at = impersonal(models.DateTimeField(auto_now=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(fields=["gathering", "participant"], name="one_registration_each"),
            models.UniqueConstraint(
                fields=["digest"], condition=~models.Q(digest=""), name="a_secret_opens_one_registration"
            ),
        ]
        indexes = [models.Index(fields=["gathering", "state", "at"], name="whose_turn_it_is")]

    @property
    def project_id(self) -> uuid.UUID:
        """Of which project it is: nobody registers in a closed one."""
        return self.gathering.project_id

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project for the organisation that collected it."""
        return of_controllers(actor, "participant__controller", "participant__project")


class Attendance(models.Model):
    """Somebody was there: one row for a participant at a gathering. Taken back, it counts no more and stays readable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="attendances")
    participant = personal(
        models.ForeignKey(
            Participant, models.CASCADE, related_name="attendances", verbose_name=_("participant")
        ),
        purpose=_("To prove to the funder who took part, as a number."),
        basis="6(1)(b)",
        keep=AUDITED,
        erase=Erase.KEEP,
        subject="participant__person_id",
    )
    channel = impersonal(
        models.CharField(_("how it came in"), max_length=8, choices=Channel.choices, default=Channel.SELF)
    )
    mode = impersonal(
        models.CharField(
            _("mode"), max_length=8, choices=Gathering.Mode.choices, default=Gathering.Mode.ON_SITE
        )
    )
    country = impersonal(models.CharField(_("country"), max_length=2, blank=True))
    at = impersonal(models.DateTimeField(auto_now_add=True))
    taken_back_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["gathering", "participant"], name="comes_once")]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project for the organisation that collected it."""
        return of_controllers(actor, "participant__controller", "participant__project")


class HeadCount(models.Model):
    """So many heads were counted in the room. Nothing here can hold a name; under-age people are only ever heads."""

    Band = Ages

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="head_counts")
    band = impersonal(models.CharField(_("age"), max_length=8, choices=Band.choices, default=Band.UNKNOWN))
    mode = impersonal(
        models.CharField(
            _("mode"), max_length=8, choices=Gathering.Mode.choices, default=Gathering.Mode.ON_SITE
        )
    )
    country = impersonal(models.CharField(_("country"), max_length=2, blank=True))
    channel = impersonal(
        models.CharField(_("how it came in"), max_length=8, choices=Channel.choices, default=Channel.ASSISTED)
    )
    heads = models.PositiveIntegerField(_("heads"))
    at = impersonal(models.DateTimeField(auto_now_add=True))
    taken_back_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "band", "mode", "country"],
                condition=models.Q(taken_back_at__isnull=True),
                name="heads_are_counted_once",
            )
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Numbers about nobody: whoever works in the project."""
        return (
            everybody() if actor.has("administrator") else models.Q(gathering__project__in=actor.projects())
        )
