import pytest

from analysis.code_frame import CodeFrame, load_code_frame
from analysis.comments import Comment
from analysis.evaluation.coding import evaluate
from analysis.evaluation.values import CannotEvaluate, Labelled, Setting

TEXTS = {
    "Waste": ["the garbage truck never came", "our bins were left full", "recycling pickup was missed"],
    "Snow": ["the plow buried my driveway", "icy roads all week", "snow was cleared by noon"],
}


@pytest.fixture(scope="module")
def frame() -> CodeFrame:
    return load_code_frame(
        {
            "themes": [
                {"id": "waste", "name": "Waste", "definition": "Garbage and recycling pickup"},
                {"id": "snow", "name": "Snow", "definition": "Clearing snow and ice from roads"},
                {"id": "library", "name": "Library", "definition": "Books and librarians"},
            ]
        }
    )


def _rows(times: int = 1) -> list[Labelled]:
    return [
        Labelled(Comment(id=f"{label}{n}{time}", text=f"{text} {time}"), label)
        for time in range(times)
        for label, texts in TEXTS.items()
        for n, text in enumerate(texts)
    ]


def test_definitions_alone_are_measured_with_names_for_labels(frame: CodeFrame) -> None:
    found = evaluate([], _rows(), Setting(labels=0, code_frame=frame))
    assert found.figures["micro_f1"] == 1
    assert set(found.per_class) == {"waste", "snow"}
    assert "Every comment has exactly one label, so exactly one theme is given." in found.notes


def test_labels_are_learned_from_without_a_code_frame() -> None:
    found = evaluate(_rows(6), _rows(), Setting(labels=30, repeat=2))
    assert found.figures["macro_f1"] > 0.9
    assert len(found.runs) == 2


def test_several_labels_a_comment_are_told_apart(frame: CodeFrame) -> None:
    both = Labelled(Comment(id="both", text="The garbage was missed and the roads are icy"), "waste|snow")
    found = evaluate(_rows(6), [*_rows(), both], Setting(labels=36, code_frame=frame))
    assert found.figures["micro_f1"] > 0.8


def test_labels_that_are_no_theme_are_refused_with_a_remedy(frame: CodeFrame) -> None:
    rows = [Labelled(Comment(id="1", text="hello"), "Taxes")]
    with pytest.raises(CannotEvaluate, match="theme ids or names"):
        evaluate([], rows, Setting(labels=0, code_frame=frame))


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(CannotEvaluate, match="at least 5"):
        evaluate(_rows()[:3], _rows(), Setting())


def test_the_error_of_confidence_and_what_may_be_accepted_unseen_are_told() -> None:
    figures = evaluate(_rows(12), _rows(), Setting(labels=60)).figures
    assert 0 <= figures["calibration_error"] < 0.5
    assert 0 <= figures["accepted_at_90"] <= 1
    assert figures["accepted_precision"] >= 0.9


def test_definitions_alone_accept_nothing_unseen(frame: CodeFrame) -> None:
    figures = evaluate([], _rows(), Setting(labels=0, code_frame=frame)).figures
    assert "calibration_error" in figures
    assert "accepted_at_90" not in figures
