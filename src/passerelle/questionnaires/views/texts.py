"""The words of a questionnaire beside their translations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language import texts
from passerelle.network import workshop as bench
from passerelle.questionnaires import actions, policies
from passerelle.questionnaires.models import Instrument
from passerelle.questionnaires.views.building import frame
from passerelle.questionnaires.words import fields_of, owner_of


@screen(may=policies.may_translate, of=Instrument)
def workshop(request: Visit, one: Instrument) -> HttpResponse:
    """All words of the newest version beside their translation into one language, each with its state."""
    version = one.versions.all()[0]
    told = texts.tell(owner_of(version))
    target = bench.target_of(request, told)
    is_open = one.project.closed_at is None

    def translate_at(line: texts.Line) -> str:
        return reverse("desk_questionnaire_words", args=[one.code, line.field, line.block.hash, target])

    shown = bench.laid_out(
        request,
        owner_of(version),
        told,
        fields_of(version.questions),
        target,
        translate=translate_at if is_open else None,
        change=None,
    )
    return render(request, "questionnaires/workshop.html", frame(request, one, **shown))


@screen(may=policies.may_translate, of=Instrument, changes=True)
def translate(request: Visit, one: Instrument, words: str, said: str, language: str) -> HttpResponse:
    """Translate some words. When somebody was quicker, both versions stand side by side."""
    version = one.versions.all()[0]

    save = bench.saving(actions.translate, request.actor, one, version, words, said, language=language)
    back = bench.with_target(reverse("desk_questionnaire_workshop", args=[one.code]), language)
    sheet = bench.translating(request, owner_of(version), words, said, language, save)
    if sheet.saved:
        told = _("The translation is saved. People who answer read it from now on.")
        messages.success(request, told if version.frozen else _("The translation is saved."))
        return redirect(f"{back}#s-{said}")
    return render(request, "questionnaires/translate.html", frame(request, one, **sheet.shown(back)))
