"""What is printed and handed over, in the language of whoever gets it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from passerelle.messages.rendering import spoken
from passerelle.people.models import Person


@dataclass(frozen=True, slots=True)
class Sheet:
    language: str
    body: SafeString


def access_sheet(person: Person, name: str, code: str) -> Sheet:
    """How the person opens, takes home and erases their own data, with their code."""
    language = spoken(person.language)
    with translation.override(language):
        link = settings.ADDRESS + reverse("your_data")
        body = render_to_string("people/access_sheet.html", {"name": name, "code": code, "link": link})
    return Sheet(language, body)
