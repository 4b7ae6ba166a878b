"""Who acts. A value, loaded once per request by `network` and known here only as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, held everywhere (both None), in one project, or for one organisation in a project."""

    role: str
    project: UUID | None = None
    organisation: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with the grants they hold at this moment. Without a person: the public."""

    person: UUID | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    language: str = "en"

    @property
    def signed_in(self) -> bool:
        return self.person is not None

    def has(self, *roles: str, project: UUID | None = None) -> bool:
        """True when one of `roles` is held everywhere or, if a project is given, in that project."""
        return any(g.role in roles and (g.project is None or g.project == project) for g in self.grants)

    def holds(self, *roles: str) -> bool:
        """True when one of `roles` is held anywhere at all."""
        return any(g.role in roles for g in self.grants)

    def projects(self, *roles: str) -> frozenset[UUID]:
        """The projects in which one of `roles` (any role when none is named) is held."""
        return frozenset(g.project for g in self.grants if g.project and (not roles or g.role in roles))

    def organisations(self) -> frozenset[UUID]:
        return frozenset(g.organisation for g in self.grants if g.organisation)


@dataclass(frozen=True, slots=True)
class SystemActor(Actor):
    """The house itself: a job, a command, a replay. It must say why it acts."""

    reason: str = ""

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("a SystemActor states its reason")

    def has(self, *roles: str, project: UUID | None = None) -> bool:
        return True

    def holds(self, *roles: str) -> bool:
        return True


PUBLIC = Actor()
