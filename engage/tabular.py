"""Reads whatever table people bring: CSV, TSV, semicolons, any usual encoding, or an .xlsx workbook."""

import csv
import difflib
import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, overload

from charset_normalizer import from_bytes

from engage.wording import Wording

MAX_BYTES = 1_000_000_000
_DELIMITERS = (",", ";", "\t", "|")
_WESTERN = ["cp1252", "mac_roman", "cp850"]
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"SQLite format 3",
    b"\x7fELF",
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SURPLUS_SHOWN = 200


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

    def __init__(self, columns: tuple[str, ...], cells: list[tuple[str, ...]]) -> None:
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

    def __iter__(self) -> Iterator[dict[str, str]]:
        columns = self._columns
        return (dict(zip(columns, cells, strict=True)) for cells in self._cells)


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


def read_table(source: str | Path | bytes, *, name: str = "") -> Table:
    """Read a table from a path, or from the bytes of an uploaded file called ``name``.

    Raises:
        TableError: with code ``not_found``, ``is_directory``, ``not_readable``, ``too_large``,
            ``empty_file``, ``binary``, ``old_excel``, ``bad_workbook`` or ``no_header``.
    """
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        name = name or path.name
        data = _bytes_of(path)
    if len(data) > MAX_BYTES:
        raise TableError("too_large", {"file": name, "limit": MAX_BYTES})
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise TableError("empty_file", {"file": name})
    if data.startswith(b"PK\x03\x04"):
        return _read_workbook(data, name)
    if data.startswith(_OLD_EXCEL):
        raise TableError("old_excel", {"file": name})
    text, encoding, damaged = _decode(data, name)
    return _read_text(text, encoding, name, damaged)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise TableError("is_directory", {"file": str(path)})
        if path.stat().st_size > MAX_BYTES:
            raise TableError("too_large", {"file": path.name, "limit": MAX_BYTES})
        return path.read_bytes()
    except FileNotFoundError:
        raise TableError("not_found", {"file": str(path)}) from None
    except (OSError, ValueError) as error:
        raise TableError("not_readable", {"file": str(path), "reason": str(error)}) from None


def _decode(data: bytes, name: str) -> tuple[str, str, bool]:
    """Return text, encoding and whether bytes had to be replaced."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "utf-16", False
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace"), "utf-8-sig", False
    wide = _utf16_without_mark(data[:4000])
    if wide:
        return data.decode(wide, "replace"), wide, False
    if data.startswith(_BINARY) or _looks_binary(data[:8000]):
        raise TableError("binary", {"file": name})
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    good = sum(character > "\x7f" and character != "\ufffd" for character in lenient)
    if good > 4 * lenient.count("\ufffd"):
        return lenient, "utf-8", True
    best = from_bytes(_telling_part(data), cp_isolation=list(_WESTERN)).best()
    encoding = best.encoding if best is not None and best.encoding in _WESTERN else "cp1252"
    return data.decode(encoding, "replace"), encoding, False


def _utf16_without_mark(sample: bytes) -> str:
    """Name the UTF-16 order if every second byte of Western text is empty, else an empty string."""
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    even, odd = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if odd > 0.7 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * pairs and odd < 0.1 * pairs else ""


def _looks_binary(sample: bytes) -> bool:
    control = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return control > max(8, 0.1 * len(sample))


def _telling_part(data: bytes) -> bytes:
    """Return up to 40 kB of the lines that hold bytes beyond ASCII: only they tell encodings apart."""
    kept = bytearray()
    for line in data.split(b"\n"):
        if not line.isascii():
            kept += line[:2000] + b"\n"
            if len(kept) > 40_000:
                break
    return bytes(kept)


def _read_text(text: str, encoding: str, name: str, damaged: bool) -> Table:
    csv.field_size_limit(sys.maxsize)
    lines = list(io.StringIO(text.lstrip("\ufeff"), newline=""))
    first = 0
    stated = _stated_delimiter(lines[0]) if lines else ""
    if stated:
        first = 1
    delimiter = stated or _guess_delimiter(lines[:200])
    records = _records(lines, first, delimiter)
    header = next(((line, cells) for line, cells, _ in records if any(cell.strip() for cell in cells)), None)
    if header is None:
        raise TableError("no_header", {"file": name})
    problems = [RowProblem(0, header[0], "bytes_replaced", {"encoding": encoding})] if damaged else []
    columns = _unique_columns(header[1], header[0], problems)
    return _filled(columns, records, problems, encoding, delimiter)


def _stated_delimiter(line: str) -> str:
    """Return the delimiter of a first line such as ``sep=;`` that spreadsheets write, else empty."""
    bare = line.strip("\r\n\"' ")
    return bare[4] if len(bare) == 5 and bare.lower().startswith("sep=") else ""


def _guess_delimiter(lines: list[str]) -> str:
    """Choose the delimiter that splits header and rows most evenly; a comma when nothing splits."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        if not widths or widths[0] < 2:
            continue
        even = sum(width == widths[0] for width in widths) / len(widths)
        score = even + min(widths[0], 20) / 1000
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(lines: list[str], first: int, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield (line, cells, problem code) for every record that is not blank.

    A quote that is opened and never closed would swallow the rest of the file: the line where it stands is
    then read as plain cells and reading goes on below it.
    """
    while first < len(lines):
        pending: tuple[int, list[str], str] | None = None
        end = begin = first
        reader = csv.reader((line.replace("\0", "") for line in lines[first:]), delimiter=delimiter)
        for cells in reader:
            if pending is not None:
                yield pending
            begin, end = end, first + reader.line_num
            pending = (begin + 1, cells, _nul_code(lines, begin, end)) if cells else None
        if pending is None:
            return
        if end - begin > 1 and sum(line.count('"') for line in lines[begin:end]) % 2:
            plain = next(
                csv.reader([lines[begin].replace("\0", "")], delimiter=delimiter, quoting=csv.QUOTE_NONE)
            )
            yield begin + 1, plain, "open_quote"
            first = begin + 1
            continue
        yield pending
        return


def _nul_code(lines: list[str], begin: int, end: int) -> str:
    return "nul_removed" if any("\0" in lines[index] for index in range(begin, min(end, len(lines)))) else ""


def _unique_columns(cells: list[str], line: int, problems: list[RowProblem]) -> tuple[str, ...]:
    """Name every column once: the second ``note`` becomes ``note_2``, a nameless one ``column_3``."""
    columns: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column_{position}"
        if not cell.strip():
            problems.append(RowProblem(0, line, "column_unnamed", {"position": position, "column": name}))
        unique, copy = name, 2
        while unique in columns:
            unique, copy = f"{name}_{copy}", copy + 1
        if unique != name:
            problems.append(RowProblem(0, line, "column_repeated", {"column": name, "renamed": unique}))
        columns.append(unique)
    return tuple(columns)


def _filled(
    columns: tuple[str, ...],
    records: Iterator[tuple[int, list[str], str]],
    problems: list[RowProblem],
    encoding: str,
    delimiter: str,
) -> Table:
    width = len(columns)
    rows: list[tuple[str, ...]] = []
    for line, cells, code in records:
        number = len(rows) + 1
        if code:
            problems.append(RowProblem(number, line, code))
        if len(cells) < width:
            problems.append(
                RowProblem(number, line, "too_few_cells", {"expected": width, "found": len(cells)})
            )
            cells = cells + [""] * (width - len(cells))
        elif len(cells) > width == 1:
            cells = [delimiter.join(cells)]  # a list of sentences with no quotes around them
        elif len(cells) > width:
            surplus = delimiter.join(cells[width:])
            if surplus.strip(delimiter + " "):
                values = {"expected": width, "found": len(cells), "surplus": surplus[:_SURPLUS_SHOWN]}
                problems.append(RowProblem(number, line, "too_many_cells", values))
        rows.append(tuple(cells[:width]))
    return Table(columns, Rows(columns, rows), tuple(problems), encoding, delimiter)


def _read_workbook(data: bytes, name: str) -> Table:
    """Read the first sheet of an .xlsx workbook; cells become text, empty rows are no rows."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise TableError("binary", {"file": name})
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                raise TableError("too_large", {"file": name, "limit": MAX_BYTES})
        records = _sheet_records(data)
        header = next(
            ((line, cells) for line, cells, _ in records if any(cell.strip() for cell in cells)), None
        )
        if header is None:
            raise TableError("empty_file", {"file": name})
        while header[1] and not header[1][-1].strip():
            header[1].pop()
        problems: list[RowProblem] = []
        columns = _unique_columns(header[1], header[0], problems)
        padded = ((line, cells + [""] * (len(columns) - len(cells)), code) for line, cells, code in records)
        return _filled(columns, padded, problems, "xlsx", "")
    except TableError:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as there are parts in it
        raise TableError("bad_workbook", {"file": name, "reason": type(error).__name__}) from None


def _sheet_records(data: bytes) -> Iterator[tuple[int, list[str], str]]:
    from openpyxl import load_workbook  # here because only workbooks need it and it is slow to import

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheet = workbook.worksheets[0]
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_cell_text(value) for value in values]
        if any(cells):
            yield line, cells, ""


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def table_problem_sentence(t: Wording, problem: TableError | RowProblem) -> str:
    """Say in the reader's language what is wrong with a table and what to do about it."""
    if isinstance(problem, TableError):
        return _error_sentence(t, problem.code, problem.values)
    return _row_sentence(t, problem)


def _error_sentence(t: Wording, code: str, values: dict[str, Any]) -> str:
    match code:
        case "not_found":
            return t("There is no file at %(file)s. Check the name and the folder.", **values)
        case "is_directory":
            return t("%(file)s is a folder. Give the file inside it.", **values)
        case "not_readable":
            return t("%(file)s cannot be opened (%(reason)s). Check that you may read it.", **values)
        case "too_large":
            limit = t.number(values["limit"] / 1_000_000)
            return t(
                "%(file)s is larger than %(limit)s MB. Split it into smaller files.",
                **{**values, "limit": limit},
            )
        case "empty_file" | "no_header":
            return t("%(file)s is empty. It needs a first row with column names and rows below it.", **values)
        case "no_rows":
            return t("%(file)s has column names but no rows below them. There is nothing to read.", **values)
        case "binary":
            return t("%(file)s is not a table. Save it as CSV (UTF-8) or as an .xlsx workbook.", **values)
        case "old_excel":
            return t("%(file)s is in the old Excel format. Save it as .xlsx or CSV (UTF-8).", **values)
        case "bad_workbook":
            return t(
                "The workbook %(file)s is damaged (%(reason)s). Open it, save it again and retry.", **values
            )
        case "column_missing":
            return _missing_column_sentence(t, values)
    return t("The file cannot be read as a table (%(code)s).", code=code)


def _missing_column_sentence(t: Wording, values: dict[str, Any]) -> str:
    columns = ", ".join(values["columns"])
    said = t(
        "There is no column “%(column)s”. The columns are: %(columns)s.",
        column=values["column"],
        columns=columns,
    )
    if values.get("suggestion"):
        said += " " + t("Did you mean “%(suggestion)s”?", suggestion=values["suggestion"])
    return said


def _row_sentence(t: Wording, problem: RowProblem) -> str:
    place = {"row": t.number(problem.row), "line": t.number(problem.line), **problem.values}
    match problem.code:
        case "too_few_cells":
            return t(
                "Row %(row)s (line %(line)s): %(found)s cells, not %(expected)s. Empty cells were added.",
                **place,
            )
        case "too_many_cells":
            return t(
                "Row %(row)s (line %(line)s): %(found)s cells, not %(expected)s. Left out: %(surplus)s",
                **place,
            )
        case "open_quote":
            return t(
                "Row %(row)s (line %(line)s): a quotation mark is never closed. Read as plain text.", **place
            )
        case "nul_removed":
            return t("Row %(row)s (line %(line)s): unreadable empty characters were removed.", **place)
        case "bytes_replaced":
            return t("Some characters could not be read as %(encoding)s and appear as �.", **place)
        case "column_unnamed":
            return t("Column %(position)s has no name. It is called “%(column)s” here.", **place)
        case "column_repeated":
            return t("Two columns are named “%(column)s”. The second is called “%(renamed)s” here.", **place)
    return t("Row %(row)s (line %(line)s): %(code)s", code=problem.code, **place)
