"""A small neural network over what comments have in common: it sees combinations that lines do not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd

from analysis.coding.lines import Lesson, Lines, teach_several
from analysis.coding.sight import Rows

FEWEST = 1000
"""Reviewed comments below which lines alone do as well."""
_DIMENSIONS, _LENGTH = 250, 4.0
_HIDDEN, _ROUNDS, _AT_ONCE, _NETWORKS = 128, 30, 32, 2
_FORGET, _FORGET_SEEN = 0.5, 0.2  # of what is seen and thought, while learning: else it learns by heart
_STEP, _DECAY = 2e-3, 1e-3
_MOMENTUM, _SCALE = 0.9, 0.999  # of Adam (Kingma and Ba 2015), with decoupled decay
_SHARE = 0.4  # what the networks count beside the lines
_LEAST = 1e-6

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shortened:
    """Rows of numbers made short: their strongest directions (latent semantic analysis)."""

    directions: Weights
    scale: np.float32

    @classmethod
    def of(cls, rows: Rows, seed: int) -> "Shortened":
        """Find the strongest directions of rows."""
        count = max(1, min(_DIMENSIONS, min(rows.shape) - 1))
        _, _, found = randomized_svd(rows, count, n_iter=2, random_state=seed)
        directions = np.asarray(found.T, dtype=np.float32)
        length = np.sqrt(np.mean(np.sum(np.asarray(rows @ directions) ** 2, axis=1)))
        return cls(directions, np.float32(_LENGTH / max(_LEAST, float(length))))

    def see(self, rows: Rows) -> Weights:
        """Return the rows, short."""
        return np.asarray(rows @ self.directions, dtype=np.float32) * self.scale


class Network:
    """One hidden layer, learned with Adam; each theme stands for itself."""

    def __init__(self, seen: Weights, borne: NDArray[np.bool_], seed: int) -> None:
        chance = np.random.default_rng(seed)
        likely = np.clip(borne.mean(0), 1e-4, 1 - 1e-4)
        self._parts: list[Weights] = [
            _drawn(chance, seen.shape[1], _HIDDEN),
            np.zeros(_HIDDEN, dtype=np.float32),
            _drawn(chance, _HIDDEN, borne.shape[1]) / np.float32(np.sqrt(2)),
            np.log(likely / (1 - likely)).astype(np.float32),
        ]
        self._learn(seen, borne.astype(np.float32), chance)

    def log_odds(self, seen: Weights) -> Weights:
        """Return how likely each comment bears each theme."""
        first, level, second, last = self._parts
        return np.asarray(np.maximum(seen @ first + level, 0) @ second + last, dtype=np.float32)

    def _learn(self, seen: Weights, borne: Weights, chance: np.random.Generator) -> None:
        momenta = [np.zeros_like(part) for part in self._parts]
        scales = [np.zeros_like(part) for part in self._parts]
        steps = _ROUNDS * -(-len(seen) // _AT_ONCE)
        done = 0
        for _ in range(_ROUNDS):
            order = chance.permutation(len(seen))
            for start in range(0, len(order), _AT_ONCE):
                some = order[start : start + _AT_ONCE]
                done += 1
                rate = _STEP * (1 - done / (steps + 1))
                slopes = self._slopes(seen[some], borne[some], chance)
                for place, slope in enumerate(slopes):
                    momenta[place] = (
                        np.float32(_MOMENTUM) * momenta[place] + np.float32(1 - _MOMENTUM) * slope
                    )
                    scales[place] = np.float32(_SCALE) * scales[place] + np.float32(1 - _SCALE) * slope**2
                    along = momenta[place] / np.float32(1 - _MOMENTUM**done)
                    across = np.sqrt(scales[place] / np.float32(1 - _SCALE**done)) + np.float32(1e-8)
                    kept = np.float32(1 - rate * _DECAY) if slope.ndim == 2 else np.float32(1)
                    self._parts[place] = (self._parts[place] - np.float32(rate) * along / across) * kept

    def _slopes(self, seen: Weights, borne: Weights, chance: np.random.Generator) -> list[Weights]:
        """Return in which direction each part of the network should not go, for some comments."""
        first, level, second, last = self._parts
        seen = seen * _kept(chance, seen.shape, _FORGET_SEEN)
        thought = seen @ first + level
        through = (thought > 0) * _kept(chance, thought.shape, _FORGET)
        thought = thought * through
        wrong = (1 / (1 + np.exp(-(thought @ second + last))) - borne) / np.float32(len(borne))
        back = (wrong @ second.T) * through
        return [seen.T @ back, back.sum(0), thought.T @ wrong, wrong.sum(0)]


class Both:
    """Lines and networks, each brought to the same spread: they err on different comments."""

    def __init__(self, lesson: Lesson, shortened: Shortened, seed: int) -> None:
        self._lines: Lines = teach_several(lesson, seed)
        self._shortened = shortened
        seen = shortened.see(lesson.rows)
        self._networks = [Network(seen, lesson.borne, seed + number) for number in range(_NETWORKS)]
        self._spreads = _spread(self._lines.margins(lesson.rows)), _spread(self._log_odds(seen))

    def margins(self, rows: Rows) -> NDArray[np.float64]:
        """Return how far on a theme's side each comment lies."""
        lines, networks = self._lines.margins(rows), self._log_odds(self._shortened.see(rows))
        return np.asarray(
            (1 - _SHARE) * lines / self._spreads[0] + _SHARE * networks / self._spreads[1], dtype=np.float64
        )

    def _log_odds(self, seen: Weights) -> NDArray[np.float64]:
        told = [each.log_odds(seen) for each in self._networks]
        return np.asarray(np.mean(told, axis=0), dtype=np.float64)


def _drawn(chance: np.random.Generator, rows: int, columns: int) -> Weights:
    drawn = chance.standard_normal((rows, columns)) * np.sqrt(2 / rows)
    return np.asarray(drawn, dtype=np.float32)


def _kept(chance: np.random.Generator, shape: tuple[int, ...], part: float) -> Weights:
    """Return what is not forgotten, scaled up so that the sum stays."""
    kept = chance.random(shape, dtype=np.float32) >= part
    return np.asarray(kept / np.float32(1 - part), dtype=np.float32)


def _spread(margins: NDArray[np.float64]) -> float:
    return max(_LEAST, float(margins.std(1).mean()))
