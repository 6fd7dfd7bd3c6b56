"""Comments with what a run says of them, without their words, kept in memory while nothing changes."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from engage.office import Office
from engage.results import answers
from engage.results.answers import Answers
from surveys.records import Survey
from surveys.store import responses, runs
from surveys.store.database import Transaction

RUNS_KEPT = 4


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One comment as counting needs it; ``is_coded`` is false for those that came after the run."""

    id: int
    response_id: int
    question_name: str
    day: date
    bears: Mapping[str, frozenset[str]]
    language: str
    sentiment: str | None
    score: float | None
    themes: tuple[str, ...]
    campaign_id: str | None
    unprocessed: str | None
    is_coded: bool

    @property
    def is_read(self) -> bool:
        """Say whether figures are made of it."""
        return self.is_coded and self.unprocessed is None

    def only(self, dimension: str) -> str:
        """Return its value on a dimension that has one."""
        return next(iter(self.bears.get(dimension, ())), "")


_kept: dict[tuple[str, int, int], tuple[tuple[int, ...], tuple[CodedRow, ...]]] = {}
_lock = Lock()


def read(
    tx: Transaction, office: Office, survey: Survey, known: Answers, run_id: int | None
) -> tuple[CodedRow, ...]:
    """Return a survey's comments in order of arrival, with what a run (``None``: none) says of each."""
    state = responses.tally(tx, survey.id)
    place = (str(office.db.url), survey.id, run_id or 0)
    kept = _kept.get(place)
    if kept is not None and kept[0] == state:
        return kept[1]
    said = runs.coded_comments(tx, run_id) if run_id else {}
    rows = tuple(_rows(tx, survey, known, said))
    with _lock:
        _kept.pop(place, None)
        while len(_kept) >= RUNS_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[place] = (state, rows)
    return rows


def _rows(
    tx: Transaction, survey: Survey, known: Answers, said: Mapping[int, Mapping[str, Any]]
) -> Iterator[CodedRow]:
    of_response = {row.id: row for row in known.rows}
    for comment in responses.comments(tx, survey.id):
        row = of_response.get(comment.response_id)
        coded = said.get(comment.id, {})
        yield CodedRow(
            id=comment.id,
            response_id=comment.response_id,
            question_name=sys.intern(comment.question_name),
            day=row.day if row else answers.local_day(comment.received_at),
            bears=row.bears if row else {},
            language=sys.intern(coded.get("language") or comment.language),
            sentiment=coded.get("sentiment"),
            score=coded.get("score"),
            themes=tuple(sys.intern(given["theme_id"]) for given in coded.get("themes", ())),
            campaign_id=coded.get("campaign_id"),
            unprocessed=coded.get("unprocessed"),
            is_coded=comment.id in said,
        )
