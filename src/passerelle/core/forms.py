"""What every screen with a form does: let an action have what was entered, or say at the form why it did not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from passerelle.core.errors import Problem


def accepted(request: HttpRequest, form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form was sent, is filled in, and `act`, given its values, took them.

    Otherwise it keeps what was entered, and says what is still open."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Problem as problem:
        tell(form, problem)
        return False
    return True


def overtaken(
    request: HttpRequest, form: forms.BaseForm, problem: Problem, row: Any, given: dict[str, Any]
) -> list[dict[str, str]]:
    """What somebody else saved of `row` while the form was open, where it is not what was `given`: term and value.

    Nothing when `problem` is another one. What was typed stays in the form; the revision it builds on moves on."""
    if problem.code != "changed meanwhile":
        return []
    row.refresh_from_db()
    form.data = {**request.POST.dict(), "revision": row.revision}
    return [
        {"term": str(form.fields[name].label), "value": str(getattr(row, name) or "–")}
        for name, value in given.items()
        if getattr(row, name) != value
    ]


def tell(form: forms.BaseForm, problem: Problem) -> None:
    """Say a problem at the field it names; at the head of the form where that has no such field."""
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))
