"""Files of the right shape with something wrong inside: carried, or refused with a reason."""

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.exchange.files import carry, write
from surveys.exchange.notes import Carried, RefusedFileError
from surveys.exchange.xlsform_in import read
from tests.every_kind import example
from tests.logic_example import logic_example
from tests.surveys.exchange.test_offers import SURVEYJS

SAMPLES = Path(__file__).parent / "samples"
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e308, 10**30, "", "x", "{q}", "{{q|", "{a} > 1", "a" * 5000, "\ud800", [], [1], {}),
    *({"en": 1}, {"default": None}, ["a", {"value": {}}], {"kind": "single_choice"}, {"kind": []}),
)
WORDS = (
    *(
        "",
        "x",
        "-",
        "((",
        "}}",
        "${",
        "' or '",
        "&&",
        "$",
        "\\",
        "<",
        "1X1X101",
        "that.",
        "count(",
        "NaN",
        "1e9",
    ),
    *(
        "9" * 30,
        "\u202e",
        "begin_group",
        "end_group",
        "select_one gone",
        "rank",
        "calculate",
        "table-list",
        "é",
    ),
    *(
        '{"kind":"budget_split"}',
        '{"kind":"matrix_single","rows":3}',
        "[]",
        '{"kind":[]}',
        "integer",
        "selected(",
    ),
)
CELL = re.compile(r"<!\[CDATA\[(.*?)\]\]>")


def is_told(carried: Carried) -> bool:
    return carried.definition is not None or bool(carried.refusals)


@cache
def surveys() -> tuple[Any, ...]:
    whole = (json.loads(write(one, "surveyjs", "survey")[0]) for one in (example(), logic_example()))
    return (*whole, SURVEYJS)


def places(data: Any) -> list[tuple[Any, Any]]:
    """Return every place in data, as what holds it and its key."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, part in inside for place in ((data, key), *places(part))]


@given(data=st.data())
@settings(max_examples=100)
def test_surveyjs_with_something_else_in_a_place(data: st.DataObject) -> None:
    survey = copy.deepcopy(data.draw(st.sampled_from(range(3)).map(lambda at: surveys()[at])))
    for _ in range(data.draw(st.integers(1, 3))):
        found = places(survey)
        holder, key = found[data.draw(st.integers(0, len(found) - 1))]
        holder[key] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
    assert is_told(carry(json.dumps(survey).encode(), "survey.json"))


@given(data=st.data())
@settings(max_examples=60)
def test_a_structure_of_limesurvey_with_other_words_in_a_cell(data: st.DataObject) -> None:
    text = (SAMPLES / "recreation.lss").read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        cells = list(CELL.finditer(text))
        cell = cells[data.draw(st.integers(0, len(cells) - 1))]
        text = text[: cell.start(1)] + data.draw(st.sampled_from(WORDS)) + text[cell.end(1) :]
    assert is_told(carry(text.encode(), "survey.lss"))


@cache
def parks() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for line in (SAMPLES / "parks.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line.removeprefix("## "), [])
        elif not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split("|")])
    found["survey"][0].append("engage")
    return found


@given(data=st.data())
@settings(max_examples=100)
def test_a_form_with_other_words_in_a_cell(data: st.DataObject) -> None:
    sheets = copy.deepcopy(parks())
    for _ in range(data.draw(st.integers(1, 5))):
        rows = sheets[data.draw(st.sampled_from(["survey", "survey", "choices"]))]
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row += [""] * (len(rows[0]) - len(row))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.sampled_from(WORDS))
    told = {
        title: [
            (n, {h: c for h, c in zip(rows[0], row, strict=False) if h and c})
            for n, row in enumerate(rows[1:], 2)
        ]
        for title, rows in sheets.items()
    }
    assert is_told(as_carried(told))


def as_carried(told: Any) -> Carried:
    try:
        return read(told, "parks.xlsx")
    except RefusedFileError as refused:
        return Carried(None, refusals=(refused.note,))
