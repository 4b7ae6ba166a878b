"""The draw done naively: every panel listed, leximin over all of them, bounds in exact fractions. For tiny pools only."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from passerelle.engines.sortition.model import SCALE, Branch, Pool, Problem, Quota, Target
from passerelle.engines.sortition.problem import bar, problem
from passerelle.engines.sortition.solver import INFINITY, Polytope, Solver, sparse


def all_panels(numbers: Problem) -> list[np.ndarray]:
    """Every legal panel by column."""
    found = []
    left = list(numbers.sizes)

    def extend(counts):
        column = len(counts)
        if column == numbers.columns:
            panel = np.array(counts, dtype=np.int64)
            if numbers.legal(panel):
                found.append(panel)
            return
        target = numbers.target_of[column]
        for number in range(int(numbers.least[column]), min(int(numbers.most[column]), left[target]) + 1):
            left[target] -= number
            extend([*counts, number])
            left[target] += number

    extend([])
    return found


def drawable(numbers: Problem, panels: list[np.ndarray]) -> Problem:
    """The same without the types that sit on no panel."""
    seen = np.sum([numbers.by_type(panel) for panel in panels], axis=0)
    nowhere = [t for t in range(numbers.types) if numbers.eligible[t] and not seen[t]]
    return bar(numbers, nowhere, "fits no panel") if nowhere else numbers


def brute_leximin(numbers: Problem, panels: list[np.ndarray]) -> np.ndarray:
    """(types,) leximin chances over all panels; nan for those who take no part."""
    chances = np.array([numbers.by_type(panel) for panel in panels]) / numbers.counts
    takes_part = np.flatnonzero(numbers.eligible)
    fixed = np.full(numbers.types, np.nan)
    free = numbers.eligible.copy()
    many = len(panels)
    while free.any():
        rows = [(np.arange(many), np.ones(many))]
        low = [1.0]
        for t in takes_part:
            rows.append((np.arange(many + 1), np.append(chances[:, t], -1.0 if free[t] else 0.0)))
            low.append(0.0 if free[t] else fixed[t] - 1e-9)
        high = np.append(1.0, np.full(len(takes_part), INFINITY))
        most = np.append(np.full(many, INFINITY), 1.0)
        polytope = Polytope(sparse(rows, many + 1), np.array(low), high, np.zeros(many + 1), most)
        solved = Solver(polytope, np.append(np.zeros(many), 1.0), tolerance=1e-10).solve()
        assert solved.optimal
        level = max(solved.value, 0.0)
        duals = np.zeros(numbers.types)
        duals[takes_part] = -solved.duals[1:]
        now = free.copy() if level > 1 - 1e-9 else free & (duals > 1e-7)
        assert now.any()
        fixed[now] = min(level, 1.0)
        free &= ~now
    return fixed


def exact_bound(numbers, cuts, objective, multipliers, least, most) -> int:
    """Weak duality, term by term: above SCALE * objective @ x for all x of the box that obey rows and cuts."""
    gain = [int(each) for each in objective]
    total = 0
    rules = [(row.columns, row.coefficients, row.low, row.high) for row in numbers.rows]
    rules += [(cut.columns, cut.coefficients, None, cut.beta) for cut in cuts]
    for number, multiplier in multipliers.items():
        columns, coefficients, low, high = rules[number]
        total += multiplier * (high if multiplier > 0 else low)
        for column, coefficient in zip(columns, coefficients, strict=True):
            gain[column] -= multiplier * int(coefficient)
    return total + sum(max(g * int(a), g * int(b)) for g, a, b in zip(gain, least, most, strict=True))


def proof_holds(numbers, cuts, columns, coefficients, beta, proof) -> bool:
    """Whether every leaf refutes its box; the boxes fill everything by construction."""
    objective = [0] * numbers.columns
    for column, coefficient in zip(columns, coefficients, strict=True):
        objective[column] = int(coefficient)

    def holds(node, least, most):
        if isinstance(node, Branch):
            below, above = list(most), list(least)
            below[node.column], above[node.column] = node.value, node.value + 1
            return holds(node.below, least, below) and holds(node.above, above, most)
        weighted = [node.weight * SCALE * each for each in objective]
        limit = (beta + 1) * SCALE if node.weight else 0
        return exact_bound(numbers, cuts, weighted, node.multipliers, least, most) < limit

    return holds(proof, list(numbers.least), list(numbers.most))


def gaps(numbers, cuts, stages, expected) -> list[float]:
    """Proven bound less level of every stage, for expected counts by type (types,) as exact fractions."""
    found = []
    done: set[int] = set()
    for stage in stages:
        rest = [t for t in np.flatnonzero(numbers.eligible) if t not in done]
        level = min(expected[t] / int(numbers.counts[t]) for t in rest)
        bound = Fraction(1)
        if stage.y:
            objective = [stage.y.get(int(t), 0) for t in numbers.type_of]
            upper = exact_bound(numbers, cuts, objective, stage.pi, numbers.least, numbers.most)
            upper -= sum(stage.y.get(t, 0) * expected[t] for t in done)
            bound = min(
                bound, Fraction(upper) / sum(stage.y.get(t, 0) * int(numbers.counts[t]) for t in rest)
            )
        found.append(float(bound - level))
        done.update(int(t) for t in stage.types)
    return found


@st.composite
def small_draws(draw) -> Problem:
    """Up to ten people with two features, households, people fixed inside, and quotas that one set of them meets."""
    number = draw(st.integers(3, 10))
    size = draw(st.integers(1, min(4, number - 1)))
    people = draw(st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=number, max_size=number))
    homes = draw(st.lists(st.sampled_from([None, 0, 1]), min_size=number, max_size=number))
    inside = draw(st.sampled_from([frozenset(), frozenset([0])]))
    quotas = []
    for category in (0, 1):
        for feature in "abc":
            met = sum(person[category] == feature for person in people[:size])
            slack = draw(st.tuples(st.integers(0, 1), st.integers(0, 1)))
            quotas.append(Quota(str(category), feature, max(0, met - slack[0]), met + slack[1]))
    pool = Pool(("0", "1"), tuple(people), tuple(homes), inside)
    return problem(pool, [Target(size, tuple(quotas))], draw(st.sampled_from([None, 1, 2])))


@st.composite
def odd_draws(draw) -> Problem:
    """Groups of two of whom at most one may sit on the panel: where they form odd rings, divided people cheat."""
    number = draw(st.integers(5, 8))
    pair = st.tuples(st.integers(0, number - 1), st.integers(0, number - 1)).filter(
        lambda ends: ends[0] != ends[1]
    )
    pairs = draw(st.lists(pair, min_size=number, max_size=2 * number))
    seats: list[int] = []
    for person in draw(st.permutations(range(number))):
        if all(not ({person, other} <= set(ends)) for other in seats for ends in pairs):
            seats.append(person)
    people = [tuple("y" if person in ends else "n" for ends in pairs) for person in range(number)]
    quotas = tuple(Quota(str(category), "y", 0, 1) for category in range(len(pairs)))
    pool = Pool(tuple(str(category) for category in range(len(pairs))), tuple(people))
    return problem(pool, [Target(len(seats), quotas)])


@st.composite
def double_draws(draw) -> Problem:
    """Two panels from up to seven people, nobody on both."""
    number = draw(st.integers(4, 7))
    people = draw(st.lists(st.tuples(*[st.sampled_from("ab")] * 2), min_size=number, max_size=number))
    sizes = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    targets = []
    first = 0
    for size in sizes:
        quotas = []
        for category in (0, 1):
            met = sum(person[category] == "a" for person in people[first : first + size])
            quotas.append(Quota(str(category), "a", met, met + draw(st.integers(0, 1))))
        targets.append(Target(size, tuple(quotas)))
        first += size
    homes = draw(st.lists(st.sampled_from([None, 0]), min_size=number, max_size=number))
    return problem(Pool(("0", "1"), tuple(people), tuple(homes)), targets, draw(st.sampled_from([None, 2])))
