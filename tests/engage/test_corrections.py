"""Figures on the results page: corrected by the random half of the reviews, or said to be mere counts."""

import pytest

from engage.actions import code, results
from engage.office import Office
from engage.results.choosing import Filters
from engage.reviewing.sampling import number_of
from engage.reviewing.values import Choice
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.factories import AT, answer, cast, make_service, make_survey

COUNT = 80


@pytest.fixture
def ids(office: Office) -> list[int]:
    """Eighty comments in two releases, of which the model says that all complain of the search."""
    from datetime import timedelta

    service = make_service(office, releases={"1.0": AT - timedelta(days=60), "1.1": AT - timedelta(days=1)})
    make_survey(office, service_id=service)
    for number in range(COUNT):
        answer(office, release="1.0" if number < 40 else "1.1", improve=f"Page {number} is slow to load")
    found = comment_ids(office)
    finish_run(office, [said(id_, "search", sentiment_confidence=0.8) for id_ in found])
    return found


def review(office: Office, ids: list[int], count: int) -> None:
    """Review the next comments at random: half of what the model calls search is about speed."""
    dev = cast(office).dev
    for id_ in sorted(ids, key=number_of)[:count]:
        themes = ("search",) if id_ % 2 else ("speed",)
        code.decide(office, dev, "library", id_, Choice(themes, "negative"), drawn="random")


def test_below_thirty_reviews_figures_are_counts_and_say_what_is_missing(
    office: Office, ids: list[int]
) -> None:
    review(office, ids, 12)
    found = results.theme_results(office, cast(office).dev, "library")
    assert found is not None
    assert (found.reviewed_at_random, found.reviews_needed) == (12, 18)
    assert {row.corrected for row in found.themes} == {None}
    assert {tone.corrected for tone in found.sentiment.values()} == {None}


def test_from_thirty_on_the_share_is_corrected_and_the_count_stays_beside_it(
    office: Office, ids: list[int]
) -> None:
    review(office, ids, 40)
    found = results.theme_results(office, cast(office).dev, "library")
    assert found is not None
    assert (found.reviewed_at_random, found.reviews_needed) == (40, 0)
    search = next(row for row in found.themes if row.theme_id == "search")
    assert search.corrected is not None
    wrong = sum(not id_ % 2 for id_ in sorted(ids, key=number_of)[:40])
    assert (search.count, search.base) == (COUNT - wrong, COUNT)
    assert search.corrected.low < 0.5 < search.corrected.high < search.share
    assert search.best == search.corrected
    negative = found.sentiment["negative"].corrected
    assert negative is not None
    assert negative.share > 0.9


def test_doubtful_reviews_correct_nothing_until_a_release_was_read_to_the_last_comment(
    office: Office, ids: list[int]
) -> None:
    dev = cast(office).dev
    told = []
    for place, id_ in enumerate(ids[:40], start=1):
        code.decide(office, dev, "library", id_, Choice(("speed",), "negative"), drawn="uncertain")
        if place >= 39:
            found = results.theme_results(office, dev, "library")
            assert found is not None
            told.append(found.reviewed_at_random)
    assert told == [0, 40]
    assert code.desk(office, dev, "library").progress.by_stratum == {"1.0": (40, 40), "1.1": (0, 40)}


def test_a_filter_uses_the_reviews_elsewhere(office: Office, ids: list[int]) -> None:
    review(office, ids, 40)
    found = results.theme_results(office, cast(office).dev, "library", Filters(release=("1.1",)))
    assert found is not None
    assert found.comments == 40
    search = next(row for row in found.themes if row.theme_id == "search")
    assert search.corrected is not None
    assert search.corrected.low < 0.5 < search.corrected.high


def test_changes_inside_the_error_are_called_so(office: Office, ids: list[int]) -> None:
    review(office, ids, 40)
    found = results.theme_results(office, cast(office).dev, "library")
    assert found is not None
    steps = {change.theme_id: [step.told for step in change.steps] for change in found.changes}
    assert steps == {"search": ["inside_error"], "speed": ["inside_error"]}
    share = found.changes[0].shares[0]
    assert share.corrected is not None
    assert share.best == share.corrected


def test_a_decision_shows_at_once(office: Office, ids: list[int]) -> None:
    dev = cast(office).dev
    before = results.theme_results(office, dev, "library")
    code.decide(office, dev, "library", ids[0], Choice(("speed",), "positive"), drawn="random")
    after = results.theme_results(office, dev, "library")
    assert before is not None
    assert after is not None
    counts = [{row.theme_id: row.count for row in each.themes} for each in (before, after)]
    assert counts == [{"search": 80, "speed": 0}, {"search": 79, "speed": 1}]
