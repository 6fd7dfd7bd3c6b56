"""Sheets of text out of a spreadsheet file that may be hostile; nothing in it is ever run."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from surveys.exchange.notes import RefusedFileError
from surveys.exchange.repeats import in_cell

Row = tuple[int, dict[str, str]]
Sheets = Mapping[str, list[Row]]
"""By lower-case name: rows with their number in the sheet, cells by column heading."""

MOST_BYTES = 20_000_000
MOST_UNPACKED = 100_000_000
MOST_PARTS = 2000
MOST_COLUMNS = 250
MOST_ROWS = 20_000
LONGEST_CELL = 20_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARED = [
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
]
_LONGEST_MARK = 64


def read_sheets(data: bytes, name: str, wanted: Iterable[str]) -> Sheets:
    """Return the ``wanted`` sheets that are there, and the others as names without rows.

    Raises:
        RefusedFileError: with the reason why the file cannot be used.
    """
    if len(data) > MOST_BYTES:
        raise RefusedFileError("file_too_large", name, most=MOST_BYTES // 1_000_000)
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".xlsm":
        raise RefusedFileError("file_has_macros", name)
    if data.startswith(_OLE):
        check_old(data, name)
        if ending != ".xls":
            raise RefusedFileError("file_wrong_kind", name, ending=ending or "?")
        return _with_headings(_read(data, name), set(wanted))
    if not data.startswith(_ZIP) or ending != ".xlsx":
        raise RefusedFileError("file_wrong_kind", name, ending=ending or "?")
    check_archive(data, name)
    return _with_headings(_read(data, name), set(wanted))


def check_old(data: bytes, name: str) -> None:
    """Refuse a file of the old sort that is locked or holds macros."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedFileError("file_protected", name)
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise RefusedFileError("file_has_macros", name)


def check_archive(
    data: bytes,
    name: str,
    *,
    needs: tuple[str, ...] = ("xl/workbook.xml",),
    most_unpacked: int = MOST_UNPACKED,
) -> None:
    """Refuse what a spreadsheet program never writes, before anything is unpacked whole.

    ``needs``: parts of which one must be there.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most_unpacked:
                raise RefusedFileError("file_bomb", name)
            names = {part.filename for part in parts}
            for part in parts:
                _check_part(part, name)
            if needs and not names & set(needs):
                raise RefusedFileError("file_wrong_kind", name, ending=PurePosixPath(name).suffix or "?")
            for part in parts:
                _check_markup(archive, part, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        if isinstance(error, RefusedFileError):
            raise
        raise RefusedFileError("file_unreadable", name, why=type(error).__name__) from None


def _check_part(part: zipfile.ZipInfo, name: str) -> None:
    if part.flag_bits & 1:
        raise RefusedFileError("file_protected", name)
    steps = part.filename.replace("\\", "/").split("/")
    if ".." in steps or part.filename.startswith(("/", "\\")) or ":" in steps[0]:
        raise RefusedFileError("file_unsafe_name", name, name=part.filename[:100])
    if "vbaproject" in part.filename.lower() or steps[0] in ("Basic", "Scripts"):
        raise RefusedFileError("file_has_macros", name)


def _check_markup(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    is_content_types = part.filename == "[Content_Types].xml"
    for text in _pieces(archive, part):
        if any(mark in text for mark in _DECLARED):
            raise RefusedFileError("file_entities", name)
        if is_content_types and b"macroEnabled" in text:
            raise RefusedFileError("file_has_macros", name)
        if part.filename == "META-INF/manifest.xml" and b"encryption-data" in text:
            raise RefusedFileError("file_protected", name)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part a megabyte at a time, each with the end of the one before: a mark may lie across."""
    before = b""
    with archive.open(part) as content:
        while piece := content.read(1_000_000):
            yield before + piece
            before = piece[-_LONGEST_MARK:]


def _read(data: bytes, name: str) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum  # only spreadsheets need it

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet_told in book.sheets_metadata:
            if sheet_told.typ != SheetTypeEnum.WorkSheet:
                continue  # a sheet of charts, or of macros
            sheet = book.get_sheet_by_name(sheet_told.name)
            if sheet.width > MOST_COLUMNS:
                raise RefusedFileError("too_many_columns", sheet_told.name, most=MOST_COLUMNS)
            yield sheet_told.name, iter(sheet.to_python(skip_empty_area=False))
    except CalamineError as error:
        code = "file_protected" if "password" in str(error).lower() else "file_unreadable"
        raise RefusedFileError(code, name, why=type(error).__name__) from None


def _with_headings(found: Iterable[tuple[str, Iterator[list[Any]]]], wanted: set[str]) -> Sheets:
    sheets: dict[str, list[Row]] = {}
    for title, rows in found:
        key = title.strip().lower()
        sheets[key] = list(_rows(title, rows)) if key in wanted else []
    return sheets


def _rows(title: str, rows: Iterator[list[Any]]) -> Iterator[Row]:
    headings: list[str] | None = None
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise RefusedFileError("too_many_rows", title, most=MOST_ROWS)
        while row and row[-1] in (None, ""):
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise RefusedFileError("too_many_columns", title, most=MOST_COLUMNS)
        cells = [cell_text(cell) for cell in row]
        if not any(cells):
            continue
        if headings is None:
            headings = cells
            continue
        yield (
            number,
            {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading and cell},
        )


def cell_text(value: object) -> str:
    """Return a cell as text: ``1.0`` is ``1``, true is ``true``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # Signs written as ``_x000D_`` have been read by now: what still looks like one was meant so.
    return in_cell(str(value))[:LONGEST_CELL]
