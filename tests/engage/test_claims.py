"""Claims of single findings corrected: complaints by release, tone by language, no theme."""

from datetime import UTC, datetime
from typing import Any

from analysis.results import Finding
from engage.results.answers import Bearing
from engage.results.claims import claims
from engage.results.coded import CodedRow, Said
from engage.results.corrected_findings import beside
from engage.reviewing.sampling import number_of
from engage.reviewing.standing import standing
from surveys.decisions import Decision

AT = datetime(2026, 9, 14, tzinfo=UTC)
BEARINGS = {release: Bearing({"release": frozenset([release])}, 1) for release in ("1.0", "1.1")}
EACH = 200


def finding(code: str, language: str = "", **values: Any) -> Finding:
    return Finding(code, code, values, 40, 100, 0.3, 0.5, language=language)


BETWEEN = {"from": "1.0", "to": "1.1"}
COMPLAINTS = finding("theme_negative_up", theme="search", **BETWEEN)
NEGATIVE = finding("negative_up", **BETWEEN)


def row(id_: int, release: str, *, is_found: bool, is_so: bool | None, language: str = "en") -> CodedRow:
    """Return a comment in which the model sees a complaint about the search or not, and a person perhaps."""
    themes = ("search",) if is_found else ()
    tone = "negative" if is_found else "neutral"
    said = Said(tone, 0.9, themes, (0.9,) * len(themes), mentions=(tone,) * len(themes))
    review = None
    if is_so is not None:
        made = Decision(
            survey_id=1,
            comment_id=id_,
            coder="dev",
            themes=("search",) if is_so else (),
            sentiment="negative" if is_so else "neutral",
            feedback=None,
            frame_id="f",
            frame_version="1",
            drawn="random",
            id=id_,
            at=AT,
        )
        review = standing([made])[id_]
    return CodedRow(
        id=id_,
        response_id=id_,
        question_name="why",
        day=AT.date(),
        bears=BEARINGS[release],
        language=language,
        sentiment=tone,
        score=0.0,
        themes=themes,
        campaign_id=None,
        unprocessed=None,
        is_coded=True,
        said=said,
        review=review,
        mentions=said.mentions,
    )


def rows(reviewed: int, *, found: tuple[float, float], real: float = 1.0) -> list[CodedRow]:
    """Return comments on two releases: the model finds ``found`` of each, and ``real`` of these are so."""
    made = []
    for first, release, share in ((1, "1.0", found[0]), (EACH + 1, "1.1", found[1])):
        ids = sorted(range(first, first + EACH), key=number_of)
        for place, id_ in enumerate(ids):
            is_found = place % 10 < 10 * share
            is_so = is_found and place // 10 % 10 < 10 * real
            made.append(row(id_, release, is_found=is_found, is_so=is_so if place < reviewed else None))
    return made


def told(asked: Finding, given: list[CodedRow]) -> str:
    return beside(asked, {}, (), (), claims([asked], given)).get("en", "")


def test_complaints_that_the_model_sees_rightly_stay_as_they_were() -> None:
    given = rows(100, found=(0.2, 0.6))
    [claim] = claims([COMPLAINTS], given).values()
    assert claim.step is not None
    assert claim.step.told == "up"
    assert [round(share.share, 1) for share in claim.shares] == [0.2, 0.6]
    assert told(COMPLAINTS, given).startswith("Corrected for the model’s errors: from 2")


def test_complaints_of_which_half_are_none_are_told_as_fewer() -> None:
    [claim] = claims([COMPLAINTS], rows(100, found=(0.2, 0.6), real=0.5)).values()
    assert 0.25 < claim.shares[1].share < 0.45  # 60 % were counted


def test_a_small_change_is_said_to_be_inside_the_error() -> None:
    assert "that is inside the error" in told(NEGATIVE, rows(100, found=(0.4, 0.5), real=0.5))


def test_a_language_has_a_share_of_its_own() -> None:
    asked = finding("sentiment_overall", "en", sentiment="negative", counts={})
    assert told(asked, rows(100, found=(0.2, 0.2))).startswith("Corrected for the model’s errors: 20%")


def test_comments_without_a_theme_are_corrected_too() -> None:
    assert told(finding("no_theme"), rows(100, found=(0.2, 0.2))).startswith(
        "Corrected for the model’s errors: 80%"
    )


def test_with_few_reviews_nothing_is_claimed() -> None:
    assert claims([COMPLAINTS, NEGATIVE], rows(10, found=(0.2, 0.6))) == {}


def test_a_release_that_is_too_small_is_not_compared() -> None:
    asked = finding("negative_up", **{"from": "1.0", "to": "2.0"})
    assert claims([asked], rows(100, found=(0.2, 0.6))) == {}
