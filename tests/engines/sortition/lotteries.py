"""Pools with quotas and a lottery over panels that obey them, made without any solver: the panels come first."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from passerelle.engines.sortition.model import SCALE, Ints, Pool, Problem, Quota, Target, TypeLottery
from passerelle.engines.sortition.problem import problem


@dataclass
class Case:
    pool: Pool
    targets: list[Target]
    limit: int | None
    numbers: Problem
    lottery: TypeLottery
    rng: np.random.Generator

    def by_column(self, rows: Ints, seats: Ints) -> Ints:
        """Counts by column of one panel of people."""
        type_of = np.full(len(self.pool), -1)
        for t, members in enumerate(self.numbers.members):
            type_of[members] = t
        return np.bincount(type_of[rows] + seats * self.numbers.types, minlength=self.numbers.columns)

    def is_panel(self, rows: Ints, seats: Ints) -> bool:
        """Whether these people, nobody twice, obey quotas, sizes and household limit, counted one by one."""
        if len(set(rows.tolist())) < len(rows) or any(int(row) in self.pool.outside for row in rows):
            return False
        for number, target in enumerate(self.targets):
            here = [self.pool.features[row] for row in rows[seats == number]]
            if len(here) != target.size:
                return False
            for quota in target.quotas:
                place = self.pool.categories.index(quota.category)
                if not quota.least <= sum(each[place] == quota.feature for each in here) <= quota.most:
                    return False
        return self.limit is None or fullest_home(self.pool, rows) <= self.limit


def fullest_home(pool: Pool, rows) -> int:
    """How many of these people live together at most."""
    homes = Counter(pool.households[row] for row in rows) if pool.households else Counter()
    homes.pop(None, None)
    return max(homes.values(), default=0)


def case(seed, people, features, sizes, panels, homes=1, limit=None, tight=True) -> Case:
    """features: how many of each category; homes: people per household; tight: quotas that just hold the panels."""
    rng = np.random.default_rng(seed)
    names = tuple(f"category {number}" for number in range(len(features)))
    rows = tuple(tuple(f"feature {rng.integers(many)}" for many in features) for _ in range(people))
    households = tuple(row // homes if rng.random() < 0.9 else None for row in range(people))
    pool = Pool(names, rows, households if homes > 1 else ())
    found = []
    while len(found) < panels:
        chosen = _within_limit(pool, rng.permutation(people), limit)[: sum(sizes)]
        if len(chosen) < sum(sizes):
            sizes = [size - 1 for size in sizes] if min(sizes) > 1 else [1]
            found.clear()
            continue
        found.append((np.array(chosen), np.repeat(np.arange(len(sizes)), sizes)))
    targets = [
        Target(size, _quotas(pool, found, number) if tight else ()) for number, size in enumerate(sizes)
    ]
    numbers = problem(pool, targets, limit)
    made = Case(pool, targets, limit, numbers, TypeLottery(np.zeros((0, 0)), (), ()), rng)
    weights = np.floor(rng.dirichlet(np.full(panels, 0.5)) * SCALE).astype(np.int64)
    weights[0] += SCALE - weights.sum()
    counts = np.array([made.by_column(*each) for each in found])
    made.lottery = TypeLottery(counts, tuple(int(weight) for weight in weights), ())
    return made


def _within_limit(pool: Pool, order, limit) -> list[int]:
    chosen: list[int] = []
    for row in order:
        if limit is None or fullest_home(pool, [*chosen, row]) <= limit:
            chosen.append(int(row))
    return chosen


def _quotas(pool: Pool, panels, target: int) -> tuple[Quota, ...]:
    quotas = []
    for place, category in enumerate(pool.categories):
        for feature in sorted({features[place] for features in pool.features}):
            counts = [
                sum(pool.features[row][place] == feature for row in rows[seats == target])
                for rows, seats in panels
            ]
            quotas.append(Quota(category, feature, min(counts), max(counts)))
    return tuple(quotas)


@st.composite
def cases(draw, targets=(1, 2), limits=(None, 1, 2, 3), most_panels=8):
    limit = draw(st.sampled_from(limits))
    return case(
        draw(st.integers(0, 10**6)),
        people=draw(st.integers(6, 30)),
        features=draw(st.lists(st.integers(1, 3), min_size=1, max_size=2)),
        sizes=[draw(st.integers(1, 4)) for _ in range(draw(st.sampled_from(targets)))],
        panels=draw(st.integers(1, most_panels)),
        homes=1 if limit is None else draw(st.integers(1, 6)),
        limit=limit,
    )
