"""What is owed in a project: work packages, and in them tasks, deliverables and milestones."""

from __future__ import annotations

import re
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody, nobody
from passerelle.network.models import Organisation, Project
from passerelle.tasks.roles import WORKERS

AS_LONG_AS_THE_PROJECT = Keep(
    "person", _("As long as the project's records; the id says nothing once the person is erased.")
)
_DIGITS = re.compile(r"\d+")


def in_order(number: str) -> str:
    """A number as a key to sort by: "D2.10" comes after "D2.9", whatever its case."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(6), number.casefold())[:60]


class WorkPackage(models.Model):
    """A part of a project's plan, "WP2", led by one of the partners."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="packages")
    number = impersonal(models.CharField(_("number"), max_length=12))
    order = impersonal(models.CharField(max_length=60, editable=False))
    title = impersonal(models.CharField(_("title"), max_length=200))
    # The language its title is written in: every foreign word says what it is.
    language = impersonal(models.CharField(_("language"), max_length=12, blank=True))
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="packages", verbose_name=_("lead organisation")
    )
    # From which month of the project to which, 1 being the first.
    first_month = models.PositiveSmallIntegerField(_("first month"), null=True)
    last_month = models.PositiveSmallIntegerField(_("last month"), null=True)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("work package")
        verbose_name_plural = _("work packages")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_package_per_number"),
            models.CheckConstraint(
                condition=models.Q(first_month__isnull=True)
                | models.Q(last_month__isnull=True)
                | models.Q(first_month__gte=1, last_month__gte=models.F("first_month")),
                name="a_package_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Whoever works in the project; administrators look after all of them."""
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())


class Item(models.Model):
    """Something owed: a task, a deliverable or a milestone. Joint, or kept by one organisation for itself."""

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        DELIVERABLE = "deliverable", _("Deliverable")
        MILESTONE = "milestone", _("Milestone")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("task", "Open")
        DONE = "done", pgettext_lazy("task", "Done")
        DROPPED = "dropped", pgettext_lazy("task", "Dropped")

    class Nature(models.TextChoices):
        """What a deliverable is, in the words of the Union's grant agreements."""

        DOCUMENT = "document", _("Document or report")
        EVENT = "event", pgettext_lazy("deliverable", "Event")
        MEDIA = "media", _("Website, film or other media")
        DATA = "data", _("Data")
        OTHER = "other", pgettext_lazy("deliverable", "Other")

    FILES = "item"  # the kind of owner under which its files are kept
    FOUND = "item"  # the kind under which it is found

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="items")
    package = models.ForeignKey(
        WorkPackage, models.SET_NULL, null=True, related_name="items", verbose_name=_("work package")
    )
    # Set: only this organisation's people in the project see it, nobody else, in no list, count or search.
    keeper = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="own_items")
    kind = impersonal(models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.TASK))
    nature = impersonal(
        models.CharField(_("kind of deliverable"), max_length=10, choices=Nature.choices, blank=True)
    )
    number = impersonal(models.CharField(_("number"), max_length=12, blank=True))
    order = impersonal(models.CharField(max_length=60, editable=False, blank=True))
    title = impersonal(models.CharField(_("title"), max_length=200))
    description = impersonal(models.TextField(_("description"), blank=True))
    language = impersonal(models.CharField(_("language"), max_length=12, blank=True))
    responsible = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="items",
        verbose_name=_("responsible organisation"),
    )
    person = personal(
        models.ForeignKey(
            "people.Person",
            models.SET_NULL,
            null=True,
            related_name="items",
            verbose_name=_("responsible person"),
        ),
        purpose=_("To know who answers for a task, and to remind them."),
        basis="6(1)(b)",
        keep=AS_LONG_AS_THE_PROJECT,
        erase=Erase.KEEP,
    )
    waiting_for = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="+", verbose_name=_("waiting for")
    )
    waiting_since = impersonal(models.DateField(null=True))
    state = impersonal(models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN))
    # The rule as it was given ("M14", "start+30d", "end-2m", "D2.3+14d", "2027-05-31"), and what it comes to.
    due_rule = impersonal(models.CharField(_("due"), max_length=40, blank=True))
    due = impersonal(models.DateField(null=True))
    due_time = impersonal(models.TimeField(_("time of day"), null=True))
    due_zone = impersonal(models.CharField(_("time zone"), max_length=64, default="Europe/Brussels"))
    # The last moment: the time on that day in that zone; without a time, the end of the day there.
    due_at = impersonal(models.DateTimeField(null=True))
    done_at = impersonal(models.DateTimeField(null=True))
    submitted_on = impersonal(models.DateField(_("submitted on"), null=True))
    planned_days = models.DecimalField(_("planned days"), max_digits=7, decimal_places=2, null=True)
    # What it came from (a decision, minutes): a kind and an id of a room above this one.
    origin_kind = impersonal(models.CharField(max_length=40, blank=True))
    origin = models.UUIDField(null=True)
    # Counts up with each change: whoever saves an older one is told.
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["order", "due_at", "created_at"]
        verbose_name = _("task, deliverable or milestone")
        verbose_name_plural = _("tasks, deliverables and milestones")
        constraints = [
            # An organisation's own item has no number: a number already taken would betray it to others.
            models.UniqueConstraint(
                fields=["project", "number"], condition=~models.Q(number=""), name="one_item_per_number"
            ),
            models.CheckConstraint(
                condition=models.Q(keeper__isnull=True) | models.Q(kind="task", number=""),
                name="own_items_are_tasks_without_number",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False)
                | (~models.Q(state="done") & models.Q(done_at__isnull=True)),
                name="what_is_done_was_done_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(due__isnull=True, due_at__isnull=True)
                | models.Q(due__isnull=False, due_at__isnull=False),
                name="a_due_day_has_its_last_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "due_at"], name="what_is_due"),
            models.Index(fields=["person", "state"], name="what_somebody_owes"),
            models.Index(fields=["origin_kind", "origin"], name="what_came_of_it"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def joint(self) -> bool:
        return self.keeper_id is None

    @property
    def late(self) -> bool:
        """Still open after its last moment."""
        return self.state == Item.State.OPEN and self.due_at is not None and self.due_at < timezone.now()

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Joint items: whoever works in the project, and administrators. An organisation's own: its people there."""
        joint = everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())
        return models.Q(keeper=None) & joint | Item.own(actor)

    @staticmethod
    def own(actor: Actor) -> models.Q:
        """What the actor's organisations keep for themselves, each in the projects where the actor does its work.

        A member of a committee, an official or a funder's officer can be written down with an organisation and still
        not act for it."""
        kept = nobody()
        for grant in actor.grants:
            if grant.role in WORKERS and grant.project and grant.organisation:
                kept |= models.Q(project=grant.project, keeper=grant.organisation)
        return kept


class Helper(models.Model):
    """An organisation or a person that helps with an item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    item = models.ForeignKey(Item, models.CASCADE, related_name="helpers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = personal(
        models.ForeignKey(
            "people.Person", models.CASCADE, null=True, related_name="+", verbose_name=_("person")
        ),
        purpose=_("To know who helps with a task."),
        basis="6(1)(b)",
        keep=Keep("person", _("As long as the project's records; deleted when the person is erased.")),
        erase=Erase.DELETE,
    )

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organisation", "person"], name="helps_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True, person__isnull=False)
                | models.Q(organisation__isnull=False, person__isnull=True),
                name="a_helper_is_one",
            ),
        ]
