"""Measures the masking of personal details on comments whose details people marked with kind and place."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.cleaning import matchable
from analysis.redaction import PersonalDetail, find_personal_details

Finder = Callable[[str], Sequence[PersonalDetail]]
_HELD_OUT = 86  # of 256: a third


@dataclass(frozen=True, slots=True)
class MarkedComment:
    """A comment and the personal details in it, as a person marked them."""

    text: str
    details: tuple[PersonalDetail, ...] = ()

    @property
    def is_held_out(self) -> bool:
        """Say whether it belongs to the third that nobody looks at while changing the rules."""
        return hashlib.sha256(self.text.encode()).digest()[0] < _HELD_OUT


@dataclass(frozen=True, slots=True)
class DetailScore:
    """How well one kind is found.

    A detail is found when one of its kind covers at least half of it; a finding is right when at least half
    of it is a detail of its kind. ``hidden`` is the share of details of which no letter or digit stays
    readable, whatever kind they were taken for.
    """

    kind: str
    n: int
    recall: float
    precision: float
    hidden: float


def read_marked(path: Path) -> list[MarkedComment]:
    """Read JSON lines with ``text`` and ``details`` (``kind``, ``start``, ``end``)."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        MarkedComment(row["text"], tuple(PersonalDetail(**each) for each in row["details"])) for row in rows
    ]


def scores(
    comments: Iterable[MarkedComment], finder: Finder = find_personal_details
) -> dict[str, DetailScore]:
    """Return the score of every kind that was marked or found, in alphabetical order."""
    marked: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    right: dict[str, list[bool]] = defaultdict(list)
    for comment in comments:
        found = finder(matchable(comment.text))
        for detail in comment.details:
            of_kind = [each for each in found if each.kind == detail.kind]
            marked[detail.kind].append(
                (_covered(detail, of_kind) >= 0.5, not _readable(comment.text, detail, found))
            )
        for each in found:
            given = [detail for detail in comment.details if detail.kind == each.kind]
            right[each.kind].append(_covered(each, given) >= 0.5)
    return {kind: _score(kind, marked[kind], right[kind]) for kind in sorted({*marked, *right})}


def misses(comments: Iterable[MarkedComment], finder: Finder = find_personal_details) -> list[str]:
    """Return a line for every detail not found and every finding that is none, to improve the rules by."""
    lines = []
    for comment in comments:
        found = finder(matchable(comment.text))
        for detail in comment.details:
            if _covered(detail, [each for each in found if each.kind == detail.kind]) < 0.5:
                lines.append(f"missed {detail.kind}: {comment.text}")
        for each in found:
            if _covered(each, [d for d in comment.details if d.kind == each.kind]) < 0.5:
                lines.append(f"wrong {each.kind} {comment.text[each.start : each.end]!r}: {comment.text}")
    return lines


def _score(kind: str, marked: Sequence[tuple[bool, bool]], right: Sequence[bool]) -> DetailScore:
    return DetailScore(
        kind,
        len(marked),
        _share([found for found, _ in marked]),
        _share(right),
        _share([hidden for _, hidden in marked]),
    )


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _covered(detail: PersonalDetail, others: Iterable[PersonalDetail]) -> float:
    """Return how much of a detail others cover, from 0 to 1."""
    places = set(range(detail.start, detail.end))
    inside = places & {place for each in others for place in range(each.start, each.end)}
    return len(inside) / len(places) if places else 0.0


def _readable(text: str, detail: PersonalDetail, found: Sequence[PersonalDetail]) -> bool:
    """Say whether a letter or digit of a detail is left by what was found."""
    hidden = {place for each in found for place in range(each.start, each.end)}
    return any(text[place].isalnum() and place not in hidden for place in range(detail.start, detail.end))
