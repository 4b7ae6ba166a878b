"""How a person's own data are shown to them."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def explained(row: dict[str, Any], fields: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """The values of a row of `people.portrait`, each with its label, what it is for and how long it is kept."""
    return [{**fields[name], "text": value} for name, value in row.items() if name in fields]
