"""What a project promised to do together with people: series of gatherings, and answers to what is asked there."""

from passerelle.programme.models.questions import Question
from passerelle.programme.models.series import Series

__all__ = ["Question", "Series"]
