"""A table read in a process of its own comes through equal; what breaks that process breaks no other."""

import io
import random
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from engage.tabular import TableError, apart, read_apart, read_table


def rows(count: int, width: int = 5) -> list[list[str]]:
    signs = random.Random(3)
    return [[f"{n}-{c}-{signs.choice('éñ漢😀;')}" for c in range(width)] for n in range(count)]


def workbook(lines: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Réponses")
    for line in lines:
        sheet.append(line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_comes_through_the_other_process_equal() -> None:
    table = read_apart(workbook([["a", "b", "c", "d", "e"], *rows(300)]), name="answers.xlsx")
    here = read_table(workbook([["a", "b", "c", "d", "e"], *rows(300)]), name="answers.xlsx")
    assert replace(table, rows=here.rows) == here
    assert [list(row.values()) for row in table.rows] == rows(300)


def test_a_large_text_comes_through_equal_and_stays_out_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("a,b,c,d,e\n" + "\n".join(",".join(row) for row in rows(30_000)) + "\nshort", "utf-8")
    assert path.stat().st_size > apart.HARMLESS
    monkeypatch.setattr(apart, "KEPT_IN_MEMORY", 1000)
    table = read_apart(path)
    assert not isinstance(table.rows.cells, list)
    assert [list(row.values()) for row in table.rows] == [*rows(30_000), ["short", "", "", "", ""]]
    assert (table.rows[-1]["a"], [row["a"] for row in table.rows[1:3]]) == (
        "short",
        [row[0] for row in rows(3)[1:]],
    )
    assert [(problem.row, problem.code) for problem in table.problems] == [(30_001, "too_few_cells")]
    assert (table.encoding, table.delimiter) == ("utf-8", ",")


def test_a_refusal_comes_through_with_its_values() -> None:
    with pytest.raises(TableError) as refused:
        read_apart(workbook([[f"c{n}" for n in range(16_384)]]), name="wide.xlsx")
    assert (refused.value.code, refused.value.values) == (
        "too_many_columns",
        {"columns": 16_384, "most": 4000},
    )


def test_what_takes_too_long_or_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    with pytest.raises(TableError) as slow:
        read_apart(workbook([["a"]]), name="slow.xlsx")
    # A cell in the far corner makes a grid of 17 thousand million cells.
    monkeypatch.undo()
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["NTP1048576"] = "a", "far"
    held = io.BytesIO()
    book.save(held)
    with pytest.raises(TableError) as heavy:
        read_apart(held.getvalue(), name="far.xlsx")
    assert (slow.value.code, heavy.value.code) == ("too_heavy", "too_heavy")


def test_a_file_larger_than_any_table_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(apart.MOST_BYTES + 1)
    with pytest.raises(TableError) as refused:
        read_apart(path)
    assert refused.value.code == "too_large"


def test_the_other_process_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def run(*args: object, **more: object) -> object:
        seen.update(more)
        raise subprocess.TimeoutExpired("x", 1)

    monkeypatch.setenv("ENGAGE_SECRET", "a secret")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(TableError):
        read_apart(workbook([["a"]]), name="a.xlsx")
    assert set(seen["env"]) == {"PATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}  # type: ignore[call-overload]
