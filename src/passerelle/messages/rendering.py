"""A message as its receiver will read it: in their language, from three templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, loader
from django.utils import translation

from passerelle.core.lines import plain_line
from passerelle.messages.recipients import Recipient


@dataclass(frozen=True, slots=True)
class Rendered:
    language: str
    subject: str
    text: str
    html: str


def render(
    template: str, recipient: Recipient, context: dict[str, Any], *, way: str = "mail", unsubscribe: str = ""
) -> Rendered:
    """Render `<template>.subject.txt`, `.txt` and `.html` in the recipient's language.

    Falls back to the house's first language where the interface is not translated into theirs. The subject becomes
    one plain line, so nothing in it can grow into another header. way: how it travels; what is no mail has no foot of
    a mail, and no html. unsubscribe: the address at which the receiver asks for no more of these.
    """
    language = spoken(recipient.language)
    with translation.override(language):
        told = {
            "name": recipient.name,
            "home_url": settings.ADDRESS,
            **context,
            "receiver": recipient,
            "way": way,
            "unsubscribe": unsubscribe,
            "language": language,
            "LANGUAGE_CODE": language,
            "LANGUAGE_BIDI": translation.get_language_bidi(),
        }
        subject = plain_line(_plain(f"{template}.subject.txt", told))[:200]
        text = _plain(f"{template}.txt", told).strip() + "\n"
        html = loader.render_to_string(f"{template}.html", told) if way == "mail" else ""
    return Rendered(language, subject, text, html)


def spoken(language: str) -> str:
    """The interface language nearest to `language`."""
    known = {code for code, _name in settings.LANGUAGES}
    return next((tag for tag in (language, language.split("-")[0]) if tag in known), settings.LANGUAGE_CODE)


def _plain(name: str, context: dict[str, Any]) -> str:
    """A text template: what is plain needs no escaping, and must not show any."""
    template: Any = loader.get_template(name)
    return str(template.template.render(Context(context, autoescape=False)))
