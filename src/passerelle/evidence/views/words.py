"""A title put into the reader's language."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.forms import accepted
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.evidence import actions, policies, reading
from passerelle.evidence.forms import WordsForm
from passerelle.evidence.models import Indicator, Result
from passerelle.evidence.views import framing
from passerelle.language.tongues import name_in


@screen(may=policies.may_translate, of=Result, changes=True)
def result(request: Visit, one: Result) -> HttpResponse:
    return _words(request, one, "desk_result", "desk_chain")


@screen(may=policies.may_translate, of=Indicator, changes=True)
def indicator(request: Visit, one: Indicator) -> HttpResponse:
    return _words(request, one, "desk_indicator", "desk_indicators")


def _words(request: Visit, one: Result | Indicator, name: str, here: str) -> HttpResponse:
    language = reading.reader()
    if one.language == language:
        return redirect(name, one.code)
    form = WordsForm(request.POST or None, initial={"words": one.titles.get(language, "")})
    form.fields["words"].widget.attrs["lang"] = language
    if accepted(request, form, lambda given: actions.put_into(request.actor, one, language, given["words"])):
        messages.success(request, _("The changes are saved."))
        return redirect(name, one.code)
    context = framing.frame(
        request, one.project, here, form=form, one=one, back=reverse(name, args=[one.code]),
        heading=_("Put into %(language)s") % {"language": name_in(language, language)}, submit=_("Save the changes"),
    )  # fmt: skip
    return render(request, "evidence/form.html", context)
