"""How figures are frozen: each with its rule and a hash of the records behind it, so that a later count can be held
against it, record by record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from passerelle.core.journal import canonical
from passerelle.evidence.counting import Asking, Period, by_hand, by_part, parts_of, side_by_side, stand
from passerelle.evidence.models import Indicator, Snapshot
from passerelle.evidence.rules import Rule


def frozen(
    indicators: Sequence[Indicator], period: Period, *, to_compare: bool = False
) -> list[dict[str, Any]]:
    """The figures of a report: one dictionary for each indicator, JSON, in the order given.

    records: {id: number} of what is behind a counted figure, or the entered figures; hash: SHA-256 over them, left empty
    in figures that are only compared, record by record, and not kept."""
    hands, asking = by_hand([one.pk for one in indicators]), Asking()
    told_standing = stand(indicators, period, apart=True, entered=hands, asking=asking)
    told_behind = _behind(indicators, period, asking)
    asking.ask()
    standing, behind = told_standing(), told_behind()
    told = []
    for one in indicators:
        rule, now = Rule.read(one.rule), standing[one.pk]
        if rule.by_hand:
            rows = [row for row in hands.get(one.pk, []) if period.holds(row.on)]
            records: dict[str, Any] = {row.code: str(row.value) for row in rows}
        else:
            records = behind.get(one.pk, {})
        told.append(
            {
                "indicator": one.code,
                "title": one.title,
                "language": one.language,
                "titles": one.titles,
                "result": one.result.code,
                "result_title": one.result.title,
                "result_language": one.result.language,
                "unit": one.unit,
                "rule": one.rule,
                "claimed": one.claimed,
                "source": one.source,
                "owner": one.owner.name if one.owner else "",
                "due": one.due.isoformat() if one.due else None,
                "baseline": _text(one.baseline),
                "target": _text(one.target),
                "value": _text(now.value),
                "why": now.why,
                "by_themselves": _text(now.by_themselves),
                "low": _text(now.low),
                "high": _text(now.high),
                "records": records if to_compare else dict(sorted(records.items())),
                "hash": "" if to_compare else hash_of(records),
            }
        )
    return told


def _behind(
    indicators: Sequence[Indicator], period: Period, asking: Asking
) -> Callable[[], dict[UUID, dict[str, int]]]:
    """The numbers of the records behind each counted indicator; told once the returned function is called."""
    told = {}
    for one in indicators:
        rule = Rule.read(one.rule)
        if "subject" in parts_of(rule):
            cut = rule.cut(one.project_id, since=period.since, until=period.until)
            told[one.pk] = by_part(rule, cut, "subject", asking=asking)
    return lambda: {pk: numbers() for pk, numbers in told.items()}


def hash_of(records: Mapping[str, Any]) -> str:
    """SHA-256 over records and their numbers, written in the one canonical way."""
    return hashlib.sha256(canonical(dict(records))).hexdigest()


def digest_of(figures: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over all figures of a report."""
    return hashlib.sha256(canonical({"figures": list(figures)})).hexdigest()


def _text(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that is not what it was. figure: as it was reported, now: as it is; either may be None.

    records: ids of those behind it whose number is another now. rule, target: whether these were changed."""

    figure: Mapping[str, Any] | None
    now: Mapping[str, Any] | None
    records: tuple[str, ...]
    rule: bool
    target: bool

    @property
    def either(self) -> Mapping[str, Any]:
        found = self.now or self.figure
        assert found is not None
        return found


def compared(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[Changed]:
    """What differs between two sets of figures, in the order of the newer; what is as it was is left out."""
    before = {one["indicator"]: one for one in then}
    after = {one["indicator"]: one for one in now}
    found = []
    for code in [*after, *(code for code in before if code not in after)]:
        old, new = before.get(code), after.get(code)
        records = _moved(old["records"] if old else {}, new["records"] if new else {})
        rule = bool(old and new and old["rule"] != new["rule"])
        target = bool(
            old and new and any(old[name] != new[name] for name in ("target", "baseline", "unit", "claimed"))
        )
        values = (old["value"] if old else None) != (new["value"] if new else None)
        if old is None or new is None or values or records or rule or target:
            found.append(Changed(old, new, records, rule, target))
    return found


def _moved(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    if then == now:
        return ()
    return tuple(key for key in sorted({*then, *now}) if then.get(key) != now.get(key))


def totals(cut: Any) -> list[dict[str, Any]]:
    """What stands side by side in a report, JSON: never added up."""
    return [
        {"countable": one.countable.key, "unit": one.countable.unit.value, "number": one.number,
         "by_themselves": one.by_themselves}
        for one in side_by_side(cut)()
    ]  # fmt: skip


def intact(snapshot: Snapshot) -> bool:
    """Whether a frozen report still says what it said: its digest, and the hash of each figure."""
    figures = snapshot.figures
    return digest_of(figures) == snapshot.digest and all(
        hash_of(one["records"]) == one["hash"] for one in figures
    )
