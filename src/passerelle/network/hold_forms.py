"""The form of a legal hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.core import clock
from passerelle.core.actor import Actor
from passerelle.core.models import Hold
from passerelle.network.forms import Line
from passerelle.network.models import Project
from passerelle.people.models import Person


class HoldForm(forms.Form):
    """A legal hold. What it is on is a person by the code in the address of their page, a project, or a category."""

    what = forms.ChoiceField(label=_("What is held"), choices=[])
    person = Line(
        label=_("Code of the person"),
        required=False,
        max_length=12,
        help_text=_("For a person: the last part of the address of their page."),
    )
    name = Line(
        label=_("Name of the hold"),
        max_length=120,
        help_text=_("A file number, such as “Audit 2027/3”. Write no person’s name."),
    )
    ground = forms.ChoiceField(label=_("Ground"), choices=Hold.Ground.choices)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why these data are needed longer. Write no person’s name."),
    )
    until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The hold ends by itself after this day."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.projects = {
            project.code: project
            for project in Project.objects.visible_to(actor).order_by("acronym")
            if actor.has("administrator") or project.pk in actor.projects("lead_coordinator")
        }
        whole = [(f"rule:{rule.key}", str(rule.label)) for rule in clock.rules()]
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("person", _("One person")),
            (
                _("A project and everybody in it"),
                [(f"project:{c}", p.acronym) for c, p in self.projects.items()],
            ),
            *([(_("A whole category"), whole)] if actor.has("administrator") else []),
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        kind, _colon, key = given.get("what", "").partition(":")
        if kind == "project":
            given["on"] = self.projects[key]
        elif kind == "rule":
            given["on"] = key
        elif kind == "person":
            people = Person.objects.visible_to(self.actor).filter(
                code=given.get("person", ""), erased_at=None
            )
            given["on"] = people.first()
            if given["on"] is None:
                self.add_error(
                    "person", _("Nobody you can see has this code. It stands in the address of their page.")
                )
        return given
