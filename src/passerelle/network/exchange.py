"""The screen on which a record's translations leave for another program and come back, for any room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passerelle.core.downloads import as_attachment
from passerelle.core.errors import Problem
from passerelle.core.visit import Visit
from passerelle.engines.text.differences import differences
from passerelle.engines.text.exchange import FORMATS, Finding, write
from passerelle.language import exchanging, plain, texts
from passerelle.network.forms import ExchangeForm
from passerelle.network.workshop import reader

WHY = {
    "source-changed": gettext_lazy("The source has changed since this was translated."),
    "unknown": gettext_lazy("No paragraph of this text says that."),
    "emptied": gettext_lazy("The translation was taken out in the file. Take it out here, if that is meant."),
    "lost": gettext_lazy("A link of the source is missing."),
    "conflict": gettext_lazy("Somebody translated it here after the file was downloaded. Their words stay."),
    "twice": gettext_lazy("Two rows translate this paragraph differently; the first one counts."),
}


def downloaded(
    owner: texts.Owner, fields: Sequence[str], language: str, key: str, *, name: str, title: str
) -> HttpResponseBase:
    """The translations as a file. key: of the format; name: of the record, by which the file is known again.

    Raises Http404 for an unknown language or when there is nothing to translate."""
    if key not in FORMATS or not plain.is_known(language):
        raise Http404
    made, told = timezone.now(), texts.tell(owner, fields)
    words = {"language": reader(), "title": title, "target_name": plain.called(language, reader())}
    words["lead"] = _(
        "Write the translation in the second column. Leave the first column as it is; rows may be moved and sorted."
    )
    try:
        bundle = exchanging.bundle(told, fields, language, name=name, made=made, **words)
    except Problem as problem:
        raise Http404(str(problem)) from None
    kind = FORMATS[key]
    named = plain.called(bundle.source_language, reader())
    body = write(exchanging.naming(bundle, named), key)
    return as_attachment(HttpResponse(body, content_type=kind.media_type), f"{name}-{language}.{kind.suffix}")


def exchanged(
    request: Visit,
    owner: texts.Owner,
    fields: Sequence[str],
    language: str,
    *,
    name: str,
    take: Callable[[str], int],
    take_back: Callable[[UUID], int],
) -> dict[str, Any] | None:
    """What the screen shows; None once something was done: then it is asked for again.

    take and take_back are the room's own actions. Raises Http404 for an unknown language."""
    if not plain.is_known(language):
        raise Http404
    step = request.POST.get("step", "")
    if step in ("take", "back"):
        _do(request, step, take, take_back)
        return None
    told = texts.tell(owner, fields)
    form = ExchangeForm(request.POST or None, request.FILES or None)
    look = None
    if request.method == "POST" and form.is_valid():
        try:
            look = exchanging.look(told, fields, language, name, form.cleaned_data["file"].read())
        except Problem as problem:
            form.add_error("file", str(problem))
    shown = {
        "form": form,
        "target": language,
        "target_name": plain.called(language, reader()),
        "source": next((one.text.language for one in told.values()), ""),
        "formats": FORMATS.values(),
        "batches": exchanging.batches(told, language),
        "look": look,
    }
    return shown | (_looked(look) if look else {})


def _looked(look: exchanging.Look) -> dict[str, Any]:
    return {
        "coming": [
            {"row": one.row, "standing": one.standing, "changes": differences(one.standing.now, one.target)}
            for one in look.coming
        ],
        "outside": [_told(one) for one in look.findings],
        "same": look.count("same", "untouched"),
        "empty": look.count("empty"),
    }


def _told(one: Finding) -> dict[str, Any]:
    return {
        "row": one.row,
        "why": WHY[one.kind],
        "what": one.what,
        "source": one.standing.source if one.standing else one.segment.source,
        "theirs": one.segment.target,
        "here": one.standing.now if one.standing and one.kind in ("conflict", "emptied", "twice") else "",
    }


def _do(request: Visit, step: str, take: Callable[[str], int], take_back: Callable[[UUID], int]) -> None:
    try:
        if step == "take":
            n = take(request.POST.get("question", ""))
            said = ngettext("%(n)s translation came in.", "%(n)s translations came in.", n)
        else:
            n = take_back(UUID(request.POST.get("mark", "")))
            said = ngettext("%(n)s translation was taken back.", "%(n)s translations were taken back.", n)
        messages.success(request, said % {"n": n})
    except Problem as problem:
        messages.error(request, str(problem))
    except ValueError:
        raise Http404 from None
