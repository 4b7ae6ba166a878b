"""What the house itself serves: files as attachments, and the heads of the journal for everybody to keep."""

from __future__ import annotations

from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render

from passerelle.core import files, journal
from passerelle.core.downloads import as_attachment
from passerelle.core.models import StoredFile
from passerelle.core.screens import screen


@screen(open_to_all=True)
def file(request: HttpRequest, file: UUID) -> HttpResponseBase:
    """A stored file, only ever to be saved: what is uploaded never runs under our address.

    Public files for everybody; others by the policy of the room they belong to; 404 tells nobody which exist.
    """
    actor = request.actor  # type: ignore[attr-defined]
    found = files.visible(actor, file)
    if found is None:
        raise Http404
    if not files.available(found):
        return _not_yet(request, found)
    content = files.opened(found)
    if content is None:
        raise Http404
    if found.person is not None:
        journal.append(actor, "personal file opened", found, {})
    response = StreamingHttpResponse(content, content_type=_content_type(found.media_type))
    as_attachment(response, files.name_of(found) or str(found.pk))
    response.headers["Content-Length"] = str(found.size)
    response.headers["Cache-Control"] = "no-cache" if found.public else "no-store"
    return response


def _not_yet(request: HttpRequest, found: StoredFile) -> HttpResponse:
    """Why a file is not given out, to whoever may have it."""
    refused = found.scan == StoredFile.Scan.REFUSED
    response = render(
        request, "core/file_not_yet.html", {"file": found, "refused": refused}, status=410 if refused else 503
    )
    response.headers["Cache-Control"] = "no-store"
    if not refused:
        response.headers["Retry-After"] = "120"
    return response


@screen(open_to_all=True)
def journal_heads(request: HttpRequest) -> HttpResponse:
    """The sealed blocks after number `?after=`, oldest first, and the key that signs them.

    Whoever keeps them can name every row that is changed from then on. Long journals come in parts; `next` is the
    number to ask with again, null when these are the newest.
    """
    given = request.GET.get("after", "0")
    after = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    blocks = journal.published_blocks(after=after, most=journal.PUBLISHED_ROWS)
    newest = journal.newest_number()
    more = bool(blocks) and blocks[-1]["number"] < newest
    response = JsonResponse(
        {
            "journal": "passerelle",
            "public_key": journal.public_key(),
            "newest": newest,
            "blocks": blocks,
            "next": blocks[-1]["number"] if more else None,
        }
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
