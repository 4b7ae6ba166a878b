"""What allauth's passkeys and authenticator apps ask of the house: whose name they carry, and how secrets are sealed."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from passerelle.core import keys

NAME = "Passerelle"


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This did not work. Try once more, or take another way."),
    }

    def get_totp_issuer(self) -> str:
        """What the app shows above the code; the host tells two installations apart."""
        return f"{NAME} ({settings.PASSKEY_HOST})"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PASSKEY_HOST, "name": NAME}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {"id": str(user.pk).encode(), "name": user.email, "display_name": user.email}

    def encrypt(self, text: str) -> str:
        """Under the key of whoever is signed in: once that is destroyed, no copy can be read."""
        return sealed(context.request.user.person_id, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises Problem when the value was altered; empty when the key is gone."""
        owner, _dot, blob = encrypted_text.partition(".")
        return opened(UUID(owner), blob)


def sealed(person: UUID, text: str) -> str:
    """The text under a person's key, with their id before it."""
    return f"{person}.{base64.b64encode(keys.seal(person, text, _place(person))).decode()}"


def opened(person: UUID, blob: str) -> str:
    return keys.unseal(person, base64.b64decode(blob), _place(person)) or ""


def opened_for(person: UUID, text: str) -> str:
    """The text, when it was sealed for this very person; else empty: another's secret moved here opens nothing."""
    owner, _dot, blob = text.partition(".")
    return opened(person, blob) if owner == str(person) else ""


def _place(person: UUID) -> str:
    return f"mfa.authenticator.data:{person}"
