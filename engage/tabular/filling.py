"""Rows of cells, made even: every column named once, every row as wide as the header."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from engage.tabular.table import RowProblem, TableError

MOST_COLUMNS = 4000
MOST_PROBLEMS = 10_000
MOST_PADDED = 5_000_000
"""Cells that may be added to short rows: many short rows below a wide header would fill the memory."""
_SURPLUS_SHOWN = 200
_LONGEST_NAME = 2000

Record = tuple[int, list[str], str]
"""The line where it begins, its cells, the code of what was odd in it."""


def unique_columns(cells: list[str], line: int, problems: list[RowProblem]) -> tuple[str, ...]:
    """Name every column once: the second ``note`` becomes ``note_2``, a nameless one ``column_3``.

    Raises:
        TableError: ``too_many_columns``.
    """
    if len(cells) > MOST_COLUMNS:
        raise TableError("too_many_columns", {"columns": len(cells), "most": MOST_COLUMNS})
    columns: dict[str, None] = {}
    copies: Counter[str] = Counter()
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell[:_LONGEST_NAME].split()) or f"column_{position}"
        if not cell.strip():
            problems.append(RowProblem(0, line, "column_unnamed", {"position": position, "column": name}))
        unique = name
        while unique in columns:
            copies[name] += 1
            unique = f"{name}_{copies[name] + 1}"
        if unique != name:
            problems.append(RowProblem(0, line, "column_repeated", {"column": name, "renamed": unique}))
        columns[unique] = None
    return tuple(columns)


def filled(
    columns: tuple[str, ...], records: Iterable[Record], problems: list[RowProblem], delimiter: str
) -> Iterator[tuple[str, ...]]:
    """Yield rows that all have ``columns``, and note the first ``MOST_PROBLEMS`` oddities in ``problems``.

    Raises:
        TableError: ``too_many_short_rows``.
    """
    padded = 0
    for number, (line, cells, code) in enumerate(records, 1):
        padded += max(0, len(columns) - len(cells))
        if padded > MOST_PADDED:
            raise TableError("too_many_short_rows", {"line": line})
        row, oddity, values = _evened(columns, cells, delimiter)
        for problem, details in ((code, {}), (oddity, values)):
            if problem and len(problems) < MOST_PROBLEMS:
                problems.append(RowProblem(number, line, problem, details))
        yield row


def _evened(
    columns: tuple[str, ...], cells: list[str], delimiter: str
) -> tuple[tuple[str, ...], str, dict[str, Any]]:
    """Return the row, what was odd in its width, and the values that a sentence about it needs."""
    width, found = len(columns), len(cells)
    if found < width:
        return (*cells, *[""] * (width - found)), "too_few_cells", {"expected": width, "found": found}
    if found == width:
        return tuple(cells), "", {}
    if width == 1:
        return (delimiter.join(cells),), "", {}  # a list of sentences with no quotes around them
    surplus = delimiter.join(cells[width:])
    if not surplus.strip(delimiter + " "):
        return tuple(cells[:width]), "", {}
    values: dict[str, Any] = {"expected": width, "found": found, "surplus": surplus[:_SURPLUS_SHOWN]}
    return tuple(cells[:width]), "too_many_cells", values
