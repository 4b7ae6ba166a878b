"""A project's sheet as a file to print, to send and to go on writing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from passerelle.core import papers
from passerelle.core.screens import screen
from passerelle.network.models import Project
from passerelle.public.caching import kept_briefly
from passerelle.public.sheet import sheet


def _answer(project: Project, ending: str) -> HttpResponse:
    if project.state != Project.State.PUBLISHED:
        # Only who works in a draft gets this far: the others were told that there is no such page.
        return redirect("desk_project", code=project.code)
    language = get_language() or "en"
    name = f"{slugify(project.acronym) or project.code}-{language}"
    return papers.answer(sheet(project, language), ending, name)


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project_pdf(request: HttpRequest, project: Project, slug: str = "") -> HttpResponse:
    """The sheet as tagged PDF."""
    return _answer(project, "pdf")


@screen(of=Project, open_to_all=True)
@require_safe
@kept_briefly
def project_docx(request: HttpRequest, project: Project, slug: str = "") -> HttpResponse:
    """The sheet as DOCX."""
    return _answer(project, "docx")
