"""Coding by people: the next comment to read, deciding, coming back, settling, and how alike they decide."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from engage.access import Actor, NotFoundError
from engage.actions import guarded
from engage.drafts import note
from engage.granted import granted
from engage.office import Office
from engage.results import answers, coded, lines
from engage.results.answers import Answers
from engage.results.coded import CodedRow, Said
from engage.reviewing import desk as desks
from engage.reviewing.acceptance import PRECISIONS, accepted_at
from engage.reviewing.sampling import Turn, strata
from engage.reviewing.standing import Standing
from engage.reviewing.values import Acceptance, AgreementLine, Choice, Desk, Item, Mode, ThemeChoice
from surveys.decisions import Decision, Drawn, NewDecision
from surveys.records import AnalysisRun, Survey
from surveys.store import catalogue, decisions, runs
from surveys.store.database import Transaction

SENTIMENTS = ("negative", "neutral", "positive", "mixed")
FEEDBACK = ("urgent", "accessibility_barrier", "problem", "question", "idea", "praise", "other")
# Those of ``analysis`` (a test compares them): deciding need not load it.
NO_CHOICE = Choice()


class NoRunError(LookupError):
    """Comments are reviewed after a first analysis: it says which can be read, and offers the themes."""


class DecisionError(ValueError):
    """A decision cannot be kept.

    ``code``: ``nothing_decided``, ``theme_unknown``, ``sentiment_unknown``, ``feedback_unknown``,
    ``precision_unknown``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Open:
    """A survey whose comments this person may code, with what is known of them."""

    survey: Survey
    run: AnalysisRun
    frame: Mapping[str, Any]
    known: Answers
    rows: tuple[CodedRow, ...]

    def row(self, comment_id: int) -> CodedRow:
        for row in self.rows:
            if row.id == comment_id:
                return row
        raise NotFoundError(comment_id)


@guarded("code_comments")
def desk(
    office: Office,
    actor: Actor,
    slug: str,
    *,
    mode: Mode = "first",
    skipped: Collection[int] = (),
    comment_id: int | None = None,
) -> Desk:
    """Return the next comment to review, or the one asked for, with the themes and how far the work is.

    Half of the comments are drawn at random, half because the model is unsure of them; they take turns.

    Raises:
        NotFoundError, RefusedError: not theirs to code, or no such comment in this survey.
        NoRunError: nothing was analysed yet.
    """
    with office.db.read() as tx:
        opened = _opened(tx, office, actor, slug)
        chosen = _acceptance(tx, opened)
        accepted = chosen.accepted if chosen else frozenset()
        if comment_id is None:
            turn = desks.next_turn(opened.rows, mode, actor.label, skipped, office.now(), accepted=accepted)
        else:
            turn = _again(opened, comment_id, mode)
        item = _item(tx, opened, turn, actor.label, mode) if turn else None
    return Desk(
        survey=opened.survey,
        run=opened.run,
        frame_id=opened.frame["id"],
        frame_version=opened.frame["version"],
        themes=_themes(opened.frame),
        mode=mode,
        item=item,
        progress=desks.progress(opened.rows, actor.label),
        left=len(desks.waiting_for(opened.rows, mode, actor.label, accepted=accepted)),
        acceptance=chosen,
    )


@guarded("code_comments")
def decide(
    office: Office,
    actor: Actor,
    slug: str,
    comment_id: int,
    choice: Choice = NO_CHOICE,
    *,
    drawn: Drawn = "chosen",
) -> Decision:
    """Keep what a person decided about a comment. An earlier decision of theirs stays as history.

    Raises:
        NotFoundError, RefusedError: not theirs to code, or the comment is gone.
        NoRunError: nothing was analysed yet.
        DecisionError: nothing was decided, or a theme, sentiment or kind of feedback is not one there is.
    """
    with office.db.write() as tx:
        opened = _opened(tx, office, actor, slug)
        row = opened.row(comment_id)
        _check(choice, opened.frame)
        stratum = strata(desks.releases_of(opened.rows))[comment_id]
        chance = None
        if drawn == "random":
            done, size = desks.progress(opened.rows, actor.label).by_stratum[stratum]
            chance = round(min(1.0, (done + 1) / size), 6)
        kept = decisions.add(
            tx,
            NewDecision(
                survey_id=opened.survey.id,
                comment_id=comment_id,
                coder=actor.label,
                themes=choice.themes,
                sentiment=choice.sentiment,
                feedback=choice.feedback,
                frame_id=opened.frame["id"],
                frame_version=opened.frame["version"],
                drawn=drawn,
                stratum=stratum,
                chance=chance,
                machine=_noted(row.said, opened.run.id),
            ),
            at=office.now(),
        )
        told = {"comment": comment_id, "decision": kept.id, "drawn": drawn}
        note(tx, office, actor, "comment.coded", opened.survey, **told)
    return kept


@guarded("code_comments")
def acceptances(office: Office, actor: Actor, slug: str) -> tuple[Acceptance, ...]:
    """Return what would be accepted at each precision there is to choose.

    Raises:
        NotFoundError, RefusedError: not theirs to code.
        NoRunError: nothing was analysed yet.
    """
    with office.db.read() as tx:
        opened = _opened(tx, office, actor, slug)
    return tuple(accepted_at(opened.rows, precision) for precision in PRECISIONS)


@guarded("code_comments")
def accept_at(office: Office, actor: Actor, slug: str, precision: float | None) -> None:
    """Accept without a look what the model is right about at least so often; ``None`` accepts nothing.

    Comments are accepted anew with each run and review: nothing is written beside them.

    Raises:
        NotFoundError, RefusedError: not theirs to code.
        DecisionError: not a precision there is to choose.
    """
    with office.db.write() as tx:
        survey, _ = granted(tx, actor, slug, "code_comments")
        if precision not in (None, *PRECISIONS):
            raise DecisionError("precision_unknown")
        catalogue.keep_setting(tx, _setting(survey), {"precision": precision})
        note(tx, office, actor, "acceptance.chosen", survey, precision=precision)


def _setting(survey: Survey) -> str:
    return f"acceptance:{survey.id}"


def _acceptance(tx: Transaction, opened: "_Open") -> Acceptance | None:
    kept = catalogue.setting(tx, _setting(opened.survey))
    precision = kept.get("precision") if kept else None
    return accepted_at(opened.rows, precision) if isinstance(precision, float) else None


@guarded("code_comments")
def history(office: Office, actor: Actor, slug: str, comment_id: int) -> list[Decision]:
    """Return every decision about a comment, oldest first.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "code_comments")
        return decisions.of_comment(tx, survey.id, comment_id)


@guarded("see_results")
def agreement(office: Office, actor: Actor, slug: str) -> tuple[AgreementLine, ...]:
    """Return how alike people and model decide, and two people; empty while nobody reviewed anything.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey, _ = granted(tx, actor, slug, "see_results")
        run = runs.latest_done(tx, survey.id)
        if run is None or not decisions.tally(tx, survey.id)[0]:
            return ()
        rows = desks.readable(coded.read(tx, office, survey, answers.read(tx, office, survey), run.id))
    from engage.reviewing.agreement import lines as agreement_lines  # the analysis takes a second to load

    return agreement_lines(rows, desks.random_sample(rows))


def _opened(tx: Transaction, office: Office, actor: Actor, slug: str) -> _Open:
    survey, _ = granted(tx, actor, slug, "code_comments")
    run = runs.latest_done(tx, survey.id)
    found = runs.findings(tx, run.id) if run else None
    if run is None or found is None:
        raise NoRunError(slug)
    known = answers.read(tx, office, survey)
    rows = desks.readable(coded.read(tx, office, survey, known, run.id))
    return _Open(survey, run, found["code_frame"], known, tuple(rows))


def _again(opened: _Open, comment_id: int, mode: Mode) -> Turn:
    """Return the turn of a comment somebody comes back to: it stays drawn as it was."""
    row = opened.row(comment_id)
    return Turn(comment_id, desks.drawn_in(mode, row.review), "", None)


def _item(tx: Transaction, opened: _Open, turn: Turn, coder: str, mode: Mode) -> Item:
    row = opened.row(turn.comment_id)
    line = next(lines.lines(tx, opened.survey, opened.run.id, [row], is_masked=True), None)
    if line is None:
        raise NotFoundError(turn.comment_id)
    asked = {question.name: question for question in answers.merged(opened.known.versions)}
    question = asked.get(row.question_name)
    review = row.review
    return Item(
        comment_id=row.id,
        text=line.text,
        question=dict(question.text) if question else {},
        release=line.release,
        language=line.language,
        day=line.day,
        drawn=turn.drawn,
        said=row.said if mode == "settle" or turn.drawn == "uncertain" else None,
        mine=_mine(review, coder, mode),
        told=dict(review.of_coder) if review and mode == "settle" else None,
    )


def _mine(review: Standing | None, coder: str, mode: Mode) -> Decision | None:
    """Return the decision that somebody comes back to; another look begins with the one that stands."""
    if review is None or mode == "settle":
        return None
    return review.stands if mode == "again" else review.of_coder.get(coder)


def _themes(frame: Mapping[str, Any]) -> tuple[ThemeChoice, ...]:
    return tuple(
        ThemeChoice(theme["id"], dict(theme["name"]), dict(theme.get("definition", {})))
        for theme in frame["themes"]
    )


def _check(choice: Choice, frame: Mapping[str, Any]) -> None:
    if choice.themes is None and choice.sentiment is None and choice.feedback is None:
        raise DecisionError("nothing_decided")
    if not {theme["id"] for theme in frame["themes"]}.issuperset(choice.themes or ()):
        raise DecisionError("theme_unknown")
    if choice.sentiment not in (None, *SENTIMENTS):
        raise DecisionError("sentiment_unknown")
    if choice.feedback not in (None, *FEEDBACK):
        raise DecisionError("feedback_unknown")


def _noted(said: Said, run_id: int) -> dict[str, Any]:
    return {
        "run": run_id,
        "sentiment": said.sentiment,
        "confidence": said.confidence,
        "themes": [list(pair) for pair in zip(said.themes, said.sureness, strict=True)],
        "feedback": said.feedback,
        "is_unsure": said.is_unsure,
    }
