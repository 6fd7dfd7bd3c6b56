"""Comments with what a run says of them, without their words, kept in memory while nothing changes."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any

from engage.framing.reading import carrier_of
from engage.office import Office
from engage.results.answers import Answers, Bearing
from engage.reviewing.standing import Standing, standing
from surveys.records import Survey
from surveys.store import decisions, responses, runs
from surveys.store.database import Transaction

RUNS_KEPT = 4


@dataclass(frozen=True, slots=True)
class Said:
    """What a model says of a comment: never one that learned from what people said of that comment.

    ``sureness`` and ``mentions`` (the tone each is spoken of in) run beside ``themes``;
    ``is_unsure``: a theme came near.
    """

    sentiment: str | None = None
    confidence: float = 0.0
    themes: tuple[str, ...] = ()
    sureness: tuple[float, ...] = ()
    feedback: str | None = None
    is_unsure: bool = False
    mentions: tuple[str | None, ...] = ()

    @property
    def doubt(self) -> float:
        """Return how unsure the model is, 0 to 1, of the tone or of any theme."""
        near = 1.0 if self.is_unsure else 0.0
        return max(near, 1 - self.confidence, *(1 - sure for sure in self.sureness))


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One comment as counting needs it; ``is_coded`` is false for those that came after the run.

    ``is_added``: it came later too, but was read since as the run read the others.
    ``sentiment``, ``themes`` and ``feedback`` are what people decided, else what the model says; ``mentions``
    (beside ``themes``) is the tone in which the comment speaks of each.
    """

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
    feedback: str | None = None
    said: Said = Said()
    review: Standing | None = None
    is_copy: bool = False
    is_added: bool = False
    mentions: tuple[str | None, ...] = ()
    stance: str | None = None

    @property
    def is_read(self) -> bool:
        """Say whether figures are made of it."""
        return self.is_coded and self.unprocessed is None

    def only(self, dimension: str) -> str:
        """Return its value on a dimension that has one."""
        return next(iter(self.bears.on.get(dimension, ())), "")


_Kept = tuple[tuple[object, ...], tuple[CodedRow, ...]]
_said_kept: dict[tuple[str, int, int], _Kept] = {}
_kept: dict[tuple[str, int, int], _Kept] = {}
_lock = Lock()


def read(
    tx: Transaction, office: Office, survey: Survey, known: Answers, run_id: int | None
) -> tuple[CodedRow, ...]:
    """Return a survey's comments in order of arrival, with what people and a run (if any) say of each."""
    place = (str(office.db.url), survey.id, run_id or 0)
    state = state_of(tx, survey, known, run_id)
    kept = _kept.get(place)
    if kept is not None and kept[0] == state:
        return kept[1]
    rows = _said_by_run(tx, place, survey, known, run_id)
    told = standing(decisions.of_survey(tx, survey.id), carrier_of(tx, survey.id, run_id))
    if told:
        rows = tuple(_laid_over(row, told[row.id]) if row.id in told else row for row in rows)
    _keep(_kept, place, (state, rows))
    return rows


def state_of(tx: Transaction, survey: Survey, known: Answers, run_id: int | None) -> tuple[object, ...]:
    """Return what is equal while neither answers nor decisions nor what the run says of comments change."""
    return (*_state_of_run(tx, known, run_id), *decisions.tally(tx, survey.id))


def _state_of_run(tx: Transaction, known: Answers, run_id: int | None) -> tuple[object, ...]:
    return (*known.state, runs.count_coded(tx, run_id) if run_id else 0)


def _said_by_run(
    tx: Transaction, place: tuple[str, int, int], survey: Survey, known: Answers, run_id: int | None
) -> tuple[CodedRow, ...]:
    """Return the rows without decisions: after each decision, only these need not be read again."""
    state = _state_of_run(tx, known, run_id)
    kept = _said_kept.get(place)
    if kept is not None and kept[0] == state:
        return kept[1]
    rows = tuple(_rows(tx, survey, known, run_id))
    _keep(_said_kept, place, (state, rows))
    return rows


def _keep(cache: dict[tuple[str, int, int], _Kept], place: tuple[str, int, int], kept: _Kept) -> None:
    with _lock:
        cache.pop(place, None)
        while len(cache) >= RUNS_KEPT:
            cache.pop(next(iter(cache)))
        cache[place] = kept


_OfRun = tuple[str | None, float | None, str | None, str | None, bool, bool, str | None, Said]
_NOTHING: _OfRun = (None, None, None, None, False, False, None, Said())


def _rows(tx: Transaction, survey: Survey, known: Answers, run_id: int | None) -> Iterator[CodedRow]:
    found = {id_: _of_run(coded) for id_, coded in runs.each_coded(tx, run_id)} if run_id else {}
    of_response = {row.id: row for row in known.rows}
    for id_, response_id, question_name, page_language in responses.comment_places(tx, survey.id):
        row = of_response.get(response_id)
        if row is None:
            continue  # it came since the answers were read; the next look has both
        language, score, campaign_id, unprocessed, is_copy, is_added, stance, said = found.get(id_, _NOTHING)
        yield CodedRow(
            id=id_,
            response_id=response_id,
            question_name=sys.intern(question_name),
            day=row.day,
            bears=row.bears,
            language=language or page_language,
            sentiment=said.sentiment,
            score=score,
            themes=said.themes,
            campaign_id=campaign_id,
            unprocessed=unprocessed,
            is_coded=id_ in found,
            feedback=said.feedback,
            said=said,
            is_copy=is_copy,
            is_added=is_added,
            mentions=said.mentions,
            stance=stance,
        )


def _laid_over(row: CodedRow, review: Standing) -> CodedRow:
    """Return a comment as people decided, in whatever they did decide."""
    decided = review.stands
    sentiment = decided.sentiment or row.sentiment
    # Of themes that there were not when they decided, only the model can tell.
    new = tuple(theme for theme in row.themes if theme in review.unknown)
    themes = row.themes if decided.themes is None else tuple(dict.fromkeys((*decided.themes, *new)))
    heard = dict(zip(row.themes, row.mentions, strict=False))
    return replace(
        row,
        sentiment=sentiment,
        themes=themes,
        mentions=tuple(heard.get(theme) or sentiment for theme in themes),
        feedback=decided.feedback or row.feedback,
        review=review,
    )


def _of_run(coded: Mapping[str, Any]) -> _OfRun:
    # What a model that had not learned from the comment's own review said of it, where it had one.
    machine = coded.get("unseen") or coded
    said = Said(
        sentiment=machine["sentiment"],
        confidence=machine.get("sentiment_confidence") or 0.0,
        themes=tuple(sys.intern(given["theme_id"]) for given in machine["themes"]),
        sureness=tuple(given["confidence"] for given in machine["themes"]),
        feedback=machine.get("feedback", coded.get("feedback")),
        is_unsure=bool(machine.get("is_unsure")),
        mentions=tuple(given.get("sentiment") or machine["sentiment"] for given in machine["themes"]),
    )
    language = sys.intern(coded["language"])
    copied, added = bool(coded.get("duplicate_of")), bool(coded.get("is_added"))
    stance = sys.intern(coded["stance"]) if coded.get("stance") else None
    return language, coded["score"], coded["campaign_id"], coded["unprocessed"], copied, added, stance, said
