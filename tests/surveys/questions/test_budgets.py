"""Sums shared out, projects within a budget, sliders, and areas out of a file of boundaries.

1. Amounts add up to the total or are refused with what they add up to; a blank gets nothing.
2. An answer is kept by option, so that options may change places between versions.
3. What each option got is added up over everybody; it is exported as one number each and read back.
4. Projects fit in the budget or are refused with what they cost; a budget that pays for none is the author's.
5. A slider takes numbers between its ends.
6. Areas come out of GeoJSON once each, in order, in both languages; a file without any is refused.
"""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.problems import AnswerError, DefinitionError, Problem
from surveys.questions import KINDS, Question
from surveys.questions.home_area import areas_from_boundaries
from surveys.summaries import AmountSummary
from tests.factories import both, option, question


def shares(**settings: Any) -> Question:
    made = question("budget_split", "asked", "trees", "paths", "benches", **settings)
    return KINDS["budget_split"].model_validate(made)


def refused(asked: Question, raw: list[str]) -> tuple[str, dict[str, object]]:
    with pytest.raises(AnswerError) as raised:
        asked.parse(raw)
    return raised.value.code, raised.value.details


def test_amounts_add_up_to_the_total() -> None:
    assert shares().parse(["60", " ", "40"]) == ["trees=60", "benches=40"]
    assert shares(total=1000).parse(["1,000"]) == ["trees=1000"]
    assert refused(shares(), ["60", "30", ""]) == ("budget_uneven", {"total": 100, "given": 90})
    assert refused(shares(), ["0", "0", "0"])[0] == "budget_uneven"


@pytest.mark.parametrize("amount", ["-10", "ten", "33.3", "9" * 12])
def test_an_amount_is_a_whole_number(amount: str) -> None:
    assert refused(shares(), [amount, "110", ""]) == ("number_unreadable", {})


def test_more_amounts_than_options_are_refused() -> None:
    assert refused(shares(), ["25", "25", "25", "25"])[0] == "several_answers"


def test_an_answer_is_drawn_in_the_order_of_its_options() -> None:
    asked = shares()
    assert asked.raw(["benches=40", "trees=60"]) == ["60", "", "40"]
    assert shares(unit=both("dollars")).show(["trees=60"], "en") == ["Trees: 60 dollars"]


def test_what_each_option_got_is_added_up() -> None:
    summary = shares().summarise([["trees=60", "benches=40"], ["trees=100"], None])
    assert isinstance(summary, AmountSummary)
    assert (summary.base, summary.missing, summary.total) == (2, 1, 100)
    assert [(bar.code, bar.count) for bar in summary.bars] == [("trees", 160), ("paths", 0), ("benches", 40)]


@given(cuts=st.tuples(st.integers(0, 100), st.integers(0, 100)))
def test_what_was_exported_is_read_back_equal(cuts: tuple[int, int]) -> None:
    asked = shares()
    edges = [0, *sorted(cuts), 100]
    value = asked.parse([str(end - start) for start, end in itertools.pairwise(edges)])
    assert asked.parse(asked.from_cells(asked.export_cells(value))) == value
    assert asked.parse(asked.from_cell("|".join(value or ()))) == value


def projects(budget: int = 100, **settings: Any) -> Question:
    costs = {"pool": 80, "lights": 20, "bench": 30}
    options = [option(code, cost=cost) for code, cost in costs.items()]
    return KINDS["budget_projects"].model_validate(
        question("budget_projects", "asked", options=options, budget=budget, **settings)
    )


def test_projects_fit_in_the_budget() -> None:
    assert projects().parse(["lights", "pool"]) == ["pool", "lights"]
    assert refused(projects(), ["pool", "bench"]) == ("budget_exceeded", {"budget": 100, "spent": 110})


def test_a_budget_that_pays_for_nothing_is_the_authors_problem() -> None:
    assert projects(budget=10).own_problems() == [
        Problem("range_crossed", "asked", {"lowest": 20, "highest": 10})
    ]
    assert projects(budget=20).own_problems() == []


def test_a_slider_takes_what_lies_between_its_ends() -> None:
    asked = KINDS["number_slider"].model_validate(
        question("number_slider", "asked", low_end=both("low"), high_end=both("high"))
    )
    assert [asked.parse([text]) for text in ("0", "55", "100")] == ["0", "55", "100"]
    assert refused(asked, ["101"])[0] == "number_too_large"
    assert [place for place, _ in asked.texts()] == ["text", "low_end", "high_end"]


def feature(**properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": None}


def test_areas_come_out_of_boundaries_in_order() -> None:
    wards = [feature(NAME=f"Ward {n}", NOM=f"Quartier {n}") for n in (10, 2, 2)]
    found = areas_from_boundaries({"features": wards}, english="NAME", french="NOM")
    assert found == [
        {"code": "ward_2", "label": {"en": "Ward 2", "fr": "Quartier 2"}},
        {"code": "ward_10", "label": {"en": "Ward 10", "fr": "Quartier 10"}},
    ]
    assert KINDS["home_area"].model_validate(question("home_area", "asked", options=found)).segment


def test_an_area_without_a_french_name_keeps_its_own() -> None:
    found = areas_from_boundaries({"features": [feature(NAME="Saint-Étienne")]}, english="NAME", french="NOM")
    assert found == [{"code": "saint_etienne", "label": {"en": "Saint-Étienne", "fr": "Saint-Étienne"}}]


@pytest.mark.parametrize(
    "file", [None, [], {}, {"features": 3}, {"features": [None, {}, feature(NAME=None), feature(NAME="—")]}]
)
def test_a_file_without_areas_is_refused(file: object) -> None:
    with pytest.raises(DefinitionError) as raised:
        areas_from_boundaries(file, english="NAME")
    assert raised.value.problems == (Problem("no_areas", "options", {"field": "NAME"}),)
