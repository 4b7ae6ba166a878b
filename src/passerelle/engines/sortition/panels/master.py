"""Weights of panels whose mean is the target, or as near as these panels allow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from passerelle.engines.sortition.model import SCALE, Floats, Ints

ROUNDS = 60
BLOCK = 128


class Mix(NamedTuple):
    """weights: (panels,) a probability each. prices: (columns,) what one person more there on average would save.

    top: only a panel with prices @ panel above this brings the mean nearer. miss: how far the mean is from the target,
    the sum over columns of |mean - target| / people.
    """

    weights: Floats
    prices: Floats
    top: float
    miss: float


def mix(panels: Floats | Ints, target: Floats, people: Ints, accuracy: float = 1e-11) -> Mix:
    """The weights of `panels` (panels, columns) that bring the mean nearest to `target` (columns,).

    Minimises the sum over columns of |mean - target| / people by Mehrotra's predictor-corrector method (1992) on
    columns w of panels and slacks u, v: panels.T w + u - v = target, sum w = 1. It starts feasible on both sides and
    ends in the middle of the solutions: every panel that can have a weight has one, so the draw stays as random as it
    can be. accuracy: of the optimum, in the units of the sum.
    """
    scaled = panels / people
    goal = target / people
    return _Interior(scaled, goal).solve(accuracy, 1.0 / people)


class _Interior:
    """State: w, u, v >= 0 and their partners s, 1 - y, 1 + y >= 0 with s = top - scaled @ y."""

    def __init__(self, scaled: Floats, goal: Floats) -> None:
        self.scaled, self.goal = scaled, goal
        number, columns = scaled.shape
        self.w = np.full(number, 1.0 / number)
        rest = goal - self.w @ scaled
        slack = float(np.abs(rest).mean()) + 1e-12
        self.u, self.v = np.maximum(rest, 0) + slack, np.maximum(-rest, 0) + slack
        self.y = np.zeros(columns)
        self.top = slack * number
        self.s = np.full(number, self.top)

    def solve(self, accuracy: float, weight: Floats) -> Mix:
        for _ in range(ROUNDS):
            if self.gap() < accuracy:
                break
            if not self._advance():
                break
        w = np.maximum(self.w, 0)
        w /= w.sum()
        rest = np.abs(self.goal - w @ self.scaled)
        return Mix(w, self.y * weight, float((self.scaled @ self.y).max()), float(rest.sum()))

    def gap(self) -> float:
        return float(self.w @ self.s + self.u @ (1 - self.y) + self.v @ (1 + self.y))

    def _advance(self) -> bool:
        up, down = 1 - self.y, 1 + self.y
        ratio = self.w / self.s
        diagonal = self.u / up + self.v / down
        root = self.scaled * np.sqrt(ratio)[:, None]
        normal = root.T @ root
        normal[np.diag_indices_from(normal)] += diagonal
        try:
            solve = _Factor(normal)
        except np.linalg.LinAlgError:
            return False
        self._ratio, self._through = ratio, ratio @ self.scaled
        self._solve = solve
        self._bar = solve(self._through)
        mean = self.gap() / (len(self.w) + 2 * len(self.y))
        step = self._step(self.w * self.s, self.u * up, self.v * down)
        primal, dual = self._reach(step)
        w, u, v, y, s = step
        after = (
            (self.w + primal * w) @ (self.s + dual * s)
            + (self.u + primal * u) @ (up - dual * y)
            + (self.v + primal * v) @ (down + dual * y)
        ) / (len(self.w) + 2 * len(self.y))
        aim = mean * (after / mean) ** 3
        step = self._step(
            self.w * self.s + w * s - aim, self.u * up - u * y - aim, self.v * down + v * y - aim
        )
        primal, dual = self._reach(step)
        primal, dual = min(1.0, 0.9995 * primal), min(1.0, 0.9995 * dual)
        w, u, v, y, s = step
        self.w += primal * w
        self.u += primal * u
        self.v += primal * v
        self.y += dual * y
        self.s += dual * s
        return max(primal, dual) > 1e-6

    def _step(self, ws: Floats, uu: Floats, vv: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """Newton's step for products to be lowered by ws, uu, vv.

        dw = -(ws + w ds) / s, ds = dtop - scaled dy, du = -(uu - u dy) / up, dv = -(vv + v dy) / down, and the rows
        scaled.T dw + du - dv = rest, sum dw = lack.
        """
        up, down = 1 - self.y, 1 + self.y
        rest = self.goal - self.w @ self.scaled - self.u + self.v
        lack = 1 - self.w.sum()
        right = rest + (ws / self.s) @ self.scaled + uu / up - vv / down
        first = self._solve(right)
        # normal dy - through dtop = right ; through dy - sum(ratio) dtop = lack + sum(ws / s)
        top = (self._through @ first - lack - (ws / self.s).sum()) / (
            self._ratio.sum() - self._through @ self._bar
        )
        y = first + self._bar * top
        s = top - self.scaled @ y
        w = -(ws / self.s) - self._ratio * s
        u = -(uu - self.u * y) / up
        v = -(vv + self.v * y) / down
        return w, u, v, y, s

    def _reach(self, step: tuple[Floats, Floats, Floats, Floats, Floats]) -> tuple[float, float]:
        w, u, v, y, s = step
        primal = min(_most(self.w, w), _most(self.u, u), _most(self.v, v))
        dual = min(_most(self.s, s), _most(1 - self.y, -y), _most(1 + self.y, y))
        return primal, dual


def _most(value: Floats, step: Floats) -> float:
    """How far one may go, at most 1, before a value turns negative."""
    falling = step < 0
    return min(1.0, float((-value[falling] / step[falling]).min())) if falling.any() else 1.0


class _Factor:
    """Cholesky's factor of a positive definite matrix; numpy has no triangular solve, so it goes by blocks."""

    def __init__(self, matrix: Floats) -> None:
        matrix[np.diag_indices_from(matrix)] *= 1 + 1e-13
        self.lower = np.linalg.cholesky(matrix)
        self.blocks = [slice(at, at + BLOCK) for at in range(0, len(matrix), BLOCK)]
        self.inverse = [np.linalg.inv(self.lower[block, block]) for block in self.blocks]

    def __call__(self, right: Floats) -> Floats:
        x = right.copy()
        for block, inverse in zip(self.blocks, self.inverse, strict=True):
            x[block] = inverse @ (x[block] - self.lower[block, : block.start] @ x[: block.start])
        for block, inverse in zip(reversed(self.blocks), reversed(self.inverse), strict=True):
            x[block] = inverse.T @ (x[block] - self.lower[block.stop :, block].T @ x[block.stop :])
        return x


def whole_weights(weights: Floats) -> tuple[int, ...]:
    """Numerators over SCALE that sum to SCALE, each within one of its share."""
    share = weights / weights.sum() * SCALE
    down = np.floor(share).astype(np.int64)
    missing = SCALE - int(down.sum())
    order = np.argsort(down - share, kind="stable")
    down[order[:missing]] += 1
    return tuple(int(each) for each in down)
