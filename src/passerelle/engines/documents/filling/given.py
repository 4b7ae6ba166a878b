"""What a template can be filled with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from passerelle.engines.documents.model import Block, Words


@dataclass(frozen=True, slots=True)
class Given:
    """words: by the name of their placeholder. rows: what a row of a table is repeated for; {"event": [{"title": …}]}
    fills {{event.title}}. blocks: what takes the place of a paragraph that holds nothing but {{name}}.

    language: of everything that names no other. house: who stands as the author of the file; people's names do not."""

    language: str
    words: Mapping[str, Words]
    rows: Mapping[str, Sequence[Mapping[str, Words]]]
    blocks: Mapping[str, tuple[Block, ...]]
    house: str = "Passerelle"
    columns: Mapping[str, tuple[str, ...]] | None = None
    """The parts each kind of row has, also where there is no row yet; without it, those of its first row."""

    def parts_of(self, group: str) -> tuple[str, ...]:
        if self.columns is not None and group in self.columns:
            return self.columns[group]
        return tuple(self.rows[group][0]) if self.rows[group] else ()


def names(given: Given) -> list[str]:
    """Every placeholder that can be written, sorted."""
    of_rows = [f"{group}.{part}" for group in given.rows for part in given.parts_of(group)]
    return sorted({*given.words, *given.blocks, *of_rows})
