"""Nouns of the house itself: the journal and its seals, files, the search index."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, SealedTextField, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody, nobody


class Entry(models.Model):
    """One row of the journal: who did what to what, in ids and codes. A trigger forbids change."""

    id = models.BigAutoField(primary_key=True)
    at = impersonal(models.DateTimeField())
    actor = personal(
        models.UUIDField(null=True),
        purpose=_("To show who changed what."),
        basis="6(1)(c)",
        keep=_("As long as the project's records; the id says nothing once the person is erased."),
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
        verbose_name_plural = "entries"

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
        models.UUIDField(null=True),
        purpose=_("To know whose file it is."),
        basis="6(1)(a)",
        keep=_("Until the person asks for erasure."),
        erase=Erase.DELETE,
        subject="person",
    )
    name = impersonal(models.CharField(max_length=200, blank=True))
    sealed_name = personal(
        SealedTextField(),
        purpose=_("To give a person's file back under its own name."),
        basis="6(1)(a)",
        keep=_("Until the person asks for erasure."),
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
        indexes = [models.Index(fields=["owner_kind", "owner"], name="files_of_a_record")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | (models.Q(name="") & models.Q(public=False)),
                name="personal_files_are_sealed_and_never_public",
            )
        ]


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
        verbose_name_plural = "search entries"

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        return models.Q(project__isnull=True) | models.Q(project__in=actor.projects())
