"""Processes are written down before they open, changed, put away and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.dates import runs_backwards
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.network.models import Project
from passerelle.programme import policies
from passerelle.programme.models import Process
from passerelle.tasks.actions.checks import check_partner

LINES = {
    "title": 200, "purpose": 500, "decides": 300, "promise": 500, "resources": 300, "reaching": 500,
    "publishing": 300,
}  # fmt: skip
FACTS = frozenset({*LINES, "language", "opens", "answers", "answer_by"})


@action(may=policies.may_run, says="process written down")
def add_process(actor: Actor, project: Project, **facts: Any) -> Process:
    """Write down a process. facts: see FACTS. Raises Problem that names the field."""
    one = Process(code=new_code(), project=project)
    _fill(one, facts)
    one.save(force_insert=True)
    return one


@action(may=policies.may_run_this, says="process changed")
def change_process(actor: Actor, one: Process, *, revision: int, **facts: Any) -> Process:
    """Change a process. revision: the one the form was filled from. Raises Problem."""
    _fill(one, facts)
    journal.tell(fields=sorted(facts))
    told = {name: getattr(one, name) for name in facts}
    if not Process.objects.filter(pk=one.pk, revision=revision).update(revision=revision + 1, **told):
        raise Problem(
            "changed meanwhile",
            _("Somebody else changed this while you were writing. Theirs is shown beside yours; save again."),
        )
    one.revision = revision + 1
    return one


@action(may=policies.may_run_this, says="process put away", on_closed=True)
def put_away_process(actor: Actor, one: Process) -> Process:
    """It warns of nothing any more; `bring_back_process` undoes it."""
    one.archived_at = timezone.now()
    one.save(update_fields=["archived_at"])
    return one


@action(may=policies.may_run_this, says="process brought back")
def bring_back_process(actor: Actor, one: Process) -> Process:
    """Undo."""
    one.archived_at = None
    one.save(update_fields=["archived_at"])
    return one


def _fill(one: Process, facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"a process has no {', '.join(sorted(unknown))}")
    before = one.answers_id
    for name, value in facts.items():
        setattr(one, name, plain_line(value)[: LINES[name]] if name in LINES else value)
    if not one.title:
        raise Problem("no title", _("Write in a few words what it is."), field="title")
    if one.answers is not None and one.answers_id != before:
        check_partner(one.project, one.answers, "answers")
    if runs_backwards(one.opens, one.answer_by):
        raise Problem(
            "backwards",
            _("The answer would come before it opens. Look at the two dates once more."),
            field="answer_by",
        )
