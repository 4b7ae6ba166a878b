"""The screen on which an author says that a changed paragraph still means the same, for any record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest

from passerelle.engines.text.differences import differences
from passerelle.language import plain, texts
from passerelle.language.rows import in_a_row
from passerelle.network.workshop import reader


def weighed(
    request: HttpRequest,
    owner: texts.Owner,
    field: str,
    segment: str,
    *,
    keep: Callable[[], Any],
    drop: Callable[[], Any],
) -> dict[str, Any] | None:
    """What the screen takes; None once something was said. keep, drop: the actions behind its two buttons.

    Raises Http404 for a paragraph that took no other one's place."""
    told = texts.tell(owner, [field]).get(field)
    before = (told.same.get(segment) or told.descent.get(segment)) if told else None
    if told is None or before is None or segment not in {block.hash for block in told.history[-1]}:
        raise Http404
    if request.method == "POST":
        drop() if request.POST.get("step") == "drop" else keep()
        return None
    old, new = told.earlier[before], told.earlier[segment]
    served = sorted(told.translated(before), key=lambda code: plain.called(code, reader()))
    return {
        "source": told.text.language,
        "changes": differences(old.text, new.text),
        "kept": segment in told.same,
        "served": in_a_row(plain.called(code, reader()) for code in served),
    }
