"""Which blows fall, and in what order: drawn from the seed alone."""

from __future__ import annotations

import random
from dataclasses import dataclass

ACTION, JOB, SEAL, BACKUP, CHANCE = "action", "job", "seal", "backup", "chance"
MUST_BE_HIT = (ACTION, JOB, SEAL, BACKUP)


@dataclass(frozen=True, slots=True)
class Aim:
    """What should be under way when the blow falls, and who gets it."""

    what: str
    whom: str
    how: str = ""


# In the order of importance: a short run takes the first ones.
AIMS = (
    Aim(ACTION, "web worker"),
    Aim(JOB, "worker", "handed over, not answered"),
    Aim(BACKUP, "backup"),
    Aim(SEAL, "worker"),
    Aim(JOB, "worker", "answered, not written down"),
    Aim(ACTION, "web"),
    Aim(JOB, "worker", "not handed over"),
    Aim(BACKUP, "web and worker"),
    Aim(CHANCE, "web"),
    Aim(CHANCE, "worker"),
)
# Beyond the ten: the database itself, and everything at once.
EXTRAS = (Aim(ACTION, "postgres"), Aim(CHANCE, "supervisor"))


def plan(seed: int, kills: int, extras: bool = True) -> list[Aim]:
    """`kills` aims (the list begins anew when there are more), and the extras last.

    Web and worker take turns where they can: the supervisor waits longer after each death that follows quickly.
    """
    chance = random.Random(f"plan {seed}")
    drawn = [AIMS[i % len(AIMS)] for i in range(kills)]
    chance.shuffle(drawn)
    resting = [aim for aim in drawn if "worker" not in aim.whom.replace("web worker", "web")]
    working = [aim for aim in drawn if aim not in resting]
    order: list[Aim] = []
    while resting or working:
        queue = working if len(working) > len(resting) else resting or working
        order.append(queue.pop())
    return [*order, *(EXTRAS if extras else ())]
