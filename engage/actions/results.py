"""Reading results: figures for staff, the comments behind them, and what everybody may see."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from engage.access import Actor, NotFoundError, grant, scope_of
from engage.actions import guarded
from engage.drafts import note
from engage.granted import granted
from engage.office import Office
from engage.results import answers, coded, lines, public
from engage.results.answers import Answers
from engage.results.choosing import FilterChoice, FilterOption, Filters, Texts
from engage.results.coded import CodedRow
from engage.results.public_values import PublicBar, PublicQuestion, PublicResults
from engage.results.values import (
    CampaignRow,
    CandidateRow,
    CommentLine,
    CommentPage,
    FindingRow,
    QuestionResult,
    QuoteLine,
    ReleaseChange,
    ReleaseShare,
    SurveyResults,
    ThemeResults,
    ThemeRow,
    ToneShare,
)
from surveys.records import AnalysisRun, Survey
from surveys.store import responses, runs, surveys
from surveys.store.database import Transaction

__all__ = [
    "CampaignRow",
    "CandidateRow",
    "CommentLine",
    "CommentPage",
    "FilterChoice",
    "FilterOption",
    "Filters",
    "FindingRow",
    "PublicBar",
    "PublicQuestion",
    "PublicResults",
    "QuestionResult",
    "QuoteLine",
    "ReasonMissingError",
    "ReleaseChange",
    "ReleaseShare",
    "SurveyResults",
    "ThemeResults",
    "ThemeRow",
    "ToneShare",
    "comments",
    "public_results",
    "reveal",
    "survey_results",
    "theme_results",
]

SHORTEST_REASON = 5
LONGEST_REASON = 500
MOST_LINES = 1000
NO_FILTERS = Filters()
FEEDBACK = ("urgent", "accessibility_barrier", "problem", "question", "idea", "praise", "other")
"""Sorts of feedback, in the order in which people should see them."""
_SOONEST = {sort: place for place, sort in enumerate(FEEDBACK)}


class ReasonMissingError(ValueError):
    """Revealing personal details needs a reason that somebody else can understand."""


@guarded("see_results")
def survey_results(office: Office, actor: Actor, slug: str, filters: Filters = NO_FILTERS) -> SurveyResults:
    """Count the closed answers of the responses that pass the filters.

    Filters that the survey does not have are dropped; ``filters`` of the result are those applied.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "see_results")
        known = answers.read(tx, office, survey)
    applied = answers.known_filters(filters, known)
    passing = answers.fitting(known, applied)
    rows = [row for row in known.rows if id(row.bears) in passing]
    return SurveyResults(
        survey=survey,
        base=len(rows),
        total=len(known.rows),
        filters=applied,
        choices=answers.choices(known, applied),
        questions=answers.question_results(known, rows),
        by_day=answers.by_day(rows),
        by_channel=answers.by_channel(rows),
        versions=answers.version_numbers(known, rows),
    )


@guarded("see_results")
def theme_results(
    office: Office,
    actor: Actor,
    slug: str,
    filters: Filters = NO_FILTERS,
    run_id: int | None = None,
    *,
    stance: str | None = None,
) -> ThemeResults | None:
    """Return what a run (the newest finished one) says of the comments that pass the filters.

    ``None`` when no run has finished. Quotes and campaign samples are masked, and only for those who may
    see comments. Findings are of the whole run, whatever the filters. ``stance`` leaves only what residents
    say who took that stance on a proposal.

    Raises:
        NotFoundError, RefusedError: not theirs to see, or no such finished run of this survey.
    """
    # The analysis takes a second to load; residents' pages never wait for it.
    from engage.results import found as founds
    from engage.results import stances, themes

    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "see_results")
        run = _finished(tx, survey, run_id)
        found = founds.found_by(tx, office, run) if run else None
        if run is None or found is None:
            return None
        known = answers.read(tx, office, survey)
        rows = coded.read(tx, office, survey, known, run.id)
        kept = _fitting(rows, known, filters)
        on_proposals = kept
        if stance is not None:
            kept = stances.standing_so(kept, stance)
        chosen = run.id
        state = (
            str(office.db.url),
            survey.id,
            run.id,
            coded.state_of(tx, survey, known, run.id),
            tuple(sorted((name, tuple(sorted(codes))) for name, codes in filters.dimensions().items())),
            stance,
        )

        def masked(ids: Iterable[int]) -> Mapping[int, str]:
            return lines.masked_texts(tx, chosen, ids)

        may_quote = grant(actor, "see_comments", scope_of(survey)) is not None
        made = themes.counted(
            run,
            found,
            rows,
            kept,
            known.releases,
            masked if may_quote else None,
            state=state,
        )
    # Who stands where is told of all that pass the filters, whichever stance is looked at.
    return dataclasses.replace(made, stances=stances.of_proposals(on_proposals, _proposals(known)))


@guarded("see_comments")
def comments(
    office: Office,
    actor: Actor,
    slug: str,
    filters: Filters = NO_FILTERS,
    *,
    theme: str | None = None,
    sentiment: str | None = None,
    question: str | None = None,
    feedback: str | None = None,
    stance: str | None = None,
    search: str = "",
    urgent_first: bool = False,
    ids: Sequence[int] | None = None,
    limit: int = 50,
    offset: int = 0,
) -> CommentPage:
    """Return comments, newest first, that pass the filters and everything else asked for.

    ``urgent_first`` puts what should be looked at soon before the rest: danger, barriers, problems.
    ``theme`` with ``sentiment`` asks for the tone in which a comment speaks of that theme.

    ``search`` finds part of a word, whatever the case and accents, in the words as this person may see them.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey, allowed = granted(tx, actor, slug, "see_comments")
        run = runs.latest_done(tx, survey.id)
        run_id = run.id if run else None
        known = answers.read(tx, office, survey)
        among = None if ids is None else frozenset(ids)
        kept = [
            row
            for row in reversed(_fitting(coded.read(tx, office, survey, known, run_id), known, filters))
            if (among is None or row.id in among)
            and (theme is None or (theme in row.themes and row.is_read))
            and (sentiment is None or (sentiment == _tone(row, theme) and row.is_read))
            and (feedback is None or feedback == row.feedback)
            and (stance is None or stance == row.stance)
            and (question is None or question == row.question_name)
        ]
        if urgent_first:
            kept.sort(key=lambda row: _SOONEST.get(row.feedback or "", len(_SOONEST)))
        kept = lines.matching(tx, survey, run_id, kept, search, is_masked=allowed.is_masked)
        start, size = max(0, offset), max(0, min(limit, MOST_LINES))
        shown = kept[start : start + size]
        found = tuple(lines.lines(tx, survey, run_id, shown, is_masked=allowed.is_masked))
    return CommentPage(len(kept), found)


@guarded("reveal_comments")
def reveal(office: Office, actor: Actor, slug: str, comment_id: int, reason: str) -> str:
    """Return a comment's words with personal details, and note who asked and why.

    Raises:
        NotFoundError, RefusedError: not theirs to reveal, or no such comment in this survey.
        ReasonMissingError: the reason is shorter than a word or two.
    """
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, "reveal_comments")
        why = " ".join(reason.split())
        if len(why) < SHORTEST_REASON:
            raise ReasonMissingError
        found = next(responses.comments(tx, survey.id, ids=[comment_id]), None)
        if found is None:
            raise NotFoundError(comment_id)
        told = {"comment": comment_id, "reason": why[:LONGEST_REASON]}
        note(tx, office, actor, "comment.revealed", survey, **told)
    return found.text


@guarded("open: published results")
def public_results(office: Office, slug: str) -> PublicResults:
    """Return the figures that everybody may see: suppressed, and without anybody's words.

    Raises:
        NotFoundError: there is no such survey, or staff do not show its results.
    """
    with office.db.read() as tx:
        survey = surveys.by_slug(tx, slug)
    if survey is None or not survey.are_results_public:
        raise NotFoundError(slug)
    return public.published(office, survey)


def _finished(tx: Transaction, survey: Survey, run_id: int | None) -> AnalysisRun | None:
    if run_id is None:
        return runs.latest_done(tx, survey.id)
    run = runs.get(tx, run_id)
    if run is None or run.survey_id != survey.id or run.state != "done":
        raise NotFoundError(run_id)
    return run


def _proposals(known: Answers) -> dict[str, Texts]:
    """Return what questions propose, by their name."""
    asked = answers.merged(known.versions)
    proposed = {question.name: getattr(question, "proposal", None) for question in asked}
    return {name: dict(proposal) for name, proposal in proposed.items() if proposal}


def _tone(row: CodedRow, theme: str | None) -> str | None:
    """Return the tone in which a comment speaks of a theme, or its own."""
    heard = dict(zip(row.themes, row.mentions, strict=False))
    return heard.get(theme or "") or row.sentiment


def _fitting(rows: Sequence[CodedRow], known: Answers, filters: Filters) -> list[CodedRow]:
    passing = answers.fitting(known, answers.known_filters(filters, known))
    return [row for row in rows if id(row.bears) in passing]
