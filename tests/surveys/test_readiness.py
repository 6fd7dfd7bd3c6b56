"""What stops publishing: gaps, an open blank, a translation that lags behind, a name that changed kind."""

from surveys.problems import Problem
from surveys.readiness import stops
from tests.factories import both, definition, question


def test_a_whole_survey_may_be_published() -> None:
    assert stops(definition()) == []


def test_an_open_blank_is_told_once_where_it_is_read_first() -> None:
    made = definition(
        [question("long_text", "q", text=both("About {park}?"))], title=both("{park} in {town}")
    )
    assert stops(made) == [
        Problem("blank_open", "title", {"blank": "park"}),
        Problem("blank_open", "title", {"blank": "town"}),
    ]


def test_a_notice_is_needed_in_both_languages() -> None:
    assert stops(definition(notice={"en": "Collected under the Act."})) == [
        Problem("language_missing", "notice", {"language": "fr"})
    ]


def test_a_translation_that_lags_behind_stops() -> None:
    made = definition(title={"en": "New", "fr": "Vieux"})
    agreed = {"survey/title": {"en": "Old", "fr": "Vieux"}}
    assert stops(made, agreed=agreed) == [
        Problem("translation_stale", "title", {"language": "fr", "key": "survey/title"})
    ]


def test_a_name_keeps_its_kind_even_when_it_was_left_out_between() -> None:
    first = definition([question("long_text", "why"), question("long_text", "other")])
    second = definition([question("long_text", "other")])
    third = definition([question("single_choice", "why", "a", "b"), question("long_text", "other")])
    changed = Problem("kind_changed", "why", {"before": "long_text", "now": "single_choice"})
    assert stops(third, frozen=[first, second]) == [changed]
    assert stops(third, frozen=[first]) == [changed]
    assert stops(second, frozen=[first]) == []


def test_each_name_is_told_once_whatever_it_was_before() -> None:
    kinds = [definition([question(kind, "why")]) for kind in ("long_text", "yes_no", "date_entry")]
    assert [problem.details for problem in stops(kinds[2], frozen=kinds[:2])] == [
        {"before": "yes_no", "now": "date_entry"}
    ]
