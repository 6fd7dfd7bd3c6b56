"""An answer of every kind of question goes into every format and comes back as it was."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest

from engage.settings import ROOT
from surveys.definition import read_definition
from surveys.exporting import files
from surveys.exporting.coding import coding_of, spss_names, stata_names
from surveys.exporting.columns import Column, Table
from surveys.exporting.files import FORMATS, Wish
from surveys.problems import AnswerError
from surveys.questions import Question, Value
from surveys.records import Response, SurveyVersion

EXAMPLE = read_definition((ROOT / "data" / "examples" / "every_question_kind.json").read_text("utf-8"))
AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
PLAUSIBLE = (
    "5",
    "2026-09-14",
    "14:30",
    "rosa@town.example",
    "705 726 4242",
    "L4M 1A1",
    "43.2, -79.2",
    "0" * 32 + "/screen.png",
    "so",
)


def answer_to(question: Question) -> Value:
    """Return the first answer that a question takes, the last options first."""
    codes = [option.code for option in question.choices() if not option.missing][::-1]
    tries = [[code] for code in codes] + [codes[:2]] + [[text] for text in PLAUSIBLE] + own_tries(question)
    for raw in tries:
        try:
            value = question.parse(raw)
        except AnswerError:
            continue
        if value is not None:
            return value
    return None


def own_tries(question: Question) -> list[list[str]]:
    """Return an answer per export column, for kinds whose face sends several texts."""
    cells = [
        next((option.code for option in variable.codes if not option.missing), "0")
        for variable in question.variables()
    ]
    rest = ["0"] * (len(cells) - 1)
    return [list(question.from_cells(row)) for row in (cells, [*cells[:1], *rest], ["100", *rest])]


ANSWERS = {question.name: value for question in EXAMPLE.asked() if (value := answer_to(question)) is not None}
TABLE = Table(
    [SurveyVersion(1, 1, 1, "published", EXAMPLE, "", AT, 0)],
    zone=ZoneInfo("America/Toronto"),
)
RESPONSES = [
    Response(number, "ref", 1, 1, "complete", "web", "en", None, answers, AT, False)
    for number, answers in ((1, ANSWERS), (2, {}))
]
FULL, EMPTY = list(TABLE.rows(RESPONSES))


def written(tmp_path: Path, format: str) -> Path:
    target = tmp_path / f"out.{FORMATS[format].suffix}"
    files.write(target, format, TABLE, [FULL, EMPTY], Wish())
    return target


def typed(column: Column, cell: str) -> Any:
    """Return what a program should hold for a cell."""
    if not cell:
        return None
    if column.holds_numbers:
        return float(cell)
    return date.fromisoformat(cell) if column.sort == "date" else cell


def test_most_kinds_are_answered_here() -> None:
    unanswered = {question.kind for question in EXAMPLE.asked() if question.name not in ANSWERS}
    answered = {question.kind for question in EXAMPLE.asked()} - unanswered
    assert len(answered) > 3 * len(unanswered)


@pytest.mark.parametrize("column", [c for c in TABLE.columns if c.question], ids=lambda column: column.name)
def test_a_cell_holds_what_its_column_says(column: Column) -> None:
    cell = FULL[TABLE.columns.index(column)]
    if cell and column.sort == "code":
        assert cell in {option.code for option in column.codes}
    if cell and column.holds_numbers:
        assert float(cell) == float(cell)


def test_parquet(tmp_path: Path) -> None:
    read = pq.read_table(written(tmp_path, "parquet")).to_pylist()
    for row, cells in zip(read, (FULL, EMPTY), strict=True):
        expected = {
            column.name: bool(float(cell)) if column.ticks and cell else typed(column, cell)
            for column, cell in zip(TABLE.columns, cells, strict=True)
        }
        assert row == expected


@pytest.mark.parametrize("format", ["sav", "dta"])
def test_statistics_programs(tmp_path: Path, format: str) -> None:
    read, naming = {
        "sav": (pyreadstat.read_sav, spss_names),
        "dta": (pyreadstat.read_dta, stata_names),
    }[format]
    frame, told = read(written(tmp_path, format))
    names = naming(column.name for column in TABLE.columns)
    for column, cell in zip(TABLE.columns, FULL, strict=True):
        found = frame[names[column.name]]
        expected = coding_of(column).numbers.get(cell) if column.codes else typed(column, cell)
        if expected is None:
            assert (found[0] != found[0] or found[0] in ("", None), column.name) == (True, column.name)
        else:
            assert (found[0], column.name) == (expected, column.name)
        assert told.column_names_to_labels[names[column.name]]


def test_excel(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "xlsx")).active
    assert sheet is not None
    read = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    for row, cells in zip(read, (FULL, EMPTY), strict=True):
        assert row == [
            float(cell) if cell and column.holds_numbers else cell or None
            for column, cell in zip(TABLE.columns, cells, strict=True)
        ]


def test_json_lines(tmp_path: Path) -> None:
    first, second = map(json.loads, written(tmp_path, "jsonl").read_text("utf-8").splitlines())
    names = {column.part_of or column.name for column in TABLE.columns}
    assert (set(first), set(second)) == (names, names)
    assert [name for name, value in second.items() if value is not None] == [
        *("response_id", "received_day", "channel", "language")
    ]


def test_a_map_where_there_is_a_place(tmp_path: Path) -> None:
    places = [column for column in TABLE.columns if column.sort == "latitude"]
    assert ("geojson" in files.suiting(TABLE.columns)) == bool(places)
    if places:
        read = json.loads(written(tmp_path, "geojson").read_text("utf-8"))
        assert [feature["geometry"] for feature in read["features"]] == [
            {"type": "Point", "coordinates": [-79.2, 43.2]},
            None,
        ]
