"""Why a cell is empty: not asked, left out, or declined, told apart in every format.

1. Not asked: the condition did not hold, or the answered version had no such question or option.
2. Left out: asked, and nothing given; in SPSS and Stata by numbers and letters that count as missing.
   Words and days have a variable beside them, because any word could be an answer.
3. Who declined to say has a code of their own, and is named among the missing.
4. Where no reason is wanted, or none fits, an empty cell is empty; no word of a resident is taken for one.
"""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from surveys.definition import SurveyDefinition
from surveys.exporting import files
from surveys.exporting.coding import spss_names, stata_names
from surveys.exporting.columns import LEAD, Table
from surveys.exporting.files import FORMATS, Wish
from surveys.exporting.layout import Layout
from surveys.exporting.reasons import WORDS, with_companions
from surveys.records import Response, SurveyVersion
from tests.factories import definition, option, question

AT = datetime(2026, 9, 1, tzinfo=UTC)
IF_OUT = {"test": "selected", "question": "out", "options": ["yes"]}
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


@pytest.mark.parametrize("format", ["csv", "long", "parquet", "jsonl"])
def test_unless_wished_an_empty_cell_is_empty(tmp_path: Path, format: str) -> None:
    content = written(tmp_path, format, Layout()).read_bytes()
    assert b"not_asked" not in content
    assert b"not asked" not in content


def test_objects_name_what_is_empty_by_reason(tmp_path: Path) -> None:
    found = [
        json.loads(line)
        for line in written(tmp_path, "jsonl", Layout(reasons=True)).read_text("utf-8").splitlines()
    ]
    assert [(one["not_asked"], one["left_out"], one["declined"]) for one in found] == [
        ([], [], []),
        (["which", "times"], ["why", "day"], []),
        ([], ["which", "times", "why", "day"], []),
        (["which", "times"], ["why", "day"], ["used"]),
        (["which", "times", "day"], ["used", "why"], []),
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
    assert frame["why_missing"].tolist() == [0, -99, -99, -99, -99]
    assert frame["day_missing"].tolist() == [0, -99, -99, -99, -98]
    assert told.variable_value_labels["day_missing"] == {0: "Answered", -98: "Not asked", -99: "Left out"}
    assert told.column_names_to_labels["why_missing"] == "Why? – why there is no answer"
    assert told.column_names[-4:] == ["why", "why_missing", "day", "day_missing"]
    assert "why_missing" not in told.missing_ranges
    plain, _ = pyreadstat.read_sav(path)
    assert plain["used"].isna().tolist() == [False, False, False, True, True]
    assert plain["times"].isna().tolist() == [False, True, True, True, True]


def test_stata_counts_each_reason_as_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "dta", Layout())
    frame, _ = pyreadstat.read_dta(path, user_missing=True)
    assert frame["used"].tolist() == [1, 2, 1, "a", "l"]
    assert frame["which_tax"].tolist() == [1, "n", "l", "n", "n"]
    assert frame["times"].tolist() == [-98, "n", "l", "n", "n"]
    assert frame["why_missing"].tolist() == [0, -99, -99, -99, -99]
    assert frame["day_missing"].tolist() == [0, -99, -99, -99, -98]
    plain, told = pyreadstat.read_dta(path)
    assert plain["times"].isna().tolist() == [False, True, True, True, True]
    assert told.variable_value_labels["why_missing"] == {0: "Answered", -98: "Not asked", -99: "Left out"}


def test_parquet_says_why_beside_each_variable(tmp_path: Path) -> None:
    read = pq.read_table(written(tmp_path, "parquet", Layout(reasons=True)))
    found = {name: read.column(name).to_pylist() for name in read.column_names if name.endswith(".missing")}
    not_asked, left_out = "not_asked", "left_out"
    assert found == {
        "used.missing": [None, None, None, "declined", left_out],
        "which/tax.missing": [None, not_asked, left_out, not_asked, not_asked],
        "which/permits.missing": [None, not_asked, left_out, not_asked, not_asked],
        "times.missing": [None, not_asked, left_out, not_asked, not_asked],
        "why.missing": [None, left_out, left_out, left_out, left_out],
        "day.missing": [None, left_out, left_out, left_out, not_asked],
    }
    assert read.column("why").to_pylist() == [".left_out", None, None, None, None]
    assert read.column("used").to_pylist() == ["yes", "no", "yes", "unsaid", None]


def test_the_long_form_has_a_row_for_what_has_no_answer(tmp_path: Path) -> None:
    read = pd.read_csv(
        written(tmp_path, "long", Layout(reasons=True)), dtype=str, keep_default_na=False
    ).set_index("response_id")
    told = read[["variable", "value", "label", "missing"]]
    assert told.loc["4"].to_numpy().tolist() == [
        ["used", "unsaid", "Unsaid", "declined"],
        ["which", "", "", "not_asked"],
        ["times", "", "", "not_asked"],
        ["why", "", "", "left_out"],
        ["day", "", "", "left_out"],
    ]
    assert told.loc["1"].to_numpy().tolist() == [
        ["used", "yes", "Yes", ""],
        ["which", "tax", "Tax", ""],
        ["times", "-98", "", ""],
        ["why", ".left_out", "", ""],
        ["day", "2026-09-01", "", ""],
    ]


def test_who_declined_is_named_in_the_long_form_without_being_asked_for(tmp_path: Path) -> None:
    read = pd.read_csv(written(tmp_path, "long", Layout()), dtype=str, keep_default_na=False)
    assert read[["variable", "value", "missing"]].to_numpy().tolist()[-1] == ["used", "unsaid", "declined"]


def test_a_map_says_why_a_place_is_missing(tmp_path: Path) -> None:
    made = definition([question("yes_no", "out"), question("map_point", "spot", relevance=IF_OUT)])
    table = Table([version(1, made)], zone=ZoneInfo("America/Toronto"))
    found = [
        Response(number, "ref", 1, 1, "complete", "web", "en", None, answers, AT, False)
        for number, answers in enumerate(
            ({"out": "yes", "spot": "44.3,-79.6"}, {"out": "no"}, {"out": "yes"}), 1
        )
    ]
    target = tmp_path / "out.geojson"
    rows = table.rows(found, with_reasons=True)
    files.write(target, "geojson", table, rows, Wish(layout=Layout(reasons=True)))
    told = [each["properties"] for each in json.loads(target.read_text("utf-8"))["features"]]
    assert [(one["not_asked"], one["left_out"]) for one in told] == [
        ([], []),
        (["spot/latitude", "spot/longitude"], []),
        ([], ["spot/latitude", "spot/longitude"]),
    ]
    assert {name for one in told for name in one} >= {"out", "declined", "place_question"}


def test_what_was_not_offered_was_not_asked(tmp_path: Path) -> None:
    used = question("multiple_choice", "which", "tax", "rink")
    used["options"][1]["relevance"] = {"test": "selected", "question": "out", "options": ["yes"]}
    rated = question("matrix_single", "rate", "good", "bad", rows=[option("desk"), option("rink")])
    rated["rows"][1]["relevance"] = used["options"][1]["relevance"]
    made = definition([question("yes_no", "out"), used, rated])
    table = Table([version(1, made)], zone=ZoneInfo("America/Toronto"))
    answers: list[dict[str, Any]] = [
        {"out": "no", "which": ["tax"], "rate": ["desk=good"]},
        {"out": "no"},
        {"out": "yes", "which": ["tax"], "rate": ["desk=good"]},
    ]
    found = [
        Response(number, "ref", 1, 1, "complete", "web", "en", None, given, AT, False)
        for number, given in enumerate(answers, 1)
    ]

    def cells(*, with_reasons: bool) -> list[list[str]]:
        rows = table.rows(found, with_reasons=with_reasons)
        return [[WORDS.get(cell, cell) for cell in row[len(LEAD) + 1 :]] for row in rows]

    assert cells(with_reasons=True) == [
        ["1", "not_asked", "good", "not_asked"],
        ["left_out", "not_asked", "left_out", "not_asked"],
        ["1", "0", "good", "left_out"],
    ]
    assert cells(with_reasons=False) == [["1", "", "good", ""], ["", "", "", ""], ["1", "0", "good", ""]]


def test_a_variable_for_reasons_takes_no_name_from_another(tmp_path: Path) -> None:
    long = "n" * 40
    names = ["why", "why_missing", "day", long]
    kinds = ["long_text", "number_entry", "date_entry", "long_text"]
    made = definition([question(kind, name) for kind, name in zip(kinds, names, strict=True)])
    columns = Table([version(1, made)], zone=ZoneInfo("America/Toronto")).columns
    for named, longest in ((spss_names, 64), (stata_names, 32)):
        found = named(with_companions(columns))
        assert len(set(found.values())) == len(found)
        assert found["why_missing"] == "why_missing"
        assert found["why.missing"] == "why_missing_2"
        assert found[f"{long}.missing"] == f"{'n' * 40}"[: longest - 8] + "_missing"
        assert max(map(len, found.values())) <= longest
