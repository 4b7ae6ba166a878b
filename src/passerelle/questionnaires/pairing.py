"""The code people make themselves, the same before and after: of facts that only they know and always know alike.

Nothing of it leads back to a person in our hands: it stands sealed with their answers and is only compared.
Source of the method: Schnell, Bachteler and Reiher, "Improving the use of self-generated identification codes",
Evaluation Review 34, 2010.
"""

from __future__ import annotations

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

_LATIN = {ord(c): str(n % 10) for n, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


def letters(text: str, count: int) -> str:
    """The first letters of a word, capital, without their marks: "Éloïse" gives "EL"."""
    bare = (c for c in unicodedata.normalize("NFKD", text) if c.isalpha())
    return "".join(bare)[:count].upper()


class OwnCode(forms.Form):
    """Four small questions nobody else can answer; together they make a code such as "MA-LO-07-2"."""

    mother = forms.CharField(
        label=_("The first two letters of the first name of your mother, or of whoever brought you up"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    town = forms.CharField(
        label=_("The first two letters of the place where you were born"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    day = forms.CharField(
        label=_("The day of the month on which you were born, from 01 to 31"),
        max_length=4,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        ),
    )
    siblings = forms.CharField(
        label=_("How many older brothers and sisters you have; 0 for none"),
        max_length=4,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        ),
    )

    use_required_attribute = False

    def _letters(self, name: str) -> str:
        found = letters(self.cleaned_data[name], 2)
        if len(found) < 2:
            raise forms.ValidationError(_("Write at least two letters."))
        return found

    def clean_mother(self) -> str:
        return self._letters("mother")

    def clean_town(self) -> str:
        return self._letters("town")

    def clean_day(self) -> str:
        day = self.cleaned_data["day"].translate(_LATIN).strip()
        if not re.fullmatch(r"[0-9]{1,2}", day) or not 1 <= int(day) <= 31:
            raise forms.ValidationError(_("Write the day as a number from 1 to 31."))
        return f"{int(day):02d}"

    def clean_siblings(self) -> str:
        told = self.cleaned_data["siblings"].translate(_LATIN).strip()
        if not re.fullmatch(r"[0-9]{1,2}", told):
            raise forms.ValidationError(_("Write a number, 0 for none."))
        return str(int(told))

    @property
    def code(self) -> str:
        """The code, once it is valid."""
        return "-".join(self.cleaned_data[name] for name in ("mother", "town", "day", "siblings"))

    @staticmethod
    def filled(code: str) -> dict[str, str]:
        """What was answered to make a code, to be shown again."""
        parts = code.split("-")
        return dict(zip(("mother", "town", "day", "siblings"), parts, strict=True)) if len(parts) == 4 else {}


def typed(code: str) -> str:
    """A code as somebody typed it from paper, made comparable: "ma lo 7 2" gives "MA-LO-07-2"; "" for what is none."""
    parts = re.split(r"[\s.\-/]+", code.translate(_LATIN).strip())
    if len(parts) != 4:
        return ""
    form = OwnCode(dict(zip(("mother", "town", "day", "siblings"), parts, strict=True)))
    return form.code if form.is_valid() else ""
