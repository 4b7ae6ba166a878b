"""Forms of the taxonomy: a name per language, where a theme stands, what it is merged into."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from passerelle.language.tongues import name_in
from passerelle.network import terms
from passerelle.network.forms import Line
from passerelle.network.themes import Vocabulary


class LabelsForm(forms.Form):
    """One line per language of the interface; labels in other languages stay as they are."""

    def __init__(self, *args: Any, labels: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = translation.get_language() or "en"
        self.had = labels or {}
        for code, _name in settings.LANGUAGES:
            # The language's direction is the field's, whichever page it stands on.
            turned = forms.TextInput(attrs={"dir": "auto", "lang": code})
            self.fields[f"label_{code}"] = Line(
                label=name_in(code, reader),
                required=False,
                max_length=terms.LONGEST,
                initial=self.had.get(code, ""),
                widget=turned,
            )

    def labels(self) -> dict[str, str]:
        """{language: words} as typed."""
        return {code: self.cleaned_data.get(f"label_{code}", "") for code, _name in settings.LANGUAGES}

    def changed(self) -> dict[str, str]:
        return {code: words for code, words in self.labels().items() if words != self.had.get(code, "")}


class ThemeForm(LabelsForm):
    """A theme's names and what it stands under."""

    def __init__(
        self, *args: Any, vocabulary: Vocabulary, under: set[Any], parent: str = "", **kwargs: Any
    ) -> None:
        """under: ids of themes it cannot stand under, itself and what is below it."""
        super().__init__(*args, **kwargs)
        self.fields["parent"] = forms.ChoiceField(
            label=_("Broader theme"),
            required=False,
            initial=parent,
            choices=[
                ("", _("None: it stands at the top")),
                *(
                    (one.code, indented(depth, one.name))
                    for depth, one in vocabulary.in_use()
                    if one.id not in under
                ),
            ],
        )


class MergeForm(forms.Form):
    """Into which theme another one goes."""

    into = forms.ChoiceField(label=_("Into which theme"))

    def __init__(self, *args: Any, vocabulary: Vocabulary, without: set[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a theme")),
            *(
                (one.code, indented(depth, one.name))
                for depth, one in vocabulary.in_use()
                if one.id not in without
            ),
        ]


class ProjectThemesForm(forms.Form):
    """What a project is about: themes in use, and those out of use that it has already."""

    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, vocabulary: Vocabulary, has: set[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["themes"] = [term.code for term in vocabulary.named(has)]
        self.fields["themes"].choices = [  # type: ignore[attr-defined]
            (one.code, indented(depth, one.name))
            for depth, one in vocabulary.tree()
            if not one.retired or one.id in has
        ]


def indented(depth: int, name: str) -> str:
    """A name in a list that cannot show a tree otherwise."""
    return f"{'– ' * depth}{name}"
