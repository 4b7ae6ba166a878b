"""How often what was answered: asked, answered, declined, left empty and not asked are five numbers, and add up.

`guarded` makes of exact counts what may leave the project: no number under five that tells of few people, and none from
which one could be worked out. Source: the frequency rule with complementary suppression, Hundepool et al., "Statistical
Disclosure Control", Wiley 2012, sections 4.2 and 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean, median

from passerelle.engines.questions.conditions import asked
from passerelle.engines.questions.model import DECLINED, Answers, Question, Questionnaire

LEAST = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """One question over all responses. counts: by choice or point, None where hidden. rows: of a matrix, by row.

    asked = answered + declined + empty; asked + not_asked = all. low and high are the ends of the numbers given; None
    where there are none or they are hidden. hidden: something of it is."""

    question: str
    asked: int | None
    answered: int | None
    declined: int | None
    empty: int | None
    not_asked: int | None
    counts: Mapping[str, int | None] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    mean: float | None = None
    middle: float | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False


def tally(form: Questionnaire, responses: Sequence[Answers]) -> dict[str, Tally]:
    """Every question over all these responses, by its key."""
    conditional = any(question.conditions for question in form)
    everything = frozenset(form.by_key)
    there = [asked(form, one) if conditional else everything for one in responses]
    return {question.key: _one(question, responses, there) for question in form}


def _one(question: Question, responses: Sequence[Answers], there: Sequence[frozenset[str]]) -> Tally:
    key = question.key
    shown = [one for one, keys in zip(responses, there, strict=True) if key in keys]
    given = [one[key] for one in shown if key in one and one[key] is not DECLINED]
    declined = sum(1 for one in shown if key in one and one[key] is DECLINED)
    told = Tally(
        key, len(shown), len(given), declined, len(shown) - len(given) - declined, len(responses) - len(shown)
    )
    if question.kind == "matrix":
        rows = {row: dict.fromkeys(question.choices, 0) for row in question.rows}
        for value in given:
            assert isinstance(value, dict)
            for row, choice in value.items():
                if row in rows and choice in rows[row]:
                    rows[row][choice] += 1
        return replace(told, rows=rows)
    if question.kind in ("single", "multiple", "scale"):
        counts = dict.fromkeys(question.choices or map(str, question.points), 0)
        for value in given:
            for one in value if isinstance(value, list) else [str(value)]:
                if one in counts:
                    counts[one] += 1
        told = replace(told, counts=counts)
    if question.measures and given:
        numbers = [float(str(value)) for value in given]
        told = replace(told, mean=fmean(numbers), middle=median(numbers), low=min(numbers), high=max(numbers))
    return told


def guarded(form: Questionnaire, tallies: Mapping[str, Tally], least: int = LEAST) -> dict[str, Tally]:
    """What may leave the project. A question that fewer than `least` answered is hidden whole."""
    return {key: _guarded(form.by_key[key], one, least) for key, one in tallies.items()}


def _guarded(question: Question, one: Tally, least: int) -> Tally:
    around = {"declined": one.declined, "empty": one.empty, "not_asked": one.not_asked}
    if (one.answered or 0) < least:
        return _nothing(question, one)
    partition = question.kind in ("single", "scale")
    inside: dict[str, int | None] = dict(one.counts) if partition else {"answered": one.answered}
    safe = apart({**{f"={k}": v for k, v in inside.items()}, **around}, least)
    if safe is None:
        return _nothing(question, one)
    counts = {k: safe[f"={k}"] for k in one.counts} if partition else {}
    if question.kind == "multiple":
        counts = {k: v if _wide(v, one.answered, least) else None for k, v in one.counts.items()}
    rows: dict[str, Mapping[str, int | None]] = {}
    for row, told in one.rows.items():
        filled = sum(n or 0 for n in told.values())
        kept = apart({**told, "": (one.answered or 0) - filled}, least)
        rows[row] = dict.fromkeys(told) if kept is None else {k: kept[k] for k in told}
    gone = [*safe.values(), *counts.values(), *(n for told in rows.values() for n in told.values())]
    hidden = None in gone
    outside = any(safe[name] is None for name in around)
    return replace(
        one,
        # Totals stand only where no hidden number could be worked out from them.
        asked=None if outside else one.asked,
        answered=None if outside or (partition and hidden) else one.answered,
        declined=safe["declined"],
        empty=safe["empty"],
        not_asked=safe["not_asked"],
        counts=counts,
        rows=rows,
        mean=None if partition and hidden else one.mean,
        middle=None if hidden else one.middle,
        low=None,
        high=None,
        hidden=hidden,
    )


def apart(cells: Mapping[str, int | None], least: int) -> dict[str, int | None] | None:
    """Cells that add up to a known total, without those that are small and without as many more as keep them secret;
    None where that would leave nothing.

    What is hidden is two cells at least, and together `least` people at least. No people is no small group."""
    hidden = {key for key, n in cells.items() if n is None or 0 < n < least}
    rest = sorted(
        (key for key, n in cells.items() if key not in hidden and n), key=lambda key: (cells[key], key)
    )
    while hidden and (len(hidden) < 2 or sum(cells[key] or 0 for key in hidden) < least):
        if not rest:
            return None
        hidden.add(rest.pop(0))
    return {key: None if key in hidden else n for key, n in cells.items()}


def _wide(n: int | None, whole: int | None, least: int) -> bool:
    """Whether a count and those it leaves over are both none or many."""
    if n is None or whole is None:
        return False
    return all(part == 0 or part >= least for part in (n, whole - n))


def _nothing(question: Question, one: Tally) -> Tally:
    return Tally(
        one.question,
        None,
        None,
        None,
        None,
        None,
        counts=dict.fromkeys(one.counts),
        rows={row: dict.fromkeys(told) for row, told in one.rows.items()},
        hidden=True,
    )


def shares(counts: Iterable[int | None], whole: int | None) -> list[float | None]:
    """Each count as a share of the whole, from 0 to 1; None where either is hidden or there is nobody."""
    return [None if n is None or not whole else min(1.0, n / whole) for n in counts]
