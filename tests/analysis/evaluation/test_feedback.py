import pytest

from analysis.comments import Comment
from analysis.evaluation.feedback import evaluate
from analysis.evaluation.values import CannotEvaluate, Labelled, Setting

SAID = {
    "problem": "The search doesn't work and I lost my form",
    "praise": "Great service, thank you!",
    "question": "When does the pool open?",
    "Safety": "There is a gas leak at the arena, somebody will get hurt",
    "accessibility": "My screen reader cannot read the buttons",
}


def _rows(said: dict[str, str]) -> list[Labelled]:
    return [Labelled(Comment(id=label, text=text, language="en"), label) for label, text in said.items()]


def test_each_sort_is_measured_by_the_names_people_give_it() -> None:
    found = evaluate([], _rows(SAID), Setting(labels=0))
    assert found.per_class.keys() == {"problem", "praise", "question", "urgent", "accessibility_barrier"}
    assert found.figures["macro_f1"] == 1


def test_what_cannot_be_read_is_told_as_other() -> None:
    found = evaluate([], _rows({"other": "", "praise": "Great!"}), Setting(labels=0))
    assert found.figures["accuracy"] == 1


def test_a_label_that_is_no_sort_is_refused_with_a_remedy() -> None:
    with pytest.raises(CannotEvaluate, match="--map"):
        evaluate([], _rows({"taxes": "hello"}), Setting(labels=0))


def test_labels_to_learn_from_are_said_to_be_unused() -> None:
    rows = _rows(SAID)
    assert "not used" in evaluate(rows, rows, Setting()).notes[0]
