"""Priorities of European programmes that projects promise to work for, as a list to begin with.

In our own words, after: Erasmus+ Programme Guide 2021–2027, part A, "Priorities of the Erasmus+ Programme" and part B,
"Partnerships for Cooperation" (priorities of adult education); Erasmus+ Programme Guide 2014–2020, part B, "Strategic
Partnerships"; CERV work programmes 2021–2027 (citizens' engagement and participation). European Commission.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

STARTING: dict[str, Any] = {
    "inclusion": _("Social inclusion and diversity"),
    "digital": _("Open and digital ways of working"),
    "adult-education": _("Adult education"),
    "participation": _("Taking part in democratic life"),
    "environment": _("Environment and climate"),
    "skills": _("Recognition of skills and qualifications"),
    "gender": _("Equality of women and men"),
    "values": _("Common values and remembrance"),
}


def in_english(key: str) -> str:
    """As it is kept with the project."""
    with translation.override("en"):
        return str(STARTING[key])
