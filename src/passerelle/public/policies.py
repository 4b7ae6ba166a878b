"""The public site has one policy: it is open."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import Actor


def may_read(actor: Actor, *_: Any) -> bool:
    """Everybody, signed in or not."""
    return True
