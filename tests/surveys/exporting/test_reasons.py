"""Why a cell is empty: not asked, left out, or declined, told apart in every format that can.

1. Not asked: the condition did not hold, or the answered version had no such question or option.
2. Left out: asked, and nothing given; in SPSS and Stata by numbers and letters that count as missing.
3. Who declined to say has a code of their own, as before.
4. Where no reason is wanted, or none fits, an empty cell is empty; no word of a resident is taken for one.
"""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pyreadstat
import pytest

from surveys.definition import SurveyDefinition
from surveys.exporting import files
from surveys.exporting.columns import LEAD, Table
from surveys.exporting.files import FORMATS, Wish
from surveys.exporting.layout import Layout
from surveys.records import Response, SurveyVersion
from tests.factories import definition, option, question

AT = datetime(2026, 9, 1, tzinfo=UTC)
IF_YES = {"test": "selected", "question": "used", "options": ["yes"]}


def asked(*more: dict[str, Any], services: tuple[str, ...] = ("tax",)) -> SurveyDefinition:
    used = question("single_choice", "used", "yes", "no")
    used["options"].append(option("unsaid", missing=True))
    return definition(
        [
            used,
            question("multiple_choice", "which", *services, relevance=IF_YES),
            question("number_entry", "times", relevance=IF_YES),
            question("long_text", "why"),
            *more,
        ]
    )


def version(number: int, made: SurveyDefinition) -> SurveyVersion:
    return SurveyVersion(number, 1, number, "published", made, "", AT, 0)


VERSIONS = [
    version(1, asked()),
    version(2, asked(question("date_entry", "day"), services=("tax", "permits"))),
]
ANSWERS: list[tuple[int, dict[str, Any]]] = [
    (2, {"used": "yes", "which": ["tax"], "times": "-98", "why": ".left_out", "day": "2026-09-01"}),
    (2, {"used": "no"}),
    (2, {"used": "yes"}),
    (2, {"used": "unsaid"}),
    (1, {}),
]
RESPONSES = [
    Response(number, "ref", 1, version_id, "complete", "web", "en", None, answers, AT, False)
    for number, (version_id, answers) in enumerate(ANSWERS, 1)
]


def written(tmp_path: Path, format: str, layout: Layout) -> Path:
    table = Table(VERSIONS, zone=ZoneInfo("America/Toronto"))
    target = tmp_path / f"out.{FORMATS[format].suffix}"
    rows = table.rows(RESPONSES, with_reasons=FORMATS[format].takes_reasons(layout))
    files.write(target, format, table, rows, Wish(layout=layout))
    return target


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[len(LEAD) :] for row in csv.reader(file)]


def test_a_table_of_codes_says_why(tmp_path: Path) -> None:
    header, *rows = cells(written(tmp_path, "csv", Layout(reasons=True)))
    assert header == ["used", "which/tax", "which/permits", "times", "why", "day"]
    assert rows == [
        ["yes", "1", "0", "-98", ".left_out", "2026-09-01"],
        ["no", ".not_asked", ".not_asked", ".not_asked", ".left_out", ".left_out"],
        ["yes", ".left_out", ".left_out", ".left_out", ".left_out", ".left_out"],
        ["unsaid", ".not_asked", ".not_asked", ".not_asked", ".left_out", ".left_out"],
        [".left_out", ".not_asked", ".not_asked", ".not_asked", ".left_out", ".not_asked"],
    ]


def test_a_table_of_words_says_why_in_words(tmp_path: Path) -> None:
    layout = Layout(labels="labels", multi="one", language="fr", reasons=True)
    _, first, second, third, *_ = cells(written(tmp_path, "csv", layout))
    assert first[:2] == ["Yes (fr)", "Tax (fr)"]
    assert second[:3] == ["No (fr)", "Question non posée", "Question non posée"]
    assert third[:3] == ["Yes (fr)", "Sans réponse", "Sans réponse"]


def test_a_workbook_says_why_too(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "xlsx", Layout(reasons=True))).active
    assert sheet is not None
    assert [cell.value for cell in list(sheet.rows)[2]][len(LEAD) :][:2] == ["no", ".not_asked"]


@pytest.mark.parametrize("format", ["csv", "long", "parquet"])
def test_unless_wished_an_empty_cell_is_empty(tmp_path: Path, format: str) -> None:
    content = written(tmp_path, format, Layout()).read_bytes()
    assert b"not_asked" not in content
    assert b"not asked" not in content


def test_objects_name_what_is_empty_by_reason(tmp_path: Path) -> None:
    found = [
        json.loads(line)
        for line in written(tmp_path, "jsonl", Layout(reasons=True)).read_text("utf-8").splitlines()
    ]
    assert [(one["not_asked"], one["left_out"]) for one in found] == [
        ([], []),
        (["which", "times"], ["why", "day"]),
        ([], ["which", "times", "why", "day"]),
        (["which", "times"], ["why", "day"]),
        (["which", "times", "day"], ["used", "why"]),
    ]
    assert found[1]["which"] is found[1]["times"] is None


def test_spss_counts_each_reason_as_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "sav", Layout())
    frame, told = pyreadstat.read_sav(path, user_missing=True)
    assert frame["used"].tolist() == [1, 2, 1, -1, -99]
    assert frame["which_tax"].tolist() == [1, -98, -99, -98, -98]
    assert frame["times"].tolist() == [-98, -999_999_998, -999_999_999, -999_999_998, -999_999_998]
    assert frame["why"].tolist() == [".left_out", "", "", "", ""]
    assert frame["day"].isna().tolist() == [False, True, True, True, True]
    assert told.variable_value_labels["times"] == {-999_999_998: "Not asked", -999_999_999: "Left out"}
    plain, _ = pyreadstat.read_sav(path)
    assert plain["used"].isna().tolist() == [False, False, False, True, True]
    assert plain["times"].isna().tolist() == [False, True, True, True, True]


def test_stata_counts_each_reason_as_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "dta", Layout())
    frame, _ = pyreadstat.read_dta(path, user_missing=True)
    assert frame["used"].tolist() == [1, 2, 1, "a", "l"]
    assert frame["which_tax"].tolist() == [1, "n", "l", "n", "n"]
    assert frame["times"].tolist() == [-98, "n", "l", "n", "n"]
    plain, _ = pyreadstat.read_dta(path)
    assert plain["times"].isna().tolist() == [False, True, True, True, True]
