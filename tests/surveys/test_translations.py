"""Translations that lag behind.

1. Editing one language marks the other; editing that, or taking the edit back, ends it.
2. Writing both at once, or the first translation of a gap, marks nothing.
3. Somebody may confirm that both still say the same.
4. The mark tells what the other language said when they agreed, however often it was edited since.
5. A question that was taken out and comes back is still marked.
"""

from itertools import pairwise
from typing import Any

from surveys.definition import SurveyDefinition
from surveys.problems import Problem
from surveys.translations import Agreed, agreed_after, confirmed, progress, stale_problems, translations
from tests.factories import definition, question

KEY = "question/ease/text"


def survey(en: str = "Easy?", fr: str = "Facile?", **more: Any) -> SurveyDefinition:
    return definition(
        [question("long_text", "ease", text={"en": en, "fr": fr}), question("long_text", "why")], **more
    )


def after(*steps: SurveyDefinition) -> Agreed:
    """Return what a draft remembers after its saves."""
    agreed: Agreed = {}
    for before, now in pairwise(steps):
        agreed = agreed_after(before, now, agreed)
    return agreed


def stale(made: SurveyDefinition, agreed: Agreed) -> list[tuple[str, str, str]]:
    return [
        (each.string.key, language, next(iter(each.was.values())))
        for each in translations(made, agreed)
        for language, state in each.states.items()
        if state == "stale"
    ]


def test_a_new_draft_has_no_marks() -> None:
    assert agreed_after(None, survey(), {}) == {}


def test_editing_english_marks_french() -> None:
    now = survey(en="Was it easy?")
    assert stale(now, after(survey(), now)) == [(KEY, "fr", "Easy?")]


def test_editing_french_marks_english() -> None:
    now = survey(fr="Était-ce facile?")
    assert stale(now, after(survey(), now)) == [(KEY, "en", "Facile?")]


def test_translating_anew_ends_it() -> None:
    assert after(survey(), survey(en="Was it easy?"), survey("Was it easy?", "Était-ce facile?")) == {}


def test_taking_it_back_ends_it() -> None:
    assert after(survey(), survey(en="Was it easy?"), survey()) == {}


def test_writing_both_marks_nothing() -> None:
    assert after(survey(), survey("Was it easy?", "Était-ce facile?")) == {}


def test_a_first_translation_marks_nothing() -> None:
    assert after(survey(fr=""), survey()) == {}


def test_a_gap_is_missing_and_not_stale() -> None:
    now = survey(fr="")
    told = {each.string.key: each.states for each in translations(now, after(survey(), now))}
    assert told[KEY] == {"en": "done", "fr": "missing"}


def test_the_first_edit_is_remembered_through_the_next() -> None:
    now = survey(en="Was it really easy?")
    assert stale(now, after(survey(), survey(en="Was it easy?"), now)) == [(KEY, "fr", "Easy?")]


def test_somebody_confirms() -> None:
    now = survey(en="Easy ?")
    agreed = confirmed(after(survey(), now), [KEY])
    assert (agreed, stale(now, agreed)) == ({}, [])


def test_a_question_that_comes_back_is_still_marked() -> None:
    edited = survey(en="Was it easy?")
    without = definition([question("long_text", "why")])
    agreed = after(survey(), edited, without, edited)
    assert stale(edited, agreed) == [(KEY, "fr", "Easy?")]
    assert stale(without, agreed) == []


def test_each_is_a_problem_with_its_place() -> None:
    now = survey(en="Was it easy?")
    assert stale_problems(now, after(survey(), now)) == [
        Problem("translation_stale", "ease.text", {"language": "fr", "key": KEY})
    ]


def test_a_survey_in_one_language_has_no_such_problem() -> None:
    now = survey(en="Was it easy?", languages=["en"])
    assert stale_problems(now, after(survey(languages=["en"]), now)) == []


def test_progress_counts_what_is_done() -> None:
    now = survey(en="Was it easy?", fr="Facile?", title={"en": "Only English"})
    found = translations(now, after(survey(title={"en": "Only English"}), now))
    assert (progress(found, "fr"), progress(found, "en")) == (
        (len(found) - 2, len(found)),
        (len(found), len(found)),
    )
