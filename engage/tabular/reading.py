"""Which reader a table takes, by what the file holds and not by what it is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from engage.tabular.archive import is_archive_of_a_table, unpacked
from engage.tabular.table import Reading, Table, TableError
from engage.tabular.text import decoded, read_text
from engage.tabular.workbook import OLE, ZIP, read_workbook

MAX_BYTES = 1_000_000_000
_EMPTY = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml")


def read_table(source: str | Path | bytes, *, name: str = "") -> Table:
    """Read a table from a path, or from the bytes of an uploaded file called ``name``.

    What nobody vouches for is read by ``apart.read_apart``, which keeps memory and time within limits.

    Raises:
        TableError: with the code of why it is none; ``engage.wording.tables`` has a sentence for each.
    """
    if isinstance(source, bytes):
        return begun(source, name).table()
    return begun(bytes_of(Path(source)), name or Path(source).name).table()


def begun(data: bytes, name: str) -> Reading:
    """Begin to read a table; the rows come one by one. Raises as ``read_table``, also on the way."""
    if len(data) > MAX_BYTES:
        raise TableError("too_large", {"file": name, "limit": MAX_BYTES})
    if data.startswith(ZIP) and is_archive_of_a_table(data, name):
        name, data = unpacked(data, name)
    if not data.strip(_EMPTY):
        raise TableError("empty_file", {"file": name})
    if data.startswith((ZIP, OLE)):
        return read_workbook(data, name)
    if data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise TableError("web_page", {"file": name})
    text, encoding, is_damaged = decoded(data, name)
    return read_text(text, encoding, name, is_damaged=is_damaged)


def bytes_of(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return what a file holds; raises as ``size_of``."""
    size_of(path, most)
    with _told(path), path.open("rb") as file:
        return file.read()


def size_of(path: Path, most: int = MAX_BYTES) -> int:
    """Return how many bytes a file has.

    Raises:
        TableError: ``not_found``, ``is_directory``, ``too_large`` or ``not_readable``.
    """
    with _told(path):
        if path.is_dir():
            raise TableError("is_directory", {"file": str(path)})
        size = path.stat().st_size
    if size > most:
        raise TableError("too_large", {"file": path.name, "limit": most})
    return size


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file; raises as ``size_of``."""
    with _told(path):
        file = path.open("rb")
    with file:
        yield file


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise TableError("not_found", {"file": str(path)}) from None
    except (OSError, ValueError) as error:
        raise TableError("not_readable", {"file": str(path), "reason": str(error)}) from None
