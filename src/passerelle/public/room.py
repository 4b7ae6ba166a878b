"""What the public site tells the house."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Door, Room
from passerelle.public.policies import may_read
from passerelle.public.queries import published

OF_A_PROJECT = (
    "project",
    "project_partners",
    "project_people",
    "project_news",
    "project_feed",
    "project_questions",
    "project_questions_feed",
    "project_pdf",
    "project_docx",
)


def pages_of(project: UUID) -> Iterator[str]:
    """The pages, sheets and feed of a published project."""
    for one in published().filter(pk=project):
        for name in OF_A_PROJECT:
            yield reverse(name, args=[one.code, one.slug])


room = Room(
    name="public",
    label=_("Public site"),
    pages_of=pages_of,
    doors=(
        Door(_("Projects"), "projects", may_read, order=10, public=True),
        Door(_("Cities"), "cities", may_read, order=11, public=True),
        Door(_("News"), "news", may_read, order=12, public=True),
        Door(_("People"), "people", may_read, order=15, public=True),
        Door(_("Search"), "search", may_read, order=20, public=True),
    ),
)
