import pytest

from analysis.comments import Comment
from analysis.evaluation.discovery import evaluate
from analysis.evaluation.values import CannotEvaluate, Labelled, Setting

SAID = {
    "pay": "my card was declined when paying the bill",
    "find": "the search does not find permits",
    "park": "more benches along the park trail",
}


def rows(each: int) -> list[Labelled]:
    return [
        Labelled(Comment(id=f"{label}{n}", text=f"{text} on day {n}"), label)
        for label, text in SAID.items()
        for n in range(each)
    ]


def test_clear_groups_are_found_whole_again_and_again_with_nobody_dropped() -> None:
    figures = evaluate([], rows(10), Setting(groups=3)).figures
    assert {name: round(figures[name], 6) for name in ("nmi", "ari", "stability", "dropped")} == {
        "nmi": 1,
        "ari": 1,
        "stability": 1,
        "dropped": 0,
    }


def test_a_handful_cannot_be_grouped() -> None:
    with pytest.raises(CannotEvaluate, match="at least 10"):
        evaluate([], rows(3), Setting())
