"""A survey's questions as a file, taken from its page: what it does not hold is told first."""

import pytest

from engage.actions import author
from engage.portal import state
from tests.engage.portal.conftest import texts
from tests.factories import cast, definition, make_survey, question


def key(name: str) -> str:
    return state.field_key("definition_files", f"library.{name}")


def downloads(app) -> list[str]:
    return [each.proto.label for each in app.get("download_button")]


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["JSON", "XLSForm", "SurveyJS"]),
        ("fr", ["JSON", "XLSForm", "SurveyJS"]),
    ],
)
def test_each_program_gets_its_file(portal, office, language: str, labels: list[str]) -> None:
    make_survey(office)
    app = portal("survey", cast(office).ana, survey="library", language=language)
    word = {"en": "Download", "fr": "Télécharger"}[language]
    for name, label in zip(("json", "xlsform", "surveyjs"), labels, strict=True):
        app.radio(key=key("format")).set_value(name).run()
        assert not app.exception
        assert f"{word} {label}" in downloads(app)


def test_what_a_file_does_not_hold_is_told_before_it_is_taken(portal, office) -> None:
    split = question("budget_split", "money", "roads", "parks", total=100)
    make_survey(office, questions=[split])
    app = portal("survey", cast(office).ana, survey="library")
    assert [each.value for each in app.warning if "money" in each.value] == []
    app.radio(key=key("format")).set_value("xlsform").run()
    assert ["money" in each.value for each in app.warning] == [True]


def test_the_draft_or_what_is_live_is_chosen(portal, office) -> None:
    make_survey(office)
    author.save_draft(office, cast(office).ana, "library", definition(title="Newer"), edits=0)
    app = portal("survey", cast(office).ana, survey="library")
    assert app.radio(key=key("version")).options == ["What residents answer", "The draft"]


def test_a_mere_reader_of_results_is_offered_nothing(portal, office) -> None:
    make_survey(office)
    app = portal("survey", cast(office).dev, survey="library")
    assert "Download JSON" not in downloads(app)
    assert "Responses are not in it" not in texts(app)
