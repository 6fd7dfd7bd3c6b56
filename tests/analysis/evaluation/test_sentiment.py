import pytest

from analysis.comments import Comment
from analysis.evaluation.sentiment import MOST_CLASSES, evaluate
from analysis.evaluation.values import CannotEvaluate, Labelled, Setting

SAID = {"neg": "The search is terrible and it never works", "positif": "Great service, thank you!"}


def _rows(said: dict[str, str]) -> list[Labelled]:
    return [Labelled(Comment(id=label, text=text, language="en"), label) for label, text in said.items()]


def test_tones_are_measured_by_the_names_people_give_them() -> None:
    found = evaluate([], _rows(SAID), Setting(labels=0))
    assert found.per_class.keys() == {"negative", "positive"}
    assert found.figures["macro_f1"] == 1


def test_a_label_that_is_no_tone_is_refused_with_a_remedy() -> None:
    with pytest.raises(CannotEvaluate, match="--map"):
        evaluate([], _rows({"taxes": "hello"}), Setting(labels=0))


def test_a_column_with_more_values_than_any_tone_has_is_refused_with_a_remedy() -> None:
    rows = _rows({f"theme {n}": f"The pool number {n} is cold" for n in range(MOST_CLASSES + 1)})
    with pytest.raises(CannotEvaluate, match=r"51 different values.*--task coding"):
        evaluate(rows, rows, Setting())
