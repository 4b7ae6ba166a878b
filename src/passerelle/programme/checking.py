"""What has to be clear before people are asked: a short list, after the OECD's guidelines of 2022, in our own words.

Source: OECD Guidelines for Citizen Participation Processes, OECD Publishing, Paris, 2022 (steps 1 to 10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.programme.models import Process


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to settle. key: the field that settles it. says: what it is for, as a question."""

    key: str
    says: Any


CHECKS = (
    Check("purpose", _("Can everybody read what is asked, and what can still be changed?")),
    Check("decides", _("Is it said who decides in the end?")),
    Check("promise", _("Is an answer promised to those who take part?")),
    Check("answers", _("Is it said who will answer?")),
    Check("answer_by", _("Is it said by when they will answer?")),
    Check("resources", _("Is there money and time for it?")),
    Check("reaching", _("Can people with other languages, children at home or a wheelchair take part?")),
    Check("publishing", _("Is it said how the results are published?")),
    Check("opens", _("Is it said when it opens?")),
)


def checked(one: Process) -> list[tuple[Check, bool]]:
    """Each thing, and whether it is settled."""
    return [(check, bool(getattr(one, check.key))) for check in CHECKS]
