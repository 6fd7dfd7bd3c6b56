"""Reads a table that nobody vouches for in a process of its own, with little memory and little time.

What a hostile file can break is a process that holds nothing: neither secrets nor other people's answers.
Its rows come back as lines of JSON, which this side checks before it believes them.
"""

import json
import os
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, overload

from engage.tabular.reading import bytes_of, opened, read_table, size_of
from engage.tabular.table import RowProblem, Rows, Table, TableError
from engage.tabular.workbook import OLE, ZIP

SECONDS = 120
MOST_BYTES = 250_000_000
HARMLESS = 1_000_000
"""Text that is no larger is read here; to begin a process takes longer than to read it."""
KEPT_IN_MEMORY = 20_000_000
"""More than so many bytes of rows stay in a file that has no name and ends with this process."""
_ROOT = Path(__file__).resolve().parent.parent.parent

Row = tuple[str, ...]


def read_apart(source: str | Path | bytes, *, name: str = "") -> Table:
    """Read a table as ``read_table`` does, and refuse what takes too much memory or time.

    Raises:
        TableError: as ``read_table``; ``too_heavy`` when it could not be read within the limits.
    """
    if isinstance(source, bytes):
        return _read(source, name)
    path = Path(source)
    name = name or path.name
    if size_of(path, MOST_BYTES) <= HARMLESS:
        return _read(bytes_of(path, MOST_BYTES), name)
    with opened(path) as file:
        return _told_by({"stdin": file}, name)


def _read(data: bytes, name: str) -> Table:
    if len(data) > MOST_BYTES:
        raise TableError("too_large", {"file": name, "limit": MOST_BYTES})
    if len(data) <= HARMLESS and not data.startswith((ZIP, OLE)):
        return read_table(data, name=name)
    return _told_by({"input": data}, name)


def _told_by(given: dict[str, Any], name: str) -> Table:
    # The environment may hold secrets; the reader gets none of it.
    quiet = {"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    # Not closed here: the rows of a large table stay in it for as long as somebody holds them.
    told = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        done = subprocess.run(
            [sys.executable, "-m", "engage.tabular", name],
            **given,
            stdout=told,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            cwd=_ROOT,
            env=quiet,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TableError("too_heavy", {"file": name}) from None
    if done.returncode != 0:
        raise TableError("too_heavy", {"file": name})
    return _believed(told, name)


class _Kept(Sequence[Row]):
    """Rows in a file without a name, read again when asked for."""

    def __init__(self, file: IO[bytes], starts: "array[int]", width: int) -> None:
        self._file, self._starts, self._width = file, starts, width

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self._row(at) for at in range(*index.indices(len(self)))]
        return self._row(range(len(self))[index])

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, range(len(self)))

    def _row(self, at: int) -> Row:
        begin, end = self._starts[at], self._starts[at + 1]
        return _row(os.pread(self._file.fileno(), end - begin, begin), self._width)


def _believed(told: IO[bytes], name: str) -> Table:
    """Return the table that the other process told of: its head, a line a row, what was odd."""
    told.seek(0)
    try:
        head = json.loads(told.readline())
        starts = array("Q", [told.tell()])
        for line in told:
            starts.append(starts[-1] + len(line))
        end = head if len(starts) == 1 else json.loads(line)
        if "code" in end:
            raise TableError(str(end["code"]), end["values"])
        starts.pop()
        columns = tuple(map(str, head["columns"]))
        problems = tuple(RowProblem(**problem) for problem in end["problems"])
        cells: Sequence[Row] = _Kept(told, starts, len(columns))
        if starts[-1] <= KEPT_IN_MEMORY:
            cells = list(cells)
    except (ValueError, TypeError, KeyError, IndexError):
        raise TableError("too_heavy", {"file": name}) from None
    return Table(columns, Rows(columns, cells), problems, str(head["encoding"]), str(head["delimiter"]))


def _row(line: bytes, width: int) -> Row:
    cells = tuple(json.loads(line))
    if len(cells) != width:
        raise ValueError("a row of another width")
    return cells
