"""The answers of ``tests.every_kind`` taken away in every format, and read by programs that are not ours.

pandas, openpyxl, pyarrow, pyreadstat, an HTML parser and an XML schema validator read; nothing of the
product's own code does.
"""

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import xmlschema

from engage.access import Actor
from engage.actions import export
from engage.office import Office
from engage.settings import ROOT
from surveys.exporting.files import FORMATS
from surveys.exporting.layout import Layout

CELLS: dict[str, str] = {
    "channel": "web",
    "ward": "old_town",
    **{
        f"used/{code}": "1" if code in ("permits", "library") else "0"
        for code in ("permits", "tax", "library")
    },
    **{"used/transit": "0", "used/none": "0"},
    "satisfaction": "good",
    **{"priorities/1": "speed", "priorities/2": "phone", "priorities/3": ".left_out"},
    "nearest_place": "The counter at Town Hall",
    "improve": "Tell us when the permit is ready.",
    "finished": "yes",
    "ease": "4",
    "recommend": "9",
    "minutes_waited": "15",
    "visited_on": "2026-09-14",
    "visited_at": "14:30",
    "reply_to": "rosa@mail.larkmere.example",
    "call_back": "905-555-0142",
    "home_code": "L3K",
    "heard_of_it": "other",
    "heard_of_it_other": "On the bus",
    **{"parts/find": "hard", "parts/fill": ".left_out", "parts/pay": "easy"},
    **{f"devices/reading/{code}": "1" for code in ("handset", "paper")},
    **{f"devices/reading/{code}": "0" for code in ("computer", "neither")},
    **{f"devices/paying/{code}": ".left_out" for code in ("handset", "computer", "paper", "neither")},
    "may_quote": "given",
    "campaign": "poster",
    "confidence": "70",
    **{"shares/trees": "60", "shares/paths": "0", "shares/benches": "40"},
    **{"projects/splash_pad": "1", "projects/lights": "1", "projects/dog_park": "0"},
    "hours_waited": "0.25",
    "neighbourhood": "harbourfront",
    **{"where_exactly/latitude": "43.179", "where_exactly/longitude": "-79.244"},
    "screenshot": "screen.png",
}
"""What stands in a table of codes with reasons."""
LISTS: Mapping[str, list[str]] = {
    "used": ["permits", "library"],
    "priorities": ["speed", "phone"],
    "devices/reading": ["handset", "paper"],
    "projects": ["splash_pad", "lights"],
}
"""What stands together where lists are lists."""
REASONS = {".left_out": "left_out", ".not_asked": "not_asked"}
SCHEMA = xmlschema.XMLSchema(ROOT / "docs" / "schema" / "ddi-codebook-subset.xsd", allow="local")


def check_files(office: Office, actor: Actor, slug: str, folder: Path) -> None:
    """Take everything of a survey that one resident answered, and compare what is read with ``CELLS``."""
    folder.mkdir(exist_ok=True)
    for format in FORMATS:
        target, layout = folder / f"{format}.{FORMATS[format].suffix}", Layout(reasons=True)
        export.responses_file(
            office, actor, slug, target=target, format=format, layout=layout, with_mark=True
        )
    for format in ("html", "csv", "ddi"):
        export.codebook_file(office, actor, slug, target=folder / f"codebook.{format}", format=format)
    book = pd.read_csv(folder / "codebook.csv", dtype=str, keep_default_na=False)
    _check_tables(folder)
    _check_objects(folder)
    _check_parquet(folder, book)
    _check_statistics(folder, book)
    _check_codebooks(folder, book)


def _asked(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in CELLS}


def _check_tables(folder: Path) -> None:
    [csv] = pd.read_csv(folder / "csv.csv", dtype=str, keep_default_na=False).to_dict("records")
    assert _asked(csv) == CELLS
    sheet = openpyxl.load_workbook(folder / "xlsx.xlsx").active
    assert sheet is not None
    header, values = sheet.iter_rows(values_only=True)
    row = dict(zip(map(str, header), values, strict=True))
    shown = {
        name: float(cell) if isinstance(row[name], int | float) else cell for name, cell in CELLS.items()
    }
    assert _asked(row) == shown
    assert {name for name in CELLS if isinstance(row[name], int | float)} >= {
        "minutes_waited",
        "hours_waited",
    }
    long = pd.read_csv(folder / "long.csv", dtype=str, keep_default_na=False)
    given = long[long["missing"] == ""].groupby("variable")["value"].apply(list).to_dict()
    single = {name: [cell] for name, cell in CELLS.items() if _is_alone(name) and cell not in REASONS}
    placed = {"priorities/1": ["speed"], "priorities/2": ["phone"]}
    lists = {name: codes for name, codes in LISTS.items() if name != "priorities"}
    assert {name: given[name] for name in single} == single
    assert {name: given.get(name) for name in lists | placed} == lists | placed
    assert set(long[long["missing"] == "left_out"]["variable"]) == {"parts/fill", "devices/paying"}


def _is_alone(name: str) -> bool:
    return name != "channel" and not any(name.startswith(f"{start}/") for start in (*LISTS, "devices/paying"))


def _check_objects(folder: Path) -> None:
    [told] = pd.read_json(folder / "jsonl.jsonl", lines=True, dtype=False).to_dict("records")
    assert {name: told[name] for name in LISTS} == LISTS
    alone = {name: cell for name, cell in CELLS.items() if _is_alone(name) and cell not in REASONS}
    assert {name: _text(told[name]) for name in alone} == alone
    assert told["left_out"] == ["parts/fill", "devices/paying"]
    [feature] = json.loads((folder / "geojson.geojson").read_text("utf-8"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-79.244, 43.179]}
    assert feature["properties"]["improve"] == CELLS["improve"]
    assert feature["properties"]["left_out"] == told["left_out"]


def _text(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _check_parquet(folder: Path, book: pd.DataFrame) -> None:
    [row] = pq.read_table(folder / "parquet.parquet").to_pylist()
    for name, cell in CELLS.items():
        assert (name, row.get(f"{name}.missing")) == (name, REASONS.get(cell))
        if cell in REASONS:
            assert (name, row[name]) == (name, None)
        else:
            found = int(row[name]) if isinstance(row[name], bool) else row[name]
            assert (name, _text(found)) == (name, cell)
    assert {name.removesuffix(".missing") for name in row} == set(book["variable"])


def _check_statistics(folder: Path, book: pd.DataFrame) -> None:
    numbers = {
        (row.variable, row.code): (row.number, row.code_label_en) for row in book.itertuples() if row.code
    }
    for read, path, named in (
        (pyreadstat.read_sav, "sav.sav", "spss"),
        (pyreadstat.read_dta, "dta.dta", "stata"),
    ):
        frame, meta = read(folder / path, user_missing=True)
        [row] = frame.to_dict("records")
        names = dict(zip(book["variable"], book[f"{named}_name"], strict=True))
        beside = dict(zip(book["variable"], book[f"{named}_missing"], strict=True))
        for name, cell in CELLS.items():
            value = row[names[name]]
            number, label = numbers.get((name, cell), ("", ""))
            if cell in REASONS and named == "stata":
                assert (name, value) == (name, "l")
            elif number:
                assert (name, float(value)) == (name, float(number))
                assert meta.variable_value_labels[names[name]][float(number)] == label
            else:
                assert (name, _text(value)) == (name, cell)
            if beside[name]:
                assert (name, row[beside[name]]) == (name, 0)
            assert meta.column_names_to_labels[names[name]]


class _Text(HTMLParser):
    """The words of a page, and whether it would run or fetch anything."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.add(data.strip())


def _check_codebooks(folder: Path, book: pd.DataFrame) -> None:
    assert set(CELLS) <= set(book["variable"])
    page = _Text()
    page.feed((folder / "codebook.html").read_text("utf-8"))
    assert set(CELLS) <= page.words
    assert not page.tags & {"script", "img", "link", "iframe"}
    root = Tree.parse(folder / "codebook.ddi").getroot()
    assert [str(error.reason) for error in SCHEMA.iter_errors(root)] == []
    assert {one.attrib["name"] for one in root.iter("{ddi:codebook:2_5}var")} == set(book["variable"])
