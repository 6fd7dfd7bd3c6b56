"""The files that responses can be taken away in: one line a format."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from surveys.exporting.columns import Column, Table
from surveys.exporting.layout import LaidOut, Layout
from surveys.exporting.problems import (
    LONGEST_IN_STATA,
    LONGEST_WORDS,
    MOST_CELLS,
    MOST_LETTERS,
    MOST_SHEET_COLUMNS,
    MOST_SHEET_ROWS,
    ExportError,
    bytes_in,
    too_long,
)
from surveys.exporting.reasons import has_companion, with_companions
from surveys.questions import in_language

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a file should look like; formats for programs take from it what they can use."""

    layout: Layout = field(default_factory=Layout)
    with_mark: bool = False
    """Begin a CSV with the mark by which Excel knows UTF-8."""
    title: str = ""


_BETWEEN_LABELS = 8
"""At most: a separator, and the number of a place."""
Write = Callable[[Path, Sequence[Column], Rows, Wish], None]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a format's files are named, what browsers call it, and how it is written."""

    suffix: str
    media_type: str
    write: Write
    is_laid_out: bool = False
    """Whether it follows the layout; others hold codes, with their labels beside them where they can."""
    longest: int = 0
    """How long one cell may be; 0 where there is no such limit."""
    size: Callable[[str], int] = len
    """How a cell's length is counted."""
    reasons: Literal["always", "wished"] = "wished"
    """When it says why there is no answer."""

    def takes_reasons(self, layout: Layout) -> bool:
        """Say whether rows with reasons are to be written."""
        return self.reasons == "always" or layout.reasons


def write(target: Path, format: str, table: Table, rows: Rows, wish: Wish) -> None:
    """Write ``rows`` of ``table`` to ``target``, readable by this account alone.

    What was at ``target`` is replaced when all is written; a file that cannot be finished leaves no trace.

    Raises:
        ExportError: the format cannot hold them.
        KeyError: there is no such format.
    """
    part = target.with_name(f"{target.name}.part")
    part.touch(mode=0o600)
    try:
        FORMATS[format].write(part, table.columns, rows, wish)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _pieces(target: Path, pieces: Iterable[bytes]) -> None:
    with target.open("wb") as file:
        file.writelines(pieces)


def _csv(target: Path, columns: Sequence[Column], rows: Rows, wish: Wish) -> None:
    from surveys.exporting import csv

    laid_out = LaidOut(columns, wish.layout)
    _pieces(target, csv.lines(laid_out.header, laid_out.rows(rows), with_mark=wish.with_mark))


def _long(target: Path, columns: Sequence[Column], rows: Rows, wish: Wish) -> None:
    from surveys.exporting import csv, long

    turned = long.rows(columns, rows, wish.layout.language, with_reasons=wish.layout.reasons)
    _pieces(target, csv.lines(long.HEADER, turned, with_mark=wish.with_mark))


def _xlsx(target: Path, columns: Sequence[Column], rows: Rows, wish: Wish) -> None:
    from surveys.exporting import xlsx

    laid_out = LaidOut(columns, wish.layout)
    xlsx.write(target, laid_out.header, laid_out.rows(rows), are_numbers=laid_out.are_numbers)


def _json_lines(target: Path, columns: Sequence[Column], rows: Rows, wish: Wish) -> None:
    from surveys.exporting import json_lines

    _pieces(target, json_lines.lines(columns, rows, with_reasons=wish.layout.reasons))


def _geojson(target: Path, columns: Sequence[Column], rows: Rows, wish: Wish) -> None:
    from surveys.exporting import json_lines

    _pieces(target, json_lines.features(columns, rows, with_reasons=wish.layout.reasons))


def _parquet(target: Path, columns: Sequence[Column], rows: Rows, wish: Wish) -> None:
    from surveys.exporting import parquet

    parquet.write(target, columns, rows, with_reasons=wish.layout.reasons)


def _spss(target: Path, columns: Sequence[Column], rows: Rows, wish: Wish) -> None:
    from surveys.exporting import spss

    spss.write(target, columns, rows, language=wish.layout.language, title=wish.title)


def _stata(target: Path, columns: Sequence[Column], rows: Rows, wish: Wish) -> None:
    from surveys.exporting import stata

    stata.write(target, columns, rows, language=wish.layout.language, title=wish.title)


_HELD = ("sav", "dta")
"""Made from a table in memory."""
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, FileFormat] = {
    "csv": FileFormat("csv", "text/csv", _csv, is_laid_out=True),
    "xlsx": FileFormat("xlsx", _EXCEL, _xlsx, is_laid_out=True, longest=LONGEST_WORDS),
    "sav": FileFormat(
        "sav", "application/x-spss-sav", _spss, longest=LONGEST_WORDS, size=bytes_in, reasons="always"
    ),
    "dta": FileFormat(
        "dta", "application/x-stata-dta", _stata, longest=LONGEST_IN_STATA, size=bytes_in, reasons="always"
    ),
    "parquet": FileFormat("parquet", "application/vnd.apache.parquet", _parquet),
    "jsonl": FileFormat("jsonl", "application/jsonl", _json_lines),
    "geojson": FileFormat("geojson", "application/geo+json", _geojson),
    "long": FileFormat("csv", "text/csv", _long),
}


def suiting(columns: Sequence[Column]) -> list[str]:
    """Return the formats that can hold these columns: a map only where somebody was asked for a place."""
    has_places = any(column.sort == "latitude" for column in columns)
    return [name for name in FORMATS if has_places or name != "geojson"]


def foreseen_refusal(
    format: str, columns: Sequence[Column], layout: Layout, count: int
) -> ExportError | None:
    """Return why ``count`` responses cannot be written, where numbers alone tell."""
    if format == "xlsx":
        wide = len(LaidOut(columns, layout).header)
        if wide > MOST_SHEET_COLUMNS:
            return ExportError("too_many_columns", columns=wide, most=MOST_SHEET_COLUMNS)
        if count >= MOST_SHEET_ROWS:
            return ExportError("too_many_rows", most=MOST_SHEET_ROWS - 1)
    if format in _HELD and count * len(with_companions(columns)) > MOST_CELLS:
        return ExportError("too_large", rows=count)
    return None


def suspected_above(format: str, columns: Sequence[Column], layout: Layout) -> int | None:
    """Return of how many bytes answers must be for a cell to be too long; ``None`` where none can be.

    Where labels alone make a cell too long, it is 0: any response may have one.
    """
    longest = FORMATS[format].longest
    if not longest:
        return None
    if not FORMATS[format].is_laid_out or layout.multi != "one" or layout.labels == "codes":
        return longest
    together: Counter[str] = Counter()
    for column in columns:
        if column.part_of:
            labels = [column.ticks.label] if column.ticks else [option.label for option in column.codes]
            longest_label = max((len(in_language(one, layout.language)) for one in labels), default=0)
            together[column.part_of] += longest_label + _BETWEEN_LABELS
    return 0 if any(wide > longest for wide in together.values()) else longest


def fits_in_memory(format: str, columns: Sequence[Column], rows: Rows) -> bool:
    """Say whether all words of ``rows`` together can be held, where a format is made in memory."""
    if format not in _HELD:
        return True
    spoken = [place for place, column in enumerate(columns) if has_companion(column)]
    return sum(len(row[place]) for row in rows for place in spoken) <= MOST_LETTERS


def first_too_long(format: str, columns: Sequence[Column], rows: Rows, layout: Layout) -> ExportError | None:
    """Return which of the cells of ``rows`` is the first that the format cannot hold."""
    kept = FORMATS[format]
    names: Sequence[str] = [column.name for column in columns]
    if kept.is_laid_out:
        laid_out = LaidOut(columns, layout)
        names, rows = laid_out.header, laid_out.rows(rows)
    for row in rows:
        if any(kept.size(cell) > kept.longest for cell in row):
            return too_long(names, row, kept.longest, size=kept.size)
    return None
