"""The list that lies at the door: who is expected by name, and empty lines, each with a box for a code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from passerelle.engines.documents import Document, Facts, Paragraph, Run, Table, of_name
from passerelle.gatherings import reading
from passerelle.gatherings.models import Gathering
from passerelle.gatherings.rolls import Expected
from passerelle.network.models import Project

EMPTY = 24  # lines for whoever comes besides


def paper_list(one: Gathering, expected: Sequence[Expected], language: str) -> Document:
    """The list in the reader's language. Codes are not printed: the paper goes from hand to hand."""
    named = [person.name for person in expected if person.name and not person.here]
    lines = [(str(n), (Run(name, of_name(name)),)) for n, name in enumerate(named, 1)]
    lines += [(str(n), (Run(""),)) for n in range(len(named) + 1, len(named) + 1 + EMPTY)]
    project: Project = one.project
    title_language = one.language or of_name(one.title)
    return Document(
        title=one.title,
        title_language=title_language,
        language=language,
        made=datetime.combine(timezone.localdate(), time(), UTC),
        blocks=(
            Facts(
                (
                    (_("When"), (Run(_plain(reading.when(one))),)),
                    (_("Where"), (Run(_plain(reading.where(one))),)),
                )
            ),
            Paragraph(
                _(
                    "Your own code is enough: with it you are counted once, however often you come. Who has none leaves "
                    "the box empty and signs. You need not write your name."
                )
            ),
            Table(
                _("Who is here"),
                ("", _("Name"), _("Own code"), _("Signature")),
                tuple((number, name, "", "") for number, name in lines),
                widths=(0.06, 0.34, 0.26, 0.34),
                by_hand=True,
            ),
        ),
        kicker=_("Attendance list"),
        short=project.acronym,
        foot=project.acronym,
        page=_("Page {page} of {pages}"),
    )


def _plain(words: object) -> str:
    return " ".join(strip_tags(str(words)).split())
