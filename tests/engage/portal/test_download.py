"""Taking responses away in the portal: what can be chosen, by whom, and what the buttons give."""

from types import SimpleNamespace

import pytest

from engage.actions import collect, correct
from engage.portal.pages import responses as page
from engage.portal.plain import plain
from engage.wording import wording
from surveys.exporting.problems import ExportError
from tests.factories import answer, cast, make_survey, question, survey_now

FORMAT, LABELS, MULTI = (f"responses.field.{name}" for name in ("format", "labels", "multi"))


def keys(app) -> set[str]:  # type: ignore[no-untyped-def]
    return {element.key for element in (*app.selectbox, *app.radio) if element.key}


def test_an_owner_chooses_format_words_and_columns(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    answer(office)
    app = portal("responses", cast(office).ana, survey="library")
    assert app.selectbox(key=FORMAT).options == [
        "CSV, for any spreadsheet",
        "Excel workbook",
        "SPSS, with labels and missing values",
        "Stata, with labels and missing values",
        "Parquet, for Python and R",
        "JSON Lines, for programs",
        "Long form: a CSV with one row an answer",
    ]
    assert app.radio(key=LABELS).options == ["Codes", "Words", "Codes and words"]
    app.selectbox(key=FORMAT).set_value("sav").run()
    assert not {LABELS, MULTI} & keys(app)


@pytest.mark.parametrize(("format", "is_offered"), [("csv", True), ("parquet", True), ("sav", False)])
def test_reasons_are_offered_where_a_format_does_not_always_say_them(  # type: ignore[no-untyped-def]
    portal, office, format, is_offered
) -> None:
    make_survey(office)
    answer(office)
    app = portal("responses", cast(office).ana, survey="library")
    app.selectbox(key=FORMAT).set_value(format).run()
    assert ("responses.field.reasons" in {box.key for box in app.checkbox}) is is_offered


def test_who_may_not_export_is_shown_no_download(portal, office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    answer(office)
    app = portal("responses", cast(office).dev, survey="library")
    assert FORMAT not in keys(app)


def test_the_buttons_give_the_file_and_its_codebook(office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    answer(office, used=["tax", "permits"])
    view = SimpleNamespace(
        visit=SimpleNamespace(office=office, actor=cast(office).ana, language="fr"),
        chosen=SimpleNamespace(survey=survey_now(office)),
    )
    layout = page.Layout(labels="labels", multi="one", language="fr")
    told = page._file(view, "csv", layout, []).decode("utf-8")
    assert told.startswith("\ufeffresponse_id,")
    assert "Permits (fr); Tax (fr)" in told
    assert b"Dictionnaire de variables" in page._codebook(view, "html")


def test_what_was_changed_later_is_in_the_file_only_when_it_is_asked_for(office) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    receipt = answer(office, ease="good")
    opened = correct.begin(office, receipt.reference, receipt.withdrawal_code)
    collect.submit(office, "library", opened.key.token, {"ease": ["poor"]}, language="en")
    view = SimpleNamespace(
        visit=SimpleNamespace(office=office, actor=cast(office).ana, language="en"),
        chosen=SimpleNamespace(survey=survey_now(office)),
    )
    for asked, lines in ((False, 1), (True, 2)):
        told = page._file(view, "csv", page.Layout(), [], with_superseded=asked).decode("utf-8-sig")
        assert len(told.splitlines()) == 1 + lines
        assert ("answers.superseded_on" in told) is asked


def test_a_format_that_cannot_hold_the_responses_is_told_in_place_of_the_button(  # type: ignore[no-untyped-def]
    portal, office, monkeypatch
) -> None:
    make_survey(office)
    answer(office)
    monkeypatch.setattr("surveys.exporting.files.MOST_CELLS", 5)
    app = portal("responses", cast(office).ana, survey="library")
    app.selectbox(key=FORMAT).set_value("sav").run()
    assert [warning.value for warning in app.warning] == [
        plain("These responses are too many for SPSS and Stata files. Choose CSV or Parquet instead.")
    ]


def test_why_a_file_could_not_be_made_is_kept_in_the_readers_words(office, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_survey(office)
    answer(office, improve="é" * 400)
    monkeypatch.setattr("surveys.exporting.spss.LONGEST_WORDS", 500)
    view = SimpleNamespace(
        visit=SimpleNamespace(office=office, actor=cast(office).ana, language="fr", t=wording("fr")),
        chosen=SimpleNamespace(survey=survey_now(office)),
    )
    refused: list[str] = []
    with pytest.raises(ExportError):
        page._file(view, "sav", page.Layout(), refused)
    assert len(refused) == 1
    assert refused[0].startswith(
        "La réponse n° 1 à « improve » est trop longue pour ce format, qui prend 500"
    )


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "The answer of response 1 to"), ("fr", "La réponse n°")]
)
def test_an_answer_too_long_for_a_format_is_told_before_anybody_asks_for_the_file(  # type: ignore[no-untyped-def]
    portal, office, language, begins
) -> None:
    make_survey(office, questions=[question("long_text", "improve", longest=20_000)])
    answer(office, improve="\N{SNOWMAN}" * 11_000)
    app = portal("responses", cast(office).ana, survey="library", language=language)
    app.selectbox(key=FORMAT).set_value("sav").run()
    [warning] = app.warning
    assert warning.value.startswith(begins)
    assert "responses.field.download" not in {button.key for button in app.get("download_button")}
    app.selectbox(key=FORMAT).set_value("dta").run()
    assert not app.warning
