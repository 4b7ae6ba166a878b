"""A coming-together, who said they would come, who came, and how many heads were counted."""

from passerelle.gatherings.models.gathering import Gathering
from passerelle.gatherings.models.presence import Attendance, Channel, HeadCount, Participant, Registration

__all__ = ["Attendance", "Channel", "Gathering", "HeadCount", "Participant", "Registration"]
