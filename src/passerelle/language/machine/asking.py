"""One request to an engine on the web, and what its refusals mean in words."""

from __future__ import annotations

from typing import Any

import requests
from django.utils.translation import gettext_lazy as _

from passerelle.language.machine.protocol import Unavailable

SECONDS = 60
_REFUSALS = {
    400: _("The machine translation did not understand the request, or does not know these languages."),
    401: _("The machine translation does not accept the key. Ask the administrator to check it."),
    403: _("The machine translation does not accept the key. Ask the administrator to check it."),
    413: _("The paragraph is too long for the machine translation."),
    429: _("The machine translation has too much to do. Try again in some minutes."),
    456: _("The agreed amount of machine translation is used up. Ask the administrator."),
}


def ask(address: str, *, payload: dict[str, Any] | None = None, key: str = "") -> Any:
    """The answer as Python values. payload: asks with POST and JSON. key: DeepL's header.

    Raises Unavailable. No redirect is followed: texts go to the address that was named and to no other.
    """
    headers = {"Authorization": f"DeepL-Auth-Key {key}"} if key else {}
    try:
        if payload is None:
            answer = requests.get(address, headers=headers, timeout=SECONDS, allow_redirects=False)
        else:
            answer = requests.post(
                address, json=payload, headers=headers, timeout=SECONDS, allow_redirects=False
            )
    except requests.RequestException:
        raise Unavailable("no answer", _("The machine translation does not answer.")) from None
    if answer.status_code != 200:
        # LibreTranslate says so of too much text, too; nobody else has these words in a refusal of 400.
        code = (
            413 if answer.status_code == 400 and "exceeds text limit" in answer.text else answer.status_code
        )
        raise Unavailable(
            f"refused {code}", _REFUSALS.get(code, _("The machine translation does not answer."))
        )
    try:
        return answer.json()
    except requests.JSONDecodeError:
        raise _unlike_its_manual() from None


def texts_of(found: Any, wanted: int) -> list[str]:
    """The texts of an answer. Raises Unavailable when there are not so many, or something else."""
    if not isinstance(found, list) or len(found) != wanted or not all(isinstance(one, str) for one in found):
        raise _unlike_its_manual()
    return found


def _unlike_its_manual() -> Unavailable:
    return Unavailable("not understood", _("The machine translation answers in a way that is not its own."))
