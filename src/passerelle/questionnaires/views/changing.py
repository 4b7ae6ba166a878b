"""Before and after: answers of the same people laid side by side by the codes they made themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from passerelle.core.screens import screen
from passerelle.core.templatetags.look import number
from passerelle.core.visit import Visit
from passerelle.engines.evidence.change import Change
from passerelle.engines.questions.conditions import untelling
from passerelle.questionnaires import policies, queries, words
from passerelle.questionnaires.comparing import Compared, compared
from passerelle.questionnaires.models import Instrument
from passerelle.questionnaires.views.building import frame


@screen(may=policies.may_see, of=Instrument)
def change(request: Visit, one: Instrument) -> HttpResponse:
    """How many answered twice, who dropped out, and what changed beyond chance."""
    version = one.versions.all()[0]
    said = words.published(version, queries.reader()) if version.frozen else words.written(version)
    found = compared(untelling(version.questions), *queries.waves(one))
    exact = policies.may_count(request.actor, one)
    rows = [_row(said[key], told) for key, told in found.changes.items()]
    sections = [_row(said[key] or _("A page"), told) for key, told in found.sections.items()]
    context = {
        "words": said,
        "found": found if exact or found.many else None,
        "facts": _facts(found, exact),
        "rows": rows,
        "sections": sections,
        "few": not found.many,
    }
    return render(request, "questionnaires/change.html", frame(request, one, **context))


def _facts(found: Compared, exact: bool) -> list[dict[str, Any]]:
    """Everybody is in exactly one of these. Whoever may not count sees no small number."""
    told = (
        (_("Answered both times, laid side by side"), len(found.linked.pairs)),
        (_("Answered before only"), len(found.linked.only_before)),
        (_("Answered after only"), len(found.linked.only_after)),
        (
            _("Left out: the same code twice in one round"),
            len(found.linked.doubled_before) + len(found.linked.doubled_after),
        ),
        (_("Left out: without a code"), len(found.linked.without_before) + len(found.linked.without_after)),
    )
    shown = ((term, number(n) if exact or n == 0 or n >= 5 else _("fewer than five")) for term, n in told)
    return [{"term": term, "value": value} for term, value in shown]


def _row(label: Any, told: Change | None) -> list[Any]:
    """A change in words and numbers; None: fewer than five pairs."""
    if told is None:
        hidden = _("hidden")
        return [
            label,
            _("fewer than five"),
            hidden,
            hidden,
            hidden,
            hidden,
            {"state": "missing", "word": _("Too few to tell")},
        ]
    low, high = _signed(told.low or 0), _signed(told.high or 0)
    verdict = (
        {"state": "reviewed", "word": _("A change beyond chance")}
        if told.claimed
        else {"state": "wait", "word": _("No change is claimed: the interval spans zero")}
    )
    return [
        label,
        told.pairs,
        round(told.before, 2),
        round(told.after, 2),
        _signed(told.mean),
        _("%(low)s to %(high)s") % {"low": low, "high": high},
        verdict,
    ]


def _signed(value: float) -> str:
    """With its sign, which reads from left to right everywhere."""
    shown = str(number(abs(round(value, 2))))
    sign = "+" if round(value, 2) > 0 else "−" if round(value, 2) < 0 else ""
    return f"\u2066{sign}{shown}\u2069"
