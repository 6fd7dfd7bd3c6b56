import pytest

from analysis.prompts import leaning


@pytest.mark.parametrize(
    ("question", "lean"),
    [
        ("What could we do better?", -1),
        ("How could we improve?", -1),
        ("Que pourrions-nous améliorer?", -1),
        ("If we could fix one thing about our online services, what should it be?", -1),
        ("What worked well?", 1),
        ("What was good?", 1),
        ("Qu'est-ce qui a bien fonctionné?", 1),
        ("What did you like or dislike?", -1),
        ("What did you find good, and what could be better?", 0),
        ("Is there anything else?", 0),
        ("Qu'aimeriez-vous voir?", 0),
        ("Qu'avez-vous aimé?", 1),
        ("", 0),
    ],
)
def test_the_question_tells_what_it_asks_for(question: str, lean: int) -> None:
    assert leaning(question) == lean
