"""A coming-together, who said they would come, who came, how many heads were counted, and how that is taken down."""

from passerelle.gatherings.models.doors import Correction, Door, Sheet
from passerelle.gatherings.models.gathering import Gathering
from passerelle.gatherings.models.presence import (
    Attendance,
    Channel,
    HeadCount,
    Participant,
    Registration,
    TwoPeople,
)
from passerelle.gatherings.models.speaker import Speaker

__all__ = [
    "Attendance",
    "Channel",
    "Correction",
    "Door",
    "Gathering",
    "HeadCount",
    "Participant",
    "Registration",
    "Sheet",
    "Speaker",
    "TwoPeople",
]
