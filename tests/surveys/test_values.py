"""Values worked out from answers.

1. What is missing, or cannot be worked out, is ``None``; nothing raises, whatever the answers hold.
2. "Prefer not to say" is missing.
3. Numbers are exact where decimals are; days follow the calendar.
4. What is written out as JSON is read back equal, a number and a text as themselves.
"""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from surveys import relevance
from surveys.values import TODAY, Expression, Meaning, as_text, bind, leaves, walk

assert relevance  # completes the tree
READ: TypeAdapter[Any] = TypeAdapter(Expression)
MEANINGS = {
    "age": Meaning("number"),
    "born": Meaning("date"),
    "left": Meaning("date"),
    "at": Meaning("time"),
    "name": Meaning("text"),
    "ward": Meaning("choice", frozenset({"unsaid"})),
    "used": Meaning("choices", frozenset({"none_said"})),
    "ease": Meaning("number", frozenset({"declined"})),
}


def answer(name: str) -> dict[str, str]:
    return {"value": "answer", "question": name}


def fact(data: Any, **answers: Any) -> Any:
    tree = READ.validate_python(data)
    bind(tree, MEANINGS)
    return tree.fact(answers)


def arithmetic(sign: str, left: Any, right: Any) -> dict[str, Any]:
    return {"value": sign, "left": left, "right": right}


@pytest.mark.parametrize(
    ("data", "answers", "expected"),
    [
        (18, {}, Decimal(18)),
        ("north", {}, "north"),
        ({"value": "date", "day": "2026-09-14"}, {}, date(2026, 9, 14)),
        ({"value": "time", "time": "14:30"}, {}, time(14, 30)),
        (answer("age"), {"age": "42"}, Decimal(42)),
        (answer("age"), {}, None),
        (answer("age"), {"age": ["42"]}, None),
        (answer("age"), {"age": "NaN"}, None),
        (answer("age"), {"age": "Infinity"}, None),
        (answer("born"), {"born": "2001-02-30"}, None),
        (answer("born"), {"born": "2001-02-28"}, date(2001, 2, 28)),
        (answer("ward"), {"ward": "north"}, "north"),
        (answer("ward"), {"ward": "unsaid"}, None),
        (answer("ease"), {"ease": "declined"}, None),
        (answer("ease"), {"ease": "4"}, Decimal(4)),
        ({"value": "count", "question": "used"}, {}, Decimal(0)),
        ({"value": "count", "question": "used"}, {"used": ["tax", "permits"]}, Decimal(2)),
        ({"value": "count", "question": "used"}, {"used": ["none_said"]}, Decimal(0)),
        ({"value": "count", "question": "ward"}, {"ward": "north"}, Decimal(1)),
        (arithmetic("plus", 0.1, 0.2), {}, Decimal("0.3")),
        (arithmetic("minus", answer("age"), 2), {"age": "1.5"}, Decimal("-0.5")),
        (arithmetic("times", answer("age"), answer("ease")), {"age": "3"}, None),
        (arithmetic("divided", 1, 4), {}, Decimal("0.25")),
        (arithmetic("divided", 1, 0), {}, None),
        (arithmetic("times", 1e12, 1e12), {}, None),
        ({"value": "sum", "of": [1, answer("age"), answer("ease")]}, {"ease": "4"}, Decimal(5)),
        ({"value": "sum", "of": [answer("age")]}, {}, None),
        ({"value": "mean", "of": [1, 2, answer("age")]}, {}, Decimal("1.5")),
        ({"value": "lowest", "of": [3, 2]}, {}, Decimal(2)),
        ({"value": "highest", "of": [3, 2]}, {}, Decimal(3)),
        ({"value": "first", "of": [answer("name"), "neighbour"]}, {}, "neighbour"),
        ({"value": "first", "of": [answer("name"), "neighbour"]}, {"name": "Rosa"}, "Rosa"),
        ({"value": "first", "of": [answer("name")]}, {}, None),
        ({"value": "round", "of": 2.5}, {}, Decimal(3)),
        ({"value": "round", "of": -1.25, "decimals": 1}, {}, Decimal("-1.3")),
        ({"value": "cut", "of": -1.9}, {}, Decimal(-1)),
        ({"value": "joined", "of": ["No. ", answer("age"), answer("name")]}, {"age": "7"}, "No. 7"),
        ({"value": "joined", "of": [answer("name")]}, {}, None),
        ({"value": "today"}, {TODAY: "2026-09-14"}, date(2026, 9, 14)),
        ({"value": "today"}, {}, None),
    ],
)
def test_a_value_is_worked_out(data: Any, answers: dict[str, Any], expected: Any) -> None:
    assert fact(data, **answers) == expected


@pytest.mark.parametrize(
    ("since", "until", "days", "years"),
    [
        ("2000-02-29", "2001-02-28", 365, 0),
        ("2000-02-29", "2001-03-01", 366, 1),
        ("2008-09-14", "2026-09-14", 6574, 18),
        ("2008-09-15", "2026-09-14", 6573, 17),
        ("2026-09-14", "2026-09-14", 0, 0),
        ("2026-09-14", "2025-09-14", -365, -1),
        ("2026-09-14", "2025-09-15", -364, 0),
    ],
)
def test_days_and_full_years_between_two_days(since: str, until: str, days: int, years: int) -> None:
    span = {"since": answer("born"), "until": answer("left")}
    assert fact({"value": "days", **span}, born=since, left=until) == days
    assert fact({"value": "years", **span}, born=since, left=until) == years


def test_a_day_later_follows_the_calendar() -> None:
    later = {"value": "later", "day": answer("born"), "days": answer("age")}
    assert fact(later, born="2024-02-28", age="2") == date(2024, 3, 1)
    assert fact(later, born="2024-02-28", age="-28") == date(2024, 1, 31)
    assert fact(later, born="2024-02-28", age="999999999999") is None
    assert fact(later, age="2") is None


def test_one_of_two_values_by_a_condition() -> None:
    of_age = {"test": "compare", "left": answer("age"), "sign": ">=", "right": 18}
    either = {"value": "if", "when": of_age, "then": "adult", "otherwise": "minor"}
    assert [fact(either, age="18"), fact(either, age="17.9"), fact(either)] == ["adult", "minor", "minor"]
    assert fact({"value": "how_many", "of": [of_age, of_age, {"test": "not", "of": of_age}]}, age="20") == 2


@pytest.mark.parametrize(
    "data",
    [
        *(True, None, [], {}, {"value": "eval"}, {"value": ["x"]}, float("inf"), 1e300, "x" * 1001),
        *(arithmetic("plus", True, 1), arithmetic("power", 1, 2), {"value": "sum", "of": []}),
        *({"value": "date", "day": "yesterday"}, {"value": "round", "of": 1, "decimals": 7}),
    ],
)
def test_anything_else_is_refused(data: Any) -> None:
    with pytest.raises(ValueError):
        READ.validate_python(data)


TREE = st.recursive(
    st.one_of(
        st.integers(-(10**6), 10**6),
        st.floats(-1e6, 1e6, allow_nan=False),
        st.text(max_size=5),
        st.sampled_from(sorted(MEANINGS)).map(answer),
        st.just({"value": "today"}),
        st.sampled_from(["used", "ward"]).map(lambda name: {"value": "count", "question": name}),
    ),
    lambda inner: st.one_of(
        st.builds(arithmetic, st.sampled_from(["plus", "minus", "times", "divided"]), inner, inner),
        st.builds(
            lambda name, of: {"value": name, "of": of},
            st.sampled_from(["sum", "mean", "lowest", "highest", "first", "joined"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        st.builds(lambda of, name: {"value": name, "of": of}, inner, st.sampled_from(["round", "cut"])),
        st.builds(lambda a, b: {"value": "years", "since": a, "until": b}, inner, inner),
        st.builds(lambda a, b: {"value": "later", "day": a, "days": b}, inner, inner),
    ),
    max_leaves=8,
)
GIVEN = st.dictionaries(
    st.sampled_from([*MEANINGS, TODAY]),
    st.one_of(
        st.none(),
        st.text(max_size=6),
        st.lists(st.text(max_size=3), max_size=3),
        st.sampled_from(["1e999999", "-0", "2026-02-29", "2024-02-29", "24:00", "unsaid", "9" * 400]),
    ),
)


@given(TREE, GIVEN)
def test_whatever_the_answers_hold_nothing_raises(data: Any, answers: dict[str, Any]) -> None:
    tree = READ.validate_python(data)
    bind(tree, MEANINGS)
    assert isinstance(as_text(tree.fact(answers)), str)
    again = READ.validate_python(READ.dump_python(tree, mode="json"))
    assert again == tree
    assert [leaf.question for leaf in leaves(again)] == [leaf.question for leaf in leaves(tree)]
    assert len(list(walk(again))) == len(list(walk(tree)))
