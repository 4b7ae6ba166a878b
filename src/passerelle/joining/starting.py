"""A text to begin an agreement with: ours, short, a draft for a lawyer to look at. One file for each language of the
interface in data/agreement, in the Markdown of all readable texts; licence CC BY 4.0, as all our texts."""

from __future__ import annotations

from importlib.resources import files

from passerelle.language.tongues import INTERFACE
from passerelle.network.models import Organisation, Project

LANGUAGES = INTERFACE


def draft(language: str, project: Project) -> str:
    """The text with the names of the project and of its lead partner. Raises KeyError for a language without one."""
    if language not in LANGUAGES:
        raise KeyError(language)
    text = (files(__package__) / "data" / "agreement" / f"{language}.md").read_text(encoding="utf-8")
    leading = Organisation.objects.unscoped(reason="the lead partner is named to its own project").filter(
        partnerships__project=project, partnerships__lead=True
    )
    lead = leading.values_list("name", flat=True).first() or "[…]"
    return text.replace("{project}", project.acronym).replace("{lead}", lead)
