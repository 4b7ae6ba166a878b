"""What comes into the network from a table."""

from passerelle.network.importables.figures import FIGURES
from passerelle.network.importables.organisations import ORGANISATIONS
from passerelle.network.importables.people import PEOPLE
from passerelle.network.importables.words import TERMS

__all__ = ["FIGURES", "ORGANISATIONS", "PEOPLE", "TERMS"]
