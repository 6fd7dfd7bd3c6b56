"""CSV that a spreadsheet opens as words and numbers, never as formulas."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.exporting.csv import BYTE_ORDER_MARK, defused, lines, undefused

cells = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "=HYPERLINK(\"http://x\")",
        "+1 705 555 0100 call me",
        "-2+3",
        "@SUM(A1)",
        "  =1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\u00a0=1",
        "\u200b=1",
        "＝1+1",
        "＋1+cmd",
        "＠SUM(1)",
        "- first\n- second",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "fine", "-5", "+3", "-2.5", "4", "a=b", "it's", "'quoted'", "l'été"])
def test_words_and_plain_numbers_stay_as_they_are(cell: str) -> None:
    assert defused(cell) == cell


@given(cell=cells)
def test_a_cell_comes_back_as_it_went(cell: str) -> None:
    assert undefused(defused(cell)) == cell


@given(cell=st.text(alphabet="'=+-@ \t\n１＝＋-5a", max_size=12))
def test_apostrophes_and_signs_come_back_too(cell: str) -> None:
    assert undefused(defused(cell)) == cell


@given(rows=st.lists(st.lists(cells, min_size=2, max_size=2), max_size=8))
def test_any_words_survive_quotes_separators_and_line_breaks(rows: list[list[str]]) -> None:
    data = b"".join(lines(["a", "b"], rows)).decode("utf-8")
    read = list(csv.reader(io.StringIO(data, newline="")))
    assert [[undefused(cell) for cell in row] for row in read] == [["a", "b"], *rows]


def test_the_mark_for_excel_comes_first_when_asked_for() -> None:
    assert b"".join(lines(["été"], [], with_mark=True)) == BYTE_ORDER_MARK + "été\r\n".encode()
    assert b"".join(lines(["été"], [])) == "été\r\n".encode()


def test_a_long_file_comes_in_pieces() -> None:
    pieces = list(lines(["a"], (["x" * 1000] for _ in range(200))))
    assert len(pieces) > 2
    assert max(map(len, pieces)) < 70_000
