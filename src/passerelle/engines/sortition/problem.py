"""From people to numbers: types, and the rules a panel obeys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from passerelle.engines.sortition.model import DrawError, Ints, Pool, Problem, Row, Target, check

_Key = tuple[tuple[str, ...], int, bool]
"""What makes a type: features, number of the household class (0 for none), inside or not."""


def problem(pool: Pool, targets: Sequence[Target], limit: int | None = None) -> Problem:
    """The draw in numbers.

    limit: at most so many people of one household over all panels together; None for no limit.
    Rows of `pool.outside` belong to no type. Households no larger than the limit cannot break it and leave no trace.
    Households with the same members by feature are exchangeable, so they form one class: of its n households at most
    n * limit people are drawn, and any counts within that (and within each type's own limit) can be seated, because
    sums of equal polymatroids have the integer decomposition property (Schrijver 2003, corollary 44.6c).
    """
    check(pool, targets)
    kept = [row for row in range(len(pool)) if row not in pool.outside]
    classes = _household_classes(pool, kept, limit)
    number_of: dict[_Key, int] = {}
    features = [pool.features[row] for row in kept] if len(kept) < len(pool) else pool.features
    numbers = (
        [
            number_of.setdefault((each, classes.get(row, 0), row in pool.inside), len(number_of))
            for row, each in zip(kept, features, strict=True)
        ]
        if classes or pool.inside
        else _numbered(features, number_of)
    )
    keys = list(number_of)
    type_of_row, rows_kept = np.array(numbers, dtype=np.int64), np.array(kept, dtype=np.int64)
    counts = np.bincount(type_of_row, minlength=len(keys))
    in_types = rows_kept[np.argsort(type_of_row, kind="stable")]
    members = tuple(np.split(in_types, np.cumsum(counts)[:-1])) if keys else ()
    inside = np.array([bool(key[2]) for key in keys], dtype=bool)
    number, many = len(keys), len(targets)
    if many > 1 and inside.any():
        raise DrawError(
            "inside_one", "Members who stay can be kept for one panel at a time, not for several."
        )
    target_of = np.repeat(np.arange(many), number)
    type_of = np.tile(np.arange(number), many)
    most = counts.copy()
    if limit is not None:
        _limit_types(most, keys, members, pool, limit)
    least = np.where(inside, counts, 0)
    rows = [
        *_sizes(targets, number),
        *_quotas(pool, targets, keys),
        *_households(keys, members, pool, limit, many),
    ]
    if many > 1:
        rows += [
            _row("person", (t,), [t + p * number for p in range(many)], 0, int(most[t]))
            for t in range(number)
        ]
    return Problem(
        members=members,
        counts=counts,
        type_of=type_of,
        target_of=target_of,
        least=np.tile(least, many),
        most=np.tile(np.maximum(most, least), many),
        rows=tuple(rows),
        sizes=tuple(target.size for target in targets),
        excluded=dict(pool.outside),
    )


def _numbered(features: Sequence[tuple[str, ...]], number_of: dict[_Key, int]) -> list[int]:
    """The number of each, in the order of the first of its kind, where nothing but features makes a type."""
    numbers: dict[tuple[str, ...], int] = {}
    found = [numbers.setdefault(each, len(numbers)) for each in features]
    number_of.update(((each, 0, False), number) for each, number in numbers.items())
    return found


def bar(given: Problem, types: Iterable[int], reason: str) -> Problem:
    """The same draw in which nobody of these types is drawn; their people are excluded for `reason`."""
    barred = np.isin(given.type_of, list(types))
    excluded = dict(given.excluded)
    for t in types:
        excluded.update((int(row), reason) for row in given.members[t])
    return replace(given, most=np.where(barred, 0, given.most), excluded=excluded)


def _household_classes(pool: Pool, kept: list[int], limit: int | None) -> dict[int, int]:
    """For each row in a household larger than the limit the number of its class, from 1: how its household looks."""
    if limit is None or not pool.households:
        return {}
    together: dict[int, list[int]] = defaultdict(list)
    for row in kept:
        home = pool.households[row]
        if home is not None:
            together[home].append(row)
    classes: dict[int, int] = {}
    numbers: dict[tuple[object, ...], int] = {}
    for rows in together.values():
        if len(rows) > limit:
            pattern = tuple(sorted([(pool.features[row], row in pool.inside) for row in rows]))
            classes.update(dict.fromkeys(rows, numbers.setdefault(pattern, len(numbers) + 1)))
    return classes


def _limit_types(
    most: Ints,
    keys: list[_Key],
    members: Sequence[Ints],
    pool: Pool,
    limit: int,
) -> None:
    for t, key in enumerate(keys):
        if key[1]:
            homes = Counter([pool.households[row] for row in members[t].tolist()])
            most[t] = sum([min(limit, people) for people in homes.values()])


def _row(kind: str, key: tuple[object, ...], columns: Sequence[int] | Ints, low: int, high: int) -> Row:
    where = np.asarray(columns, dtype=np.int64)
    return Row(kind, key, where, np.ones(len(where), dtype=np.int64), low, high)  # type: ignore[arg-type]


def _sizes(targets: Sequence[Target], number: int) -> list[Row]:
    return [
        _row("size", (p,), range(p * number, (p + 1) * number), target.size, target.size)
        for p, target in enumerate(targets)
    ]


def _quotas(pool: Pool, targets: Sequence[Target], keys: list[_Key]) -> list[Row]:
    having: dict[tuple[str, str], Ints] = {}
    for place, category in enumerate(pool.categories):
        found: dict[str, list[int]] = defaultdict(list)
        for t, value in enumerate([key[0][place] for key in keys]):
            found[value].append(t)
        having.update(((category, value), np.array(types, dtype=np.int64)) for value, types in found.items())
    nobody = np.array([], dtype=np.int64)
    return [
        _row(
            "quota",
            (p, quota.category, quota.feature),
            having.get((quota.category, quota.feature), nobody) + p * len(keys),
            quota.least,
            quota.most,
        )
        for p, target in enumerate(targets)
        for quota in target.quotas
    ]


def _households(
    keys: list[_Key],
    people: Sequence[Ints],
    pool: Pool,
    limit: int | None,
    many: int,
) -> list[Row]:
    if limit is None:
        return []
    members: dict[int, list[int]] = defaultdict(list)
    for t, key in enumerate(keys):
        if key[1]:
            members[key[1]].append(t)
    rows = []
    for types in members.values():
        homes = {pool.households[row] for t in types for row in people[t].tolist()}
        columns = [t + p * len(keys) for t in types for p in range(many)]
        rows.append(_row("household", tuple(types), columns, 0, limit * len(homes)))
    return rows
