"""What people fill in about the plan, with errors that say what to do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.core import get_global
from django import forms
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.lists import sort_of, words_of
from passerelle.network.forms import Line, OrganisationChoice, PartialDate, language_choices
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Person
from passerelle.tasks import queries
from passerelle.tasks.models import Item, WorkPackage
from passerelle.tasks.money_forms import FigureField, written
from passerelle.tasks.queries import Asked
from passerelle.tasks.reading import place_of, reader
from passerelle.tasks.schedule import RULE_HELP, ZONE

STATES = (
    ("open", _("Still open")),
    ("late", pgettext_lazy("task", "Late")),
    ("done", pgettext_lazy("task", "Done")),
    ("dropped", pgettext_lazy("task", "Dropped")),
    ("all", _("All states")),
)
LTR = {"dir": "ltr"}  # rules and numbers are the same signs in every language
OWN_WAY = {"dir": "auto"}  # a text that people write reads in the direction of its language
NOBODY_YET = _("Nobody yet")


class ItemFilter(forms.Form):
    """Never invalid: what an address asks for and does not exist counts as not asked. `asked` is what is left."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    package = forms.ChoiceField(label=_("Work package"), required=False)
    responsible = forms.ChoiceField(label=_("Responsible"), required=False)
    of = forms.ChoiceField(label=_("Whose"), required=False)

    def __init__(
        self, request: HttpRequest, packages: list[WorkPackage], partners: list[Organisation], own: bool
    ) -> None:
        """own: whether the reader's organisation may keep items for itself."""
        whose = [("", _("Everybody’s")), ("mine", _("Mine"))]
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": list(STATES),
            "kind": [("", _("All kinds")), *Item.Kind.choices],
            "package": [
                ("", _("All work packages")),
                *((one.code, str(one)) for one in packages),
                ("none", _("In none")),
            ],
            "responsible": [
                ("", _("All organisations")),
                *((one.code, one.name) for one in partners),
                ("none", NOBODY_YET),
                (queries.LEFT, _("Somebody who left the project")),
            ],
            "of": [*whose, ("own", _("Seen by my organisation only"))] if own else whose,
        }
        offered = {name: {str(value) for value, _label in pairs} for name, pairs in choices.items()}
        given = {name: request.GET.get(name, "") for name in choices}
        wanted = {name: value if value in offered[name] else "" for name, value in given.items()}
        wanted["state"] = wanted["state"] or "open"
        sort, backwards = sort_of(request, queries.SORTS)
        self.asked = Asked(
            words=words_of(request),
            kind=wanted["kind"],
            package=wanted["package"],
            responsible=wanted["responsible"],
            state=wanted["state"],
            mine=wanted["of"] == "mine",
            own=wanted["of"] == "own",
            sort=sort,
            backwards=backwards,
            language=reader(),
        )
        super().__init__(initial={"q": self.asked.words, **wanted})
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        return self.asked.but(sort="due", backwards=False) != Asked(language=self.asked.language)


def zone_choices(countries: set[str]) -> list[tuple[str, str]]:
    """The zones a deadline can be in: the programmes' own, and those of the partners' countries."""
    zones = get_global("territory_zones")
    theirs = sorted({zone for country in countries for zone in zones.get(country, [])} - {ZONE})
    return [(zone, place_of(zone)) for zone in (ZONE, *theirs, "UTC")]


class PackageForm(forms.Form):
    """One work package."""

    number = Line(
        label=_("Number"),
        max_length=12,
        widget=forms.TextInput(attrs=LTR),
        help_text=_("As the grant agreement has it: WP2."),
    )
    title = Line(label=_("Title"), max_length=200, widget=forms.TextInput(attrs=OWN_WAY))
    language = forms.ChoiceField(label=_("Language of the title"), choices=lazy(language_choices, list)())
    lead = OrganisationChoice(
        label=_("Lead organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=NOBODY_YET,
    )
    first_month = forms.IntegerField(label=_("First month"), required=False, min_value=1, max_value=240)
    last_month = forms.IntegerField(label=_("Last month"), required=False, min_value=1, max_value=240)

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = partners  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """A task, deliverable or milestone. The fields that its kind does not have are taken out."""

    title = Line(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("In a few words, what is owed."),
    )
    number = Line(label=_("Number"), max_length=12, required=False, widget=forms.TextInput(attrs=LTR))
    nature = forms.ChoiceField(
        label=_("Kind of deliverable"), required=False, choices=[("", "–"), *Item.Nature.choices]
    )
    package = forms.ChoiceField(label=_("Work package"), required=False)
    due_rule = Line(
        label=_("Due"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=LTR),
        help_text=RULE_HELP,
    )
    due_time = forms.TimeField(
        label=_("Time of day"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "dir": "ltr"}),
        help_text=_("Left empty, the day counts to its end."),
        error_messages={"invalid": _("Write the time as 17:00.")},
    )
    due_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    responsible = forms.ChoiceField(label=_("Responsible organisation"), required=False)
    person = forms.ChoiceField(
        label=_("Responsible person"),
        required=False,
        help_text=_("One person, so that nobody waits for another."),
    )
    helpers = forms.MultipleChoiceField(
        label=_("Who helps"), required=False, widget=forms.CheckboxSelectMultiple
    )
    waiting_for = forms.ChoiceField(
        label=_("Waits for"), required=False, help_text=_("Whoever has to do something first.")
    )
    planned_days = FigureField(
        label=_("Planned days"),
        most=Decimal(9999),
        empty=None,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, **OWN_WAY}),
    )
    language = forms.ChoiceField(label=_("Language of the title"), choices=lazy(language_choices, list)())
    keeper = forms.ChoiceField(label=_("Who sees it"), required=False, widget=forms.RadioSelect)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        kind: str,
        project: Project,
        packages: list[WorkPackage],
        partners: list[Organisation],
        people: list[tuple[Person, str]],
        keepers: list[Organisation] | None,
        **kwargs: Any,
    ) -> None:
        """people: those who may answer for it, with their names. keepers: who may keep it; None: it is there already."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.packages = {one.code: one for one in packages}
        self.people = {person.code: person for person, _name in people}
        self.keepers = {one.code: one for one in keepers or ()}
        choice: Any = self.fields
        choice["package"].choices = [("", _("In none")), *((one.code, str(one)) for one in packages)]
        choice["person"].choices = [("", NOBODY_YET), *((person.code, name) for person, name in people)]
        countries = {one.country for one in partners}
        choice["due_zone"].choices = zone_choices(countries)
        self.partners = {str(one.pk): one for one in partners}
        named = [(key, one.name) for key, one in self.partners.items()]
        choice["responsible"].choices = [("", NOBODY_YET), *named]
        choice["waiting_for"].choices = [("", _("For nobody")), *named]
        choice["helpers"].choices = named
        choice["keeper"].choices = [
            ("", _("Everybody who works in the project")),
            *((one.code, one.name) for one in self.keepers.values()),
        ]
        gone = {"keeper"} if not self.keepers or kind != Item.Kind.TASK else set()
        if kind == Item.Kind.TASK:
            gone |= {"number", "nature", "due_time", "due_zone"}
        if kind == Item.Kind.MILESTONE:
            gone |= {"nature", "planned_days"}
        for name in gone:
            del self.fields[name]
        if "number" in self.fields:
            self.fields["number"].help_text = (
                _("As the grant agreement has it: D2.3.")
                if kind == Item.Kind.DELIVERABLE
                else _("As the grant agreement has it: MS4.")
            )

    @classmethod
    def filled(cls, item: Item, helpers: list[Organisation], **around: Any) -> ItemForm:
        """The form as an item stands."""
        names = ("title", "number", "nature", "due_rule", "due_time", "due_zone", "description", "language",
                 "revision")  # fmt: skip
        initial = {name: getattr(item, name) for name in names}
        if item.planned_days is not None:
            initial["planned_days"] = written(item.planned_days)
        initial["responsible"], initial["waiting_for"] = item.responsible_id, item.waiting_for_id
        packages, people = around["packages"], around["people"]
        initial["package"] = next((one.code for one in packages if one.pk == item.package_id), "")
        initial["person"] = next((person.code for person, _n in people if person.pk == item.person_id), "")
        initial["helpers"] = [str(one.pk) for one in helpers]
        return cls(initial=initial, **around)

    def facts(self) -> dict[str, Any]:
        """What the actions take, of a form that is valid."""
        given = dict(self.cleaned_data)
        given.pop("revision", None)
        given["package"] = self.packages.get(given["package"])
        given["person"] = self.people.get(given["person"])
        given["responsible"] = self.partners.get(given["responsible"])
        given["waiting_for"] = self.partners.get(given["waiting_for"])
        given["helpers"] = [self.partners[key] for key in given["helpers"]]
        if "keeper" in given:
            given["keeper"] = self.keepers.get(given["keeper"])
        return given


class SubmitForm(forms.Form):
    """The day it went to the funder, and what went."""

    on = forms.DateField(
        label=_("Handed in on"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"}),
        error_messages={"invalid": _("Write the day as 2026-09-01."), "required": _("Write the day.")},
    )
    file = forms.FileField(
        label=_("The file that went"), required=False, help_text=_("Kept with the deliverable.")
    )


class FileForm(forms.Form):
    """A file for an item."""

    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose a file.")})


class AmendForm(forms.Form):
    """New dates for the project."""

    starts = PartialDate(label=_("Begins"))
    ends = PartialDate(label=_("Ends"))
    reason = Line(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Whoever reads the earlier plan sees it: amendment 2 of 3 May, for example."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
