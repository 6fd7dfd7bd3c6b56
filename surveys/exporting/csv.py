"""Rows as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Lets Excel see that a file is UTF-8."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_STARTERS = ("=", "+", "-", "@")
_BYTES_AT_ONCE = 64_000


def defused(cell: str) -> str:
    """Return ``cell`` with an apostrophe before it when a spreadsheet would run it as a formula.

    Blanks and full-width forms are looked through; plain numbers such as ``-5`` stay numbers.
    """
    return f"'{cell}" if _would_run(cell.lstrip("'")) else cell


def undefused(cell: str) -> str:
    """Return what ``defused`` was given."""
    return cell[1:] if cell.startswith("'") and _would_run(cell.lstrip("'")) else cell


def _would_run(cell: str) -> bool:
    if not cell or (cell[0].isascii() and cell[0].isalnum()):
        return False  # most cells by far
    if cell.startswith(("\t", "\r", "\n")):
        return True
    bare = unicodedata.normalize("NFKC", cell).lstrip(" \t\r\n\u00a0\u200b\u200e\u200f\ufeff\x00")
    return bare.startswith(_STARTERS) and not _NUMBER.fullmatch(cell.strip())


def lines(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, with_mark: bool = False
) -> Iterator[bytes]:
    """Yield the file in pieces of some 64 kB (UTF-8, commas, CRLF), every cell defused."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if with_mark:
        yield BYTE_ORDER_MARK
    writer.writerow([defused(cell) for cell in header])
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
        if buffer.tell() > _BYTES_AT_ONCE:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    taken = buffer.getvalue().encode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return taken
