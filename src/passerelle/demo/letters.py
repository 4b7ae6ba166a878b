"""The demo's letters: invented people whom no mail reaches."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from passerelle.core.actor import SystemActor
from passerelle.messages.actions import post_many
from passerelle.people import actions as people

HOUSE = SystemActor(reason="demo")
GIVEN = ("name", "language", "phone", "street", "postcode", "town", "country")


def load(told: dict[str, Any], project: Any) -> None:
    """Make them known and write to them; who has a postal address gets a letter, the others are to be called."""
    known = [
        people.register_person(
            HOUSE, email="", project=project.pk, invented=True, **{part: row[part] for part in GIVEN}
        )
        for row in told["people"]
    ]
    link = f"{settings.ADDRESS}/en/projects/{project.code}/{project.slug}/"
    post_many(
        HOUSE,
        receivers={person.pk: {"project": project.acronym, "link": link} for person in known},
        occasion="demo.evening",
        purpose="announcement",
        template="demo/mail/meeting",
        project=project.pk,
    )
