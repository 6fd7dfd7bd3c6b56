import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from engage.tabular import TableError, read_table, table_problem_sentence
from engage.wording import wording

FRENCH = "nom;commentaire\nÉlodie;Très déçu, ça ne marche pas\nRené;être là à l'hôtel\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_every_usual_encoding_is_read(encoding: str) -> None:
    table = read_table(FRENCH.encode(encoding))
    assert [*table.rows] == [
        {"nom": "Élodie", "commentaire": "Très déçu, ça ne marche pas"},
        {"nom": "René", "commentaire": "être là à l'hôtel"},
    ]
    assert table.delimiter == ";"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_separator_is_seen(delimiter: str) -> None:
    lines = [["id", "text", "rating"], ["1", "slow; very, slow", "2"], ["2", "fine", "5"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    table = read_table(text.encode())
    assert table.columns == ("id", "text", "rating")
    assert table.rows[0]["text"] == "slow; very, slow"


def test_line_breaks_and_quotes_within_cells_are_kept() -> None:
    table = read_table(b'id,text\r\n1,"a\r\nb ""c"" d"\r\n2,e\r\n')
    assert [row["text"] for row in table.rows] == ['a\r\nb "c" d', "e"]


def test_ragged_rows_are_kept_and_reported() -> None:
    table = read_table(b"a,b\n1,x,y,z\n2\n3,w\n")
    assert [*table.rows] == [{"a": "1", "b": "x"}, {"a": "2", "b": ""}, {"a": "3", "b": "w"}]
    assert [(p.row, p.line, p.code) for p in table.problems] == [
        (1, 2, "too_many_cells"),
        (2, 3, "too_few_cells"),
    ]
    assert table.problems[0].values["surplus"] == "y,z"


def test_a_quote_never_closed_swallows_no_row() -> None:
    table = read_table(b'a,b\n1,x\n2,"open\n3,y\n4,z\n')
    assert [row["b"] for row in table.rows] == ["x", '"open', "y", "z"]
    assert [(p.row, p.code) for p in table.problems] == [(2, "open_quote")]


def test_a_list_of_sentences_needs_no_quotes() -> None:
    table = read_table(b'comment\n"one, two"\nthree, four\n\nfive\n')
    assert [row["comment"] for row in table.rows] == ["one, two", "three, four", "five"]


def test_null_bytes_are_removed_and_reported() -> None:
    table = read_table(b"a,b\n1,x\n2,y\0z\n")
    assert table.rows[1]["b"] == "yz"
    assert [(p.row, p.code) for p in table.problems] == [(2, "nul_removed")]


def test_columns_without_a_name_of_their_own_get_one() -> None:
    table = read_table(b"a,,a\n1,2,3\n")
    assert table.columns == ("a", "column_2", "a_2")
    assert [p.code for p in table.problems] == ["column_unnamed", "column_repeated"]


def test_the_line_excel_writes_about_separators_is_no_header() -> None:
    assert read_table(b"sep=;\na;b\n1;2\n").columns == ("a", "b")


def test_a_column_is_found_whatever_its_capitals() -> None:
    assert read_table(b"Comment ,n\nx,1\n").column("comment") == "Comment"


def test_a_missing_column_names_the_others_and_the_nearest() -> None:
    with pytest.raises(TableError) as caught:
        read_table(b"Comment,Rating\nx,1\n").column("coment")
    said = table_problem_sentence(wording("en"), caught.value)
    assert "Comment, Rating" in said
    assert "Did you mean “Comment”?" in said


def _workbook() -> bytes:
    book = Workbook()
    book.active.append(["text", "n", None])
    book.active.append(["=1+1 ok", 4.0, None])
    book.active.append([None, None, None])
    book.active.append(["b", None, None])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_is_read() -> None:
    table = read_table(_workbook())
    assert table.columns == ("text", "n")
    assert [row["n"] for row in table.rows] == ["4", ""]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\n \n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (bytes(range(9)) * 400, "binary"),
        (b"%PDF-1.7 hello", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"PK\x03\x04 not a zip", "bad_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "bad_workbook"),
        (_workbook()[:400], "bad_workbook"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, code: str, language: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(data, name="file.csv")
    assert caught.value.code == code
    assert "file.csv" in table_problem_sentence(wording(language), caught.value)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path, "is_directory"),
        (tmp_path / "none.csv", "not_found"),
        ("a\0b", "not_readable"),
        ("/proc/self/mem", "not_readable"),
    ):
        with pytest.raises(TableError) as caught:
            read_table(path)
        assert caught.value.code == code


def test_a_cell_of_ten_megabytes_is_read() -> None:
    table = read_table(b'id,text\n1,"' + b"word " * 2_000_000 + b'"\n')
    assert len(table.rows[0]["text"]) == 10_000_000


def _told(data: bytes) -> str:
    """Read bytes; return the refusal, or what is said of the odd rows after checking every row's shape."""
    try:
        table = read_table(data)
    except TableError as error:
        return table_problem_sentence(wording("en"), error)
    assert all(tuple(row) == table.columns for row in table.rows)
    return "read " + " ".join(table_problem_sentence(wording("fr"), problem) for problem in table.problems)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_clear_refusal(data: bytes) -> None:
    assert _told(data)


_CELL = st.text(alphabet=st.characters(exclude_categories=["Cc"], include_characters="\n\r\t\0"), max_size=20)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=2), min_size=1, max_size=6))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[list[str]]) -> None:
    import csv

    held = io.StringIO(newline="")
    writer = csv.writer(held, quoting=csv.QUOTE_ALL)
    writer.writerows([["first", "second"], *rows])
    table = read_table(held.getvalue().encode("utf-8", "replace"))
    said = [[cell.encode("utf-8", "replace").decode().replace("\0", "") for cell in row] for row in rows]
    assert [[*row.values()] for row in table.rows] == said
