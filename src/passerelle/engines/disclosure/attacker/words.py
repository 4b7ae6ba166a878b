"""Findings in plain words, for whoever decides about a release."""

from __future__ import annotations

from collections.abc import Sequence

from passerelle.engines.disclosure.attacker.items import Finding


def sentence(finding: Finding, names: Sequence[str]) -> str:
    """One finding. names: what the releases are called."""
    item = finding.item
    where = ", ".join(f"{dimension} {value}" for dimension, value in item.at) or "in all"
    number = f"exactly {finding.low}" if finding.low == finding.high else f"{finding.low} to {finding.high}"
    if item.since is None:
        said = f"{names[item.release]}: {where}: {number}"
    else:
        said = f"{names[item.release]}: {where}: {number} came since {names[item.since]}"
    return f"{said}, apart from the {item.known} known." if item.kind == "left" else f"{said}."
