"""Comments with what a run says of them, without their words, kept in memory while nothing changes."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from engage.office import Office
from engage.results.answers import Answers, Bearing
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
    bears: Bearing
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
        return next(iter(self.bears.on.get(dimension, ())), "")


_kept: dict[tuple[str, int, int], tuple[tuple[object, ...], tuple[CodedRow, ...]]] = {}
_lock = Lock()


def read(
    tx: Transaction, office: Office, survey: Survey, known: Answers, run_id: int | None
) -> tuple[CodedRow, ...]:
    """Return a survey's comments in order of arrival, with what a run (``None``: none) says of each."""
    place = (str(office.db.url), survey.id, run_id or 0)
    kept = _kept.get(place)
    if kept is not None and kept[0] == known.state:
        return kept[1]
    rows = tuple(_rows(tx, survey, known, run_id))
    with _lock:
        _kept.pop(place, None)
        while len(_kept) >= RUNS_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[place] = (known.state, rows)
    return rows


_Said = tuple[str | None, str | None, float | None, tuple[str, ...], str | None, str | None]
_NOTHING: _Said = (None, None, None, (), None, None)


def _rows(tx: Transaction, survey: Survey, known: Answers, run_id: int | None) -> Iterator[CodedRow]:
    said = {id_: _said(coded) for id_, coded in runs.each_coded(tx, run_id)} if run_id else {}
    of_response = {row.id: row for row in known.rows}
    for id_, response_id, question_name, page_language in responses.comment_places(tx, survey.id):
        row = of_response.get(response_id)
        if row is None:
            continue  # it came since the answers were read; the next look has both
        language, sentiment, score, themes, campaign_id, unprocessed = said.get(id_, _NOTHING)
        yield CodedRow(
            id=id_,
            response_id=response_id,
            question_name=sys.intern(question_name),
            day=row.day,
            bears=row.bears,
            language=language or page_language,
            sentiment=sentiment,
            score=score,
            themes=themes,
            campaign_id=campaign_id,
            unprocessed=unprocessed,
            is_coded=id_ in said,
        )


def _said(coded: Mapping[str, Any]) -> _Said:
    themes = tuple(sys.intern(given["theme_id"]) for given in coded["themes"])
    language = sys.intern(coded["language"])
    return language, coded["sentiment"], coded["score"], themes, coded["campaign_id"], coded["unprocessed"]
