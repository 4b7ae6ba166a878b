"""A form's field as the look book draws it: its kind, its control, its choices, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext


def kind_of(bound: forms.BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "tiles"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "group" if widget.use_fieldset else "plain"


def groups(bound: forms.BoundField) -> list[dict[str, Any]]:
    """The tiles as they are grouped; the first has no label where choices stand alone. Two groups may have a choice of
    the same name, so that which is meant is seen by the group only."""
    subwidgets = iter(bound.subwidgets)
    groups: list[dict[str, Any]] = []
    for label, options, _at in bound.field.widget.optgroups(bound.html_name, bound.value() or []):
        if not groups or label != groups[-1]["label"]:
            groups.append({"label": label, "choices": []})
        groups[-1]["choices"] += [_choice(next(subwidgets)) for _option in options]
    return groups


def _choice(sub: forms.boundfield.BoundWidget) -> dict[str, Any]:
    return {"tag": sub.tag(), "label": sub.choice_label}


def control(bound: forms.BoundField, kind: str, described: str) -> SafeString:
    given = bound.field.widget.attrs
    attrs: dict[str, str | bool] = (
        {} if kind == "tick" else {"class": f"input {given.get('class', '')}".strip()}
    )
    # Addresses and numbers run from left to right on an Arabic page too.
    written = getattr(bound.field.widget, "input_type", "")
    if written in ("email", "url", "tel", "number"):
        attrs["dir"] = given.get("dir", "ltr")
    elif written == "text" or isinstance(bound.field.widget, forms.Textarea):
        attrs["dir"] = given.get("dir", "auto")  # words in the direction of their own script
    if described and kind != "group":
        attrs["aria-describedby"] = described
    widget = bound.field.widget
    if isinstance(widget, forms.ClearableFileInput):
        # Its own template says "Currently … Change": ours says it around the bare control.
        widget = type("Bare", (forms.FileInput,), {})(widget.attrs)
        widget.is_required = bound.field.required and not bound.initial
    return bound.as_widget(widget=widget, attrs=attrs)


def kept_file(bound: forms.BoundField) -> dict[str, Any] | None:
    widget, kept = bound.field.widget, bound.initial
    if not isinstance(widget, forms.ClearableFileInput) or not widget.is_initial(kept):
        return None
    box = widget.clear_checkbox_name(bound.html_name)
    return {"file": kept, "name": box, "id": widget.clear_checkbox_id(box), "clear": not bound.field.required}


def first_id(bound: forms.BoundField) -> str:
    kind = kind_of(bound)
    if kind == "tiles":
        return next((sub.data["attrs"]["id"] for sub in bound.subwidgets), bound.auto_id)
    if kind == "group":
        drawn = bound.field.widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})
        return next((sub["attrs"]["id"] for sub in drawn["widget"].get("subwidgets", ())), bound.auto_id)
    return bound.id_for_label or bound.auto_id


def messages(bound: forms.BoundField) -> list[str]:
    """The field's errors in our voice: Django's "This field is required." says neither what nor how."""
    if not bound.errors:
        return []
    usual = {
        "tiles": gettext("Nothing is chosen yet."),
        "tick": gettext("This needs your tick."),
        "file": gettext("No file is chosen yet."),
    }
    stock = forms.Field.default_error_messages["required"]
    return [
        usual.get(kind_of(bound), gettext("This is still empty.")) if message == stock else str(message)
        for message in bound.errors
    ]
