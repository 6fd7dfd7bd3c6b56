"""Questions drawn once and kept: the same HTML as drawn anew, and never anybody's words."""

import pytest

from engage.web import fragments
from engage.web.fragments import fragment
from engage.wording import wording
from surveys.problems import Problem
from tests.every_kind import example
from tests.factories import definition

EN, FR = wording("en"), wording("fr")
QUESTIONS = list(example().questions())


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    fragments._kept.clear()


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.name for question in QUESTIONS])
def test_a_question_kept_is_the_question_drawn_anew(question) -> None:  # type: ignore[no-untyped-def]
    first = {t.language: fragment(question, t) for t in (EN, FR)}
    again = {t.language: fragment(question, t) for t in (EN, FR)}
    assert all(again[language] is first[language] for language in ("en", "fr"))
    fragments._kept.clear()
    assert {t.language: fragment(question, t) for t in (EN, FR)} == first


def test_what_somebody_wrote_is_never_kept() -> None:
    question = definition().question("improve")
    assert question is not None
    written = fragment(question, EN, given=["My name is <b>Rosa</b>"])
    wrong = fragment(question, EN, problem=Problem("text_too_long", "improve", {"most": 5, "length": 9}))
    assert "My name is &lt;b&gt;Rosa&lt;/b&gt;" in written.html
    assert fragments._kept == {}
    blank = fragment(question, EN)
    assert "Rosa" not in blank.html
    assert wrong.html != blank.html


def test_another_version_of_a_question_is_drawn_anew() -> None:
    before = definition().question("improve")
    after = definition(title="Other").question("improve")
    assert before is not None
    assert after is not None
    after = after.model_copy(update={"text": {"en": "What else?", "fr": "Quoi d’autre?"}})
    assert "What else?" not in fragment(before, EN).html
    assert "What else?" in fragment(after, EN).html


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "MOST_KEPT", 3)
    for question in QUESTIONS:
        fragment(question, EN)
    assert len(fragments._kept) <= 3
