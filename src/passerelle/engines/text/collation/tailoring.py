"""Gives the texts that a language's rules speak of their places between those of the root table.

Source: Unicode Technical Standard 35, part 5, "Orderings", "Contractions", "Expansions", "Placing Characters Before
Others". Every root weight that a rule speaks of has a chain of places that hang on it; a new place goes behind what
differs less than itself and before what differs as much. Weights are read off the chains at the end.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from passerelle.engines.text.collation.rules import NOTHING, Relation, Reset, Rules
from passerelle.engines.text.collation.source import COMMON_TERTIARY, Root

IDENTICAL, PRIMARY, SECONDARY, TERTIARY = range(4)
CASE = 0xC0
BEFORE_COMMON = 0.5
"""Where that stands which a rule puts before the usual weight of a level; all root weights are whole numbers."""
TERTIARY_ALONE = 0x3C
"""Tertiary weights of elements that have no other are above those of letters (UTS 10, well-formedness 2)."""

Weight = tuple[float, int]
"""A root weight and how many new places lie between it and this one."""


@dataclass(slots=True, eq=False)
class Place:
    """One place in a chain: a root weight of its level or, without a weight, a new one."""

    level: int
    weight: float | None = None
    below_common: bool = False
    """Whether places before the usual weight of the next level hang here, which then has a place of its own."""


@dataclass(frozen=True, slots=True)
class Element:
    """One collation element: weights of the root, or a place whose weights are not known yet. case: 0, 1 or 2."""

    primary: float = 0
    secondary: float = 0
    tertiary: float = 0
    case: int = 0
    place: Place | None = None
    level: int = IDENTICAL

    @property
    def strength(self) -> int:
        """The strongest level on which it counts."""
        if self.place is not None:
            return self.level
        return PRIMARY if self.primary else SECONDARY if self.secondary else TERTIARY


@dataclass(slots=True)
class Tailored:
    """elements: of every listed sequence. weights: of every new place, by level."""

    elements: dict[str, tuple[Element, ...]]
    weights: dict[int, tuple[Weight, Weight, Weight]]


@dataclass(slots=True)
class Builder:
    """Applies rules, one after the other, to a copy of the root table."""

    root: Root
    elements: dict[str, tuple[Element, ...]] = field(default_factory=dict)
    _chains: dict[float, list[Place]] = field(default_factory=dict)
    _home: dict[int, float] = field(default_factory=dict)
    _primaries: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        seen: dict[tuple[tuple[int, int, int], ...], tuple[Element, ...]] = {}
        for sequence, own in self.root.elements.items():
            if own not in seen:
                seen[own] = tuple([Element(p, s, t & ~CASE, t >> 6) for p, s, t in own])
            self.elements[sequence] = seen[own]
        self._primaries = sorted({p for own in seen for p, _, _ in own})

    def apply(self, rules: Rules) -> Tailored:
        """Raises ValueError where a rule cannot be followed: a fault in the data."""
        for sign in rules.suppressed:
            for sequence in [one for one in self.elements if len(one) > 1 and one[0] == sign]:
                del self.elements[sequence]
        at: tuple[Element, ...] = ()
        for step in rules.steps:
            at = self._reset(step) if isinstance(step, Reset) else self._relate(at, step)
        return Tailored(self.elements, self._weights())

    def _reset(self, step: Reset) -> tuple[Element, ...]:
        if step.text == NOTHING:
            return (Element(),)
        at = self.of(step.text)
        return self._before(at, step.before) if step.before else at

    def _relate(self, at: tuple[Element, ...], step: Relation) -> tuple[Element, ...]:
        if step.level != IDENTICAL:
            *start, last = self._strong(at, step.level)
            chain, place = self._place(last, step.level)
            added = self._insert_after(chain, place, step.level)
            at = (*start, Element(place=added, level=min(step.level, last.strength)))
        own = self._cased(at, step.text)
        if step.extension:
            own = (*own, *self.of(step.extension))
        self.elements[step.prefix + step.text] = (*self.of(step.prefix), *own) if step.prefix else own
        return at

    def of(self, text: str) -> tuple[Element, ...]:
        """Elements of a text by the longest sequences known so far."""
        found: list[Element] = []
        while text:
            length = next((n for n in range(len(text), 0, -1) if text[:n] in self.elements), 0)
            if not length:
                raise ValueError(f"not in the table: {text!r}")
            found.extend(self.elements[text[:length]])
            text = text[length:]
        return tuple(found)

    @staticmethod
    def _strong(at: tuple[Element, ...], level: int) -> tuple[Element, ...]:
        """Without what at the end counts less than the level."""
        while len(at) > 1 and at[-1].strength > level:
            at = at[:-1]
        return at if at and at[-1].strength <= level else (Element(),)

    def _place(self, element: Element, level: int) -> tuple[list[Place], Place]:
        """The place of an element and the chain it stands in; made where no rule has spoken of it before."""
        if element.place is not None:
            return self._chains[self._home[id(element.place)]], element.place
        chain = self._chain(element.primary)
        place = chain[0]
        if level >= SECONDARY:
            place = self._weak(chain, place, element.secondary, SECONDARY)
        if level >= TERTIARY:
            place = self._weak(chain, place, element.tertiary, TERTIARY)
        return chain, place

    def _chain(self, primary: float) -> list[Place]:
        if primary not in self._chains:
            self._chains[primary] = []
            self._add(primary, 0, Place(PRIMARY, primary))
        return self._chains[primary]

    def _add(self, primary: float, index: int, place: Place) -> Place:
        self._chains[primary].insert(index, place)
        self._home[id(place)] = primary
        return place

    def _common(self, level: int) -> float:
        return self.root.common if level == SECONDARY else COMMON_TERTIARY

    def _weak(self, chain: list[Place], place: Place, weight: float, level: int) -> Place:
        """The place of a root weight of a lower level under `place`."""
        if weight in (self._common(level), 0):
            return self._usual(chain, place, level)
        primary, at = self._home[id(place)], chain.index(place)
        if weight < self._common(level) and not place.below_common:
            place.below_common = True
            self._add(primary, at + 1, Place(level, self._common(level)))
            return self._add(primary, at + 1, Place(level, weight))
        index = at + 1
        for i in range(at + 1, len(chain)):
            other = chain[i]
            if other.level < level:
                break
            if other.level == level and other.weight is not None:
                if other.weight == weight:
                    return other
                if other.weight > weight:
                    break
            index = i + 1
        return self._add(primary, index, Place(level, weight))

    def _usual(self, chain: list[Place], place: Place, level: int) -> Place:
        """The place of the usual weight of a level: the stronger place itself, unless something stands before it."""
        if place.level >= level or not place.below_common:
            return place
        common = self._common(level)
        for other in chain[chain.index(place) + 1 :]:
            if other.level < level:
                break
            if other.level == level and other.weight == common:
                return other
        return place

    def _insert_after(self, chain: list[Place], place: Place, level: int) -> Place:
        if level >= SECONDARY:
            place = self._usual(chain, place, SECONDARY)
        if level >= TERTIARY:
            place = self._usual(chain, place, TERTIARY)
        index = chain.index(place) + 1
        while index < len(chain) and chain[index].level > level:
            index += 1
        return self._add(self._home[id(place)], index, Place(level))

    def _before(self, at: tuple[Element, ...], level: int) -> tuple[Element, ...]:
        """Elements of the place just before, different on that level."""
        *start, last = self._strong(at, level)
        chain, place = self._place(last, level)
        while place.level > level:
            place = chain[chain.index(place) - 1]
        if place.level == level and place.weight is None:
            place = chain[chain.index(place) - 1]
        elif level == PRIMARY:
            # Behind everything that hangs on the root weight before it.
            index = bisect_left(self._primaries, self._home[id(place)]) - 1
            chain = self._chain(self._primaries[index])
            place = chain[-1]
        else:
            place = self._before_weak(chain, place, level)
        return (*start, Element(place=place, level=last.strength))

    def _before_weak(self, chain: list[Place], place: Place, level: int) -> Place:
        place = self._usual(chain, place, SECONDARY)
        if level >= TERTIARY:
            place = self._usual(chain, place, TERTIARY)
        if place.level != level:
            return self._weak(chain, place, BEFORE_COMMON, level)
        for other in reversed(chain[: chain.index(place)]):
            if other.level == level and other.weight is not None:
                return other
            if other.level < level:
                return self._weak(chain, other, self._common(level), level)
        raise ValueError("nothing stands before the first place")

    def _cased(self, own: tuple[Element, ...], text: str) -> tuple[Element, ...]:
        """With the case of the text's own letters: a capital that rules put elsewhere stays one."""
        cases = [one.case for sign in text for one in self._plain(sign) if one.primary]
        letters = sum(one.strength == PRIMARY for one in own)
        if letters and len(cases) >= letters:
            rest = cases[letters - 1 :]
            cases = [*cases[: letters - 1], rest[0] if len(set(rest)) == 1 else 1]
        left = iter(cases)
        return tuple(
            Element(
                one.primary,
                one.secondary,
                one.tertiary,
                next(left, 0) if one.strength == PRIMARY else 0,
                one.place,
                one.level,
            )
            for one in own
        )

    def _plain(self, sign: str) -> list[Element]:
        return [Element(p, s, t & ~CASE, t >> 6) for p, s, t in self.root.elements.get(sign, ())]

    def _weights(self) -> dict[int, tuple[Weight, Weight, Weight]]:
        """id of a place → its weights."""
        found: dict[int, tuple[Weight, Weight, Weight]] = {}
        for primary, chain in self._chains.items():
            first: Weight = (primary, 0)
            second: Weight = (self.root.common if primary else 0, 0)
            third: Weight = (COMMON_TERTIARY if primary else TERTIARY_ALONE, 0)
            usual = (COMMON_TERTIARY, 0)
            for place in chain:
                if place.level == PRIMARY and place.weight is None:
                    first, second, third = _next(first), (self.root.common, 0), usual
                elif place.level == SECONDARY:
                    second = _next(second) if place.weight is None else (place.weight, 0)
                    third = usual
                elif place.level == TERTIARY:
                    third = _next(third) if place.weight is None else (place.weight, 0)
                found[id(place)] = first, second, third
        return found


def _next(weight: Weight) -> Weight:
    return weight[0], weight[1] + 1


def in_order(weights: set[Weight]) -> dict[Weight, int]:
    """Numbers from 1 on in the order of the weights."""
    return {weight: number for number, weight in enumerate(sorted(weights), 1)}
