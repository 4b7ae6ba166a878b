"""What somebody filled in and an action would not have is told where they can see it."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted


class Name(forms.Form):
    name = forms.CharField()


def refuse(field: str | None):
    def act(given: object) -> None:
        raise Problem("no", "Write it otherwise.", field=field)

    return act


@pytest.mark.parametrize(
    ("field", "told_at"), [("name", "name"), ("a field of another form", "__all__"), ("", "__all__")]
)
def test_a_problem_stands_at_its_field_or_at_the_head_of_the_form(field: str | None, told_at: str) -> None:
    form = Name({"name": "Rivages"})
    assert not accepted(RequestFactory().post("/"), form, refuse(field))
    assert form.errors == {told_at: ["Write it otherwise."]}
    assert form["name"].value() == "Rivages"


def test_nothing_is_done_before_the_form_is_sent_whole() -> None:
    done: list[dict[str, str]] = []
    assert not accepted(RequestFactory().get("/"), Name({"name": "Rivages"}), done.append)
    assert not accepted(RequestFactory().post("/"), Name({"name": ""}), done.append)
    assert done == []
    assert accepted(RequestFactory().post("/"), Name({"name": "Rivages"}), done.append)
    assert done == [{"name": "Rivages"}]


def test_what_is_written_runs_in_the_direction_of_its_own_script() -> None:
    class Written(forms.Form):
        name = forms.CharField()
        words = forms.CharField(widget=forms.Textarea)
        mail = forms.EmailField()
        place = forms.CharField(widget=forms.TextInput(attrs={"dir": "ltr"}))

    shown = Template("{% load look %}{% fields form %}").render(Context({"form": Written()}))
    told = dict(re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"[^>]* dir="(\w+)"', shown))
    assert told == {"name": "auto", "words": "auto", "mail": "ltr", "place": "ltr"}


def test_choices_of_a_group_stand_below_its_name() -> None:
    class Counted(forms.Form):
        what = forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple,
            choices=[
                ("Heads", [("heads|age", "Age")]),
                ("People", [("people|age", "Age"), ("people|town", "Town")]),
            ],
        )
        alone = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "One"), ("b", "Two")])

    form = Counted({"what": ["people|age"]})
    shown = Template("{% load look %}{% fields form %}").render(Context({"form": form}))
    stands = re.findall(r'<legend>(\w+)|value="([^"]+)"[^>]*?( checked)?>', shown)
    assert stands == [
        ("What", "", ""), ("Heads", "", ""), ("", "heads|age", ""), ("People", "", ""),
        ("", "people|age", " checked"), ("", "people|town", ""), ("Alone", "", ""), ("", "a", ""), ("", "b", ""),
    ]  # fmt: skip


def test_who_follows_a_problem_comes_to_the_first_choice_of_a_group() -> None:
    class Counted(forms.Form):
        what = forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple, choices=[("Heads", [("heads|age", "Age")])]
        )

    shown = Template("{% load look %}{% open_things form %}{% fields form %}").render(
        Context({"form": Counted({})})
    )
    (target,) = set(re.findall(r'href="#(id_\w+)"', shown))
    assert f'id="{target}"' in shown
