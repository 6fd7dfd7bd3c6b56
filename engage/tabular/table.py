"""A table that was read: its columns, its rows, what was odd in it, and why a file is none."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload


class TableError(Exception):
    """The file cannot be read as a table. ``code`` says why, ``values`` what the sentence needs."""

    def __init__(self, code: str, values: dict[str, Any] | None = None) -> None:
        super().__init__(code, values)
        self.code = code
        self.values: dict[str, Any] = values or {}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something odd in one row, which was kept. ``row`` counts from 1 after the header; 0 is the header.

    ``line`` is the line of the file where the row begins, from 1 (in a workbook, the sheet's row).
    """

    row: int
    line: int
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class Rows(Sequence[dict[str, str]]):
    """The rows as dictionaries, made when asked for, so that a large file stays small in memory."""

    def __init__(self, columns: tuple[str, ...], cells: Sequence[tuple[str, ...]]) -> None:
        self._columns = columns
        self._cells = cells

    @overload
    def __getitem__(self, index: int) -> dict[str, str]: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows": ...
    def __getitem__(self, index: int | slice) -> "dict[str, str] | Rows":
        if isinstance(index, slice):
            return Rows(self._columns, self._cells[index])
        return dict(zip(self._columns, self._cells[index], strict=True))

    def __len__(self) -> int:
        return len(self._cells)

    @property
    def cells(self) -> Sequence[tuple[str, ...]]:
        """The rows as their cells alone, in the order of the columns."""
        return self._cells

    def __iter__(self) -> Iterator[dict[str, str]]:
        columns = self._columns
        return (dict(zip(columns, cells, strict=True)) for cells in self._cells)


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as it is read, row by row; ``problems`` are complete when the rows have come to their end."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]
    problems: list[RowProblem]
    encoding: str
    delimiter: str

    def table(self) -> "Table":
        """Read to the end."""
        rows = Rows(self.columns, list(self.rows))
        return Table(self.columns, rows, tuple(self.problems), self.encoding, self.delimiter)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: every row has exactly ``columns``; blank lines are no rows."""

    columns: tuple[str, ...]
    rows: Rows
    problems: tuple[RowProblem, ...]
    encoding: str
    delimiter: str

    def column(self, name: str) -> str:
        """Return the column that ``name`` means, whatever its capitals and outer spaces.

        Raises:
            TableError: ``column_missing`` with ``column``, ``columns`` and ``suggestion`` (or ``None``).
        """
        if name in self.columns:
            return name
        folded = [column for column in self.columns if column.strip().casefold() == name.strip().casefold()]
        if len(folded) == 1:
            return folded[0]
        close = difflib.get_close_matches(
            name.casefold(), [c.casefold() for c in self.columns], n=1, cutoff=0.5
        )
        suggestion = next((c for c in self.columns if close and c.casefold() == close[0]), None)
        raise TableError(
            "column_missing", {"column": name, "columns": self.columns, "suggestion": suggestion}
        )
