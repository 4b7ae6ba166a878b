"""Figures of cities in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template

from passerelle.network.measures import Measured

register = template.Library()


@register.filter
def told(measure: Measured, value: Decimal | None) -> str:
    """A value with its unit, in the reader's way of writing numbers."""
    return measure.told(value)
