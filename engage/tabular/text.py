"""Reads text as a table: any usual encoding and separator, quotes never closed, stray NUL bytes."""

import csv
import io
import sys
from collections.abc import Iterator
from itertools import islice

from charset_normalizer import from_bytes

from engage.tabular.filling import filled, unique_columns
from engage.tabular.table import Reading, RowProblem, TableError

MOST_OPEN_QUOTES = 200
"""After so many quotes never closed, the rest is read without quotes: else a file could take hours."""
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


def decoded(data: bytes, name: str) -> tuple[str, str, bool]:
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


def read_text(text: str, encoding: str, name: str, *, is_damaged: bool = False) -> Reading:
    """Begin to read text as a table.

    Raises:
        TableError: ``no_header``, ``too_many_columns``.
    """
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
    problems = [RowProblem(0, header[0], "bytes_replaced", {"encoding": encoding})] if is_damaged else []
    columns = unique_columns(header[1], header[0], problems)
    rows = filled(columns, records, problems, delimiter)
    return Reading(columns, rows, problems, encoding, delimiter)


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
    for _ in range(MOST_OPEN_QUOTES):
        begin, end = first, first
        pending: tuple[int, list[str], str] | None = None
        for begin, end, cells in _quoted(lines, first, delimiter):
            if pending is not None:
                yield pending
            pending = (begin + 1, cells, _nul_code(lines, begin, end)) if cells else None
        if pending is None:
            return
        if end - begin < 2 or sum(line.count('"') for line in lines[begin:end]) % 2 == 0:
            yield pending
            return
        yield begin + 1, _unquoted(lines[begin], delimiter), "open_quote"
        first = begin + 1
    for at in range(first, len(lines)):
        if cells := _unquoted(lines[at], delimiter):
            yield at + 1, cells, _nul_code(lines, at, at + 1)


def _quoted(lines: list[str], first: int, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield each record with the lines where it begins and ends."""
    end = first
    reader = csv.reader((line.replace("\0", "") for line in islice(lines, first, None)), delimiter=delimiter)
    for cells in reader:
        begin, end = end, first + reader.line_num
        yield begin, end, cells


def _unquoted(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line.replace("\0", "")], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])


def _nul_code(lines: list[str], begin: int, end: int) -> str:
    return "nul_removed" if any("\0" in lines[index] for index in range(begin, min(end, len(lines)))) else ""
