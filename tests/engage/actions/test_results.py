"""Results: honest bases, filters, what a run says, comments as their reader may see them, public figures."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from analysis.feedback import KINDS
from analysis.results import Finding, Quote, ThemeAssignment
from engage.access import NotFoundError, RefusedError
from engage.actions import author, collect, results
from engage.actions.results import Filters, ReasonMissingError
from engage.office import Office
from engage.results.public_values import PublicEstimate
from engage.understanding import comments_of
from surveys.store import audit
from surveys.summaries import ChoiceSummary, RankSummary, ScaleSummary, TextSummary
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.factories import (
    answer,
    cast,
    make_service,
    make_survey,
    option,
    publish_survey,
    question,
    survey_now,
)

PRIVATE = "Call me at 705-555-0134 please"


def by_name(found: results.SurveyResults, name: str) -> results.QuestionResult:
    return next(each for each in found.questions if each.name == name)


def options_of(found: results.SurveyResults, name: str) -> list[tuple[str, int]]:
    choice = next(each for each in found.choices if each.name == name)
    return [(each.code, each.count) for each in choice.options]


# Closed questions.


def test_a_survey_nobody_answered_has_figures_of_nothing(office: Office) -> None:
    make_survey(office)
    found = results.survey_results(office, cast(office).ana, "library")
    assert (found.base, found.total, found.by_day, found.by_channel, found.choices) == (0, 0, (), (), ())
    assert [each.summary.base for each in found.questions] == [0] * 7
    assert isinstance(by_name(found, "ease").summary, ScaleSummary)
    assert by_name(found, "ease").summary.mean is None  # type: ignore[union-attr]


def test_each_question_is_counted_over_those_who_answered_it(office: Office) -> None:
    make_survey(office)
    answer(office, ease="good", used=["permits", "tax"], first=["search", "speed"], ward="old_town")
    answer(office, ease="poor", ward="unsaid", improve="Slow")
    found = results.survey_results(office, cast(office).ana, "library")
    ease, used = by_name(found, "ease").summary, by_name(found, "used").summary
    first, improve = by_name(found, "first").summary, by_name(found, "improve").summary
    assert isinstance(ease, ScaleSummary)
    assert (ease.base, ease.mean) == (2, 2.0)
    assert isinstance(used, ChoiceSummary)
    assert (used.base, used.missing, [bar.count for bar in used.bars]) == (1, 1, [1, 1, 0])
    assert isinstance(first, RankSummary)
    assert (first.base, [bar.count for bar in first.first]) == (1, [1, 0, 0])
    assert improve == TextSummary(1, 1)
    assert by_name(found, "ward").summary.base == 1  # "prefer not to say" is no answer


def test_a_question_is_asked_only_of_those_it_is_relevant_to(office: Office) -> None:
    follow_up = question("long_text", "why", text="Why?") | {
        "relevance": {"test": "selected", "question": "used_it", "options": ["yes"]}
    }
    used = question("single_choice", "used_it", text="Used it?", options=[option("yes"), option("no")])
    make_survey(office, questions=[used, follow_up])
    answer(office, used_it="yes", why="It is quick")
    answer(office, used_it="yes")
    answer(office, used_it="no")
    why = by_name(results.survey_results(office, cast(office).ana, "library"), "why")
    assert (why.asked, why.summary.base, why.summary.missing) == (2, 1, 1)


def test_versions_are_merged_by_question_name_and_keep_options_that_went(office: Office) -> None:
    old = question("single_choice", "way", text="Which way?", options=[option("bus"), option("tram")])
    make_survey(office, questions=[old])
    answer(office, way="tram")
    new = question("single_choice", "way", text="How did you come?", options=[option("bus"), option("bike")])
    publish_survey(office, questions=[new, question("short_text", "note", text="Note")])
    answer(office, way="bike", note="windy")
    found = results.survey_results(office, cast(office).ana, "library")
    way = by_name(found, "way")
    assert way.text["en"] == "How did you come?"
    assert [(bar.code, bar.count) for bar in way.summary.bars] == [("bus", 0), ("bike", 1), ("tram", 1)]  # type: ignore[union-attr]
    assert (way.asked, by_name(found, "note").asked, found.versions) == (2, 1, (1, 2))


def test_a_mean_over_two_different_scales_is_not_given(office: Office) -> None:
    steps = [option("bad"), option("good")]
    make_survey(office, questions=[question("scale", "ease", text="Ease", options=steps)])
    answer(office, ease="good")
    publish_survey(
        office, questions=[question("scale", "ease", text="Ease", options=[*steps, option("great")])]
    )
    answer(office, ease="great")
    summary = by_name(results.survey_results(office, cast(office).ana, "library"), "ease").summary
    assert isinstance(summary, ScaleSummary)
    assert (summary.base, summary.mean) == (2, None)


def test_filters_join_dimensions_and_allow_several_values_in_one(office: Office) -> None:
    make_survey(office)
    answer(office, ward="old_town", channel="phone")
    answer(office, ward="harbour", channel="paper")
    answer(office, ward="harbour", channel="web", language="fr")
    answer(office, channel="web")
    ana = cast(office).ana

    def base(filters: Filters) -> int:
        return results.survey_results(office, ana, "library", filters).base

    assert base(Filters(channel=("web", "paper"))) == 3
    assert base(Filters(channel=("web", "paper"), segments={"ward": ("harbour",)})) == 2
    assert base(Filters(language=("fr",))) == 1
    assert base(Filters(segments={"ward": ("",)})) == 1  # no answer is a value to filter by
    assert base(Filters(language=("fr",), segments={"ward": ("old_town",)})) == 0


def test_an_options_count_is_what_the_other_filters_leave(office: Office) -> None:
    make_survey(office)
    answer(office, ward="old_town", channel="phone")
    answer(office, ward="harbour", channel="phone")
    answer(office, ward="harbour", channel="web")
    found = results.survey_results(
        office, cast(office).ana, "library", Filters(segments={"ward": ("harbour",)})
    )
    assert (found.base, found.total) == (2, 3)
    assert options_of(found, "ward") == [("old_town", 1), ("harbour", 2)]
    assert options_of(found, "channel") == [("web", 1), ("phone", 1)]


def test_filters_that_the_survey_does_not_have_are_dropped(office: Office) -> None:
    make_survey(office)
    answer(office)
    asked = Filters(
        channel=("pigeon",), release=("9.9",), segments={"planet": ("mars",), "ward": ("nowhere",)}
    )
    found = results.survey_results(office, cast(office).ana, "library", asked)
    assert (found.filters, found.base) == (Filters(), 1)


def test_filters_survive_an_address_and_ignore_whatever_is_no_filter() -> None:
    filters = Filters(channel=("web",), segments={"ward": ("harbour", "")})
    assert Filters.from_dict(filters.as_dict()) == filters
    assert Filters.from_dict({"channel": 7, "segments": "x", "other": ["y"]}) == Filters()
    assert Filters.from_dict({"language": "fr", "segments": {"ward": [1, "harbour"]}}) == Filters(
        language=("fr",), segments={"ward": ("harbour",)}
    )
    assert (Filters().is_empty, filters.is_empty) == (True, False)


def test_a_day_is_the_towns_day_and_quiet_days_are_shown(office: Office) -> None:
    make_survey(office)
    for moment in (datetime(2026, 9, 15, 3, 30, tzinfo=UTC), datetime(2026, 9, 16, 15, 0, tzinfo=UTC)):
        office.now = lambda at=moment: at  # type: ignore[misc]
        answer(office)
    found = results.survey_results(office, cast(office).ana, "library")
    assert found.by_day == ((date(2026, 9, 14), 1), (date(2026, 9, 15), 0), (date(2026, 9, 16), 1))


def test_a_new_response_is_counted_at_once_and_a_withdrawn_one_no_more(office: Office) -> None:
    make_survey(office)
    receipt = answer(office)
    ana = cast(office).ana
    assert results.survey_results(office, ana, "library").base == 1
    answer(office)
    assert results.survey_results(office, ana, "library").base == 2
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    assert results.survey_results(office, ana, "library").base == 1


@pytest.mark.parametrize("name", ["cho", "rosa", "sam"])
def test_results_are_not_there_for_people_who_may_not_see_them(office: Office, name: str) -> None:
    make_survey(office)
    actor = getattr(cast(office), name)
    with pytest.raises((NotFoundError, RefusedError)) as refused:
        results.survey_results(office, actor, "library")
    assert isinstance(refused.value, RefusedError) == (name == "sam")  # Sam may see that it exists
    with pytest.raises((NotFoundError, RefusedError)):
        results.theme_results(office, actor, "library")
    with pytest.raises((NotFoundError, RefusedError)):
        results.comments(office, actor, "library")


# What a run says.


def test_there_are_no_themes_before_a_run_has_finished(office: Office) -> None:
    make_survey(office)
    answer(office, improve="Slow")
    assert results.theme_results(office, cast(office).ana, "library") is None


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


# The comments behind a figure.


def test_an_analyst_sees_personal_details_masked_before_and_after_a_run(office: Office) -> None:
    make_survey(office)
    answer(office, improve=PRIVATE)
    people, [id_] = cast(office), comment_ids(office)
    [line] = results.comments(office, people.dev, "library").lines
    assert (line.text, line.is_masked) == ("Call me at [phone] please", True)
    finish_run(office, [said(id_, masked="Call me at [phone] please", personal_details=("phone",))])
    [line] = results.comments(office, people.dev, "library").lines
    assert (line.text, line.is_masked) == ("Call me at [phone] please", True)
    [line] = results.comments(office, people.ana, "library").lines
    assert (line.text, line.is_masked) == (PRIVATE, False)


def test_what_is_masked_cannot_be_searched_for(office: Office) -> None:
    make_survey(office)
    answer(office, improve=PRIVATE)
    people, [id_] = cast(office), comment_ids(office)
    for _ in ("before", "after a run"):
        assert results.comments(office, people.dev, "library", search="0134").total == 0
        assert results.comments(office, people.dev, "library", search="call ME").total == 1
        assert results.comments(office, people.ana, "library", search="0134").total == 1
        finish_run(office, [said(id_, masked="Call me at [phone] please", personal_details=("phone",))])


def test_search_knows_neither_case_nor_accents(office: Office) -> None:
    make_survey(office)
    answer(office, improve="La Bibliothèque est fermée", language="fr")
    answer(office, improve="100% great_service")
    ana = cast(office).ana
    for words, total in [("bibliotheque", 1), ("FERMÉE", 1), ("100%", 1), ("t_s", 1), ("%", 1), ("zzz", 0)]:
        assert results.comments(office, ana, "library", search=words).total == total


def test_comments_come_newest_first_a_page_at_a_time(office: Office) -> None:
    make_survey(office)
    for number in range(5):
        answer(office, improve=f"comment {number}")
    ana = cast(office).ana
    page = results.comments(office, ana, "library", limit=2, offset=2)
    assert (page.total, [line.text for line in page.lines]) == (5, ["comment 2", "comment 1"])
    assert results.comments(office, ana, "library", limit=-1, offset=-3).lines == ()
    assert results.comments(office, ana, "library", offset=99).lines == ()


def test_comments_are_found_by_theme_tone_question_and_id(office: Office) -> None:
    make_survey(office)
    answer(office, improve="slow", worked="fast")
    answer(office, improve="lost")
    ana, ids = cast(office).ana, comment_ids(office)
    finish_run(
        office,
        [
            said(ids[0], "speed"),
            said(ids[1], "speed", sentiment="positive", score=0.5),
            said(ids[2], "search"),
        ],
    )

    def found(**asked: Any) -> list[int]:
        return [line.id for line in results.comments(office, ana, "library", **asked).lines]

    assert found(theme="speed") == [ids[1], ids[0]]
    assert found(theme="speed", sentiment="positive") == [ids[1]]
    assert found(question="improve") == [ids[2], ids[0]]
    assert found(ids=[ids[2], 999]) == [ids[2]]
    assert found(ids=[]) == []
    [line] = results.comments(office, ana, "library", ids=[ids[0]]).lines
    assert (line.themes, line.because, line.sentiment, line.score) == (
        ("speed",),
        {"speed": ("word",)},
        "negative",
        -0.5,
    )


def test_a_line_tells_where_its_comment_came_from(office: Office) -> None:
    make_survey(office)
    answer(office, improve="words", ward="harbour", channel="phone", language="fr")
    [line] = results.comments(office, cast(office).ana, "library").lines
    assert (line.question_name, line.channel, line.page_language, line.release) == (
        "improve",
        "phone",
        "fr",
        "",
    )
    assert (line.segments, line.themes, line.sentiment) == ({"ward": "harbour"}, (), None)


def test_revealing_needs_a_reason_and_is_written_down(office: Office) -> None:
    make_survey(office)
    answer(office, improve=PRIVATE)
    people, [id_] = cast(office), comment_ids(office)
    with pytest.raises(ReasonMissingError):
        results.reveal(office, people.ana, "library", id_, "   ")
    with pytest.raises(RefusedError):
        results.reveal(office, people.dev, "library", id_, "I want to know")
    with pytest.raises(NotFoundError):
        results.reveal(office, people.cho, "library", id_, "I want to know")
    with pytest.raises(NotFoundError):
        results.reveal(office, people.ana, "library", 999, "The resident asked for a call")
    assert results.reveal(office, people.ana, "library", id_, "The resident asked for a call") == PRIVATE
    with office.db.read() as tx:
        told = [entry for entry in audit.entries(tx) if entry.action == "comment.revealed"]
    assert [entry.details for entry in told] == [{"comment": id_, "reason": "The resident asked for a call"}]
    assert PRIVATE not in str(told)


# In public.


def shown(office: Office) -> results.PublicResults:
    return results.public_results(office, "library")


def public_survey(office: Office, responses: int, **answers: Any) -> None:
    make_survey(office)
    author.show_results(office, cast(office).ana, "library", is_public=True)
    for _ in range(responses):
        answer(office, **answers)


def test_results_are_public_only_when_staff_show_them(office: Office) -> None:
    make_survey(office)
    with pytest.raises(NotFoundError):
        shown(office)
    with pytest.raises(NotFoundError):
        results.public_results(office, "no-such-survey")
    author.show_results(office, cast(office).ana, "library", is_public=True)
    found = shown(office)
    assert (found.responses, found.as_of, found.questions, found.themes) == (None, None, (), ())


def test_nothing_is_published_below_the_minimum(office: Office) -> None:
    public_survey(office, 10)
    assert shown(office).responses is None
    answer(office)
    assert shown(office).responses == 11


def test_published_figures_wait_for_eleven_more_responses(office: Office) -> None:
    public_survey(office, 6, ease="good")
    for _ in range(14):
        answer(office, ease="poor")
    first = shown(office)
    assert first.responses == 20
    receipt = answer(office, ease="good")
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    for _ in range(10):
        answer(office, ease="good")
        assert shown(office) == first
    answer(office, ease="good")
    second = shown(office)
    assert second.responses == 31
    assert [bar.count for bar in second.questions[0].bars] == [14, 0, 17, 0]


def test_a_question_that_tells_who_was_asked_is_hidden_with_its_parent(office: Office) -> None:
    used = question("single_choice", "used_it", text="Used it?", options=[option("yes"), option("no")])
    follow_up = question("single_choice", "how", text="How?", options=[option("app"), option("desk")]) | {
        "relevance": {"test": "selected", "question": "used_it", "options": ["yes"]}
    }
    make_survey(office, questions=[used, follow_up])
    author.show_results(office, cast(office).ana, "library", is_public=True)
    for number in range(30):
        answer(office, used_it="yes", how=["app", "desk"][number % 2])
    for _ in range(3):
        answer(office, used_it="no")
    [parent, child] = shown(office).questions
    assert [bar.count for bar in parent.bars] == [None, None]
    assert (child.base, [bar.count for bar in child.bars]) == (None, [None, None])


def test_public_themes_count_residents_and_hide_few(office: Office) -> None:
    public_survey(office, 0)
    for number in range(24):
        answer(office, improve=f"a {number}", worked=f"b {number}")
    ids = comment_ids(office)
    coded = [said(id_, "search", *(["speed"] if place < 8 else [])) for place, id_ in enumerate(ids[:40])]
    finish_run(office, coded + [said(id_) for id_ in ids[40:]])
    found = shown(office)
    assert found.theme_base == 24
    assert [(bar.code, bar.count) for bar in found.themes] == [("search", None), ("speed", None)]
    # 20 of 24 residents raise search: the four who do not would be told of.


def test_public_shares_are_corrected_where_a_run_had_reviews_and_nothing_is_hidden(office: Office) -> None:
    public_survey(office, 0)
    for number in range(30):
        answer(office, improve=f"a {number}")
    ids = comment_ids(office)
    estimate = {"share": 0.3333, "low": 0.25, "high": 0.42, "reviewed": 64, "base": 30}
    corrected = {"reviewed": 64, "themes": {"search": estimate, "speed": estimate}}
    finish_run(office, [said(id_, *(["search"] if id_ % 2 else [])) for id_ in ids], corrected=corrected)
    found = {bar.code: (bar.count, bar.corrected) for bar in shown(office).themes}
    likely = PublicEstimate(0.33, 0.25, 0.42)
    assert found == {"search": (15, likely), "speed": (0, likely)}


def test_no_words_of_residents_are_published(office: Office) -> None:
    public_survey(office, 0)
    for number in range(30):
        answer(office, improve=f"secret words {number}", postal="K1A 0B1")
    finish_run(office, [said(id_, "search", masked="secret words") for id_ in comment_ids(office)])
    found = shown(office)
    assert "secret" not in repr(found)
    assert "K1A" not in repr(found)
    assert [each.name for each in found.questions] == ["ease", "used", "first", "ward"]


def test_comments_are_found_by_sort_of_feedback_and_what_is_urgent_comes_first(office: Office) -> None:
    make_survey(office)
    for improve in ("one", "two", "three"):
        answer(office, improve=improve)
    ids = comment_ids(office)
    sorts = ("urgent", "praise", "accessibility_barrier")
    finish_run(office, [said(id_, feedback=sort) for id_, sort in zip(ids, sorts, strict=True)])
    ana = cast(office).ana

    def found(**asked: Any) -> list[int]:
        return [line.id for line in results.comments(office, ana, "library", **asked).lines]

    assert found() == [ids[2], ids[1], ids[0]]
    assert found(urgent_first=True) == [ids[0], ids[2], ids[1]]
    assert found(feedback="praise") == [ids[1]]
    [line] = results.comments(office, ana, "library", ids=[ids[0]]).lines
    assert line.feedback == "urgent"


def test_the_sorts_of_feedback_are_those_of_the_analysis() -> None:
    assert results.FEEDBACK == KINDS


def test_a_theme_is_counted_and_found_by_the_tone_in_which_it_is_spoken_of(office: Office) -> None:
    make_survey(office)
    answer(office, improve="search bad, staff good")
    [only] = comment_ids(office)
    both = (
        ThemeAssignment("search", 0.9, ("search",), "negative"),
        ThemeAssignment("speed", 0.9, ("quick",), "positive"),
    )
    finish_run(office, [replace(said(only, sentiment="mixed"), themes=both)])
    ana = cast(office).ana
    found = results.theme_results(office, ana, "library")
    assert found is not None
    tones = {row.theme_id: {tone for tone, n in row.by_sentiment.items() if n} for row in found.themes}
    assert tones == {"search": {"negative"}, "speed": {"positive"}}
    assert results.comments(office, ana, "library", theme="search", sentiment="positive").total == 0
    assert results.comments(office, ana, "library", theme="speed", sentiment="positive").total == 1
    [line] = results.comments(office, ana, "library", sentiment="mixed").lines
    assert line.mentions == {"search": "negative", "speed": "positive"}


def test_a_line_tells_where_a_comment_stands_on_a_proposal(office: Office) -> None:
    make_survey(office)
    answer(office, improve="I am against it")
    [only] = comment_ids(office)
    finish_run(office, [said(only, stance="oppose")])
    [line] = results.comments(office, cast(office).ana, "library").lines
    assert line.stance == "oppose"


def test_what_a_question_proposes_goes_to_the_analysis_in_the_language_of_the_page(office: Office) -> None:
    lane = question("long_text", "lane", proposal={"en": "a bike lane", "fr": "une piste cyclable"})
    make_survey(office, questions=[lane, question("long_text", "other")])
    answer(office, lane="Yes", other="Thanks")
    answer(office, lane="Non", language="fr")
    found, _ = comments_of(office.db, survey_now(office))
    assert [(each.question_name, each.proposal) for each in found] == [
        ("lane", "a bike lane"),
        ("other", ""),
        ("lane", "une piste cyclable"),
    ]
