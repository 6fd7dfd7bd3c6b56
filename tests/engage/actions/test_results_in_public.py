"""Results in public: only when staff show them, nothing below the minimum, no words of residents."""

from typing import Any

import pytest

from engage.access import NotFoundError
from engage.actions import author, collect, results
from engage.office import Office
from engage.results.public_values import PublicEstimate
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.factories import (
    answer,
    cast,
    make_survey,
    option,
    question,
)


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
