"""Short words in several languages on the row itself: written in one, put into others, outdated once the first changes.

A page shows hundreds of them beside numbers, so they come with their row and ask nothing more. Whole texts are
language.texts' matter."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle.core.fields import impersonal

LONGEST = 300


class Said(NamedTuple):
    """Words as a reader gets them. language: they are in; state: "original", "current", "outdated" or "missing"."""

    words: str
    language: str
    state: str


class Worded(models.Model):
    """Something with a title that was written in one language and put into others."""

    # The language it was written in.
    language = impersonal(models.CharField(_("language"), max_length=12, default="en"))
    title = impersonal(models.CharField(_("title"), max_length=LONGEST))
    # {language: words}, without the one it was written in.
    titles = impersonal(models.JSONField(default=dict, blank=True))
    # Languages whose words were made from an older title, with blanks between.
    outdated = impersonal(models.CharField(max_length=200, blank=True))
    # Counts up with each change: whoever saves an older one is told.
    revision = models.PositiveIntegerField(default=1)
    created_at = impersonal(models.DateTimeField(auto_now_add=True))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def said(self, reader: str) -> Said:
        """The title for a reader: in their language, else as it was written."""
        if self.language == reader:
            return Said(self.title, self.language, "original")
        words = self.titles.get(reader)
        if not words:
            return Said(self.title, self.language, "missing")
        return Said(words, reader, "outdated" if reader in self.outdated.split() else "current")
