"""An occasion: begun, changed, closed, its link and codes, and what it came to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from passerelle.core.forms import accepted
from passerelle.core.screens import screen
from passerelle.core.templatetags.look import number
from passerelle.core.visit import Visit
from passerelle.engines.questions import Question
from passerelle.engines.questions.tallying import Tally
from passerelle.language.rows import in_a_row
from passerelle.language.tongues import name_in
from passerelle.people import qr
from passerelle.questionnaires import actions, policies, queries
from passerelle.questionnaires.forms import AskForm, CodesForm
from passerelle.questionnaires.models import Asking, Instrument, Response
from passerelle.questionnaires.views.building import frame
from passerelle.questionnaires.words import Words, published

WIDE = 160  # of a bar


@screen(may=policies.may_build, of=Instrument, changes=True)
def ask(request: Visit, one: Instrument) -> HttpResponse:
    """Ask it: what for, of whom, from when to when."""
    form = AskForm(request.POST or None)
    made: list[Asking] = []
    if accepted(request, form, lambda _given: made.append(actions.ask(request.actor, one, **form.facts()))):
        messages.success(request, _("It is asked. Here is the link to give to people."))
        return redirect("desk_asking", made[0].code)
    return render(
        request,
        "questionnaires/form.html",
        frame(
            request,
            one,
            form=form,
            heading=_("Ask it"),
            submit=_("Ask it"),
            cancel=reverse("desk_questionnaire", args=[one.code]),
            note=_("From then on its questions stay as they are. Translations can still be added."),
        ),
    )


def around(request: Visit, asking: Asking, **context: Any) -> dict[str, Any]:
    words = context.pop("words", None) or published(asking.version, queries.reader())
    return frame(request, asking.version.instrument, asking=asking, words=words, **context)


@screen(may=policies.may_see, of=Asking)
def occasion(request: Visit, asking: Asking) -> HttpResponse:
    """What an occasion came to, question by question; for those at work with the link, too."""
    words = published(asking.version, queries.reader())
    exact = policies.may_count(request.actor, asking)
    channels = [one for one in request.GET.getlist("way") if one in queries.CHANNELS] if exact else []
    safe = request.GET.get("for") == "others"
    found = queries.results(request.actor, asking, channels=channels, safe=safe)
    questions = [_shown(one, found.tallies[one.key], words, found.words.get(one.key)) for one in found.form]
    ways = [
        {
            "code": code,
            "label": label,
            "count": found.channels.get(code, 0),
            "on": not channels or code in channels,
        }
        for code, label in Response.Channel.choices
    ]
    may_build = policies.may_build(request.actor, asking)
    made, used = queries.codes_of(asking) if exact and asking.door == Asking.Door.CODES else (0, 0)
    context = {
        "words": words,
        "found": found,
        "questions": questions,
        "ways": ways,
        "narrowed": bool(channels),
        "exact": exact,
        "left_out": len(asking.version.questions) - len(found.form),
        "codes": {"made": made, "used": used},
        "languages": in_a_row(
            f"{name_in(code, queries.reader())} {number(n)}" for code, n in found.languages.items()
        ),
        "link": link_of(asking),
        "qr": qr.drawn(link_of(asking)) if exact and asking.by_link else "",
        "may_take": policies.may_read_words(request.actor, asking) and not found.safe,
        "may_enter": policies.may_enter(request.actor, asking)
        and asking.alone
        and asking.project.closed_at is None,
        "offers": {"may_build": may_build},
    }
    return render(request, "questionnaires/asking.html", around(request, asking, **context))


def link_of(asking: Asking) -> str:
    """The address to give to people; without a language, so that each browser gets its own."""
    return f"{settings.ADDRESS}/q/{asking.code}/"


def _shown(question: Question, told: Tally, words: Words, said: Any) -> dict[str, Any]:
    """One question as the page shows it: numbers, bars with their table, and words."""
    # What stands over the bars, the bars, and whether that is not said already by the question.
    tables: list[tuple[Any, list[dict[str, Any]], bool]] = []
    if question.kind == "matrix":
        tables = [
            (
                words[f"{question.key}-{row}"],
                _rows(question, counts, sum(n or 0 for n in counts.values()), words),
                True,
            )
            for row, counts in told.rows.items()
        ]
    elif told.counts:
        tables = [(words[question.key], _rows(question, told.counts, told.answered, words), False)]
    figures = [
        (_("Asked"), told.asked),
        (_("Answered"), told.answered),
        (_("Would rather not say"), told.declined),
        (_("Left empty"), told.empty),
        (_("Not asked"), told.not_asked),
    ]
    measured = []
    if told.mean is not None:
        measured = [(_("Mean"), number(round(told.mean, 2)))]
        if told.middle is not None:
            measured.append((_("Median"), number(round(told.middle, 2))))
        if question.kind == "number" and told.low is not None and told.high is not None:
            measured.append((_("From … to …"), f"{number(told.low)} – {number(told.high)}"))
    return {
        "key": question.key,
        "words": words[question.key],
        "unit": words[f"{question.key}-unit"],
        "figures": [(label, _hidden() if n is None else number(n)) for label, n in figures],
        "measured": measured,
        "tables": tables,
        "hidden": told.hidden,
        "said": said,
        "open": question.kind in ("text", "date"),
    }


def _rows(question: Question, counts: Any, whole: int | None, words: Words) -> list[dict[str, Any]]:
    rows = []
    for key, n in counts.items():
        label: Any = words.choice(question.key, key)
        if question.kind == "scale":
            end = {str(question.low): "low", str(question.high): "high"}.get(key)
            said = words[f"{question.key}-{end}"] if end else None
            label = format_html("{} – {}", key, said) if said else key
        share = "" if n is None or not whole else f"{number(round(100 * n / whole))} %"
        rows.append(
            {
                "label": label,
                "count": _hidden() if n is None else number(n),
                "share": share,
                "bar": bar(n, whole or 0),
            }
        )
    return rows


def _hidden() -> str:
    return _("hidden")


def bar(count: int | None, whole: int) -> SafeString:
    """A bar beside its share, which says the same: nothing for who listens. It grows in the reader's direction."""
    wide = round(WIDE * (count or 0) / whole, 1) if whole else 0
    at = round(WIDE - wide, 1) if get_language_bidi() else 0
    return format_html(
        '<svg width="{0}" height="12" viewBox="0 0 {0} 12" aria-hidden="true"><rect class="fg" width="{0}" height="12"/>'
        '<rect class="f1" x="{1}" width="{2}" height="12"/></svg>',
        WIDE, at, wide,
    )  # fmt: skip


@screen(may=policies.may_build, of=Asking, changes=True)
def facts(request: Visit, asking: Asking) -> HttpResponse:
    """Change when it opens and closes, who can answer, what it is called."""
    form = AskForm(request.POST or None, initial=AskForm.filled(asking)).without_purpose(alone=asking.alone)
    if accepted(request, form, lambda _given: actions.change_asking(request.actor, asking, **form.facts())):
        messages.success(request, _("The changes are saved."))
        return redirect("desk_asking", asking.code)
    context = {
        "form": form,
        "heading": _("Change the occasion"),
        "submit": _("Save the changes"),
        "cancel": reverse("desk_asking", args=[asking.code]),
    }
    return render(request, "questionnaires/form.html", around(request, asking, **context))


@screen(may=policies.may_build, of=Asking)
def shut(request: Visit, asking: Asking) -> HttpResponse:
    """Close it now, or open it again."""
    if request.method == "POST":
        if asking.over:
            actions.open_again(request.actor, asking)
            messages.success(request, _("It is open again."))
        else:
            actions.close(request.actor, asking)
            messages.success(request, _("It is closed. You can open it again here."))
    return redirect("desk_asking", asking.code)


@screen(may=policies.may_build, of=Asking, changes=True)
def codes(request: Visit, asking: Asking) -> HttpResponse:
    """Make personal codes: shown once, to be printed and cut apart."""
    form = CodesForm(request.POST or None)
    made: list[str] = []
    if accepted(request, form, lambda given: made.extend(actions.make_codes(request.actor, asking, **given))):
        return render(
            request, "questionnaires/codes.html", around(request, asking, codes=made, link=link_of(asking))
        )
    context = {
        "form": form,
        "heading": _("Make personal codes"),
        "submit": _("Make them"),
        "cancel": reverse("desk_asking", args=[asking.code]),
        "note": _("Each opens this questionnaire once. They are shown only once: print them right away."),
    }
    return render(request, "questionnaires/form.html", around(request, asking, **context))
