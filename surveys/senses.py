"""As what a value is read, and what clashes in a tree: a choice compared with a number, a text added up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from surveys.relevance import Between, Compare
from surveys.values import (
    Answer,
    Arithmetic,
    Clock,
    Count,
    Day,
    First,
    If,
    Joined,
    Later,
    Rounded,
    Sense,
    Several,
    Span,
    Today,
    Words,
    walk,
)

ORDERED: frozenset[Sense] = frozenset({"number", "date", "time"})
SINGLE: frozenset[Sense] = ORDERED | {"text", "choice"}
"""Senses of which an answer is one value."""


@dataclass(frozen=True, slots=True)
class Clash:
    """``unlike``: ``left`` and ``right`` cannot be compared; ``unfit``: ``right`` stands where ``left``
    is needed; ``unordered``: there is no more or less among ``left``."""

    what: str
    left: Sense
    right: Sense


def sense_of(value: Any) -> Sense:
    """Return as what a bound value is read; where two would do, the first."""
    match value:
        case Answer():
            return value.meaning.sense
        case Words() | Joined():
            return "text"
        case Day() | Today() | Later():
            return "date"
        case Clock():
            return "time"
        case First():
            return sense_of(value.of[0])
        case If():
            return sense_of(value.then)
    return "number"


def clashes(tree: Any) -> list[Clash]:
    """Return what cannot be put together anywhere in a bound tree, each once."""
    return list(dict.fromkeys(clash for part in walk(tree) for clash in _of(part)))


def _of(part: Any) -> Iterator[Clash]:
    match part:
        case Compare():
            yield from _compared([part.left, part.right], is_ordered=part.sign not in ("=", "!="))
        case Between():
            yield from _compared([part.of, part.lowest, part.highest], is_ordered=True)
        case Arithmetic():
            yield from _needed("number", (part.left, part.right))
        case Several():
            yield from _needed("number", part.of)
        case Rounded():
            yield from _needed("number", (part.of,))
        case Span():
            yield from _needed("date", (part.since, part.until))
        case Later():
            yield from _needed("date", (part.day,))
            yield from _needed("number", (part.days,))
        case First():
            yield from _compared(part.of)
        case If():
            yield from _compared([part.then, part.otherwise])
        case Joined():
            yield from (Clash("unfit", "text", s) for one in part.of if (s := sense_of(one)) not in SINGLE)
        case Count() if part.meaning.sense not in ("choice", "choices"):
            yield Clash("unfit", "choices", part.meaning.sense)


def _compared(sides: Iterable[Any], *, is_ordered: bool = False) -> Iterator[Clash]:
    first, *others = (sense_of(side) for side in sides)
    for other in others:
        if first != other:
            yield Clash("unlike", first, other)
            return
    if first not in SINGLE:
        yield Clash("unlike", first, first)
    elif is_ordered and first not in ORDERED:
        yield Clash("unordered", first, first)


def _needed(sense: Sense, sides: Iterable[Any]) -> Iterator[Clash]:
    for side in sides:
        if (found := sense_of(side)) != sense:
            yield Clash("unfit", sense, found)
