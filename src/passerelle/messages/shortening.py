"""A short address for a long one: what is typed off a letter or pasted into a messenger leads to the same place.

Nothing new is stored: the short address names the message, and leads where the first address of this house in its
text leads. Twelve random signs (59 bits) are as good as unguessable, and once the words are gone they lead nowhere.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse

from passerelle.messages.models import Message


def shortened(message: Message, text: str) -> str:
    """The text with its first address of this house made short, where that is shorter."""
    long = first_address(text)
    if not long or not message.door:
        return text
    short = settings.ADDRESS + reverse("message_door", args=[message.door])
    return text.replace(long, short, 1) if len(short) < len(long) else text


def first_address(text: str) -> str:
    """The first address in a text that leads into this house, "" when there is none."""
    found = re.search(re.escape(settings.ADDRESS) + r"/[!-~]*[^\s!-/:-@\[-`{-~]/?", text)
    return found[0] if found else ""
