"""Reads the first sheet of a spreadsheet's file (.xlsx, .xls, .ods); nothing in it is ever run."""

import io
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from engage.tabular.filling import MOST_COLUMNS, Record, filled, unique_columns
from engage.tabular.table import Reading, RowProblem, TableError
from surveys.exchange import workbook as safety
from surveys.exchange.notes import RefusedFileError

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED = 1_000_000_000
_SHEETS = ("xl/workbook.xml", "content.xml")


def read_workbook(data: bytes, name: str) -> Reading:
    """Begin to read the first sheet that holds anything; cells become text, empty rows are no rows.

    Raises:
        TableError: with the code of why it cannot be read.
    """
    try:
        if data.startswith(ZIP):
            safety.check_archive(data, name, needs=_SHEETS, most_unpacked=MOST_UNPACKED)
        else:
            safety.check_old(data, name)
        return _read(data, name)
    except RefusedFileError as error:
        code = error.note.code.removeprefix("file_")
        raise TableError(code, {**error.note.details, "file": name}) from None


def _read(data: bytes, name: str) -> Reading:
    records = _records(data, name)
    header = next(((line, cells) for line, cells, _ in records), None)
    if header is None:
        raise TableError("empty_file", {"file": name})
    problems: list[RowProblem] = []
    columns = unique_columns(header[1], header[0], problems)
    # A sheet has no cells where a row ends early: that is not odd, as it is in text.
    padded = ((line, cells + [""] * (len(columns) - len(cells)), code) for line, cells, code in records)
    return Reading(columns, filled(columns, padded, problems, ""), problems, "workbook", "")


def _records(data: bytes, name: str) -> Iterator[Record]:
    from python_calamine import CalamineError, CalamineWorkbook  # only workbooks need it

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            if sheet.width > MOST_COLUMNS:
                raise TableError("too_many_columns", {"columns": sheet.width, "most": MOST_COLUMNS})
            first = sheet.start[0] if sheet.start else 0
            rows = _texts(sheet.iter_rows(), first)
            if (begin := next(rows, None)) is not None:
                yield begin
                yield from rows
                return
    except CalamineError as error:
        code = "protected" if "password" in str(error).lower() else "bad_workbook"
        raise TableError(code, {"file": name, "reason": type(error).__name__}) from None
    except (ValueError, OSError, OverflowError, UnicodeError) as error:
        # A damaged workbook fails in as many ways as there are parts in it.
        raise TableError("bad_workbook", {"file": name, "reason": type(error).__name__}) from None


def _texts(rows: Iterator[list[Any]], first: int) -> Iterator[Record]:
    for line, values in enumerate(rows, first + 1):
        cells = [_text(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield line, cells, ""


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return "" if value is None else str(value)
