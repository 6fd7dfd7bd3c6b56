"""Options and lines that only some are offered.

1. What is offered follows from the answers; a question that would offer nothing is not asked.
2. An answer that is not on offer is refused, and told apart from one that never was.
3. Limits are those of what is left; an export has a column for every option all the same.
4. Before publishing, what is offered looks at earlier pages only.
"""

from typing import Any

import pytest

from surveys import journey
from surveys.definition import SurveyDefinition, publishing_problems, read_definition
from surveys.problems import DefinitionError, Problem
from surveys.questions.base import Question
from surveys.shuffling import arranged, shown
from tests.factories import both, definition, definition_data, option, question, raw_answers

PLACES = {"park": "north", "rink": "north", "beach": "south"}
REGION = question("single_choice", "region", "north", "south")


def if_region(code: str) -> dict[str, Any]:
    return {"test": "selected", "question": "region", "options": [code]}


def places(kind: str = "single_choice", **settings: Any) -> dict[str, Any]:
    options = [option(code, relevance=if_region(region)) for code, region in PLACES.items()]
    return {**question(kind, "place", **settings), "options": options}


def survey(asked: dict[str, Any]) -> SurveyDefinition:
    return definition(pages=[[REGION], [asked], [question("short_text", "last")]])


def offered(found: SurveyDefinition, **answers: Any) -> list[str]:
    return [o.code for q in journey.relevant(found.pages[1].questions, answers) for o in q.choices()]


@pytest.mark.parametrize(("region", "codes"), [("north", ["park", "rink"]), ("south", ["beach"]), (None, [])])
def test_what_is_offered_follows_from_the_answers(region: str | None, codes: list[str]) -> None:
    assert offered(survey(places()), region=region) == codes


def test_who_would_be_offered_nothing_is_not_asked() -> None:
    found = survey(places(required=True))
    assert [page.name for page in journey.pages(found, {})] == ["page_1", "page_3"]
    assert journey.check(found, raw_answers(place="park")) == journey.Checked({}, ())


def test_an_option_without_a_condition_is_offered_to_all() -> None:
    asked = places()
    asked["options"].append(option("elsewhere"))
    assert offered(survey(asked)) == ["elsewhere"]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"region": "south", "place": "park"}, "option_not_offered"),
        ({"region": "south", "place": "moon"}, "option_unknown"),
    ],
)
def test_what_was_offered_before_is_told_apart_from_what_never_was(
    answers: dict[str, str], code: str
) -> None:
    checked = journey.check(survey(places()), raw_answers(**answers))
    assert checked == journey.Checked({"region": "south"}, (Problem(code, "place", {}),))


def test_as_many_answers_are_asked_for_as_are_left() -> None:
    found = survey(places("multiple_choice", fewest=2))
    assert journey.check(found, raw_answers(region="south", place=["beach"])).is_valid
    assert not journey.check(found, raw_answers(region="north", place=["park"])).is_valid


def test_a_ranking_has_as_many_places_as_are_left() -> None:
    found = survey(places("ranking", places=3))
    (asked,) = journey.relevant(found.pages[1].questions, {"region": "north"})
    assert getattr(asked, "places", 0) == 2
    checked = journey.check(found, raw_answers(region="north", place=["rink", "park"]))
    assert checked.answers["place"] == ["rink", "park"]


def grid() -> dict[str, Any]:
    rows = [{"code": c, "label": both(c), "relevance": if_region(r)} for c, r in PLACES.items()]
    return question("matrix_single", "place", "good", "bad", rows=rows, required=True)


def test_a_matrix_asks_about_the_lines_that_are_left() -> None:
    found = survey(grid())
    (asked,) = journey.relevant(found.pages[1].questions, {"region": "south"})
    assert asked.order() == ("beach",)
    assert journey.check(found, raw_answers(region="south", place=["beach=good"])).is_valid
    late = journey.check(found, raw_answers(region="south", place=["park=good", "beach=good"]))
    assert [problem.code for problem in late.problems] == ["option_not_offered"]


def test_every_option_has_its_column_whoever_was_offered_it() -> None:
    asked = survey(places("multiple_choice")).question("place")
    assert isinstance(asked, Question)
    assert asked.export_columns() == ["place/park", "place/rink", "place/beach"]
    assert asked.export_cells(["beach"]) == ["0", "0", "1"]


def test_the_order_shown_holds_what_was_offered() -> None:
    found = survey(places(shuffled=True))
    orders = shown(found, "a key", {"region": "north"})
    assert {name: sorted(codes) for name, codes in orders.items()} == {"place.options": ["park", "rink"]}
    (kept,) = arranged(found, "a key").pages[1].questions
    assert kept.offered({"region": "north"}).order() == tuple(orders["place.options"])


def test_a_line_is_drawn_early_only_under_what_brings_it_up() -> None:
    asked = places()
    asked["options"].append(option("other", relevance=if_region("north")))
    line = {
        "kind": "other_text",
        "name": "place_other",
        "text": both("Which?"),
        "of": "place",
        "option": "other",
    }
    found = definition(pages=[[REGION], [asked, line]])

    def names(region: str) -> list[str]:
        return [q.name for q in journey.drawn(found.pages[1].questions, {"region": region})]

    assert names("north") == ["place", "place_other"]
    assert names("south") == ["place"]


def test_what_is_offered_looks_at_earlier_pages_before_it_can_be_published() -> None:
    found = definition(pages=[[REGION, places()], [question("short_text", "last")]])
    problem = Problem("option_same_page", "place", {"question": "region"})
    assert problem in publishing_problems(found, None)
    assert problem not in publishing_problems(survey(places()), None)


def test_a_calculation_does_not_hide_what_is_answered_on_the_same_page() -> None:
    tree = {"value": "if", "when": if_region("north"), "then": "n", "otherwise": "s"}
    worked_out = {"kind": "calculated", "name": "side", "text": both("Side"), "formula": tree}
    asked = question("single_choice", "place", "park")
    side = {"test": "compare", "left": {"value": "answer", "question": "side"}, "sign": "=", "right": "n"}
    asked["options"][0]["relevance"] = side
    near = definition(pages=[[REGION, worked_out, asked]])
    assert Problem("option_same_page", "place", {"question": "region"}) in publishing_problems(near, None)
    far = definition(pages=[[REGION], [worked_out, asked]])
    assert "option_same_page" not in {problem.code for problem in publishing_problems(far, None)}


def test_what_the_address_says_may_decide_on_the_first_page() -> None:
    hidden = question("hidden_value", "area", parameter="area")
    asked = question("single_choice", "place", "park", "beach")
    asked["options"][0]["relevance"] = {
        "test": "compare",
        "left": {"value": "answer", "question": "area"},
        "sign": "=",
        "right": "n",
    }
    found = definition(pages=[[hidden, asked]])
    assert "option_same_page" not in {problem.code for problem in publishing_problems(found, None)}
    assert [
        o.code for q in journey.relevant(found.pages[0].questions, {"area": "n"}) for o in q.choices()
    ] == [
        "park",
        "beach",
    ]


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (
            {
                **question("matrix_single", "m", rows=[{"code": "r", "label": both("R")}]),
                "options": [option("a", relevance=if_region("north"))],
            },
            Problem("option_condition_misplaced", "m", {"code": "a"}),
        ),
        (
            {
                **question("budget_split", "b"),
                "options": [option("a", relevance=if_region("north")), option("c")],
            },
            Problem("option_condition_misplaced", "b", {"code": "a"}),
        ),
        (
            {**question("single_choice", "s"), "options": [option("a", relevance=if_region("east"))]},
            Problem("relevance_unknown_option", "s", {"question": "region", "option": "east"}),
        ),
    ],
)
def test_a_condition_that_cannot_be_is_refused(asked: dict[str, Any], problem: Problem) -> None:
    with pytest.raises(DefinitionError) as refused:
        read_definition(definition_data(pages=[[REGION], [asked]]))
    assert refused.value.problems == (problem,)
