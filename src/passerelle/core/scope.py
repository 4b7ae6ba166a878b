"""One way to read: cut to what the actor may see, or say why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from passerelle.core.actor import Actor


class ScopedQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The rows this actor may see, by the model's own rule `scope(actor) -> Q`; none without a rule."""
        rule = getattr(self.model, "scope", None)
        if rule is None:
            return self.none()
        cut = self.filter(rule(actor))
        # Only a join can show a row twice; without one the database may page along an index.
        # A look-up by a foreign key names the other table too, but does not join it.
        tables = [alias for alias, used in cut.query.alias_refcount.items() if used]
        return cut.distinct() if len(tables) > 1 else cut

    def unscoped(self, *, reason: str) -> Self:
        """All rows. Whoever asks says why; the lint finds every place that does."""
        if not reason:
            raise ValueError("unscoped reads state their reason")
        return self.all()


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


def nobody() -> models.Q:
    """A condition that no row meets."""
    return models.Q(pk__in=[])


def everybody() -> models.Q:
    """A condition that every row meets."""
    return ~models.Q(pk__in=[])
