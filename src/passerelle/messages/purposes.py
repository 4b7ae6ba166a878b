"""What messages are for, in words. A room above names its purpose by a code; unknown codes are shown as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Purpose:
    """bulk: goes to many or comes again and again, so that its receiver can ask for no more of it."""

    label: Any
    bulk: bool = False


PURPOSES = {
    "invitation": Purpose(_("Invitation")),
    "sign-in-code": Purpose(_("Code to sign in")),
    "new-password": Purpose(_("New password")),
    "account-notice": Purpose(_("News about an account")),
    "figure-changed": Purpose(_("A figure has changed")),
    "mail-test": Purpose(_("Test of the mail")),
    "digest": Purpose(_("Digest of what is due"), bulk=True),
    "reminder": Purpose(_("Reminder of something that is due"), bulk=True),
    "registration": Purpose(_("Registration for a gathering")),
    "announcement": Purpose(_("Announcement to many"), bulk=True),
}


def in_words(purpose: str) -> str:
    return str(PURPOSES[purpose].label) if purpose in PURPOSES else purpose


def is_bulk(purpose: str) -> bool:
    """Whether its receiver can ask for no more of it. What concerns an account cannot be turned off."""
    return purpose in PURPOSES and PURPOSES[purpose].bulk


def bulk() -> list[str]:
    return [code for code, purpose in PURPOSES.items() if purpose.bulk]
