from pathlib import Path

import pytest

from analysis.evaluation.personal_details import MarkedComment, misses, read_marked, scores
from analysis.redaction import KINDS, PersonalDetail

SETS = Path(__file__).parents[3] / "data" / "labelled"
WANTED = {"email": 0.98, "postal_code": 0.98, "sin": 0.99, "phone": 0.97, "address": 0.85}


@pytest.fixture(scope="module", params=["en", "fr"])
def marked(request: pytest.FixtureRequest) -> list[MarkedComment]:
    return read_marked(SETS / f"personal_details_{request.param}.jsonl")


def test_every_mark_is_a_known_kind_inside_the_text_and_apart_from_the_others(
    marked: list[MarkedComment],
) -> None:
    for comment in marked:
        ends = 0
        for detail in comment.details:
            assert detail.kind in KINDS
            assert ends <= detail.start < detail.end <= len(comment.text)
            assert comment.text[detail.start : detail.end] == comment.text[detail.start : detail.end].strip()
            ends = detail.end
    assert len({comment.text for comment in marked}) == len(marked)


def test_about_a_third_is_held_out_and_nearly_half_holds_nothing(marked: list[MarkedComment]) -> None:
    assert 0.28 < sum(comment.is_held_out for comment in marked) / len(marked) < 0.40
    assert 0.40 < sum(not comment.details for comment in marked) / len(marked) < 0.55


def test_the_held_out_third_reaches_the_targets(marked: list[MarkedComment]) -> None:
    found = scores(comment for comment in marked if comment.is_held_out)
    for kind, recall in WANTED.items():
        assert found[kind].recall >= recall, kind
        assert found[kind].precision >= 0.90, kind


def test_names_are_found_as_often_as_is_said(marked: list[MarkedComment]) -> None:
    found = scores(marked)["name"]
    assert found.recall >= 0.75
    assert found.precision >= 0.85


def _nothing(_: str) -> tuple[PersonalDetail, ...]:
    return ()


def test_a_finder_that_finds_nothing_hides_nothing() -> None:
    comment = MarkedComment("call 905-555-0123", (PersonalDetail("phone", 5, 17),))
    score = scores([comment], _nothing)["phone"]
    assert (score.n, score.recall, score.precision, score.hidden) == (1, 0.0, 0.0, 0.0)
    assert misses([comment], _nothing) == ["missed phone: call 905-555-0123"]


def test_a_finding_of_another_kind_hides_but_does_not_count() -> None:
    comment = MarkedComment("call 905-555-0123", (PersonalDetail("phone", 5, 17),))

    def as_name(_: str) -> tuple[PersonalDetail, ...]:
        return (PersonalDetail("name", 5, 17),)

    found = scores([comment], as_name)
    assert (found["phone"].recall, found["phone"].hidden, found["name"].precision) == (0.0, 1.0, 0.0)
    assert misses([comment], as_name) == [
        "missed phone: call 905-555-0123",
        "wrong name '905-555-0123': call 905-555-0123",
    ]
