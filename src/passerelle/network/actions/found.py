"""What the pages of projects are known by: their texts, and their place in the search index."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from passerelle.core import search
from passerelle.language import texts
from passerelle.network.models import Project

TITLE, PAGE = "title", "page"


def owner_of(project: Project) -> texts.Owner:
    return texts.Owner(Project.KIND, project.pk)


def index_all() -> int:
    """Index every published project anew, for a rebuild of the search index."""
    published = list(Project.objects.unscoped(reason="search index").filter(state=Project.State.PUBLISHED))
    for project in published:
        index(project)
    return len(published)


def index(project: Project) -> None:
    for language in texts.INTERFACE:
        edition = texts.edition(owner_of(project), language)
        if edition is None:
            continue
        with translation.override(language):
            address = reverse("project", args=[project.code, project.slug])
        words = " ".join([project.acronym, edition.title, *(part["body"] for part in edition.parts)])
        passages = [(part["language"], part["body"]) for part in edition.parts]
        title = edition.title or project.acronym
        search.index(Project.KIND, project.pk, language, None, title, words, address, passages)
