import numpy as np
import pytest

from analysis.code_frame import CodeFrame
from analysis.coding.learned import Example, LearnedCoder
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis
from analysis.reviews import Review

SAID = {
    "zamboni": "the zamboni was broken at the rink again number {n}",
    "kiosk": "that kiosk near the mall swallowed my coins number {n}",
}


def _examples(each: int) -> tuple[list[Example], list[frozenset[str]]]:
    made = [(theme, text.format(n=n)) for n in range(each) for theme, text in SAID.items()]
    return [Example(text, "en") for _, text in made], [frozenset([theme]) for theme, _ in made]


@pytest.fixture(scope="module")
def coder() -> LearnedCoder:
    examples, labels = _examples(15)
    return LearnedCoder(examples, labels, [*SAID, "never"])


def test_what_was_reviewed_is_recognised_in_new_comments(coder: LearnedCoder) -> None:
    asked = [Example("zamboni broken", "en"), Example("coins lost in the kiosk", "en")]
    given = coder.given(coder.probabilities(asked))
    assert given.tolist() == [[True, False, False], [False, True, False]]


def test_a_theme_without_any_review_is_never_given(coder: LearnedCoder) -> None:
    assert coder.probabilities([Example("zamboni", "en")])[0, 2] < 0.2


def test_nothing_asked_gives_nothing(coder: LearnedCoder) -> None:
    assert coder.probabilities([]).shape == (0, 3)


def test_single_labels_give_exactly_one_theme() -> None:
    examples, labels = _examples(15)
    coder = LearnedCoder(examples, labels, list(SAID), is_single=True)
    given = coder.given(coder.probabilities([Example("something else", "en"), Example("", "en")]))
    assert given.sum(1).tolist() == [1, 1]


def test_the_same_reviews_give_the_same_model() -> None:
    examples, labels = _examples(12)
    one, other = (
        LearnedCoder(examples, labels, list(SAID), seed=3).probabilities(examples) for _ in range(2)
    )
    assert np.array_equal(one, other)


def test_contradictory_reviews_and_a_theme_with_one_example_are_no_error() -> None:
    examples = [Example("the same words", "en")] * 20 + [Example("alone", "en")]
    labels = [frozenset({"a"}), frozenset({"b"})] * 10 + [frozenset({"c"})]
    coder = LearnedCoder(examples, labels, ["a", "b", "c"])
    assert np.isfinite(coder.probabilities(examples)).all()


def test_acceptance_asks_for_more_confidence_where_more_precision_is_wanted(coder: LearnedCoder) -> None:
    borne = np.array([[theme in each for theme in (*SAID, "never")] for each in _examples(15)[1]])
    assert coder.accept_from(0.8, borne) <= coder.accept_from(0.99, borne)
    assert coder.accept_from(0.9, np.zeros_like(borne)) > 1


def _reviewed(frame: CodeFrame) -> Analysis:
    comments = [
        Comment(id=f"{theme}{n}", text=text.format(n=n), resident=f"{theme}{n}")
        for n in range(60)
        for theme, text in SAID.items()
    ]
    meant = {"zamboni": ("find",), "kiosk": ("pay",)}
    reviews = {f"{theme}{n}": Review(themes=meant[theme]) for n in range(30) for theme in SAID}
    reviews["kiosk1"] = Review(themes=())
    return run(comments, code_frame=frame, reviews=reviews)


def test_people_decide_and_the_rest_learns_from_them(frame: CodeFrame) -> None:
    themes = {comment.id: [each.theme_id for each in comment.themes] for comment in _reviewed(frame).comments}
    assert themes["zamboni1"] == ["find"]
    assert themes["kiosk1"] == []
    assert (themes["zamboni59"], themes["kiosk59"]) == (["find"], ["pay"])
