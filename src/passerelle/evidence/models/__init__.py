"""What a project wants to reach, how that is counted, what was reported, and what countries answer beside each other."""

from passerelle.evidence.models.chain import Priority, Result, Tick
from passerelle.evidence.models.indicators import HandFigure, Indicator
from passerelle.evidence.models.matrix import Answer, Question
from passerelle.evidence.models.reports import Report
from passerelle.evidence.models.snapshots import Snapshot

__all__ = [
    "Answer",
    "HandFigure",
    "Indicator",
    "Priority",
    "Question",
    "Report",
    "Result",
    "Snapshot",
    "Tick",
]
