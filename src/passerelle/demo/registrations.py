"""What everybody reads of an invented project's gatherings, and who registered for them."""

from __future__ import annotations

from typing import Any

from passerelle.core.actor import SystemActor
from passerelle.gatherings import actions
from passerelle.gatherings.models import Channel, Gathering
from passerelle.language.models import Text
from passerelle.network.models import Organisation, Project
from passerelle.people.models import Person
from passerelle.questionnaires.actions import Within
from passerelle.questionnaires.models import Asking, Instrument

HOUSE = SystemActor(reason="demo")


def load_registrations(
    told: dict[str, Any], project: Project, members: dict[str, Organisation], persons: dict[str, Person]
) -> None:
    """Publish them, and let people register in the order they stand there. The project's page is public by now."""
    rows = Gathering.objects.unscoped(reason="demo").filter(project=project).select_related("project", "host")
    there = {one.title: one for one in rows}
    for row in told["public"]:
        one = actions.furnish(HOUSE, there[row["title"]], **row["furniture"])
        actions.publish(HOUSE, one)
        asking = actions.ask_along(HOUSE, one, _titled(row["asks"])) if "asks" in row else None
        for speaker in row["speakers"]:
            actions.add_speaker(
                HOUSE,
                one,
                role=speaker["role"],
                organisation=members[speaker["organisation"]],
                person=persons[speaker["person"]] if "person" in speaker else None,
            )
        made = [(_registered(one, said, n, asking), said) for n, said in enumerate(row["registered"])]
        for registration, said in made:
            if said.get("withdrawn"):
                actions.withdraw_registration(HOUSE, registration)


def _titled(title: str) -> Instrument:
    text = Text.objects.get(owner_kind=Instrument.KIND, field="title", versions__body=title)
    return Instrument.objects.unscoped(reason="demo").get(versions=text.owner)


def _registered(one: Gathering, said: dict[str, Any], number: int, asking: Asking | None) -> Any:
    facts = {name: value for name, value in said.items() if name not in ("channel", "withdrawn", "answers")}
    answered = Within(asking, said.get("answers", {}), said["language"]) if asking else None
    given = actions.Given(**facts, agreed=True)
    # Who is written down by somebody of the host may have left a name out.
    channel = said.get("channel", Channel.SELF if given.name or one.names_optional else Channel.ASSISTED)
    return actions.register(
        HOUSE, one, given, token=f"demo {one.code} {number}", channel=channel, said=answered
    )
