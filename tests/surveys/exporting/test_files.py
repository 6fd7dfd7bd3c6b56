"""Every format, read back by a program that others use: nothing is lost, changed or run."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from surveys.definition import SurveyDefinition
from surveys.exporting import files
from surveys.exporting.columns import Column, Table
from surveys.exporting.files import FORMATS, Wish
from surveys.exporting.layout import Layout
from surveys.exporting.problems import CODES, ExportError
from surveys.records import Response, SurveyVersion
from tests.factories import definition, option, question

WORDS = '=1+1 n\'est pas <b>_x0041_</b>\n« très » 🙂\t"quoted", -5'


def asked() -> SurveyDefinition:
    ward = question("single_choice", "ward", "old_town", "harbour", text="Which ward?")
    ward["options"].append(option("unsaid", missing=True, label="Prefer not to say"))
    return definition(
        [
            question("scale", "ease", "1", "2", "3", text="How easy?"),
            question("multiple_choice", "used", "permits", "tax", text="Used?"),
            question("ranking", "first", "search", "speed", places=2, text="First?"),
            ward,
            question("number_entry", "age", decimals=1, text="Age?"),
            question("date_entry", "moved", text="Moved in?"),
            question("long_text", "why", text="Why?"),
        ]
    )


def version(made: SurveyDefinition, number: int = 1) -> SurveyVersion:
    at = datetime(2026, 9, 1, tzinfo=UTC)
    return SurveyVersion(number, 1, number, "published", made, "", at, 0)


def response(number: int, *, version_id: int = 1, **answers: object) -> Response:
    at = datetime(2026, 10, 1, 2, 30, tzinfo=UTC)  # the last evening of September in Toronto
    return Response(number, "ref", 1, version_id, "complete", "paper", "fr", "1.2", answers, at, False)  # type: ignore[arg-type]


ANSWERS = [
    response(
        7, ease="3", used=["tax"], first=["speed"], ward="unsaid", age="-40.5", moved="2020-02-29", why=WORDS
    ),
    response(8, ease="1", ward="harbour"),
]


def written(
    tmp_path: Path, format: str, layout: Layout | None = None, responses: Sequence[Response] = ANSWERS
) -> Path:
    table = Table([version(asked())], zone=ZoneInfo("America/Toronto"))
    target = tmp_path / f"out.{FORMATS[format].suffix}"
    wish = Wish(layout=layout or Layout(), title="Sondage d'été")
    files.write(target, format, table, table.rows(responses), wish)
    return target


def test_excel_holds_words_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "xlsx")).active
    assert sheet is not None
    header, first, second = (
        {cell.column: (cell.value, cell.data_type) for cell in row} for row in sheet.rows
    )
    names = {name: column for column, (name, _) in header.items()}
    assert first[names["response_id"]] == (7, "n")
    assert first[names["ease"]] == (3, "n")
    assert first[names["age"]] == (-40.5, "n")
    assert first[names["ward"]] == ("unsaid", "s")
    # A program that knows the escape (Excel) shows _x0041_; one that does not shows how it was escaped.
    assert first[names["why"]] == (WORDS.replace("_x0041_", "_x005F_x0041_"), "s")
    assert second[names["why"]][0] is None
    assert sheet.freeze_panes == "A2"


def test_excel_follows_the_layout(tmp_path: Path) -> None:
    layout = Layout(labels="labels", multi="one", language="fr")
    read = pd.read_excel(written(tmp_path, "xlsx", layout), engine="openpyxl")
    assert list(read.columns[5:9]) == ["How easy? (fr)", "Used? (fr)", "First? (fr)", "Which ward? (fr)"]
    assert read.iloc[0, 5:9].tolist() == ["3 (fr)", "Tax (fr)", "1. Speed (fr)", "Prefer not to say (fr)"]


def test_spss_knows_labels_measures_and_what_is_missing(tmp_path: Path) -> None:
    frame, told = pyreadstat.read_sav(written(tmp_path, "sav"), user_missing=True)
    row = frame.iloc[0]
    assert (row["response_id"], row["received_day"]) == (7, date(2026, 9, 30))
    assert (row["ease"], row["used_permits"], row["used_tax"]) == (3, 0, 1)
    assert (row["first_1"], row["ward"], row["age"], row["moved"]) == (2, -1, -40.5, date(2020, 2, 29))
    assert row["why"] == WORDS
    assert frame.iloc[1][["used_tax", "first_1", "age"]].isna().all()
    assert told.file_label == "Sondage d'été"
    assert told.column_names_to_labels["used_tax"] == "Used? – Tax"
    assert told.variable_value_labels["ward"] == {
        1: "Old town",
        2: "Harbour",
        -1: "Prefer not to say",
        -98: "Not asked",
        -99: "Left out",
    }
    assert [one["lo"] for one in told.missing_ranges["ward"]] == [-1, -98, -99]
    measures = told.variable_measure
    assert (measures["ease"], measures["ward"], measures["age"]) == ("ordinal", "nominal", "scale")


def test_spss_leaves_the_missing_out_by_itself(tmp_path: Path) -> None:
    frame, _ = pyreadstat.read_sav(written(tmp_path, "sav"))
    assert frame["ward"].isna().tolist() == [True, False]


def test_stata_has_letters_for_what_is_missing(tmp_path: Path) -> None:
    target = written(tmp_path, "dta", Layout(language="fr"))
    frame, told = pyreadstat.read_dta(target, user_missing=True)
    assert frame["ward"].tolist() == ["a", 2]
    assert told.variable_value_labels["ward"] == {
        1: "Old town (fr)",
        2: "Harbour (fr)",
        "a": "Prefer not to say (fr)",
        "n": "Question non posée",
        "l": "Sans réponse",
    }
    read = pd.read_stata(target)
    assert read["ward"].isna().tolist() == [True, False]
    assert (read["why"][0], read["age"][0], read["moved"][0]) == (WORDS, -40.5, pd.Timestamp("2020-02-29"))


def test_parquet_is_typed_and_labelled(tmp_path: Path) -> None:
    target = written(tmp_path, "parquet")
    read = pq.read_table(target)
    first, second = read.to_pylist()
    assert first == {
        "response_id": 7,
        "received_day": date(2026, 9, 30),
        "channel": "paper",
        "language": "fr",
        "release": "1.2",
        "ease": 3,
        "used/permits": False,
        "used/tax": True,
        "first/1": "speed",
        "first/2": None,
        "ward": "unsaid",
        "age": -40.5,
        "moved": date(2020, 2, 29),
        "why": WORDS,
    }
    assert (second["used/tax"], second["why"]) == (None, None)
    told = read.schema.field("ward").metadata
    assert told[b"label_fr"] == b"Which ward? (fr)"
    assert json.loads(told[b"missing"]) == ["unsaid"]
    assert str(pd.read_parquet(target)["ward"].dtype) == "category"


def test_json_lines_keep_lists_and_types(tmp_path: Path) -> None:
    first, second = map(json.loads, written(tmp_path, "jsonl").read_text("utf-8").splitlines())
    assert (first["response_id"], first["age"], first["ease"]) == (7, -40.5, "3")
    assert (first["used"], first["first"], first["why"]) == (["tax"], ["speed"], WORDS)
    assert (second["used"], second["first"], second["why"]) == (None, None, None)


def test_the_long_form_has_a_row_an_answer(tmp_path: Path) -> None:
    read = pd.read_csv(written(tmp_path, "long"), dtype=str, keep_default_na=False)
    told = read[["response_id", "question", "variable", "value", "label"]].to_numpy().tolist()
    assert told == [
        ["7", "ease", "ease", "3", "3"],
        ["7", "used", "used", "tax", "Tax"],
        ["7", "first", "first/1", "speed", "Speed"],
        ["7", "ward", "ward", "unsaid", "Prefer not to say"],
        ["7", "age", "age", "-40.5", ""],
        ["7", "moved", "moved", "2020-02-29", ""],
        ["7", "why", "why", f"'{WORDS}", ""],
        ["8", "ease", "ease", "1", "1"],
        ["8", "ward", "ward", "harbour", "Harbour"],
    ]


PLACES = (
    Column("response_id", {"en": "Number"}, "number"),
    Column("spot/latitude", {"en": "Where? – north"}, "latitude", question=asked().asked()[-1]),
    Column("spot/longitude", {"en": "Where? – east"}, "longitude", question=asked().asked()[-1]),
    Column("why", {"en": "Why?"}, "text", question=asked().asked()[-1]),
)


def test_a_map_has_a_feature_a_place_and_loses_nobody(tmp_path: Path) -> None:
    rows = [["1", "44.3894", "-79.6903", WORDS], ["2", "", "", "no place"]]
    target = tmp_path / "out.geojson"
    FORMATS["geojson"].write(target, PLACES, rows, Wish())
    read = json.loads(target.read_text("utf-8"))
    assert read["type"] == "FeatureCollection"
    assert [feature["geometry"] for feature in read["features"]] == [
        {"type": "Point", "coordinates": [-79.6903, 44.3894]},
        None,
    ]
    assert read["features"][0]["properties"] == {"place_question": "why", "response_id": 1, "why": WORDS}


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "geojson"])
def test_a_survey_without_responses_makes_a_file_all_the_same(tmp_path: Path, format: str) -> None:
    target = written(tmp_path, format, responses=())
    assert target.exists()
    readers = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}
    if format in readers:
        assert readers[format](target)[0].shape == (0, 16)  # with a variable beside words and days
    if format == "parquet":
        assert pq.read_table(target).shape == (0, 14)


@pytest.mark.parametrize("format", ["xlsx", "sav"])
def test_words_too_long_for_a_format_are_refused_not_cut(tmp_path: Path, format: str) -> None:
    with pytest.raises(ExportError, match="cell_too_long") as refused:
        written(tmp_path, format, responses=[response(1, why="short"), response(2, why="é" * 33_000)])
    assert refused.value.details == {"longest": 32_767, "variable": "why", "response": "2"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["xlsx", "sav", "dta"])
@pytest.mark.parametrize("letter", ["e", "é", "\N{SNOWMAN}", "\N{ROLLER COASTER}"])
def test_what_is_foreseen_is_what_writing_finds(tmp_path: Path, format: str, letter: str) -> None:
    table = Table([version(asked())], zone=ZoneInfo("America/Toronto"))
    for length in (8_191, 8_192, 16_383, 16_384, 32_767, 32_768):
        responses = [response(1, why=letter * length)]
        foreseen = files.first_too_long(format, table.columns, table.rows(responses), Layout())
        found = None
        try:
            written(tmp_path, format, responses=responses)
        except ExportError as error:
            found = error
        assert (foreseen and foreseen.details) == (found and found.details)


def test_labels_that_are_too_long_together_make_every_response_suspect() -> None:
    words = "w" * 4000
    many = question("multiple_choice", "used", *(f"o{n}" for n in range(9)), text="Used?")
    for one in many["options"]:
        one["label"] = {"en": words, "fr": words}
    columns = Table([version(definition([many]))], zone=ZoneInfo("America/Toronto")).columns
    together = Layout(labels="labels", multi="one")
    assert files.suspected_above("xlsx", columns, together) == 0
    assert files.suspected_above("xlsx", columns, Layout()) == 32_767
    assert files.suspected_above("sav", columns, together) == 32_767
    assert files.suspected_above("parquet", columns, together) is None
    rows = Table([version(definition([many]))], zone=ZoneInfo("America/Toronto")).rows(
        [response(5, used=[f"o{n}" for n in range(9)])]
    )
    refused = files.first_too_long("xlsx", columns, rows, together)
    assert refused is not None
    assert refused.details == {"longest": 32_767, "variable": "Used?", "response": "5"}


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("surveys.exporting.xlsx.MOST_ROWS", 2)
    with pytest.raises(ExportError) as refused:
        written(tmp_path, "xlsx")
    assert (refused.value.code, refused.value.details) == ("too_many_rows", {"most": 1})


def test_more_than_memory_should_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("surveys.exporting.frame.MOST_LETTERS", 10)
    with pytest.raises(ExportError, match="too_large"):
        written(tmp_path, "dta")


def test_every_reason_is_registered() -> None:
    used = {
        part.split('"')[1]
        for path in Path(files.__file__).parent.glob("*.py")
        for part in path.read_text("utf-8").split("ExportError(")[1:]
        if part.startswith('"')
    }
    assert used == CODES


@pytest.mark.parametrize("format", ["sav", "dta"])
def test_large_codes_keep_every_digit(tmp_path: Path, format: str) -> None:
    codes = ("16777217", "999999999")
    made = definition([question("single_choice", "parcel", *codes)])
    table = Table([version(made)], zone=ZoneInfo("America/Toronto"))
    target = tmp_path / f"out.{format}"
    rows = table.rows([response(number, parcel=code) for number, code in enumerate(codes, 1)])
    files.write(target, format, table, rows, Wish())
    frame, _ = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}[format](target)
    assert frame["parcel"].tolist() == [16777217, 999999999]
