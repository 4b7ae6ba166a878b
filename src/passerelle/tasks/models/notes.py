"""What is said about a project and its tasks: notes one organisation keeps for itself, and comments for all.

Two tables, so that no forgotten filter can show the one where the other was meant.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor
from passerelle.core.fields import Erase, impersonal, personal
from passerelle.core.scope import ScopedManager, everybody, nobody
from passerelle.network.models import Organisation, Project
from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT, Item
from passerelle.tasks.roles import WORKERS


class Comment(models.Model):
    """Said to everybody who does the project's work, of whichever organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="comments")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="comments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    text = impersonal(models.TextField(_("comment")))
    author = personal(
        models.UUIDField(_("author"), null=True),
        purpose=_("To know who said what."),
        basis="6(1)(b)",
        keep=AS_LONG_AS_THE_PROJECT,
        erase=Erase.KEEP,
        subject="author",
    )
    written_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-written_at"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["project", "-written_at"], name="what_was_said")]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Of an item an organisation keeps for itself: its own people. Everything else: all who do the work."""
        here = everybody() if actor.has("administrator") else models.Q(project__in=actor.projects(*WORKERS))
        joint = models.Q(item=None) | models.Q(item__keeper=None)
        own = nobody()
        for grant in actor.grants:
            if grant.role in WORKERS and grant.project and grant.organisation:
                own |= models.Q(project=grant.project, item__keeper=grant.organisation)
        return here & joint | own


class Note(models.Model):
    """Kept by one organisation for itself: only who does the project's work for that organisation reads it."""

    FILES = "note"  # the kind of owner under which its files are kept

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = impersonal(models.CharField(max_length=12, unique=True))
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = impersonal(models.TextField(_("note")))
    author = personal(
        models.UUIDField(_("author"), null=True),
        purpose=_("To know whom to ask about a note."),
        basis="6(1)(f)",
        keep=AS_LONG_AS_THE_PROJECT,
        erase=Erase.KEEP,
        subject="author",
    )
    written_at = impersonal(models.DateTimeField(auto_now_add=True))

    objects = ScopedManager()

    class Meta:
        ordering = ["-written_at"]
        verbose_name = _("note of an organisation")
        verbose_name_plural = _("notes of organisations")
        indexes = [models.Index(fields=["project", "organisation", "-written_at"], name="what_we_noted")]

    @staticmethod
    def scope(actor: Actor) -> models.Q:
        """Nobody else: not the lead of another organisation, not the funder's officer, not an administrator."""
        kept = nobody()
        for grant in actor.grants:
            if grant.role in WORKERS and grant.project and grant.organisation:
                kept |= models.Q(project=grant.project, organisation=grant.organisation)
        return kept
