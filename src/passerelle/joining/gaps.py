"""What the funder would find missing: partners that have not accepted the newest agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.rooms import Gap, Gravity, Ride
from passerelle.joining import queries


def read(project: Mapping[str, Any]) -> Iterator[Gap]:
    """One gap, which counts the partners; none without an agreement."""
    number = project["waiting_for"]
    if not number:
        return
    yield Gap(
        "partners-without-agreement",
        project["pk"],
        ("project", project["pk"]),
        ngettext(
            "%(n)d partner has not accepted the newest agreement.",
            "%(n)d partners have not accepted the newest agreement.",
            number,
        )
        % {"n": number},
        Gravity.ASKED,
        (_("See who has not"), reverse("desk_agreement", args=[project["code"]])),
    )


RIDING = Ride(queries.waiting_for, read)
