"""Terms: where a text uses one, whatever its ending, and what it is called in another language."""

from passerelle.engines.text.glossary.finding import Entry, Glossary, Hit
from passerelle.engines.text.glossary.stems import stem

__all__ = ["Entry", "Glossary", "Hit", "stem"]
