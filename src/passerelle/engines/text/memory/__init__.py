"""Translation memory: what was translated before, offered where nearly the same is said again."""

from passerelle.engines.text.memory.carry import Carried, carry
from passerelle.engines.text.memory.places import Place, places, skeleton
from passerelle.engines.text.memory.store import FLOOR, Match, Memory, Unit, score

__all__ = [
    "FLOOR",
    "Carried",
    "Match",
    "Memory",
    "Place",
    "Unit",
    "carry",
    "places",
    "score",
    "skeleton",
]
