"""What messages are for, in words. A room above names its purpose by a code; unknown codes are shown as they are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PURPOSES = {
    "invitation": _("Invitation"),
    "sign-in-code": _("Code to sign in"),
    "new-password": _("New password"),
    "account-notice": _("News about an account"),
    "mail-test": _("Test of the mail"),
}


def in_words(purpose: str) -> str:
    return str(PURPOSES.get(purpose, purpose))
