"""Wording history in the portal, and the warning at results that span a change."""

import pytest

from tests.engage.portal.conftest import texts
from tests.factories import answer, cast, default_questions, make_survey, publish_survey


def reworded() -> list[dict[str, object]]:
    ease, *rest = default_questions()
    return [{**ease, "text": {"en": "Was it easy?", "fr": "Facile?"}}, *rest]


@pytest.fixture
def changed(office):
    make_survey(office)
    answer(office)
    publish_survey(office, questions=reworded())
    answer(office)
    answer(office)


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_wording_is_shown_with_its_responses(portal, office, language: str) -> None:
    make_survey(office, "same")
    app = portal("history", cast(office).dev, survey="library", question="ease", language=language)
    assert not app.exception
    assert [each.value for each in app.subheader][:2] == ["Version 2", "Version 1"]
    said = texts(app)
    assert ("2 responses" if language == "en" else "2 réponses") in said
    assert ("Was it easy?" in said, "Facile?" in said) == (True, True)


@pytest.mark.usefixtures("changed")
def test_a_question_that_never_changed_says_so(portal, office) -> None:
    app = portal("history", cast(office).ana, survey="library", question="ward")
    assert "all answers compare" in texts(app)


def test_a_draft_has_no_history_yet(portal, office) -> None:
    make_survey(office, is_published=False)
    assert "Nothing was published yet" in texts(portal("history", cast(office).ana, survey="library"))


@pytest.mark.usefixtures("changed")
def test_results_that_span_a_change_are_warned_about(portal, office) -> None:
    app = portal("results", cast(office).dev, survey="library")
    app.session_state["results.sections.en"] = "Questions"
    app.run()
    assert not app.exception
    told = [each.value for each in app.warning]
    assert len(told) == 1
    assert "1 responses came before" in told[0]
