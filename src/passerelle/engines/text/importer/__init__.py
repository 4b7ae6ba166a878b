"""The facts of an old project page, each with the passage that says it.

A fact is given once, at its first place; what the text does not say has no entry. Methods, sources and limits:
docs/engines/text.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from passerelle.engines.text.importer.facts import import_page
    from passerelle.engines.text.importer.model import FIELDS, Page, Target, Value

__all__ = ["FIELDS", "Page", "Target", "Value", "import_page"]


def __getattr__(name: str) -> Any:
    """Imported when first asked for: the check before publishing needs the dates and numbers alone."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{'facts' if name == 'import_page' else 'model'}"), name)
