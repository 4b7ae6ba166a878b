"""Grids that are fast to fill: what partners may use, and what they used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.numbers import format_decimal
from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from passerelle.core.lines import plain_line
from passerelle.network.models import Organisation
from passerelle.tasks.actions.money import Cell, Used
from passerelle.tasks.models import WorkPackage

ROWS = 5
UNREADABLE = gettext_lazy("Write a number such as 1284 or 1284,50.")
_BLANKS = re.compile(r"[\s'’_]")
# Bare digits, or groups of three with one mark between all of them; then at most two decimals after the other mark.
_FIGURE = re.compile(
    r"(?P<whole>\d+|[1-9]\d{0,2}(?:(?P<group>[.,])\d{3})(?:(?P=group)\d{3})*)(?:(?P<mark>[.,])(?P<rest>\d{0,2}))?",
    re.ASCII,
)


class FigureField(forms.Field):
    """A number of at most two decimals, however its reader's country writes it. empty: what an empty field means.

    "1 284,50", "1.284,5" and "1,284.50" are the same; of a single mark, three digits after it make it a thousands'."""

    def __init__(self, *, most: Decimal, empty: Decimal | None = Decimal(0), **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.most, self.empty = most, empty

    def clean(self, value: Any) -> Decimal | None:
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in str(value or ""))
        text = _BLANKS.sub("", text).replace("٫", ".").replace("٬", "")
        if not text:
            return self.empty
        found = _FIGURE.fullmatch(text)
        if found is None or (found["group"] and found["group"] == found["mark"]):
            raise forms.ValidationError(UNREADABLE)
        number = Decimal(re.sub("[.,]", "", found["whole"]) + "." + (found["rest"] or "0"))
        if number > self.most:
            raise forms.ValidationError(
                _("This is more than can be noted here. Look at the figure once more.")
            )
        return number


MONEY = {"most": Decimal("9999999999.99")}
DAYS = {"most": Decimal("99999.99")}


def written(number: Decimal) -> str:
    """A figure as it stands in a field, as the reader's language writes it, without needless decimals."""
    return str(format_decimal(number, "0.##", locale=get_language() or "en"))


class ShareForm(forms.Form):
    """One figure for each partner and work package: a field per cell of the grid."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        partners: Sequence[Organisation],
        packages: Sequence[WorkPackage],
        money: bool,
        figures: dict[Cell, Decimal] | None = None,
        base: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"base": base}})
        self.partners, self.columns = partners, [*packages, None]
        self.cells: dict[str, Cell] = {}
        for partner in partners:
            for package in self.columns:
                name = f"{partner.code}-{package.code if package else 'none'}"
                column = str(package.number) if package else _("Beside the packages")
                self.cells[name] = (partner.pk, package.pk if package else None)
                field = FigureField(**(MONEY if money else DAYS), label=f"{partner.name}, {column}")
                figure = (figures or {}).get(self.cells[name])
                field.initial = written(figure) if figure else ""
                field.widget.attrs |= _figure(field.label)
                self.fields[name] = field

    def rows(self) -> Iterator[tuple[Organisation, list[Any]]]:
        """Each partner with its fields in the order of the columns."""
        width = len(self.columns)
        bound = [self[name] for name in self.cells]
        for at, partner in enumerate(self.partners):
            yield partner, bound[at * width : (at + 1) * width]

    def figures(self) -> dict[Cell, Decimal]:
        return {cell: self.cleaned_data[name] for name, cell in self.cells.items()}


class UseForm(forms.Form):
    """A few lines of what was used. Lines without a figure and a word are left out."""

    def __init__(
        self, *args: Any, partners: Sequence[Organisation], packages: Sequence[WorkPackage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {one.code: one for one in partners}
        self.packages = {one.code: one for one in packages}
        today = timezone.localdate().isoformat()
        for at in range(ROWS):
            for name, field in self._fields(at, today):
                field.widget.attrs.setdefault("class", "input")
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"{name}{at}"] = field

    def _fields(self, at: int, today: str) -> Iterable[tuple[str, forms.Field]]:
        row = at + 1
        yield (
            "day",
            forms.DateField(
                label=_("Day, line %(n)d") % {"n": row},
                required=False,
                initial=today,
                widget=forms.DateInput(attrs={"type": "date", "max": today}),
            ),
        )
        yield (
            "organisation",
            forms.ChoiceField(
                label=_("Partner, line %(n)d") % {"n": row},
                choices=[(code, one.name) for code, one in self.partners.items()],
                required=False,
            ),
        )
        yield (
            "package",
            forms.ChoiceField(
                label=_("Work package, line %(n)d") % {"n": row},
                choices=[("", "–"), *((code, str(one)) for code, one in self.packages.items())],
                required=False,
            ),
        )
        for name, label, most in (
            ("days", _("Person-days, line %(n)d"), DAYS),
            ("amount", _("Money, line %(n)d"), MONEY),
        ):
            field = FigureField(**most, label=label % {"n": row})
            field.widget.attrs |= _figure(field.label)
            yield name, field
        yield (
            "what",
            forms.CharField(label=_("For what, line %(n)d") % {"n": row}, required=False, max_length=200),
        )

    def rows(self) -> list[list[Any]]:
        """The fields of each line."""
        names = ("day", "organisation", "package", "days", "amount", "what")
        return [[self[f"{name}{at}"] for name in names] for at in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["used"] = [used for at in range(ROWS) if (used := self._used(given, at)) is not None]
        if not self.errors and not given["used"]:
            raise forms.ValidationError(_("Fill in at least one line."))
        return given

    def _used(self, given: dict[str, Any], at: int) -> Used | None:
        """One line; None when it is empty or something in it is still open."""
        if {f"{name}{at}" for name in ("day", "days", "amount", "organisation")} & self.errors.keys():
            return None
        days, amount, what = (
            given[f"days{at}"],
            given[f"amount{at}"],
            plain_line(given.get(f"what{at}") or ""),
        )
        if not days and not amount:
            if what:
                self.add_error(f"days{at}", _("Give money, person-days or both."))
            return None
        day, organisation = given[f"day{at}"], self.partners.get(given[f"organisation{at}"])
        if day is None:
            self.add_error(f"day{at}", _("Give the day."))
        elif day > timezone.localdate():
            self.add_error(f"day{at}", _("This day is still to come. Note what was used, not what will be."))
        if organisation is None:
            self.add_error(f"organisation{at}", _("Say which partner used it."))
        if f"day{at}" in self.errors or organisation is None:
            return None
        return Used(organisation, self.packages.get(given.get(f"package{at}", "")), day, amount, days, what)


def _figure(label: Any) -> dict[str, Any]:
    return {"class": "input short", "inputmode": "decimal", "autocomplete": "off", "aria-label": label}


def own_first(partners: Sequence[Organisation], own: set[UUID]) -> list[Organisation]:
    """The organisations somebody acts for, before the others: the one most often meant is chosen already."""
    return sorted(partners, key=lambda one: one.pk not in own)
