"""Results of closed questions: honest bases, merged versions, filters, and who may see them."""

from datetime import UTC, date, datetime

import pytest

from engage.access import NotFoundError, RefusedError
from engage.actions import collect, results
from engage.actions.results import Filters
from engage.office import Office
from surveys.summaries import ChoiceSummary, RankSummary, ScaleSummary, TextSummary
from tests.factories import (
    answer,
    cast,
    make_survey,
    option,
    publish_survey,
    question,
)


def by_name(found: results.SurveyResults, name: str) -> results.QuestionResult:
    return next(each for each in found.questions if each.name == name)


def options_of(found: results.SurveyResults, name: str) -> list[tuple[str, int]]:
    choice = next(each for each in found.choices if each.name == name)
    return [(each.code, each.count) for each in choice.options]


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
