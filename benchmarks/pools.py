"""Pools to draw from, generated: `python -m benchmarks.pools OUT` writes OUT/<shape>-<seed>/respondents.csv and
categories.csv.

They have the marginals, the response bias and the quota widths of the pool `syn_e_110` (1,727 respondents, 110 seats,
7 features). What was derived from it, and how:

- POPULATION: middle of each quota over the sum of the middles of its category.
- POOL: share of each feature among the respondents. POOL over POPULATION is the response bias (.2 to 4.8).
- BY_GENDER: the same shares within each gender. Gender is all the structure there is: over all pairs of categories
  Cramér's V is .58 for gender and district, .18 for gender and age, .15 for gender and origin, and once gender is
  given no pair is further from independent than chance (chi-squared per degree of freedom .1 to 3.2, most near 1).
- WIDTH: every quota is [floor(.95 e), ceil(1.05 e)] with e = POPULATION * seats.
- HOMES: 127 pairs, 4 threes and 1 four share an address, 16 % of the people; members are no more alike than others.

Feasible by construction, no solver asked: every pool holds one panel with the features of the population. Its seats
are apportioned to the features of each category by largest remainders (so each count is e rounded down or up, within
the quota) and the categories shuffled against each other. The other people are drawn so that pool and panel together
have the shares of POOL. No two people of that panel share an address, so a limit of one per address can be met too.
No pool was ever looked at by a solver and left out.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from dataclasses import dataclass
from pathlib import Path

Shares = dict[str, float]
Person = dict[str, str]

POPULATION: dict[str, Shares] = {
    "gender": {"female": 0.502, "male": 0.484, "nonbinary": 0.014},
    "age": {"16-29": 0.21, "30-44": 0.242, "45-59": 0.251, "60-74": 0.187, "75+": 0.11},
    "education": {"none": 0.219, "middle": 0.411, "higher": 0.37},
    "origin": {"native": 0.759, "EU": 0.1, "africa": 0.059, "other": 0.082},
    "district": {"d0": 0.219, "d1": 0.178, "d2": 0.16, "d3": 0.142, "d4": 0.119, "d5": 0.1, "d6": 0.082},
    "attitude": {"against": 0.3, "neutral": 0.35, "for": 0.35},
    "disability": {"yes": 0.178, "no": 0.822},
}
POOL: dict[str, Shares] = {
    "gender": {"female": 0.352, "male": 0.583, "nonbinary": 0.065},
    "education": {"none": 0.32, "middle": 0.311, "higher": 0.369},
    "attitude": {"against": 0.058, "neutral": 0.719, "for": 0.223},
    "disability": {"yes": 0.064, "no": 0.936},
}
BY_GENDER: dict[str, dict[str, Shares]] = {
    "age": {
        "female": {"16-29": 0.199, "30-44": 0.364, "45-59": 0.15, "60-74": 0.144, "75+": 0.143},
        "male": {"16-29": 0.089, "30-44": 0.296, "45-59": 0.166, "60-74": 0.154, "75+": 0.295},
        "nonbinary": {"16-29": 0.018, "30-44": 0.177, "45-59": 0.195, "60-74": 0.23, "75+": 0.38},
    },
    "origin": {
        "female": {"native": 0.621, "EU": 0.241, "africa": 0.066, "other": 0.072},
        "male": {"native": 0.746, "EU": 0.193, "africa": 0.027, "other": 0.034},
        "nonbinary": {"native": 0.947, "EU": 0.027, "africa": 0.0, "other": 0.026},
    },
    "district": {
        "female": {"d0": 0.031, "d1": 0.028, "d2": 0.084, "d3": 0.193, "d4": 0.234, "d5": 0.158, "d6": 0.272},
        "male": {"d0": 0.695, "d1": 0.1, "d2": 0.092, "d3": 0.078, "d4": 0.029, "d5": 0.005, "d6": 0.001},
        "nonbinary": {"d0": 1.0, "d1": 0.0, "d2": 0.0, "d3": 0.0, "d4": 0.0, "d5": 0.0, "d6": 0.0},
    },
}
WIDTH = 0.05
HOMES = {2: 127, 3: 4, 4: 1}
SHARED = (0.11, 0.19)


@dataclass(frozen=True)
class Shape:
    """So many people, seats, and the categories that quotas are set on."""

    people: int
    seats: int
    categories: tuple[str, ...]


SHAPES = {
    "150-22": Shape(150, 22, ("gender", "age", "education", "origin")),
    # Added after the first measurements, which were of the four-feature pools above: both are reported.
    "150-22-all": Shape(150, 22, tuple(POPULATION)),
    "200-20": Shape(200, 20, ("education",)),  # three types of people, no more
    "10000-150": Shape(10_000, 150, tuple(POPULATION)),
}
SEEDS = (1, 2, 3)


def pool(shape: Shape, seed: int) -> tuple[list[Person], list[dict[str, str]]]:
    """The people and the quotas, as rows of the two files."""
    chance = random.Random(f"{shape.people}/{shape.seats}/{len(shape.categories)} seed {seed}")
    panel = _panel(shape, chance)
    people = panel + _others(shape, chance)
    homes = _addresses(len(people), len(panel), chance)
    rows = [person | {"address": home} for person, home in zip(people, homes, strict=True)]
    chance.shuffle(rows)
    return rows, _quotas(shape)


def _panel(shape: Shape, chance: random.Random) -> list[Person]:
    """One panel as the population is: the reason why the quotas can be met."""
    columns = {}
    for category in shape.categories:
        seats = {feature: share * shape.seats for feature, share in POPULATION[category].items()}
        counts = {feature: math.floor(e) for feature, e in seats.items()}
        largest = sorted(seats, key=lambda feature: counts[feature] - seats[feature])
        for feature in largest[: shape.seats - sum(counts.values())]:
            counts[feature] += 1
        columns[category] = [feature for feature, count in counts.items() for _ in range(count)]
        chance.shuffle(columns[category])
    return [{category: column[seat] for category, column in columns.items()} for seat in range(shape.seats)]


def _others(shape: Shape, chance: random.Random) -> list[Person]:
    """Those who make pool and panel together as biased as POOL."""
    count, people = shape.people - shape.seats, []
    missing = {
        gender: max(0.0, share * shape.people - POPULATION["gender"][gender] * shape.seats)
        for gender, share in POOL["gender"].items()
    }
    for gender in chance.choices(list(missing), list(missing.values()), k=count):
        person = {}
        for category in shape.categories:
            if category == "gender":
                person[category] = gender
            else:
                shares = _missing(shape, category, gender)
                person[category] = chance.choices(list(shares), list(shares.values()))[0]
        people.append(person)
    return people


def _missing(shape: Shape, category: str, gender: str) -> Shares:
    """How many people of this gender with each feature the pool should still get."""
    of_gender = 1.0 if category in POOL else POOL["gender"][gender]
    in_panel = 1.0 if category in POOL else POPULATION["gender"][gender]
    wanted = POOL[category] if category in POOL else BY_GENDER[category][gender]
    missing = {
        feature: max(
            0.0, share * of_gender * shape.people - POPULATION[category][feature] * in_panel * shape.seats
        )
        for feature, share in wanted.items()
    }
    return missing if any(missing.values()) else wanted


def _addresses(people: int, panel: int, chance: random.Random) -> list[str]:
    """The first `panel` people are those of the panel: at most one of them in each home."""
    numbers = chance.sample(range(people * 6), people)
    home = list(range(people))
    waiting = chance.sample(range(people), people)
    shared, wanted = 0, chance.uniform(*SHARED) * people
    while shared < wanted:
        size = chance.choices(list(HOMES), list(HOMES.values()))[0]
        first = waiting.pop()
        mates = [one for one in waiting if first >= panel or one >= panel][: size - 1]
        if first >= panel and sum(one < panel for one in mates) > 1:
            continue
        for mate in mates:
            waiting.remove(mate)
            home[mate] = home[first]
        shared += 1 + len(mates)
    return [f"a{numbers[place]}" for place in home]


def _quotas(shape: Shape) -> list[dict[str, str]]:
    return [
        {
            "category": category,
            "feature": feature,
            "min": str(math.floor((1 - WIDTH) * share * shape.seats)),
            "max": str(math.ceil((1 + WIDTH) * share * shape.seats)),
        }
        for category in shape.categories
        for feature, share in POPULATION[category].items()
    ]


def contradiction(people: list[Person], quotas: list[dict[str, str]], seats: int, seed: int) -> list[Person]:
    """The same quotas with minima raised until no panel can meet them, which counting alone shows.

    In turn: more of one feature than there are people; minima of one category above the size; two features of two
    categories that hardly anybody has both of. Maxima are raised with the minima.
    """
    chance = random.Random(f"contradiction {len(people)}/{seats} seed {seed}")
    changed = [dict(quota) for quota in quotas]
    order = chance.sample(changed, len(changed))
    kinds = [_too_few, _too_many, _two_at_odds]
    for kind in kinds[seed % 3 :] + kinds[: seed % 3]:
        if kind(people, order, seats):
            return changed
    raise ValueError("No contradiction of the three kinds can be made of these quotas.")


def _raise(quota: Person, least: int) -> None:
    quota["min"], quota["max"] = str(least), str(max(least, int(quota["max"])))


def _having(people: list[Person], *quotas: Person) -> int:
    return sum(all(person[quota["category"]] == quota["feature"] for quota in quotas) for person in people)


def _too_few(people: list[Person], order: list[Person], seats: int) -> bool:
    for quota in order:
        if (there := _having(people, quota)) < seats:
            _raise(quota, there + 1)
            return True
    return False


def _too_many(people: list[Person], order: list[Person], seats: int) -> bool:
    quota = order[0]
    beside = sum(int(one["min"]) for one in order[1:] if one["category"] == quota["category"])
    _raise(quota, seats - beside + 1)
    return True


def _two_at_odds(people: list[Person], order: list[Person], seats: int) -> bool:
    """The people of one feature and those of another are at least the sum less those who are both."""
    for place, one in enumerate(order):
        for other in order[:place]:
            if one["category"] == other["category"]:
                continue
            least = seats + _having(people, one, other) + 1 - int(other["min"])
            beside = sum(
                int(quota["min"])
                for quota in order
                if quota["category"] == one["category"] and quota is not one
            )
            if int(one["min"]) < least <= min(seats - beside, _having(people, one)):
                _raise(one, least)
                return True
    return False


def write(folder: Path, people: list[Person], quotas: list[Person]) -> None:
    """respondents.csv and categories.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("respondents.csv", people), ("categories.csv", quotas)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def main() -> None:
    out = Path(sys.argv[1])
    for name, shape in SHAPES.items():
        for seed in SEEDS:
            write(out / f"{name}-{seed}", *pool(shape, seed))


if __name__ == "__main__":
    main()
