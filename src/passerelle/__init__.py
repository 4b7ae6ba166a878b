"""Passerelle: the workbench of intercultural participation projects."""

__version__ = "0.9.0"
