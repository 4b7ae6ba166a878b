"""Who was at an invented project's gatherings: codes of nobody, heads, one person who came with two codes."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from passerelle.core.actor import SystemActor
from passerelle.core.codes import ALPHABET
from passerelle.gatherings import actions, presence
from passerelle.gatherings.models import Gathering, Participant
from passerelle.network.models import Project

HOUSE = SystemActor(reason="demo")


def load_presence(told: dict[str, Any], project: Project) -> None:
    """Lines as they stood on paper, or as people typed them at the door; then the heads."""
    rows = Gathering.objects.unscoped(reason="demo").filter(project=project).select_related("project", "host")
    there = {one.title: one for one in rows}
    for row in told["gatherings"]:
        one = there[row["title"]]
        for channel, groups in row.get("came", {}).items():
            said = [(n, country) for country, numbers in groups.items() for n in range(*numbers)]
            lines = [actions.Line(n, _code(n), country) for n, country in said]
            actions.type_in(HOUSE, one, lines, entry=uuid5(NAMESPACE_URL, row["title"]), channel=channel)
        if heads := row.get("heads"):
            actions.count_heads(HOUSE, one, heads)
        if row.get("door"):
            actions.open_door(HOUSE, one)
        for number, slip in row.get("slips", {}).items():
            own = _code(int(number))
            wrong = own[:slip] + ("2" if own[slip] != "2" else "3") + own[slip + 1 :]
            actions.type_in(HOUSE, one, [actions.Line(999, wrong)], entry=one.pk)
    for row in told["same"]:
        one = there[row["title"]]
        known = Participant.objects.unscoped(reason="demo").filter(controller=presence.controller_of(one))
        kept, same = (known.get(code=_code(n)) for n in (row["kept"], row["same"]))
        actions.merge(HOUSE, kept, same)


def _code(number: int) -> str:
    """The own code of somebody who does not exist, the same in every demo."""
    digest = sha256(f"demo {number}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:10]).upper()
