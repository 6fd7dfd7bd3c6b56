"""The comments behind a figure: found, masked for whom they must be, revealed with a reason."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.feedback import KINDS
from analysis.results import ThemeAssignment
from engage.access import NotFoundError, RefusedError
from engage.actions import results
from engage.actions.results import ReasonMissingError
from engage.office import Office
from engage.understanding import comments_of
from surveys.store import audit
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.factories import (
    answer,
    cast,
    make_survey,
    question,
    survey_now,
)

PRIVATE = "Call me at 705-555-0134 please"


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
