"""What a project promised to do together with people: series of gatherings."""

from passerelle.programme.models.series import Series

__all__ = ["Series"]
