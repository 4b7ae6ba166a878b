"""What is owed in a project."""

from passerelle.tasks.models.items import AS_LONG_AS_THE_PROJECT, Helper, Item, WorkPackage, in_order

__all__ = ["AS_LONG_AS_THE_PROJECT", "Helper", "Item", "WorkPackage", "in_order"]
