"""Letters to the owner of an account when something about signing in has changed, in their language."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy

from passerelle.core.actor import SystemActor
from passerelle.messages.actions import post
from passerelle.people import devices
from passerelle.people.models import Account

HOUSE = SystemActor(reason="account notice")
# Put into words only while the letter is written, so in its receiver's language.
words_of = lazy(devices.in_words, str)


def tell(account: Account, what: str, *, device: str = "", label: str = "") -> None:
    """Write about one change.

    what: a case of the template people/mail/account_notice. device: a code of `devices.family`. Without a mail server
    nothing is written: such a letter is worth nothing later, and nobody else may read it."""
    if not settings.EMAIL_URL:
        return
    post(
        HOUSE,
        receiver=("account", account.person_id),
        purpose="account-notice",
        template="people/mail/account_notice",
        context={
            "what": what,
            "device": words_of(device),
            "label": label,
            "at": timezone.now(),
            "link": settings.ADDRESS + reverse("account"),
        },
        secret=True,
    )
