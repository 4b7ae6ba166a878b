"""Cities: figures about them with source, year and definition, ties between them, and who relied on which figure."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, Keep, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody
from passerelle.network.models.projects import PARTIAL, City, Project


class Measure(models.Model):
    """What can be told of a city as a number. Its id never changes; its names are labels, one per language."""

    class Rule(models.TextChoices):
        """How the cities' figures of one year become the network's."""

        SUM = "sum", _("Sum of the cities")
        MEAN = "mean", _("Mean, each city weighted by another figure")
        LATEST = "latest", _("The newest figure of any city")
        NONE = "none", _("No figure for the network")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    key = impersonal(models.CharField(max_length=40, blank=True))
    # "" for a plain number, "%" or what CLDR knows, such as "km²" or "EUR".
    unit = impersonal(models.CharField(_("unit"), max_length=20, blank=True))
    rule = impersonal(models.CharField(_("rule for the network"), max_length=8, choices=Rule.choices))
    weight = models.ForeignKey("self", models.PROTECT, null=True, related_name="weighs")
    added_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="one_measure_per_key"),
            models.CheckConstraint(
                condition=~models.Q(rule="mean") | models.Q(weight__isnull=False),
                name="a_mean_has_its_weight",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody()


class MeasureLabel(models.Model):
    """What a measure is called in one language."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="labels")
    language = impersonal(models.CharField(max_length=12))
    text = impersonal(models.CharField(max_length=120))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "language"], name="one_name_per_language")]


class CityFigure(models.Model):
    """One number about one city, as one source has it. It is never changed: a correction is a new row beside it.

    Figures of the same city, measure and year that stand side by side contradict each other or say the same; at most
    one of them is the one used, and says why."""

    class State(models.TextChoices):
        STANDS = "stands", _("stands")
        CORRECTED = "corrected", _("corrected")
        TAKEN_BACK = "taken back", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    city = models.ForeignKey(City, models.CASCADE, related_name="figures")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="figures")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    source = impersonal(models.CharField(_("source"), max_length=300))
    address = impersonal(models.URLField(_("where it can be looked up"), max_length=500, blank=True))
    # In the words of whoever wrote it down, in that language.
    definition = impersonal(models.CharField(_("definition"), max_length=500, blank=True))
    language = impersonal(models.CharField(max_length=12, default="en"))
    state = impersonal(models.CharField(max_length=12, choices=State.choices, default=State.STANDS))
    used = models.BooleanField(default=False)
    reason = impersonal(models.CharField(_("why it is used"), max_length=300, blank=True))
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    added_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "measure", "year"],
                condition=models.Q(used=True),
                name="one_figure_used_per_year",
            ),
            models.CheckConstraint(
                condition=models.Q(used=False) | models.Q(state="stands"), name="what_is_used_stands"
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="figure_has_a_source"),
            models.CheckConstraint(
                condition=models.Q(year__gte=1000, year__lte=2999), name="figure_has_a_year"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody()


class FigureChange(models.Model):
    """What happened to the figures of a city, with the network's figure before and after: its history, for everybody.

    Who did it stands in the journal."""

    class What(models.TextChoices):
        ADDED = "added", _("added")
        CORRECTED = "corrected", _("corrected")
        CHOSEN = "chosen", _("chosen as the one used")
        TAKEN_BACK = "taken back", _("taken back")

    city = models.ForeignKey(City, models.CASCADE, related_name="changes")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    what = impersonal(models.CharField(max_length=12, choices=What.choices))
    figure = models.ForeignKey(CityFigure, models.CASCADE, related_name="changes")
    reason = impersonal(models.CharField(max_length=300, blank=True))
    before = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    after = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    network_before = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    network_after = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["city", "-at"], name="changes_of_a_city")]


class Tie(models.Model):
    """What binds two cities: a twinning, an earlier project, an agreement. Stored once, whichever city is named first."""

    class Kind(models.TextChoices):
        TWINNING = "twinning", _("Twinning")
        PROJECT = "project", _("Project together")
        AGREEMENT = "agreement", _("Agreement to cooperate")
        NETWORK = "network", _("Members of the same network")
        EXCHANGE = "exchange", _("Exchange")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    one = models.ForeignKey(City, models.CASCADE, related_name="+")
    other = models.ForeignKey(City, models.CASCADE, related_name="+")
    kind = impersonal(models.CharField(_("kind"), max_length=10, choices=Kind.choices))
    since = impersonal(models.CharField(_("since"), max_length=10))
    until = impersonal(models.CharField(_("until"), max_length=10, blank=True))
    source = impersonal(models.CharField(_("source"), max_length=300))
    address = impersonal(models.URLField(_("where it can be looked up"), max_length=500, blank=True))
    added_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "kind", "since"], name="one_tie_of_a_kind"),
            # So that A–B and B–A are the same row.
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="a_tie_is_between_two"
            ),
            models.CheckConstraint(condition=models.Q(since__regex=PARTIAL), name="tie_begins_on_a_date"),
            models.CheckConstraint(
                condition=models.Q(until="") | models.Q(until__regex=PARTIAL), name="tie_ends_on_a_date"
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="tie_has_a_source"),
        ]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody()


class Reliance(models.Model):
    """A page or report that used a figure of a city, or the network's figure: whoever wrote it is told of a change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="reliances")
    year = models.PositiveSmallIntegerField()
    # None: the network's figure.
    city = models.ForeignKey(City, models.CASCADE, null=True, related_name="reliances")
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    now = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    outdated = models.BooleanField(default=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="reliances")
    title = impersonal(models.CharField(_("page or report"), max_length=200))
    address = impersonal(models.URLField(_("address"), max_length=500, blank=True))
    person = personal(
        models.ForeignKey(
            "people.Person", models.CASCADE, related_name="reliances", verbose_name=_("who is told")
        ),
        purpose=_("To tell whoever used a figure that it changed."),
        basis="6(1)(b)",
        keep=Keep("person", _("As long as the page or report stands; deleted when the person is erased.")),
        erase=Erase.DELETE,
    )
    since = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("use of a figure")
        verbose_name_plural = _("uses of figures")
        ordering = ["-since"]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody() if actor.has("administrator") else models.Q(project__in=actor.projects())
