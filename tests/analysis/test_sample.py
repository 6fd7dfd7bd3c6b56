"""The analysis finds the story that the sample consultation tells."""

import pytest

from analysis.code_frame import starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis
from analysis.statistics.intervals import newcombe


@pytest.fixture(scope="module")
def analysis(sample_comments: list[Comment]) -> Analysis:
    return run(sample_comments, code_frame=starter_code_frame())


def _by_release(analysis: Analysis, theme_id: str) -> dict[str, tuple[int, int]]:
    share = next(share for share in analysis.themes if share.theme_id == theme_id)
    return {group: (figure.count, figure.base) for group, figure in share.by_group.items()}


def test_search_complaints_fall_with_the_new_search(
    analysis: Analysis, sample_rows: list[dict[str, str]]
) -> None:
    bad: dict[str, list[bool]] = {"0.7.0": [], "0.8.0": []}
    for comment, row in zip(analysis.comments, sample_rows, strict=True):
        if row.get("release") in bad and comment.unprocessed is None:
            about = any(each.theme_id == "search" for each in comment.themes)
            bad[row["release"]].append(about and comment.sentiment == "negative")
    before, after = ((sum(each), len(each)) for each in bad.values())
    assert newcombe(before, after)[2] < 0
    falls = {
        (f.values["theme"], f.values["from"], f.values["to"]): f
        for f in analysis.findings
        if f.code == "theme_negative_down"
    }
    told = falls["search", "0.7.0", "0.8.0"]
    assert told.values["difference_high"] < 0


def test_payments_rise_in_the_third_release(analysis: Analysis) -> None:
    shares = _by_release(analysis, "payments")
    _, low, _ = newcombe(shares["0.8.0"], shares["0.9.0"])
    assert low > 0.2
    for code in ("theme_change_up", "theme_negative_up"):
        rises = [(f.values["theme"], f.values["to"]) for f in analysis.findings if f.code == code]
        assert ("payments", "0.9.0") in rises


def test_the_form_letter_is_found_and_sized(analysis: Analysis, sample_rows: list[dict[str, str]]) -> None:
    sent = {str(number) for number, row in enumerate(sample_rows) if row["kind"] == "campaign"}
    assert len(analysis.campaigns) == 1
    found = set(analysis.campaigns[0].comment_ids)
    assert len(found & sent) >= 0.9 * len(sent)
    assert not found - sent


def test_personal_details_are_masked(analysis: Analysis, sample_rows: list[dict[str, str]]) -> None:
    marked = [number for number, row in enumerate(sample_rows) if row["kind"] == "personal"]
    masked = [number for number in marked if analysis.comments[number].personal_details]
    assert len(masked) >= 0.85 * len(marked)


def test_most_ordinary_comments_have_no_personal_details(
    analysis: Analysis, sample_rows: list[dict[str, str]]
) -> None:
    ordinary = [number for number, row in enumerate(sample_rows) if row["kind"] == "ordinary"]
    flagged = [number for number in ordinary if analysis.comments[number].personal_details]
    assert len(flagged) <= 0.02 * len(ordinary)


def test_languages_are_told_apart(analysis: Analysis, sample_rows: list[dict[str, str]]) -> None:
    pairs = [(c.language, row["language"]) for c, row in zip(analysis.comments, sample_rows, strict=True)]
    assert sum(found == said for found, said in pairs) >= 0.97 * len(pairs)


def test_no_resident_is_quoted_twice_and_the_campaign_at_most_once(analysis: Analysis) -> None:
    quoted = [quote.comment_id for quote in analysis.quotes]
    assert len(quoted) == len(set(quoted))
    assert len(set(quoted) & set(analysis.campaigns[0].comment_ids)) <= 1


def test_quotes_hide_personal_details(analysis: Analysis) -> None:
    masked = {comment.id: comment.masked for comment in analysis.comments}
    assert all(quote.text == masked[quote.comment_id] for quote in analysis.quotes)
