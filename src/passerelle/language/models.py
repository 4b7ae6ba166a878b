"""Texts as segments, their translations, and what readers get.

A text belongs to one field of one record and is written in the language its author writes. Its versions and its
translations are only ever added to: what was written stays, and the number of a version is the lock that keeps two
people from overwriting each other. Whether a translation is current, outdated or missing is derived from this
history (engines.text.states) and stored nowhere.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.fields import Erase, Keep, impersonal, personal

AUTHOR: dict[str, Any] = {
    "purpose": _("To know who wrote a text, and to ask them about it."),
    "basis": "6(1)(f)",
    "keep": Keep("person", _("As long as the text; the id says nothing once the person is erased.")),
    "erase": Erase.KEEP,
    "subject": "author",
}


class Text(models.Model):
    """One readable field of one record, in the language of its author."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner_kind = impersonal(models.CharField(max_length=40))
    owner = models.UUIDField()
    field = impersonal(models.CharField(max_length=40))
    language = impersonal(models.CharField(max_length=12))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_kind", "owner", "field"], name="one_text_per_field")
        ]


class TextVersion(models.Model):
    """What the text said at one time, as Markdown. Never changed; the next version has the next number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    text = models.ForeignKey(Text, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = impersonal(models.TextField(blank=True))
    author = personal(models.UUIDField(_("author"), null=True), **AUTHOR)
    at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["text", "number"]
        verbose_name = _("version of a text")
        constraints = [
            # Two people who start from the same version both ask for the same next number: the second is told.
            models.UniqueConstraint(fields=["text", "number"], name="next_version_once")
        ]


class Translation(models.Model):
    """One segment in one other language, keyed by the hash of the source segment. The highest number counts."""

    class Origin(models.TextChoices):
        HUMAN = "human", _("by a person")
        MEMORY = "memory", _("from memory")
        MACHINE = "machine", _("by a machine")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    text = models.ForeignKey(Text, models.CASCADE, related_name="translations")
    source_hash = impersonal(models.CharField(max_length=32))
    # The words it was made from: what the memory compares (language.memory).
    source = impersonal(models.TextField(blank=True, default=""))
    language = impersonal(models.CharField(max_length=12))
    variant = impersonal(models.CharField(max_length=20, blank=True, default=""))
    number = models.PositiveIntegerField(default=1)
    body = impersonal(models.TextField(blank=True))
    origin = impersonal(models.CharField(max_length=8, choices=Origin.choices, default=Origin.HUMAN))
    # The file it came in with, if any: a mark of its own for each, by which the whole file is taken back.
    batch = impersonal(models.UUIDField(null=True))
    author = personal(models.UUIDField(_("author"), null=True), **AUTHOR)
    at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["text", "language", "source_hash", "number"]
        verbose_name = _("translation")
        constraints = [
            models.UniqueConstraint(
                fields=["text", "source_hash", "language", "variant", "number"], name="next_translation_once"
            )
        ]
        indexes = [models.Index(fields=["language", "-at"], name="newest_translations")]


class SameMeaning(models.Model):
    """Somebody said that a changed segment means what it meant before: its translations go on being current.

    before, after: hashes of the source. It is taken back by deleting it; then the state derives as if it never was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    text = models.ForeignKey(Text, models.CASCADE, related_name="same_meanings")
    before = impersonal(models.CharField(max_length=32))
    after = impersonal(models.CharField(max_length=32))
    author = personal(models.UUIDField(_("author"), null=True), **AUTHOR)
    at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["text", "at"]
        verbose_name = _("same meaning")
        constraints = [
            models.UniqueConstraint(fields=["text", "after"], name="one_meaning_per_segment"),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="another_segment_before"
            ),
        ]


class Edition(models.Model):
    """What readers of one language get of one record since it was last published.

    parts: [{"field", "kind", "level", "state", "language", "body"}] in reading order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner_kind = impersonal(models.CharField(max_length=40))
    owner = models.UUIDField()
    language = impersonal(models.CharField(max_length=20))
    number = models.PositiveIntegerField()
    title = impersonal(models.CharField(max_length=300))
    title_language = impersonal(models.CharField(max_length=20))
    parts = impersonal(models.JSONField())
    published_by = personal(
        models.UUIDField(_("published by"), null=True), **{**AUTHOR, "subject": "published_by"}
    )
    published_at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["owner", "language", "number"]
        verbose_name = _("edition")
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner", "language", "number"], name="next_edition_once"
            )
        ]


class Drafting(models.Model):
    """One time a machine was asked to translate what was missing of a record: under way, done, or stopped."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being translated")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    UNDER_WAY = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner_kind = impersonal(models.CharField(max_length=40))
    owner = models.UUIDField()
    # The fields of the record, in reading order.
    fields = impersonal(models.JSONField())
    language = impersonal(models.CharField(max_length=12))
    engine = impersonal(models.CharField(max_length=40))
    state = impersonal(models.CharField(max_length=8, choices=State.choices, default=State.WAITING))
    wanted = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    # Paragraphs whose links did not come back whole: they stay for people.
    left = models.PositiveIntegerField(default=0)
    # One sentence about what went wrong, in the language of whoever asked.
    trouble = impersonal(models.CharField(max_length=300, blank=True))
    asked_by = personal(
        models.UUIDField(_("asked for by"), null=True),
        **{
            **AUTHOR,
            "purpose": _("To know who had a machine translate a text."),
            "subject": "asked_by",
        },
    )
    asked_at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("machine translation of a record")
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner", "language"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_drafting_at_a_time",
            )
        ]

    @property
    def under_way(self) -> bool:
        return self.state in self.UNDER_WAY


class Waiver(models.Model):
    """A finding of the check before publishing that somebody let stand, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner_kind = impersonal(models.CharField(max_length=40))
    owner = models.UUIDField()
    # What was found, and the words around it: once they change, it is found again.
    mark = impersonal(models.CharField(max_length=32))
    reason = impersonal(models.CharField(_("reason"), max_length=300))
    author = personal(
        models.UUIDField(_("author"), null=True),
        **{**AUTHOR, "purpose": _("To know who let something stand, and to ask them about it.")},
    )
    at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("finding that was let stand")
        constraints = [models.UniqueConstraint(fields=["owner_kind", "owner", "mark"], name="let_stand_once")]
