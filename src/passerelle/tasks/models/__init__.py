"""What is owed in a project, what it may cost, and what it has cost."""

from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT, Helper, Item, WorkPackage, in_order
from passerelle.tasks.models.money import Budget, Use

__all__ = ["AS_LONG_AS_THE_PROJECT", "Budget", "Helper", "Item", "Use", "WorkPackage", "in_order"]
