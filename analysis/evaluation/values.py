"""What an evaluation is given and what it gives back."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from analysis.code_frame import CodeFrame
from analysis.comments import Comment

Item = TypeVar("Item")


class CannotEvaluate(ValueError):
    """The labels or the settings do not allow this measurement; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A comment, the label a person gave it (several joined by ``|`` where a task allows), and its features.

    ``features`` are the cells of the columns ``Setting.features``, in that order; "" where nothing is known.
    """

    comment: Comment
    label: str
    features: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels one by one, each once, in order."""
        return tuple(dict.fromkeys(part.strip() for part in self.label.split("|") if part.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What to measure: how many ``labels`` to learn from (``None``: all there are), in how many draws.

    ``code_frame`` defines the themes where a task needs definitions; ``groups`` is how many a discovery looks
    for (``None`` leaves it to the method).
    """

    labels: int | None = None
    repeat: int = 1
    seed: int = 0
    features: tuple[str, ...] = ()
    code_frame: CodeFrame | None = None
    groups: int | None = None


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How well one class or theme is found: precision, recall, F1, and how many comments really bear it."""

    precision: float
    recall: float
    f1: float
    n: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one measurement: means over the draws, and how they spread.

    ``figures`` are named as in the output (``accuracy``, ``macro_f1``, ``micro_f1``, ``nmi``, ``ari``,
    ``stability``, ``coverage``…); ``runs`` holds those of each draw; ``notes`` are sentences on what was
    done with the data; ``values`` go to the output as they are.
    """

    task: str
    figures: dict[str, float]
    per_class: dict[str, ClassScore] = field(default_factory=dict)
    runs: tuple[dict[str, float], ...] = ()
    notes: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


class Task(Protocol):
    """A module that measures one task."""

    def evaluate(self, train: Sequence[Labelled], test: Sequence[Labelled], setting: Setting) -> Evaluation:
        """Learn from ``train`` (its first ``setting.labels`` of a draw) and measure on ``test``.

        Raises:
            CannotEvaluate: the labels or settings do not allow it.
        """


def draw(items: Sequence[Item], count: int | None, seed: int) -> tuple[list[Item], list[Item]]:
    """Return ``count`` items picked at random (all when ``None`` or more than there are), and the others."""
    order = list(range(len(items)))
    random.Random(seed).shuffle(order)
    cut = len(order) if count is None else min(count, len(order))
    return [items[place] for place in order[:cut]], [items[place] for place in order[cut:]]
