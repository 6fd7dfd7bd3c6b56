"""Which decision stands: the settled one, else the newest of whoever decided first."""

from datetime import timedelta
from typing import Any

import pytest

from engage.reviewing.standing import Standing, standing
from surveys.decisions import Decision
from tests.factories import AT


def decided(number: int, coder: str, **more: Any) -> Decision:
    values: dict[str, Any] = {
        "survey_id": 1,
        "comment_id": 1,
        "themes": None,
        "sentiment": None,
        "feedback": None,
        "frame_id": "town",
        "frame_version": "1",
        "drawn": "random",
        "id": number,
        "at": AT + timedelta(minutes=number),
        "coder": coder,
    }
    return Decision(**{**values, **more})


def of(*told: Decision) -> Standing:
    return standing(told)[1]


def test_the_first_coder_stands_with_what_they_said_last() -> None:
    found = of(
        decided(1, "dev", sentiment="negative"),
        decided(2, "ana", sentiment="mixed", drawn="second"),
        decided(3, "dev", sentiment="neutral"),
    )
    assert (found.stands.id, found.is_disputed, found.was_drawn_at_random) == (3, True, True)
    assert {coder: each.id for coder, each in found.of_coder.items()} == {"dev": 3, "ana": 2}


def test_what_was_settled_stands_whatever_comes_after() -> None:
    found = of(
        decided(1, "dev", sentiment="negative"),
        decided(2, "ana", sentiment="mixed", drawn="second"),
        decided(3, "sam", sentiment="mixed", drawn="settled"),
        decided(4, "dev", sentiment="negative"),
    )
    assert (found.stands.id, found.is_settled, found.is_disputed) == (3, True, False)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ({"themes": ("a", "b")}, {"themes": ("b", "a")}, False),
        ({"themes": ()}, {"themes": ()}, False),
        ({"themes": ()}, {"themes": ("a",)}, True),
        ({"themes": None}, {"themes": ("a",)}, False),
        ({"sentiment": "mixed"}, {"sentiment": "neutral"}, True),
        ({"feedback": "idea"}, {"feedback": None}, False),
    ],
)
def test_coders_differ_only_in_what_both_decided(
    one: dict[str, Any], other: dict[str, Any], differs: bool
) -> None:
    found = of(decided(1, "dev", **one), decided(2, "ana", drawn="second", **other))
    assert found.is_disputed is differs


def test_decisions_on_other_comments_are_apart() -> None:
    found = standing([decided(1, "dev"), decided(2, "dev", comment_id=7)])
    assert sorted(found) == [1, 7]
