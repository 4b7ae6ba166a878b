"""Nouns of the house itself: the journal and its seals, files, the search index."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import UNTIL_ERASED, Erase, Keep, SealedTextField, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody, nobody


class Entry(models.Model):
    """One row of the journal: who did what to what, in ids and codes. A trigger forbids change."""

    id = models.BigAutoField(primary_key=True)
    at = impersonal(models.DateTimeField())
    actor = personal(
        models.UUIDField(_("who acted"), null=True),
        purpose=_("To show who changed what."),
        basis="6(1)(c)",
        keep=Keep(
            "person", _("As long as the project's records; the id says nothing once the person is erased.")
        ),
        erase=Erase.KEEP,
        subject="actor",
    )
    reason = impersonal(models.CharField(max_length=80, blank=True))
    action = impersonal(models.CharField(max_length=80))
    subject_kind = impersonal(models.CharField(max_length=80, blank=True))
    subject = impersonal(models.CharField(max_length=64, blank=True))
    details = impersonal(models.JSONField(default=dict))

    objects = ScopedManager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("row of the journal")

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return everybody() if actor.has("administrator") else nobody()


class Seal(models.Model):
    """A sealed block of the journal. `fingerprints` name the row that was changed; `head` chains the blocks."""

    number = models.PositiveIntegerField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    fingerprints = impersonal(models.JSONField())
    previous = impersonal(models.CharField(max_length=64))
    head = impersonal(models.CharField(max_length=64, unique=True))
    signature = impersonal(models.CharField(max_length=128))
    at = impersonal(models.DateTimeField())

    class Meta:
        ordering = ["number"]


class StoredFile(models.Model):
    """An upload. Its bytes lie in the media folder under its id; a personal one is sealed under the person's key."""

    class Scan(models.TextChoices):
        """What a virus scanner said. Nothing is said where there is no scanner."""

        NONE = "none", _("not scanned yet")
        CLEAN = "clean", _("clean")
        REFUSED = "refused", _("refused")
        UNREACHABLE = "away", _("scanner not reachable")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner_kind = impersonal(models.CharField(max_length=40))
    owner = models.UUIDField(db_index=True)
    person = personal(
        models.UUIDField(_("person"), null=True),
        purpose=_("To know whose file it is."),
        basis="6(1)(a)",
        keep=Keep("person", UNTIL_ERASED),
        erase=Erase.DELETE,
        subject="person",
    )
    name = impersonal(models.CharField(max_length=200, blank=True))
    sealed_name = personal(
        SealedTextField(_("name of the file")),
        purpose=_("To give a person's file back under its own name."),
        basis="6(1)(a)",
        keep=Keep("person", UNTIL_ERASED),
        erase=Erase.DELETE,
        subject="person",
    )
    media_type = impersonal(models.CharField(max_length=80))
    size = models.PositiveIntegerField()
    sha256 = impersonal(models.CharField(max_length=64))
    # False: as 0.1 and 0.2 sealed a personal file, in one piece.
    in_pieces = models.BooleanField(default=False)
    scan = impersonal(models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE))
    # The scanner's own word for what it found, such as "Eicar-Test-Signature".
    found = impersonal(models.CharField(max_length=80, blank=True))
    public = models.BooleanField(default=False)
    at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["at"]
        verbose_name = _("file")
        indexes = [models.Index(fields=["owner_kind", "owner"], name="files_of_a_record")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | (models.Q(name="") & models.Q(public=False)),
                name="personal_files_are_sealed_and_never_public",
            )
        ]


class Hold(models.Model):
    """A legal hold: what it names is neither let go by the clock nor erased, until its day or its release."""

    class Ground(models.TextChoices):
        # GDPR, article 17(3)(b) and (e): what an erasure has to wait for.
        CLAIM = "claim", _("a legal claim that is made or defended")
        AUDIT = "audit", _("an audit or a duty to keep records")
        INQUIRY = "inquiry", _("an inquiry of an authority or a court")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    name = impersonal(models.CharField(_("name of the hold"), max_length=120))
    ground = impersonal(models.CharField(_("ground"), max_length=8, choices=Ground.choices))
    reason = impersonal(models.CharField(_("reason"), max_length=500))
    person = personal(
        models.UUIDField(_("person"), null=True),
        purpose=_("To keep what a legal claim or an audit needs, although its time is over."),
        basis="6(1)(c)",
        keep=Keep("hold", _("Three years after the hold has ended, as an id.")),
        erase=Erase.KEEP,
        subject="person",
    )
    project = models.UUIDField(null=True)
    category = impersonal(models.CharField(max_length=20, blank=True))
    placed_by = personal(
        models.UUIDField(_("placed by"), null=True),
        purpose=_("To know who answers for a hold."),
        basis="6(1)(c)",
        keep=Keep("hold", _("Three years after the hold has ended, as an id.")),
        erase=Erase.KEEP,
        subject="placed_by",
    )
    # The role it was placed in: only the same may release it.
    placed_as = impersonal(models.CharField(max_length=20))
    placed_at = impersonal(models.DateTimeField(auto_now_add=True))
    until = impersonal(models.DateField(_("until")))
    released_by = personal(
        models.UUIDField(_("released by"), null=True),
        purpose=_("To know who answers for the end of a hold."),
        basis="6(1)(c)",
        keep=Keep("hold", _("Three years after the hold has ended, as an id.")),
        erase=Erase.KEEP,
        subject="released_by",
    )
    released_at = impersonal(models.DateTimeField(null=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-placed_at"]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, project__isnull=True, category="")
                | models.Q(person__isnull=True, project__isnull=False, category="")
                | (models.Q(person__isnull=True, project__isnull=True) & ~models.Q(category="")),
                name="a_hold_names_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def holds(self) -> bool:
        """Whether it is in force today."""
        return self.released_at is None and self.until >= timezone.now().date()

    @classmethod
    def in_force(cls) -> models.QuerySet[Hold]:
        """Those that hold today: not released, and their last day is not over."""
        return cls.objects.filter(released_at=None, until__gte=timezone.now().date())

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Administrators see all of them; lead coordinators those of their projects, and those they placed."""
        if actor.has("administrator"):
            return everybody()
        mine = models.Q(placed_by=actor.person) if actor.person else nobody()
        return mine | models.Q(project__in=actor.projects("lead_coordinator"))


class SearchEntry(models.Model):
    """What can be found, in one language, and by whom: the scope stands in the index itself."""

    id = models.BigAutoField(primary_key=True)
    kind = impersonal(models.CharField(max_length=40))
    subject = models.UUIDField()
    language = impersonal(models.CharField(max_length=12))
    # None: everybody; otherwise only who holds a grant in this project.
    project = models.UUIDField(null=True)
    title = impersonal(models.CharField(max_length=300))
    words = impersonal(models.TextField())
    # [language, text] of each passage as it was written, for the piece that is shown of it.
    passages = impersonal(models.JSONField(default=list))
    address = impersonal(models.CharField(max_length=300))
    vector = impersonal(
        models.GeneratedField(
            expression=SearchVector("words", config="simple"),
            output_field=SearchVectorField(),
            db_persist=True,
        )
    )

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "language", "project"],
                name="one_entry_per_scope",
                nulls_distinct=False,
            )
        ]
        indexes = [GinIndex(fields=["vector"], name="search_vector")]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return models.Q(project__isnull=True) | models.Q(project__in=actor.projects())


class SearchMeaning(models.Model):
    """An entry that everybody may find, as numbers of a small model: see `core.nearness`. Goes with its entry."""

    # The database itself takes it away with its entry: by Django every deletion of entries would cost a query more.
    entry = models.OneToOneField(
        SearchEntry, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False
    )
    of = impersonal(models.CharField(max_length=32))  # MD5 of the words it was made from
    numbers = models.BinaryField()  # 384 halves, little end first
