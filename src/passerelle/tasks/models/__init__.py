"""What is owed in a project, what it may cost and has cost, what is said about it, and who was reminded."""

from passerelle.tasks.models.calendars import CalendarKey
from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT, Helper, Item, WorkPackage, in_order
from passerelle.tasks.models.money import Budget, Use
from passerelle.tasks.models.notes import Comment, Note
from passerelle.tasks.models.reminders import Digest, Reminder
from passerelle.tasks.models.versions import PlanVersion

__all__ = [
    "AS_LONG_AS_THE_PROJECT",
    "Budget",
    "CalendarKey",
    "Comment",
    "Digest",
    "Helper",
    "Item",
    "Note",
    "PlanVersion",
    "Reminder",
    "Use",
    "WorkPackage",
    "in_order",
]
