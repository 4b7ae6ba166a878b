"""Who may send and read messages. Whatever is not allowed here is denied."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from passerelle.core.actor import Actor, SystemActor
from passerelle.messages.models import Message, Pile

COORDINATORS = ("lead_coordinator", "local_coordinator")


def may_post(actor: Actor, *_: Any, project: UUID | None = None, **__: Any) -> bool:
    """The house itself, administrators, and coordinators in the name of their project."""
    if isinstance(actor, SystemActor) or actor.has("administrator"):
        return True
    return project is not None and actor.has(*COORDINATORS, project=project)


def may_enter_outbox(actor: Actor, *_: Any, **__: Any) -> bool:
    return actor.holds("administrator", *COORDINATORS)


def may_open(actor: Actor, message: Message, *_: Any, **__: Any) -> bool:
    """See that the message exists and in what state it is."""
    if message.project is None:
        return actor.has("administrator")
    return _answers_for(actor, message) or _wrote(actor, message)


def may_read(actor: Actor, message: Message, *_: Any, **__: Any) -> bool:
    """Read and paste the text: whoever sent it, and the lead coordinator, who may open the same doors anyway.

    Nobody reads a secret one: whoever held a sign-in code could sign in as its receiver."""
    return not message.secret and (_answers_for(actor, message) or _wrote(actor, message))


def may_settle(actor: Actor, message: Message, *_: Any, **__: Any) -> bool:
    """Decide what became of a message, or send it again."""
    return may_open(actor, message)


def may_open_pile(actor: Actor, pile: Pile, *_: Any, **__: Any) -> bool:
    """Whoever had it printed, as long as they may read every letter in it."""
    if actor.person is None or pile.author != actor.person:
        return False
    told: dict[Actor, bool] = pile.__dict__.setdefault(
        "_told", {}
    )  # asked for the page and for what it journals
    if actor not in told:
        rows = Message.objects.filter(pile=pile).order_by().values_list("project", "author").distinct()
        told[actor] = all(
            may_read(actor, Message(project=project, author=author)) for project, author in rows
        )
    return told[actor]


def may_wish(actor: Actor, *_: Any, **__: Any) -> bool:
    """Whoever holds the address from their own message: it opens nothing but their own wish, and can be undone."""
    return True


def is_house(actor: Actor, *_: Any, **__: Any) -> bool:
    return isinstance(actor, SystemActor)


def _answers_for(actor: Actor, message: Message) -> bool:
    return message.project is not None and actor.has("lead_coordinator", project=message.project)


def _wrote(actor: Actor, message: Message) -> bool:
    if actor.person is None or message.author != actor.person:
        return False
    return actor.has("administrator") or (
        message.project is not None and actor.has("local_coordinator", project=message.project)
    )
