"""Orders shown: drawn once from a form's key, so that nothing has to remember them.

1. The same key gives the same order, every time and in every process; other keys give others.
2. What must keep its place keeps it: "none of these", "prefer not to say", what the author marked, the option
   above its own line, what depends on another question.
3. Nothing is lost or doubled; every order comes up about as often as any other.
"""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import journey, shuffling
from surveys.definition import SurveyDefinition, read_definition
from surveys.problems import DefinitionError
from tests.factories import definition, definition_data, option, question, raw_answers


def closed(name: str, *codes: str, kind: str = "single_choice", **settings: Any) -> dict[str, Any]:
    return question(kind, name, *codes, shuffled=True, **settings)


def codes(made: SurveyDefinition, key: str, name: str) -> tuple[str, ...]:
    found = shuffling.arranged(made, key).question(name)
    assert found is not None
    return found.order()


def names(made: SurveyDefinition, key: str) -> list[str]:
    return [q.name for q in shuffling.arranged(made, key).questions()]


def page(*questions: dict[str, Any]) -> SurveyDefinition:
    data = definition_data(pages=[questions])
    data["pages"][0]["shuffled"] = True
    return read_definition(data)


WARDS = definition([closed("ward", "north", "south", "east", "west")])


def test_a_key_always_gives_the_order_it_gave_first() -> None:
    # Written down: an order must not change with a new process or a new version of the language.
    assert codes(WARDS, "key-1", "ward") == ("south", "north", "east", "west")
    assert codes(WARDS, "key-5", "ward") == ("south", "north", "west", "east")


def test_every_order_comes_up_about_equally_often() -> None:
    made = definition([closed("ward", "north", "south", "east")])
    times = Counter(codes(made, f"key-{number}", "ward") for number in range(6000))
    assert len(times) == 6
    assert all(870 < count < 1130 for count in times.values())  # 1,000 within four and a half deviations


def test_two_questions_of_one_form_are_drawn_apart() -> None:
    made = definition([closed("a", "x", "y"), closed("b", "x", "y")])
    pairs = Counter((codes(made, f"k{n}", "a"), codes(made, f"k{n}", "b")) for n in range(2000))
    assert len(pairs) == 4
    assert all(400 < count < 600 for count in pairs.values())


def test_what_must_keep_its_place_keeps_it() -> None:
    used = closed("used", "a", "b", "c", kind="multiple_choice")
    used["options"] += [
        option("first", stays=True),
        option("none", exclusive=True),
        option("other"),
        option("unsaid", missing=True),
    ]
    more = question("other_text", "used_other", of="used", option="other")
    made = definition([used, more])
    for number in range(50):
        assert codes(made, f"k{number}", "used")[3:] == ("first", "none", "other", "unsaid")
    assert len({codes(made, f"k{number}", "used") for number in range(50)}) == 6


def test_a_matrix_shuffles_its_rows_and_keeps_its_steps() -> None:
    rows = [{"code": code, "label": {"en": code, "fr": code}} for code in ("park", "pool", "rink")]
    rows.append({"code": "all", "label": {"en": "All", "fr": "Tout"}, "stays": True})
    made = definition([closed("parts", "bad", "good", kind="matrix_single", rows=rows)])
    arranged = shuffling.arranged(made, "key-3").question("parts")
    assert arranged is not None
    assert [option.code for option in arranged.choices()] == ["bad", "good"]
    assert sorted(arranged.order()[:3]) == ["park", "pool", "rink"]
    assert arranged.order()[3] == "all"
    assert len({codes(made, f"k{number}", "parts") for number in range(50)}) == 6


def test_the_steps_of_a_scale_are_never_shuffled() -> None:
    with pytest.raises(DefinitionError) as refused:
        definition([closed("ease", "poor", "good", kind="scale")])
    assert [problem.code for problem in refused.value.problems] == ["field_wrong"]


def test_questions_change_places_and_those_that_stay_do_not() -> None:
    made = page(
        question("information", "hello"),
        question("yes_no", "a"),
        question("yes_no", "b", stays=True),
        question("yes_no", "c"),
        question("yes_no", "d"),
    )
    orders = {tuple(names(made, f"k{number}")) for number in range(60)}
    assert {(order[0], order[2]) for order in orders} == {("hello", "b")}
    assert len(orders) == 6


def test_what_depends_on_a_question_stays_right_below_it() -> None:
    asked = {"test": "selected", "question": "ward", "options": ["north"]}
    made = page(
        question("single_choice", "ward", "north", "south"),
        question("yes_no", "car"),
        question("long_text", "why", relevance=asked),
        question("yes_no", "bus"),
    )
    for number in range(60):
        order = names(made, f"k{number}")
        assert order.index("why") == order.index("ward") + 1


def test_a_question_that_looks_at_two_comes_after_both() -> None:
    both = {"test": "any", "of": [{"test": "answered", "question": name} for name in ("a", "c")]}
    made = page(
        question("yes_no", "a"), question("yes_no", "b"), question("yes_no", "c"),
        question("long_text", "why", relevance=both),
    )  # fmt: skip
    for number in range(60):
        order = names(made, f"k{number}")
        assert order.index("why") > max(order.index("a"), order.index("c"))


def test_a_survey_without_shuffling_is_itself() -> None:
    made = definition()
    assert shuffling.arranged(made, "key") is made
    assert shuffling.shown(made, "key", {}) == {}
    assert shuffling.columns(made) == {}


def test_what_was_shown_leaves_out_what_was_not_asked() -> None:
    asked = {"test": "selected", "question": "ward", "options": ["north"]}
    made = definition(pages=[[closed("ward", "north", "south")], [closed("park", "a", "b", relevance=asked)]])
    in_order = list(codes(made, "key", "park"))
    assert shuffling.shown(made, "key", {"ward": "north"})["park.options"] == in_order
    assert set(shuffling.shown(made, "key", {"ward": "south"})) == {"ward.options"}
    assert set(shuffling.columns(made)) == {"ward.options", "park.options"}


def test_the_order_of_a_page_tells_the_questions_in_it() -> None:
    made = page(question("information", "hello"), question("yes_no", "a"), question("yes_no", "b"))
    order = [name for name in names(made, "key-9") if name != "hello"]
    assert shuffling.shown(made, "key-9", {}) == {"page_1.questions": order}


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "ranking"])
def test_an_answer_is_the_same_whatever_order_it_was_chosen_from(kind: str) -> None:
    made = definition([closed("ward", "north", "south", "east", kind=kind)])
    raw = raw_answers(ward="south")
    in_order = journey.check(made, raw).answers
    assert journey.check(shuffling.arranged(made, "key"), raw).answers == in_order


@given(key=st.text(max_size=40), number=st.integers(1, 30), stays=st.sets(st.integers(0, 29)))
def test_nothing_is_lost_or_doubled(key: str, number: int, stays: set[int]) -> None:
    given_codes = [f"c{n}" for n in range(number)]
    asked = closed("ward")
    asked["options"] = [option(code, stays=at in stays) for at, code in enumerate(given_codes)]
    order = codes(definition([asked]), key, "ward")
    assert sorted(order) == sorted(given_codes)
    assert all(order[at] == given_codes[at] for at in stays if at < number)
