"""Nobody's words vanish: each version of a text differs from the one before in what one writer changed, no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from passerelle.engines.text.segments import blocks
from soak.kills.checks import Before, Finding
from soak.kills.moments import Stage


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """Version by version; only those written in this run, paragraph by paragraph."""
    histories: dict[str, list[tuple[int, str]]] = {}
    for text, number, body in stage.observer.rows(
        "SELECT text_id::text, number, body FROM language_textversion ORDER BY text_id, number"
    ):
        histories.setdefault(text, []).append((number, body))
    before.told["longest_history"] = max(map(len, histories.values()))
    for text, versions in histories.items():
        if [number for number, _body in versions] != list(range(1, len(versions) + 1)):
            yield {"what": f"the versions of text {text} are not numbered 1 to {len(versions)}"}
        for (_n, old), (number, new) in pairwise(versions):
            if "soak" not in new:
                continue
            was, now = Counter(b.hash for b in blocks(old)), Counter(b.hash for b in blocks(new))
            if (was - now).total() != 1 or (now - was).total() != 1:
                yield {"what": f"version {number} of text {text} changes more than one paragraph"}
    gaps = "SELECT count(*) FROM (SELECT max(number) - count(*) AS gap FROM {} GROUP BY {}) AS numbered WHERE gap <> 0"
    numbered = {
        "language_edition": "owner_kind, owner, language",
        "language_translation": "text_id, source_hash, language, variant",
    }
    for table, key in numbered.items():
        if found := stage.observer.one(gaps.format(table, key)):
            yield {"what": f"{found} numberings in {table} have gaps"}
