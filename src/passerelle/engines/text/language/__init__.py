"""Which language a text is in, and where it changes to another. Languages are BCP 47 codes."""

from passerelle.engines.text.language.detection import LOOKED_AT, Detection, detect
from passerelle.engines.text.language.page import base
from passerelle.engines.text.language.passages import RUNS_LOOKED_AT, Run, runs

__all__ = ["LOOKED_AT", "RUNS_LOOKED_AT", "Detection", "Run", "base", "detect", "runs"]
