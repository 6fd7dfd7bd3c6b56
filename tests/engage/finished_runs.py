"""Finished runs with themes and tones as a test wants them, without the seconds a real analysis takes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from analysis.code_frame import CodeFrame, load_code_frame
from analysis.results import (
    Analysis,
    CandidateTheme,
    CodedComment,
    Finding,
    Quote,
    RunRecord,
    ThemeAssignment,
)
from engage.keeping import coded_comment, kept_findings
from engage.office import Office
from surveys.store import responses, runs
from tests.factories import answer, make_service, make_survey, survey_now

FRAME: CodeFrame = load_code_frame(
    {
        "id": "test",
        "version": "1",
        "themes": [
            {
                "id": "search",
                "name": {"en": "Search", "fr": "Recherche"},
                "definition": {"en": "Finding things."},
            },
            {"id": "speed", "name": {"en": "Speed", "fr": "Vitesse"}, "definition": {"en": "Slow or fast."}},
        ],
    }
)


def said(id_: int, *themes: str, **more: Any) -> CodedComment:
    """Return what a run says of a comment; negative unless said otherwise."""
    values = {"language": "en", "masked": f"masked {id_}", "sentiment": "negative", "score": -0.5, **more}
    return CodedComment(
        id=str(id_), themes=tuple(ThemeAssignment(t, 0.9, ("word",)) for t in themes), **values
    )


def comment_ids(office: Office, slug: str = "library") -> list[int]:
    """Return the ids of a survey's comments, oldest first."""
    survey = survey_now(office, slug)
    with office.db.read() as tx:
        return [comment.id for comment in responses.comments(tx, survey.id)]


def finish_run(
    office: Office,
    coded: Sequence[CodedComment],
    *,
    slug: str = "library",
    quotes: Sequence[Quote] = (),
    findings: Sequence[Finding] = (),
    inputs: Mapping[str, Any] | None = None,
    corrected: Mapping[str, Any] | None = None,
    frame: CodeFrame = FRAME,
    candidates: Sequence[CandidateTheme] = (),
) -> int:
    """Store a finished run that says ``coded`` of a survey's comments, and return its id."""
    survey = survey_now(office, slug)
    analysis = Analysis(
        RunRecord({}, 0, (), {}, len(coded)),
        tuple(coded),
        quotes=tuple(quotes),
        findings=tuple(findings),
        candidates=tuple(candidates),
    )
    at = office.now()
    with office.db.write() as tx:
        run_id = runs.add(tx, survey_id=survey.id, seed=0, started_by="test", inputs=inputs or {}, at=at)
        runs.start(tx, run_id, total=len(coded), at=at)
        runs.finish(
            tx,
            run_id,
            findings={**kept_findings(analysis, frame), "corrected": dict(corrected or {})},
            coded=[(int(comment.id), coded_comment(comment)) for comment in coded],
            at=at + timedelta(seconds=1),
        )
    return run_id


def themed(office: Office) -> list[int]:
    """Make three comments on release 1.0 and two on 1.1, coded by a finished run."""
    releases = {"1.0": datetime(2026, 1, 1, tzinfo=UTC), "1.1": datetime(2026, 2, 1, tzinfo=UTC)}
    make_survey(office, service_id=make_service(office, releases=releases))
    for number, ward in [("1.0", "old_town"), ("1.0", "harbour"), ("1.0", "harbour"), ("1.1", "harbour")]:
        answer(office, improve=f"comment on {number}", release=number, ward=ward)
    answer(office, improve="nothing", release="1.1")
    ids = comment_ids(office)
    quote = Quote("search", str(ids[0]), "representative", "words that are not kept", "en", "negative")
    finding = Finding(
        "top",
        "top_theme",
        {"theme": "search", "rank": 1, "by_sentiment": {}},
        2,
        4,
        0.1,
        0.9,
        {},
        (str(ids[0]), str(ids[1])),
    )
    finish_run(
        office,
        [
            said(ids[0], "search", personal_details=("phone",)),
            said(ids[1], "search", "speed", sentiment="positive"),
            said(ids[2]),
            said(ids[3], "speed", campaign_id="c1"),
            said(ids[4], unprocessed="uninformative", sentiment=None),
        ],
        quotes=[quote],
        findings=[finding],
    )
    return ids
