"""What people fill in about results, indicators and figures, with errors that say what to do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle.core.countables import countables
from passerelle.evidence.actions.chain import known_kinds
from passerelle.evidence.models import Indicator, Priority, Result, Snapshot, Tick
from passerelle.evidence.models.chain import Mode
from passerelle.evidence.models.indicators import units
from passerelle.evidence.models.worded import LONGEST
from passerelle.evidence.priorities import STARTING
from passerelle.evidence.rules import Rule
from passerelle.network.forms import Line, language_choices
from passerelle.network.models import City, Organisation
from passerelle.tasks.forms import OWN_WAY
from passerelle.tasks.models import WorkPackage

HANDS = (
    ("", _("Nobody has said yet")),
    ("rooms", _("Counted here, from the records of the project")),
    ("hand", _("Entered by hand: the newest figure counts")),
    ("adds", _("Entered by hand: the figures are added up")),
)


def _title(label: Any) -> Line:
    return Line(label=label, max_length=LONGEST, widget=forms.TextInput(attrs=OWN_WAY))


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of the title"), choices=lazy(language_choices, list)())


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=more.pop("required", False),
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 2027-05-03.")},
        **more,
    )


def _number(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=more.pop("required", False),
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
        **more,
    )


def _many(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple, **more)


class ResultForm(forms.Form):
    """One link of the chain."""

    level = forms.ChoiceField(label=_("Level"), choices=Result.Level.choices, widget=forms.RadioSelect)
    title = _title(_("Title"))
    language = _language()
    parent = forms.ChoiceField(
        label=_("Serves"), required=False, help_text=_("What stands above it: a goal serves nothing.")
    )
    number = Line(
        label=_("Number"),
        required=False,
        max_length=12,
        help_text=_("As the grant agreement has it."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    packages = _many(_("Work packages"), help_text=_("For an activity: what it is carried out in."))
    kinds = _many(
        _("Kinds of gatherings and campaigns"), help_text=_("For an activity: what it consists of.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, results: list[Result], packages: list[WorkPackage], **kwargs: Any) -> None:
        """results: those it may serve."""
        super().__init__(*args, **kwargs)
        self.results = {one.code: one for one in results}
        self.by_package = {one.code: one for one in packages}
        choice: Any = self.fields
        choice["parent"].choices = [
            ("", _("Nothing above it")),
            *((one.code, f"{one.get_level_display()}: {one.title}") for one in results),
        ]
        choice["packages"].choices = [(one.code, str(one)) for one in packages]
        choice["kinds"].choices = list(known_kinds().items())
        if not packages:
            del self.fields["packages"]

    @classmethod
    def filled(cls, one: Result, *, packages: list[WorkPackage], **around: Any) -> ResultForm:
        initial = {
            name: getattr(one, name) for name in ("level", "title", "language", "number", "kinds", "revision")
        }
        initial["parent"] = one.parent.code if one.parent else ""
        initial["packages"] = [each.code for each in packages if str(each.pk) in one.packages]
        return cls(initial=initial, packages=packages, **around)

    def facts(self) -> dict[str, Any]:
        """What the actions take, of a form that is valid."""
        given = dict(self.cleaned_data)
        given.pop("revision", None)
        given["parent"] = self.results.get(given["parent"])
        given["packages"] = [self.by_package[code] for code in given.get("packages", [])]
        return given


class IndicatorForm(forms.Form):
    """An indicator and how it is counted."""

    title = _title(_("What is counted"))
    language = _language()
    result = forms.ChoiceField(label=_("Shows that this is reached"))
    unit = forms.ChoiceField(label=_("Unit"), choices=lazy(units, list)())
    baseline = _number(_("Baseline"), help_text=_("What it was before the project."))
    target = _number(_("Target"))
    due = _day(_("To be reached by"))
    owner = forms.ChoiceField(
        label=_("Who sees to it"),
        required=False,
        help_text=_("The partner that is told when something is missing."),
    )
    source = Line(
        label=_("Source"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("Where the number comes from, as the application says."),
    )
    how = forms.ChoiceField(
        label=_("How it is counted"), choices=HANDS, required=False, widget=forms.RadioSelect
    )
    counts = _many(_("What counts"), help_text=_("Only of one unit: different things are never added up."))
    kinds = _many(_("Only these kinds"), help_text=_("None ticked: all of them."))
    modes = _many(_("Only on site or online"), choices=Mode.choices)
    organisations = _many(_("Only what these organisations host"))
    cities = _many(_("Only in these cities"))
    since = _day(_("From"))
    until = _day(_("Until"))
    claimed = forms.BooleanField(label=_("This is the number the funder gets"), required=False, initial=True)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        results: list[Result],
        partners: list[Organisation],
        cities: list[City],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.results = {one.code: one for one in results}
        self.partners = {one.code: one for one in partners}
        choice: Any = self.fields
        choice["result"].choices = [(one.code, f"{one.get_level_display()}: {one.title}") for one in results]
        choice["owner"].choices = [("", _("Nobody yet")), *((one.code, one.name) for one in partners)]
        choice["counts"].choices = [
            (one.key, f"{one.label} ({one.unit.label})") for one in countables().values()
        ]
        choice["kinds"].choices = list(known_kinds().items())
        choice["organisations"].choices = [(str(one.pk), one.name) for one in partners]
        choice["cities"].choices = [(str(one.pk), str(one)) for one in cities]
        if not cities:
            del self.fields["cities"]

    @classmethod
    def filled(cls, one: Indicator, **around: Any) -> IndicatorForm:
        rule = Rule.read(one.rule)
        names = (
            "title",
            "language",
            "unit",
            "baseline",
            "target",
            "due",
            "source",
            "claimed",
            "revision",
        )
        initial = {name: getattr(one, name) for name in names}
        for name in ("baseline", "target"):
            initial[name] = None if initial[name] is None else f"{initial[name].normalize():f}"
        initial |= {"result": one.result.code, "owner": one.owner.code if one.owner else ""}
        initial["how"] = ("adds" if rule.adds else "hand") if rule.by_hand else "rooms" if rule else ""
        initial |= {"counts": rule.counts, "kinds": rule.kinds, "modes": rule.modes}
        initial |= {
            "organisations": list(map(str, rule.organisations)),
            "cities": list(map(str, rule.cities)),
        }
        return cls(initial={**initial, "since": rule.since, "until": rule.until}, **around)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("how") == "rooms" and not given.get("counts") and "counts" not in self.errors:
            self.add_error("counts", _("Choose what counts."))
        return given

    def facts(self) -> dict[str, Any]:
        """What the actions take, of a form that is valid."""
        given = dict(self.cleaned_data)
        given.pop("revision", None)
        how = given.pop("how")
        told = {name: given.pop(name, ()) for name in ("counts", "kinds", "modes", "organisations", "cities")}
        told |= {name: day.isoformat() if day else None for name, day in _days(given)}
        rule = Rule.read(told) if how == "rooms" else Rule(by_hand=bool(how), adds=how == "adds")
        return {
            **given,
            "result": self.results[given["result"]],
            "owner": self.partners.get(given["owner"]),
            "rule": rule,
        }


def _days(given: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, given.pop(name)) for name in ("since", "until")]


class FigureForm(forms.Form):
    """A figure entered by hand."""

    value = _number(pgettext_lazy("evidence", "Figure"), required=True)
    on = _day(_("Of which day"), required=True)
    source = Line(
        label=_("Source"),
        max_length=300,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("Where the figure comes from. Nobody’s name belongs here."),
    )
    organisation = forms.ChoiceField(label=_("Found by"), required=False)
    low = _number(_("Lowest"), help_text=_("Of a survey: the interval in which the true figure lies."))
    high = _number(_("Highest"))
    upload = forms.FileField(label=_("File that shows it"), required=False)
    reason = Line(label=_("What was wrong"), max_length=300, widget=forms.TextInput(attrs=OWN_WAY))

    def __init__(
        self, *args: Any, partners: list[Organisation], everybody: bool, corrects: bool = False, **kwargs: Any
    ) -> None:
        """partners: for whom the reader may enter; everybody: also for no one in particular."""
        super().__init__(*args, **kwargs)
        self.partners = {one.code: one for one in partners}
        if corrects:
            del self.fields["organisation"]
            return
        del self.fields["reason"]
        choice: Any = self.fields["organisation"]
        choice.choices = ([("", _("The whole project"))] if everybody else []) + [
            (one.code, one.name) for one in partners
        ]
        choice.required = not everybody

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if "organisation" in given:
            given["organisation"] = self.partners.get(given["organisation"])
        return given


class ReasonForm(forms.Form):
    """Why a figure does not count any more."""

    reason = Line(label=_("Reason"), max_length=300, widget=forms.TextInput(attrs=OWN_WAY))


class PrioritiesForm(forms.Form):
    """What the project promised to work for."""

    keys = _many(_("Priorities of the programme"), choices=list(STARTING.items()))
    own = Line(
        label=_("Another one, in your words"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs=OWN_WAY),
    )
    language = _language()


class TickForm(forms.Form):
    """For which priorities an activity works, and in which mode."""

    def __init__(
        self, *args: Any, priorities: list[tuple[Priority, str]], ticks: list[Tick], **kwargs: Any
    ) -> None:
        """priorities: with their names for the reader."""
        has = {one.priority_id: one.mode for one in ticks}
        kwargs["initial"] = {one.code: has.get(one.pk, "") for one, _name in priorities}
        super().__init__(*args, **kwargs)
        self.priorities = {one.code: one for one, _name in priorities}
        for one, name in priorities:
            self.fields[one.code] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[("", _("Not for this one")), *Mode.choices],
                widget=forms.RadioSelect,
            )

    def ticks(self) -> dict[Priority, str]:
        return {self.priorities[code]: mode for code, mode in self.cleaned_data.items() if mode}


class FreezeForm(forms.Form):
    """A report that is about to be sent."""

    title = Line(label=_("Title"), max_length=200, widget=forms.TextInput(attrs=OWN_WAY))
    language = _language()
    sent_to = Line(
        label=_("Sent to"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=OWN_WAY),
        help_text=_("The funder or office. Nobody’s name belongs here."),
    )
    since = _day(_("From"))
    until = _day(_("Until"))
    restates = forms.ChoiceField(label=_("Corrects"), required=False)
    reason = Line(
        label=_("What was wrong"), max_length=300, required=False, widget=forms.TextInput(attrs=OWN_WAY)
    )

    def __init__(self, *args: Any, earlier: list[Snapshot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {one.code: one for one in earlier}
        if earlier:
            choice: Any = self.fields["restates"]
            choice.choices = [
                ("", _("No earlier report")),
                *((one.code, f"{one.number}. {one}") for one in earlier),
            ]
        else:
            del self.fields["restates"], self.fields["reason"]

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if "restates" in given:
            given["restates"] = self.earlier.get(given["restates"])
        return given


class WordsForm(forms.Form):
    """A title put into the reader's language."""

    words = Line(label=_("In this language"), required=False, max_length=LONGEST)


class QuestionForm(forms.Form):
    """A question put to every partner."""

    title = _title(_("Question"))
    language = _language()
    due = _day(_("Answers by"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AnswerForm(forms.Form):
    """What a partner answers for its country."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    language = _language()
    source = Line(label=_("Source"), max_length=300, required=False, widget=forms.TextInput(attrs=OWN_WAY))
    as_of = Line(
        label=_("As of"),
        max_length=10,
        required=False,
        help_text=_("Write a year, a year and month, or a day: 2026, 2026-09 or 2026-09-01."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
