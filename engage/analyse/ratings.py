"""Reads a column of ratings, whatever its scale, as 0 (worst) to 1 (best)."""

import re
from collections.abc import Sequence

from analysis.results import Analysis

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_WORDS = {
    "excellent": 1.0,
    "very good": 0.75,
    "très bon": 0.75,
    "très bien": 0.75,
    "good": 0.5,
    "bon": 0.5,
    "bien": 0.5,
    "fair": 0.25,
    "passable": 0.25,
    "poor": 0.0,
    "mauvais": 0.0,
    "very satisfied": 1.0,
    "très satisfait": 1.0,
    "satisfied": 0.75,
    "satisfait": 0.75,
    "neutral": 0.5,
    "neutre": 0.5,
    "dissatisfied": 0.25,
    "insatisfait": 0.25,
    "very dissatisfied": 0.0,
    "très insatisfait": 0.0,
    "very easy": 1.0,
    "très facile": 1.0,
    "easy": 0.75,
    "facile": 0.75,
    "difficult": 0.25,
    "difficile": 0.25,
    "very difficult": 0.0,
    "très difficile": 0.0,
    "very poor": 0.0,
}
_ENOUGH = 30
_AGAINST = -0.1


def read_ratings(cells: Sequence[str]) -> list[float | None]:
    """Return ratings within 0 to 1: known words by meaning, numbers by the range that the column uses."""
    bare = [_WORDS.get(" ".join(cell.casefold().replace("_", " ").split())) for cell in cells]
    if any(rating is not None for rating in bare):
        return bare
    numbers = [_number(cell) for cell in cells]
    known = [number for number in numbers if number is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if low == high:
        return [None] * len(cells)
    return [None if number is None else (number - low) / (high - low) for number in numbers]


def runs_downwards(ratings: Sequence[float | None], analysis: Analysis) -> bool:
    """Say whether the words show that the scale runs from best to worst (1 = best)."""
    pairs = [
        (rating, comment.score)
        for rating, comment in zip(ratings, analysis.comments, strict=True)
        if rating is not None and comment.score is not None
    ]
    if len(pairs) < _ENOUGH:
        return False
    mean_rating = sum(rating for rating, _ in pairs) / len(pairs)
    mean_score = sum(score for _, score in pairs) / len(pairs)
    together = sum((rating - mean_rating) * (score - mean_score) for rating, score in pairs)
    spread = sum((rating - mean_rating) ** 2 for rating, _ in pairs)
    spread *= sum((score - mean_score) ** 2 for _, score in pairs)
    return spread > 0 and together / spread**0.5 < _AGAINST


def _number(cell: str) -> float | None:
    found = _NUMBER.search(cell)
    return float(found[0].replace(",", ".")) if found and len(cell) <= 40 else None
