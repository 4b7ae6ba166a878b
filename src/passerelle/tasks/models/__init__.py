"""What is owed in a project."""

from passerelle.tasks.models.calendars import CalendarKey
from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT, Helper, Item, WorkPackage, in_order
from passerelle.tasks.models.money import Budget, Use
from passerelle.tasks.models.versions import PlanVersion

__all__ = [
    "AS_LONG_AS_THE_PROJECT",
    "Budget",
    "CalendarKey",
    "Helper",
    "Item",
    "PlanVersion",
    "Use",
    "WorkPackage",
    "in_order",
]
