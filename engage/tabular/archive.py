"""A zip file with one table in it, as several survey tools hand out their responses."""

import io
import zipfile
from pathlib import PurePosixPath

from engage.tabular.table import TableError
from surveys.exchange import workbook as safety
from surveys.exchange.notes import RefusedFileError

MOST_UNPACKED = 1_000_000_000
ENDINGS = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xls", ".ods")
_OWN = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")


def is_archive_of_a_table(data: bytes, name: str) -> bool:
    """Say whether a zip file is one that somebody packed, and not itself a spreadsheet.

    Raises:
        TableError: the archive is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not set(archive.namelist()) & set(_OWN)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise TableError("bad_workbook", {"file": name, "reason": type(error).__name__}) from None


def unpacked(data: bytes, name: str) -> tuple[str, bytes]:
    """Return the name and the content of the one table in an archive.

    Raises:
        TableError: there is none or more than one, or the archive is not what a tool would write.
    """
    try:
        safety.check_archive(data, name, needs=(), most_unpacked=MOST_UNPACKED)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [part for part in archive.namelist() if _is_table(part)]
            if len(found) != 1:
                tables = ", ".join(part[:60] for part in found[:5])
                raise TableError("archive_tables", {"file": name, "count": len(found), "tables": tables})
            return PurePosixPath(found[0]).name, archive.read(found[0])
    except RefusedFileError as error:
        raise TableError(
            error.note.code.removeprefix("file_"), {**error.note.details, "file": name}
        ) from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise TableError("bad_workbook", {"file": name, "reason": type(error).__name__}) from None


def _is_table(part: str) -> bool:
    is_hidden = part.startswith("__MACOSX/") or PurePosixPath(part).name.startswith(".")
    return not is_hidden and part.lower().endswith(ENDINGS)
