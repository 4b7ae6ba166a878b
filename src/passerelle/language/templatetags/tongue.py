"""Names of languages and countries in templates, in the reader's language."""

from django import template
from django.utils.translation import get_language

from passerelle.language import tongues

register = template.Library()


@register.simple_tag
def own_name(code: str) -> str:
    """What a language calls itself."""
    return tongues.own_name(code)


@register.simple_tag
def language_name(code: str) -> str:
    return tongues.name_in(code, get_language() or "en")


@register.simple_tag
def country(code: str) -> str:
    return tongues.country_name(code, get_language() or "en")
