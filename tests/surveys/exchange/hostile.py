"""Files that somebody made to break what reads them."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(rows: list[list[object]] | None = None, *, sheet: str = "survey") -> bytes:
    book = Workbook()
    found = book.active
    assert found is not None
    found.title = sheet
    for row in rows or [["type", "name", "label"], ["text", "q", "Q"]]:
        found.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(name: str, content: bytes, *, data: bytes | None = None) -> bytes:
    """Return a workbook with one more part, or another in the place of one."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data or workbook())) as old, zipfile.ZipFile(target, "w", 8) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return target.getvalue()


def bomb() -> bytes:
    return with_part("xl/media/white.bin", b"\0" * 150_000_000)


def entities(declaration: str = '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>') -> bytes:
    sheet = f'<?xml version="1.0"?>{declaration}<worksheet><sheetData/></worksheet>'
    return with_part("xl/worksheets/sheet1.xml", sheet.encode())


def wide() -> bytes:
    return workbook([["type", "name", "label"], ["text", "q", "Q", *[None] * 16_380, "far"]])


def encrypted() -> bytes:
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def old_macros() -> bytes:
    return OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><document><LimeSurveyDocType>&l9;</LimeSurveyDocType></document>"
)

FILES: list[tuple[str, Callable[[], bytes], str]] = [
    ("bomb.xlsx", bomb, "file_bomb"),
    ("many.xlsx", lambda: _parts(2500), "file_bomb"),
    ("entities.xlsx", entities, "file_entities"),
    ("outside.xlsx", lambda: entities('<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "file_entities"),
    ("laughs.lss", lambda: LAUGHS, "file_entities"),
    ("wide.xlsx", wide, "too_many_columns"),
    ("climbs.xlsx", lambda: with_part("../../etc/cron.d/x", b"x"), "file_unsafe_name"),
    ("climbs2.xlsx", lambda: with_part("xl\\..\\..\\x", b"x"), "file_unsafe_name"),
    ("absolute.xlsx", lambda: with_part("/etc/x", b"x"), "file_unsafe_name"),
    ("macros.xlsx", lambda: with_part("xl/vbaProject.bin", b"x"), "file_has_macros"),
    ("macros.xlsm", workbook, "file_has_macros"),
    ("macros.xls", old_macros, "file_has_macros"),
    ("locked.xlsx", encrypted, "file_protected"),
    ("locked.xls", encrypted, "file_protected"),
    ("new.xls", workbook, "file_wrong_kind"),
    ("text.xlsx", lambda: b"type,name,label\ntext,q,Q\n", "file_wrong_kind"),
    ("sheet.json", workbook, "file_wrong_kind"),
    ("page.lss", lambda: b"<html><body>Not a survey</body></html>", "file_wrong_kind"),
    ("image.lss", lambda: b"\x89PNG\r\n\x1a\n", "file_wrong_kind"),
    ("zip.xlsx", lambda: _plain_zip(), "file_wrong_kind"),
    ("cut.xlsx", lambda: workbook()[:900], "file_unreadable"),
    ("cut.xls", lambda: OLE + b"\0" * 3000, "file_unreadable"),
    ("cut.json", lambda: b'{"title": ', "file_unreadable"),
    ("deep.json", lambda: b"[" * 200_000, "file_unreadable"),
    ("cut.lss", lambda: b"<document><a>", "file_unreadable"),
    ("latin.json", lambda: '{"title": "é"}'.encode("latin-1"), "file_encoding"),
    ("form.docx", workbook, "format_unknown"),
    ("form", workbook, "format_unknown"),
    ("other.xlsx", lambda: workbook(sheet="Sheet1"), "sheet_missing"),
    ("columns.xlsx", lambda: workbook([["kind", "name"], ["text", "q"]]), "column_missing"),
]


def _parts(count: int) -> bytes:
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(count):
            archive.writestr(f"xl/media/{number}", b"")
    return target.getvalue()


def _plain_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return target.getvalue()
