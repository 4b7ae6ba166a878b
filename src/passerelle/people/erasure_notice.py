"""What an erasure does, said before it is done; the same words at the desk and to the person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def notice() -> dict[str, list[Any]]:
    return {
        "happens": [
            _(
                "Name, address, phone and notes are deleted here, and every message that was written to the person."
            ),
            _("The account, if there is one, is closed and every session ends."),
            _("The person’s key is destroyed. What older backups hold of them can never be read again."),
        ],
        "gone": [
            _("Nobody can bring the person back, not even whoever keeps the server."),
            _("Take a copy of the data first, if the person wants one."),
        ],
        "stays": [
            _("A number without a name, so that lists and totals stay true."),
            _("The lines of consent, as proof, without a name."),
            _("Texts published together with others, without the person’s name."),
        ],
    }
