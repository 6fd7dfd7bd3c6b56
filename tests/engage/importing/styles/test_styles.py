"""Exports of five tools are recognised, matched with reasons, and brought in as the same answers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engage.access import OPERATOR
from engage.actions import bring_in, bring_in_survey
from engage.actions.bring_in import Imported, Suggested
from engage.importing.mapping import Mapping_
from engage.importing.styles import STYLES, dressed
from engage.office import Office
from engage.tabular import read_table
from surveys.records import Response
from surveys.store import responses
from surveys.text import letters
from tests.factories import make_survey, option, question, survey_now

FOLDER = Path("tests/fixtures/responses")
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TOOLS = {
    "limesurvey_full.csv": "LimeSurvey",
    "limesurvey_codes.csv": "LimeSurvey",
    "qualtrics_words.csv": "Qualtrics",
    "qualtrics_numbers.csv": "Qualtrics",
    "microsoft_forms.xlsx": "Microsoft Forms",
    "google_forms.csv": "Google Forms",
    "google_sheets.csv": "Google Forms",
    "citizen_space.csv": "Citizen Space",
}
REFUSED = {
    "limesurvey_full.csv": [(3, "row_unfinished")],
    "limesurvey_codes.csv": [(3, "row_unfinished")],
    "qualtrics_words.csv": [(3, "row_is_test"), (4, "row_unfinished")],
    "qualtrics_numbers.csv": [(3, "row_is_test"), (4, "row_unfinished")],
}
WITHOUT_RANKING = {"qualtrics_numbers.csv", "google_forms.csv", "google_sheets.csv", "citizen_space.csv"}
WITHOUT_GRID = {"qualtrics_numbers.csv"}
WITHOUT_LANGUAGE = {"microsoft_forms.xlsx", "google_forms.csv", "google_sheets.csv", "citizen_space.csv"}
ANSWERS: list[Mapping[str, Any]] = [
    {
        "ease": "good",
        "used": ["permits", "library"],
        "first": ["speed", "search", "language"],
        "ward": "old_town",
        "rated": ["clarity=agree", "speed=disagree"],
        "improve": "Longer hours, please",
    },
    {
        "ease": "poor",
        "used": ["tax", "other"],
        "used_other": "Marriage licence, online",
        "first": ["search", "speed", "language"],
        "ward": "harbour",
        "rated": ["clarity=disagree", "speed=disagree"],
    },
    {"ease": "excellent", "used": ["library"], "ward": "unsaid", "improve": "Rien à changer; merci"},
]
DAYS = [
    datetime(2026, 9, 12, 13, 30, tzinfo=UTC),
    datetime(2026, 9, 13, 18, 5, 10, tzinfo=UTC),
    datetime(2026, 9, 15, 0, 15, tzinfo=UTC),
]


def questions() -> list[dict[str, Any]]:
    used = question("multiple_choice", "used", "permits", "tax", "library", "other", text="What did you use?")
    ward = question("single_choice", "ward", "old_town", "harbour", segment=True, text="Which ward?")
    ward["options"].append(option("unsaid", missing=True, label="Prefer not to say"))
    rated = question("matrix_single", "rated", "agree", "disagree", text="How do you judge it?")
    return [
        question("scale", "ease", "poor", "fair", "good", "excellent", text="How easy was it?"),
        used,
        question("other_text", "used_other", text="Please specify", of="used", option="other"),
        question("ranking", "first", "search", "speed", "language", places=3, text="What matters most?"),
        ward,
        rated | {"rows": [option("clarity"), option("speed")]},
        question("long_text", "improve", text="What could we do better?"),
    ]


@pytest.fixture
def library(office: Office) -> Office:
    office.now = lambda: NOW
    make_survey(office, questions=questions())
    return office


def suggested(office: Office, name: str) -> Suggested:
    return bring_in.suggest(office, OPERATOR, "library", read_table(FOLDER / name))


def carried(office: Office, name: str, mapped: Mapping_) -> Imported:
    return bring_in.bring_in(office, OPERATOR, "library", FOLDER / name, name, mapped)


def kept(office: Office, slug: str = "library") -> list[Response]:
    with office.db.read() as tx:
        return list(responses.of_survey(tx, survey_now(office, slug).id))


def expected(name: str) -> list[dict[str, Any]]:
    left_out = {"first"} if name in WITHOUT_RANKING else set()
    left_out |= {"rated"} if name in WITHOUT_GRID else set()
    return [{q: answer for q, answer in told.items() if q not in left_out} for told in ANSWERS]


def test_every_tool_has_a_file_and_every_file_is_tested() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*TOOLS, "README.md"}
    assert set(TOOLS.values()) == {style.name for style in STYLES}


@pytest.mark.parametrize("name", TOOLS)
def test_the_tool_is_recognised(name: str) -> None:
    assert dressed(read_table(FOLDER / name)).style == TOOLS[name]


@pytest.mark.parametrize("name", TOOLS)
def test_the_same_three_residents_come_in_from_every_tool(library: Office, name: str) -> None:
    done = carried(library, name, suggested(library, name).mapping)
    assert [(problem.row, problem.code) for problem in done.problems] == REFUSED.get(name, [])
    stored = kept(library)
    assert [dict(response.answers) for response in stored] == expected(name)
    assert [response.received_at for response in stored] == DAYS
    languages = ["en", "en", "en" if name in WITHOUT_LANGUAGE else "fr"]
    assert [(response.channel, response.language) for response in stored] == [
        ("import", c) for c in languages
    ]


@pytest.mark.parametrize("name", TOOLS)
def test_the_same_file_again_creates_nothing(library: Office, name: str) -> None:
    mapped = suggested(library, name).mapping
    refused = len(REFUSED.get(name, []))
    first, second = (carried(library, name, mapped).run for _ in range(2))
    assert (first.created, first.repeated, first.refused) == (3, 0, refused)
    assert (second.created, second.repeated, second.refused) == (0, 3, refused)


@pytest.mark.parametrize("name", TOOLS)
def test_a_dry_run_foresees_the_same(library: Office, name: str) -> None:
    mapped = suggested(library, name).mapping
    seen = bring_in.dry_run(library, OPERATOR, "library", FOLDER / name, name, mapped)
    assert (seen.would_create, seen.refused_rows) == (3, len(REFUSED.get(name, [])))
    assert kept(library) == []


def test_each_column_is_suggested_with_its_reason(library: Office) -> None:
    found = suggested(library, "qualtrics_numbers.csv")
    assert found.why == {
        "_id": "tool",
        "_received_at": "tool",
        "_language": "tool",
        "ease": "position",
        "used/permits": "name",
        "used/tax": "name",
        "used/library": "name",
        "used/other": "name",
        "used_other": "tool",
        "ward": "position",
        "improve": "name",
    }
    assert (found.mapping.style, found.mapping.by_position) == ("Qualtrics", ("ease", "ward"))


def test_what_somebody_settled_is_remembered_for_the_next_file_with_these_columns(library: Office) -> None:
    first = suggested(library, "google_forms.csv")
    settled = Mapping_({t: c for t, c in first.mapping.columns.items() if t != "ward"}, style="Google Forms")
    carried(library, "google_forms.csv", settled)
    again = suggested(library, "google_forms.csv")
    assert again.mapping == settled
    assert (set(again.why.values()), again.remembered and again.remembered.file_name) == (
        {"remembered"},
        "google_forms.csv",
    )
    assert suggested(library, "google_sheets.csv").remembered is None


def test_people_who_did_not_finish_come_in_when_that_is_asked_for(library: Office) -> None:
    mapped = suggested(library, "limesurvey_full.csv").mapping
    done = carried(
        library, "limesurvey_full.csv", Mapping_(mapped.columns, style=mapped.style, take_unfinished=True)
    )
    assert done.run.created == 4


def test_a_problem_is_told_at_the_column_of_the_file(library: Office, tmp_path: Path) -> None:
    path = tmp_path / "google_forms.csv"
    path.write_text((FOLDER / "google_forms.csv").read_text("utf-8").replace("Harbour", "The moon"), "utf-8")
    mapped = suggested(library, "google_forms.csv").mapping
    done = bring_in.bring_in(library, OPERATOR, "library", path, path.name, mapped)
    [problem] = done.problems
    assert (problem.row, problem.column, problem.code) == (2, "Which ward?", "option_unknown")
    assert problem.details["value"] == "The moon"


@pytest.mark.parametrize("name", TOOLS)
def test_a_survey_is_made_out_of_the_export_when_none_fits(office: Office, name: str) -> None:
    office.now = lambda: NOW
    make_survey(office)
    table = read_table(FOLDER / name)
    department = survey_now(office).department_id
    survey, mapped = bring_in_survey.survey_from_table(
        office, OPERATOR, table, name, slug="wave-one", department_id=department
    )
    done = bring_in.bring_in(office, OPERATOR, "wave-one", FOLDER / name, name, mapped)
    assert [(problem.row, problem.code) for problem in done.problems] == REFUSED.get(name, [])
    assert (done.run.created, mapped.style, survey.slug) == (3, TOOLS[name], "wave-one")
    said = [letters(str(response.answers)) for response in kept(office, "wave-one")]
    assert all(word in told for word, told in zip(("longer hours", "marriage", "rien"), said, strict=True))


@pytest.mark.parametrize("name", TOOLS)
def test_a_survey_made_out_of_an_export_knows_its_columns_again(office: Office, name: str) -> None:
    office.now = lambda: NOW
    make_survey(office)
    table = read_table(FOLDER / name)
    department = survey_now(office).department_id
    _, mapped = bring_in_survey.survey_from_table(
        office, OPERATOR, table, name, slug="wave-one", department_id=department
    )
    again = bring_in.suggest(office, OPERATOR, "wave-one", table).mapping
    # "Other" may be found twice: the words also say that it was chosen.
    assert {target: again.columns.get(target) for target in mapped.columns} == dict(mapped.columns)
    assert {target.partition("/")[2] for target in again.columns.keys() - mapped.columns.keys()} <= {"other"}
