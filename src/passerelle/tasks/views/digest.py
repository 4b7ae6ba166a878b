"""How often somebody wants a mail with what waits for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.core.dates import weekday_name
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.messages.unsubscribing import silences
from passerelle.people import policies as people
from passerelle.people.models import Person
from passerelle.tasks import actions
from passerelle.tasks.models import Digest

_named = lazy(lambda day: weekday_name(day, translation.get_language() or "en"), str)


class DigestForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Digest.Rhythm.choices, widget=forms.RadioSelect
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("On which day"),
        coerce=int,
        choices=[(day, _named(day)) for day in range(7)],
        help_text=gettext_lazy("For a mail once a week."),
    )


@screen(may=people.may_have_account)
def digest(request: Visit) -> HttpResponse:
    """The wish, and the way to change it."""
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=request.actor.person)
    wish = Digest.objects.visible_to(request.actor).filter(person=person).first() or Digest(person=person)
    stopped = "digest" in silences(person.pk)
    now: dict[str, Any] = {
        "rhythm": Digest.Rhythm.NEVER if stopped else wish.rhythm,
        "weekday": wish.weekday,
    }
    form = DigestForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.choose_digest(request.actor, person, **form.cleaned_data)
        messages.success(request, _("Your wish is noted."))
        return redirect("account")
    return render(request, "tasks/digest.html", {"form": form, "stopped": stopped})
