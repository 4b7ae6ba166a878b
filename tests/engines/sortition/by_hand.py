"""Panels as sets of people, without types, rows or a solver: every subset of a tiny pool is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from hypothesis import strategies as st

from passerelle.engines.sortition.model import Pool, Quota, Target

Subset = tuple[int, ...]
Rule = tuple[str, str, str, int]
"""category, feature, bound, value, as in the output; categories size and household are what they say."""


def subsets(pool: Pool) -> Iterator[Subset]:
    """Everybody who may come, in every combination, those fixed in always."""
    free = [row for row in range(len(pool)) if row not in pool.outside and row not in pool.inside]
    for number in range(len(free) + 1):
        for chosen in combinations(free, number):
            yield tuple(sorted([*chosen, *pool.inside]))


def count(pool: Pool, subset: Subset, category: str, feature: str) -> int:
    """What a rule about these is a bound of."""
    if category == "size":
        return len(subset)
    if category == "household":
        homes = Counter(pool.households[row] for row in subset if pool.households[row] is not None)
        return max(homes.values(), default=0)
    place = pool.categories.index(category)
    return sum(pool.features[row][place] == feature for row in subset)


def rules(target: Target, limit: int | None) -> list[Rule]:
    """Everything that is asked of a panel."""
    asked: list[Rule] = [("size", "", "min", target.size), ("size", "", "max", target.size)]
    for quota in target.quotas:
        asked.append((quota.category, quota.feature, "min", quota.least))
        asked.append((quota.category, quota.feature, "max", quota.most))
    return asked if limit is None else [*asked, ("household", "", "max", limit)]


def missed(pool: Pool, subset: Subset, asked: Sequence[Rule]) -> int:
    """By how many persons all rules together are missed; a household counts by how much the largest is too large."""
    total = 0
    for category, feature, bound, value in asked:
        there = count(pool, subset, category, feature)
        total += max(0, value - there) if bound == "min" else max(0, there - value)
    return total


def possible(pool: Pool, asked: Sequence[Rule], such: Callable[[Subset], bool] = lambda _: True) -> bool:
    """Whether some panel obeys just these rules."""
    return any(missed(pool, subset, asked) == 0 for subset in subsets(pool) if such(subset))


def least_change(pool: Pool, asked: Sequence[Rule]) -> int:
    """The smallest total by which bounds have to change; a panel has at least one person."""
    return min(missed(pool, subset, asked) for subset in subsets(pool) if subset)


@st.composite
def requests(draw: st.DrawFn) -> tuple[Pool, Target, int | None]:
    """Tiny pools and quotas that often cannot be met."""
    kinds = [draw(st.integers(2, 3)) for _ in range(draw(st.integers(1, 3)))]
    names = tuple(f"c{place}" for place in range(len(kinds)))
    people = draw(st.lists(st.tuples(*(st.integers(0, kind - 1) for kind in kinds)), min_size=2, max_size=8))
    features = tuple(tuple(f"f{value}" for value in person) for person in people)
    size = draw(st.integers(1, max(1, len(people) - 1)))
    quotas = []
    for name, kind in zip(names, kinds, strict=True):
        for value in range(kind):
            least = draw(st.sampled_from((0, 0, 1, 1, 2, 3)))
            quotas.append(Quota(name, f"f{value}", least, least + draw(st.sampled_from((0, 1, 2, 5)))))
    homes = draw(
        st.none() | st.lists(st.sampled_from((None, 0, 0, 1, 2)), min_size=len(people), max_size=len(people))
    )
    rows = list(range(len(people)))
    inside = frozenset(draw(st.lists(st.sampled_from(rows), max_size=1)))
    outside = set(draw(st.lists(st.sampled_from(rows), max_size=1))) - inside
    pool = Pool(names, features, tuple(homes or ()), inside, dict.fromkeys(outside, "ill"))
    limit = None if homes is None else draw(st.sampled_from((1, 1, 2)))
    return pool, Target(size, tuple(quotas)), limit


@st.composite
def answerable(draw: st.DrawFn) -> tuple[Pool, Target, int | None]:
    """The same around some panel, so that there is one, but not for everybody."""
    pool, target, limit = draw(requests())
    panels = [
        subset
        for subset in subsets(pool)
        if subset and (limit is None or count(pool, subset, "household", "") <= limit)
    ]
    if not panels:
        pool, limit = Pool(pool.categories, pool.features), None
        panels = [(0,)]
    panel = draw(st.sampled_from(panels))
    quotas = []
    for quota in target.quotas:
        there = count(pool, panel, quota.category, quota.feature)
        least = max(0, there - draw(st.sampled_from((0, 0, 1))))
        quotas.append(Quota(quota.category, quota.feature, least, there + draw(st.sampled_from((0, 0, 1)))))
    return pool, Target(len(panel), tuple(quotas)), limit
