"""A calculated value follows from other answers and from nothing else.

1. The server works it out, whatever was sent for it, and anew whenever an answer changes.
2. Where something it needs is missing, or it is not asked for, there is none.
3. It is kept, exported, counted and shown as what it is; with options, as a choice.
4. A page of nothing else is never shown.
"""

from datetime import date
from typing import Any

from surveys import journey
from surveys.definition import SurveyDefinition
from surveys.problems import Problem
from surveys.questions.base import Variable
from surveys.summaries import ChoiceSummary, FigureSummary, TextSummary
from surveys.values import TODAY
from tests.factories import both, definition, question


def answer(name: str) -> dict[str, str]:
    return {"value": "answer", "question": name}


def over(name: str, least: float) -> dict[str, Any]:
    return {"test": "compare", "left": answer(name), "sign": ">=", "right": least}


BAND = {"value": "if", "when": over("age", 18), "then": "adult", "otherwise": "minor"}


def survey() -> SurveyDefinition:
    return definition(
        pages=[
            [question("number_entry", "age"), question("number_entry", "members", highest=20)],
            [
                question(
                    "calculated",
                    "share",
                    formula={"value": "divided", "left": answer("age"), "right": answer("members")},
                    unit=both("years"),
                ),
                question(
                    "calculated",
                    "band",
                    formula=BAND,
                    options=[{"code": code, "label": both(code.title())} for code in ("adult", "minor")],
                    relevance={"test": "answered", "question": "age"},
                ),
                question(
                    "calculated", "born", formula={"value": "later", "day": {"value": "today"}, "days": -1}
                ),
            ],
            [
                question(
                    "long_text",
                    "why",
                    relevance={"test": "selected", "question": "band", "options": ["adult"]},
                )
            ],
        ]
    )


def kept(**raw: str) -> dict[str, Any]:
    checked = journey.check(survey().on(date(2026, 9, 14)), {name: [text] for name, text in raw.items()})
    assert checked.problems == ()
    return checked.answers


def test_it_is_worked_out_whatever_was_sent() -> None:
    assert kept(age="50", members="3", share="999", band="minor", born="1900-01-01") == {
        TODAY: "2026-09-14",
        "age": "50",
        "members": "3",
        "share": "16.67",
        "band": "adult",
        "born": "2026-09-13",
    }


def test_there_is_none_where_something_is_missing() -> None:
    assert kept(members="0", share="1", band="adult") == {
        TODAY: "2026-09-14",
        "members": "0",
        "born": "2026-09-13",
    }
    assert "share" not in kept(age="5", members="0")


def test_what_was_kept_before_is_worked_out_again() -> None:
    form = survey().on(date(2026, 9, 14))
    before = journey.check(form, {"age": ["17"]}).answers
    assert before["band"] == "minor"
    first, second, _ = form.pages
    now = journey.check(form, {"age": ["18"]}, page=first, known=before).answers
    assert journey.check(form, {}, page=second, known=now).answers["band"] == "adult"
    assert journey.given(form, now) == {"age": "18"}
    assert journey.as_raw(form, now) == {"age": ["18"]}


def test_a_page_of_nothing_else_is_never_shown() -> None:
    form = survey()
    first, _, last = form.pages
    answers = journey.check(form, {"age": ["18"]}).answers
    assert journey.pages(form, answers) == [first, last]
    assert journey.page_after(form, first, answers) == last
    assert journey.page_before(form, last, answers) == first
    assert journey.page_after(form, first, journey.check(form, {"age": ["1"]}).answers) is None


def test_it_is_shown_exported_and_counted_as_what_it_is() -> None:
    share, band, born = (survey().question(name) for name in ("share", "band", "born"))
    assert share is not None
    assert band is not None
    assert born is not None
    assert (share.show("16.67", "en"), share.show("16.67", "fr")) == (["16.67 years"], ["16,67 years (fr)"])
    assert (band.show("adult", "fr"), born.show("2026-09-13", "en")) == (["Adult (fr)"], ["2026-09-13"])
    assert share.variables() == (Variable("share", both("Share?"), "number"),)
    assert [each.sort for each in (*band.variables(), *born.variables())] == ["code", "date"]
    figures = share.summarise(["10", "20", None])
    assert isinstance(figures, FigureSummary)
    assert (figures.base, figures.missing, figures.mean) == (2, 1, 15)
    bars = band.summarise(["adult", "adult", None])
    assert isinstance(bars, ChoiceSummary)
    assert [(bar.code, bar.count) for bar in bars.bars] == [("adult", 2), ("minor", 0)]
    assert born.summarise(["2026-09-13", None]) == TextSummary(1, 1)


def test_a_constraint_is_checked_against_earlier_answers() -> None:
    fewer = {"test": "compare", "left": answer("children"), "sign": "<", "right": answer("members")}
    form = definition(
        [
            question("number_entry", "members"),
            question(
                "rating_scale",
                "children",
                decline=both("Rather not say"),
                constraint={"condition": fewer, "message": both("Fewer than live in your home.")},
            ),
        ]
    )

    def check(members: str, children: str) -> journey.Checked:
        return journey.check(form, {"members": [members], "children": [children]})

    assert check("3", "2") == journey.Checked({"members": "3", "children": "2"}, ())
    details = {"message": both("Fewer than live in your home.")}
    assert check("2", "2") == journey.Checked(
        {"members": "2"}, (Problem("constraint_unmet", "children", details),)
    )
    assert check("", "2").problems == (Problem("constraint_unmet", "children", details),)
    assert check("2", "declined").problems == ()
    assert check("2", "").problems == ()
    assert check("2", "many").problems == (Problem("option_unknown", "children"),)


def test_without_a_day_told_the_day_is_today_only_where_a_rule_looks_at_it() -> None:
    assert TODAY in journey.check(survey(), {}).answers
    assert journey.check(definition(), {}).answers == {}
    assert definition().on(date(2026, 9, 14)).day is None
    assert survey().on(date(2026, 9, 14)).day == date(2026, 9, 14)
    assert survey().on(date(2026, 9, 14)).with_pages(survey().pages).day == date(2026, 9, 14)
