"""The addresses of the API: projects, organisations, news and the journal's heads, to be read by everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import translation
from ninja import Path, Query, Router

from passerelle.api import queries, schemas
from passerelle.core import journal
from passerelle.core.lists import words_of
from passerelle.public import catalogue
from passerelle.public.forms import ProjectFilter

router = Router()

Lang = Annotated[
    schemas.Language | None, Query(None, description="Language of the answer; else Accept-Language decides.")
]
Words = Annotated[str, Query("", max_length=200, description="Words in name or title.")]
Country = Annotated[str, Query("", pattern=r"^([A-Z]{2})?$", description="ISO 3166-1, two letters.")]
Page = Annotated[int, Query(1, ge=1, le=100_000)]
PerPage = Annotated[int, Query(20, ge=1, le=100)]


@router.get("/projects", response=schemas.Projects, url_name="projects", summary="Published projects")
def projects(
    request: HttpRequest,
    lang: Lang,
    q: Words,
    country: Country,
    state: Annotated[str, Query("", max_length=20, description="running, ended, begins or untold.")],
    programme: Annotated[str, Query("", max_length=40)],
    year: Annotated[str, Query("", max_length=4, description="A year in which it ran.")],
    sort: Annotated[schemas.Order, Query(schemas.Order.NAME)],
    page: Page,
    per_page: PerPage,
) -> dict[str, Any]:
    """The catalogue: the same filters and the same order as on its page. A filter that nothing has counts as not set."""
    language = _reader()
    narrow = ProjectFilter(request, catalogue.rows(language), language)
    told, part = _paged(narrow.found, page, per_page)
    return told | {"results": queries.projects(part, language)}


@router.get(
    "/projects/{code}", response=schemas.ProjectInFull, url_name="project", summary="One published project"
)
def project(request: HttpRequest, code: Annotated[schemas.Code, Path()], lang: Lang) -> dict[str, Any]:
    """A project and its partners."""
    found = queries.project(code, _reader())
    if found is None:
        raise Http404
    return found


@router.get(
    "/organisations",
    response=schemas.Organisations,
    url_name="organisations",
    summary="Partners of published projects",
)
def organisations(
    request: HttpRequest, lang: Lang, q: Words, country: Country, page: Page, per_page: PerPage
) -> dict[str, Any]:
    """Organisations by name, in the order of the language of the answer."""
    language = _reader()
    told, part = _paged(
        queries.organisations(language, words=words_of(request), country=country), page, per_page
    )
    return told | {"results": [queries.organisation(one, language) for one in part]}


@router.get("/news", response=schemas.AllNews, url_name="news", summary="Public news")
def news(request: HttpRequest, lang: Lang, page: Page, per_page: PerPage) -> dict[str, Any]:
    """News, newest first."""
    language = _reader()
    told, part = _paged(queries.all_news(language), page, per_page)
    return told | {"results": queries.told_news(part, language)}


@router.get("/journal", response=schemas.Journal, url_name="journal", summary="Heads of the sealed journal")
def heads(request: HttpRequest, after: Annotated[int, Query(0, ge=0, le=2_000_000_000)]) -> dict[str, Any]:
    """The heads of the blocks after a number. Whoever keeps them can name a block that is changed from then on."""
    blocks = journal.published_blocks(after=after, most=journal.PUBLISHED_ROWS)
    newest = journal.newest_number()
    more = bool(blocks) and blocks[-1]["number"] < newest
    return {
        "newest": newest,
        "public_key": journal.public_key(),
        "blocks": blocks,
        "next": blocks[-1]["number"] if more else None,
    }


def _paged(
    rows: Sequence[Any] | QuerySet[Any], page: int, per_page: int
) -> tuple[dict[str, int], Sequence[Any]]:
    """How many there are, and the rows of one page: none after the last."""
    pages = Paginator(rows, per_page)
    part = list(pages.page(page)) if page <= pages.num_pages else []
    return {"count": pages.count, "page": page, "pages": pages.num_pages}, part


def _reader() -> str:
    return translation.get_language() or "en"
