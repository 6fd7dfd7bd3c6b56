"""What no sensible person hands in: no exception, ids kept, and a reason for what could not be read."""

import pytest

from analysis.code_frame import CodeFrame, Theme, load_code_frame, starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis
from analysis.reviews import Review
from analysis.sentiment.model import FEWEST

FRAME = starter_code_frame()
TEXTS = [
    "The search never finds my permit",
    "I could not pay with my card",
    "The staff at the counter were lovely",
    "Le formulaire est trop long",
    "Ok I guess, nothing special about the page",
]


def _comments(count: int) -> list[Comment]:
    return [Comment(id=f"c{n}", text=f"{TEXTS[n % len(TEXTS)]} {n}.") for n in range(count)]


def _holds(comments: list[Comment], analysis: Analysis) -> None:
    assert [each.id for each in analysis.comments] == [each.id for each in comments]
    assert all(each.sentiment or each.unprocessed for each in analysis.comments)


def test_thousands_of_themes() -> None:
    themes = tuple(
        Theme(id=f"t{n}", name={"en": f"Matter {n}"}, definition={"en": f"About matter number {n} in town"})
        for n in range(3000)
    )
    comments = _comments(20)
    analysis = run(comments, code_frame=CodeFrame("many", "1", themes))
    _holds(comments, analysis)
    assert len(analysis.themes) == 3000


def test_a_code_frame_without_themes() -> None:
    comments = _comments(40)
    analysis = run(comments, code_frame=CodeFrame("none", "1", ()))
    _holds(comments, analysis)
    assert all(each.themes == () for each in analysis.comments)


def test_a_theme_with_one_example_and_nothing_else() -> None:
    frame = load_code_frame(
        {
            "id": "one",
            "version": "1",
            "themes": [
                {
                    "id": "docks",
                    "name": {"en": "Docks"},
                    "definition": {"en": "Docks"},
                    "examples": {"en": ["The dock is rotten"]},
                }
            ],
        }
    )
    comments = _comments(30)
    _holds(comments, run(comments, code_frame=frame))


def test_one_review_of_each_theme_is_too_little_to_learn_from() -> None:
    comments = _comments(60)
    reviews = {f"c{n}": Review("negative", (theme.id,)) for n, theme in enumerate(FRAME.themes)}
    analysis = run(comments, code_frame=FRAME, reviews=reviews)
    _holds(comments, analysis)
    assert [analysis.comments[n].themes[0].theme_id for n in range(3)] == [t.id for t in FRAME.themes[:3]]


def test_reviews_that_contradict_each_other_stand_each_on_its_comment() -> None:
    texts = ["The search is slow today"] * (2 * FEWEST) + TEXTS * 4
    comments = [Comment(id=str(n), text=text) for n, text in enumerate(texts)]
    sides = ("negative", "positive")
    themes = ("search", "payments")
    reviews = {str(n): Review(sides[n % 2], (themes[n % 2],)) for n in range(2 * FEWEST)}
    analysis = run(comments, code_frame=FRAME, reviews=reviews)
    _holds(comments, analysis)
    for n in (0, 1, 2, 3):
        assert analysis.comments[n].sentiment == sides[n % 2]
        assert [each.theme_id for each in analysis.comments[n].themes] == [themes[n % 2]]


def test_reviews_of_comments_and_themes_that_do_not_exist_are_left_alone() -> None:
    comments = _comments(30)
    reviews = {"gone": Review("positive", ("nowhere",)), "c0": Review("negative", ("nowhere",))}
    _holds(comments, run(comments, code_frame=FRAME, reviews=reviews))


def test_a_proposal_and_a_question_of_any_length_and_script() -> None:
    odd = ["", "\x00", "الاقتراح", "?" * 50_000, "%(n)s {0}"]
    comments = [
        Comment(id=str(n), text="I support it", question=each, proposal=each) for n, each in enumerate(odd)
    ]
    _holds(comments, run(comments, code_frame=FRAME))


def test_signs_without_words_have_a_tone_and_no_theme() -> None:
    comments = [Comment(id=str(n), text=sign) for n, sign in enumerate(["😀", "😡😡", ":("] * 4)]
    analysis = run(comments, code_frame=FRAME)
    _holds(comments, analysis)
    assert [each.sentiment for each in analysis.comments[:3]] == ["positive", "negative", "negative"]
    assert all(each.themes == () for each in analysis.comments)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("\x00\x00", "empty"),
        ("12345", "no_words"),
        ("n/a", "uninformative"),
        ("voir plus haut", "uninformative"),
        ("Не могу оплатить, страница не работает", "other_language"),
        ("الدفع لا يعمل في الصفحة", "other_language"),
        ("word and " * 1_150_000, "too_long"),
    ],
)
def test_what_cannot_be_read_has_its_reason_and_is_counted(text: str, reason: str) -> None:
    analysis = run([Comment(id="a", text=text), *_comments(1)], code_frame=FRAME)
    assert [each.unprocessed for each in analysis.comments] == [reason, None]
    assert analysis.unprocessed == {reason: 1}
