"""What a run says on the results page: themes, change, findings, quotes, and when it is stale."""

import pytest

from analysis.results import Finding, Quote
from engage.access import NotFoundError
from engage.actions import collect, results
from engage.actions.results import Filters
from engage.office import Office
from tests.engage.finished_runs import comment_ids, finish_run, said, themed
from tests.factories import (
    answer,
    cast,
    make_survey,
)


def test_there_are_no_themes_before_a_run_has_finished(office: Office) -> None:
    make_survey(office)
    answer(office, improve="Slow")
    assert results.theme_results(office, cast(office).ana, "library") is None


def test_theme_shares_are_of_the_comments_that_could_be_read(office: Office) -> None:
    ids = themed(office)
    found = results.theme_results(office, cast(office).ana, "library")
    assert found is not None
    search = found.themes[0]
    assert (search.theme_id, search.count, search.base, search.share) == ("search", 2, 4, 0.5)
    assert (round(search.low, 3), round(search.high, 3)) == (0.150, 0.850)  # Wilson, 95 %
    assert search.by_sentiment == {"negative": 1, "neutral": 0, "positive": 1, "mixed": 0}
    assert search.comment_ids == (ids[0], ids[1])
    assert (found.comments, found.unprocessed, found.too_few) == (4, {"uninformative": 1}, True)
    assert {tone: share.count for tone, share in found.sentiment.items()} == {
        "negative": 3,
        "neutral": 0,
        "positive": 1,
        "mixed": 0,
    }


def test_filters_count_themes_anew_and_leave_findings_of_the_whole_run(office: Office) -> None:
    themed(office)
    harbour = Filters(segments={"ward": ("harbour",)})
    found = results.theme_results(office, cast(office).ana, "library", harbour)
    assert found is not None
    assert [(row.theme_id, row.count, row.base) for row in found.themes] == [
        ("speed", 2, 3),
        ("search", 1, 3),
    ]
    assert [(row.id, row.base) for row in found.findings] == [("top", 4)]
    assert found.quotes == ()  # the quoted comment is of another ward


def test_change_by_release_leaves_form_letters_out(office: Office) -> None:
    themed(office)
    found = results.theme_results(office, cast(office).ana, "library")
    assert found is not None
    assert found.changes == ()  # on 1.1 there is only a form letter and nothing readable
    answer(office, improve="more", release="1.1")
    ids = comment_ids(office)
    finish_run(office, [said(ids[0], "search"), said(ids[1]), said(ids[5], "search")])
    found = results.theme_results(office, cast(office).ana, "library")
    assert found is not None
    shares = [(share.release, share.count, share.base) for share in found.changes[0].shares]
    assert (found.changes[0].theme_id, shares) == ("search", [("1.0", 1, 2), ("1.1", 1, 1)])


def test_findings_are_said_in_both_languages_with_their_evidence(office: Office) -> None:
    ids = themed(office)
    found = results.theme_results(office, cast(office).ana, "library")
    assert found is not None
    [finding] = found.findings
    assert "Search" in finding.sentence["en"]
    assert "Recherche" in finding.sentence["fr"]
    assert (finding.count, finding.base, finding.comment_ids) == (2, 4, (ids[0], ids[1]))


def test_quotes_are_masked_and_only_for_who_may_see_comments(office: Office) -> None:
    ids = themed(office)
    people = cast(office)
    for actor in (people.ana, people.dev):
        found = results.theme_results(office, actor, "library")
        assert found is not None
        assert [(quote.comment_id, quote.text) for quote in found.quotes] == [(ids[0], f"masked {ids[0]}")]
    for actor in (people.ava, people.ben):
        found = results.theme_results(office, actor, "library")
        assert found is not None
        assert (found.quotes, found.comments) == ((), 4)


def test_a_run_is_stale_when_comments_came_or_went(office: Office) -> None:
    make_survey(office)
    receipt = answer(office, improve="one")
    answer(office, improve="two")
    ana, ids = cast(office).ana, comment_ids(office)
    finish_run(office, [said(id_, "search") for id_ in ids])

    def now() -> tuple[bool, int, int]:
        found = results.theme_results(office, ana, "library")
        assert found is not None
        return found.is_stale, found.new_comments, found.themes[0].count

    assert now() == (False, 0, 2)
    answer(office, improve="three")
    assert now() == (True, 1, 2)
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    assert now() == (True, 1, 1)


def test_withdrawal_takes_the_comment_out_of_quotes_findings_and_what_is_kept(office: Office) -> None:
    make_survey(office)
    receipt = answer(office, improve="unmistakable words")
    [id_] = comment_ids(office)
    finding = Finding("f", "too_few", {"needed": 30}, 1, 1, 0.0, 1.0, {}, (str(id_),))
    quote = Quote("search", str(id_), "representative", "unmistakable words", "en", None)
    coded = said(id_, "search", masked="unmistakable words")
    run_id = finish_run(office, [coded], quotes=[quote], findings=[finding])
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    found = results.theme_results(office, cast(office).ana, "library", run_id=run_id)
    assert found is not None
    assert (found.quotes, found.findings[0].comment_ids, found.comments) == ((), (), 0)
    with office.db.read() as tx:
        rows = tx.connection().exec_driver_sql("SELECT findings FROM analysis_result").all()
    assert "unmistakable" not in str(rows)


def test_a_run_of_another_survey_is_not_there(office: Office) -> None:
    make_survey(office)
    make_survey(office, "parks")
    run_id = finish_run(office, [], slug="parks")
    with pytest.raises(NotFoundError):
        results.theme_results(office, cast(office).ana, "library", run_id=run_id)
