"""Tables made to break what reads them: refused with a sentence that says what to do, or read."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engage.tabular import TableError, read_apart, read_table, table_problem_sentence
from engage.tabular.text import MOST_OPEN_QUOTES
from engage.wording import wording
from tests.surveys.exchange import hostile

TABLE = b"a,b\n1,x\n"


def archive(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return held.getvalue()


def ods(content: str, *, manifest: str = "<manifest/>") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    words = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    whole = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{office}" xmlns:table="{table}" '
        f'xmlns:text="{words}"><office:body><office:spreadsheet><table:table table:name="S">{content}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
        **{"content.xml": whole.encode(), "META-INF/manifest.xml": manifest.encode()},
    )


def cell(text: str, *, repeated: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{repeated}><text:p>{text}</text:p></table:table-cell>'
    )


def row(*cells: str, repeated: str = "") -> str:
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def billions() -> bytes:
    """One cell, said to stand in every cell of the sheet."""
    wide, deep = (
        f' table:number-{what}-repeated="{n}"' for what, n in (("columns", 3000), ("rows", 1048576))
    )
    return ods(row(cell("a")) + row(cell("x", repeated=wide), repeated=deep))


def said_to_unpack_to(size: int, data: bytes) -> bytes:
    """Return an archive that says its last part has that size, without the time to pack so much."""
    held = bytearray(data)
    at = held.rindex(b"PK\x01\x02") + 24
    held[at : at + 4] = size.to_bytes(4, "little")
    return bytes(held)


def bomb() -> bytes:
    return said_to_unpack_to(2_000_000_000, hostile.with_part("xl/media/white.bin", b"\0" * 1000))


def packed_bomb() -> bytes:
    return said_to_unpack_to(2_000_000_000, archive(**{"answers.csv": b"a,b\n"}))


def lying_bomb() -> bytes:
    """Return a sheet that unpacks to more than it says."""
    sheet = b"<worksheet><sheetData>" + b" " * 60_000_000 + b"</sheetData></worksheet>"
    return said_to_unpack_to(90, hostile.with_part("xl/worksheets/sheet1.xml", sheet))


def encrypted_part() -> bytes:
    data = bytearray(archive(**{"answers.csv": TABLE}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


FILES: list[tuple[str, Callable[[], bytes], str]] = [
    ("bomb.xlsx", bomb, "bomb"),
    ("bomb.zip", packed_bomb, "bomb"),
    ("lying.xlsx", lying_bomb, "unreadable"),
    ("billions.ods", billions, "bad_workbook"),
    ("entities.xlsx", hostile.entities, "entities"),
    ("outside.xlsx", lambda: hostile.entities('<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "entities"),
    ("climbs.xlsx", lambda: hostile.with_part("../../etc/cron.d/x", b"x"), "unsafe_name"),
    ("climbs.zip", lambda: archive(**{"../answers.csv": TABLE}), "unsafe_name"),
    ("absolute.zip", lambda: archive(**{"/etc/answers.csv": TABLE}), "unsafe_name"),
    ("macros.xlsx", lambda: hostile.with_part("xl/vbaProject.bin", b"x"), "has_macros"),
    ("macros.xlsm", lambda: hostile.with_part("xl/vbaProject.bin", b"x"), "has_macros"),
    ("macros.xls", hostile.old_macros, "has_macros"),
    ("locked.xlsx", hostile.encrypted, "protected"),
    ("locked.xls", hostile.encrypted, "protected"),
    ("locked.zip", encrypted_part, "protected"),
    ("locked.ods", lambda: ods("", manifest="<m><manifest:encryption-data/></m>"), "protected"),
    ("wide.xlsx", lambda: hostile.workbook([[f"c{n}" for n in range(16_384)]]), "too_many_columns"),
    ("wide.csv", lambda: b",".join(b"c%d" % n for n in range(16_384)) + b"\n1\n", "too_many_columns"),
    (
        "short.csv",
        lambda: b",".join(b"c%d" % n for n in range(3000)) + b"\n" + b"1\n" * 4000,
        "too_many_short_rows",
    ),
    ("cut.xlsx", lambda: hostile.workbook()[:900], "bad_workbook"),
    ("cut.xls", lambda: hostile.OLE + b"\0" * 3000, "bad_workbook"),
    ("cut.ods", lambda: ods(row(cell("a")))[:300], "bad_workbook"),
    ("picture.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(900), "binary"),
    ("form.xlsx", lambda: b"%PDF-1.7 " + b"\xe2\xe3" * 90, "binary"),
    ("answers.xls", lambda: b"<html><table><tr><td>a</td></tr></table></html>", "web_page"),
    ("answers.csv", lambda: b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l "lol">]><l>&l;</l>', "web_page"),
    (
        "letter.docx",
        lambda: archive(**{"[Content_Types].xml": b"<t/>", "word/document.xml": b"<d/>"}),
        "wrong_kind",
    ),
    ("nothing.zip", lambda: archive(**{"readme.md": b"none"}), "archive_tables"),
    ("two.zip", lambda: archive(**{"a.csv": TABLE, "b.csv": TABLE}), "archive_tables"),
    ("again.zip", lambda: archive(**{"a.csv": archive(**{"b.csv": TABLE})}), "wrong_kind"),
]


@pytest.mark.parametrize(("name", "made", "code"), FILES, ids=[name for name, _, _ in FILES])
def test_a_hostile_file_is_refused_in_both_languages(name: str, made: Callable[[], bytes], code: str) -> None:
    with pytest.raises(TableError) as refused:
        read_apart(made(), name=name)
    assert refused.value.code == code
    said = {table_problem_sentence(wording(language), refused.value) for language in ("en", "fr")}
    assert len(said) == 2
    assert not any("%(" in sentence or f"({code})" in sentence for sentence in said)


def test_what_is_named_wrongly_and_holds_a_table_is_read() -> None:
    for name, data in (
        ("answers.xlsx", TABLE),
        ("answers.csv", hostile.workbook([["a", "b"], [1, "x"]])),
        ("answers", ods(row(cell("a"), cell("b")) + row(cell("1"), cell("x")))),
        ("answers.zip", archive(**{"__MACOSX/._a.csv": b"\0", "folder/a.csv": TABLE})),
        ("packed.zip", archive(**{"a.xlsx": hostile.workbook([["a", "b"], [1, "x"]])})),
    ):
        assert [*read_apart(data, name=name).rows] == [{"a": "1", "b": "x"}]


def test_mixed_encodings_and_nul_bytes_are_read_and_told() -> None:
    mixed = "a,b\n" + "é,fête\n" * 40
    table = read_apart(mixed.encode() + "é,x\n".encode("latin-1") + b"\0\0z,y\n", name="mixed.csv")
    assert [problem.code for problem in table.problems] == ["bytes_replaced", "nul_removed"]
    assert (table.rows[0]["b"], table.rows[-1]["a"]) == ("fête", "z")


def test_quotes_that_never_close_do_not_take_hours() -> None:
    """Every line opens a quote that only the end of the file ends: read from each of them, that is n²."""
    data = b"a,b\n" + b'"x"y","z\n' * 50_000 + b'"\n'
    table = read_table(data, name="quotes.csv")
    assert len(table.rows) == 50_001
    assert sum(problem.code == "open_quote" for problem in table.problems) == MOST_OPEN_QUOTES


def test_a_hundred_megabytes_of_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    words = b"Very slow at noon and not much better in the evening. " * 14
    with path.open("wb") as file:
        file.write(b"id,ward,comment,ease,day\n")
        for n in range(130_000):
            file.write(b"%d,north,%s,5,2026-09-12\n" % (n, words))
    assert path.stat().st_size > 100_000_000
    table = read_apart(path)
    assert (len(table.rows), table.rows[-1]["id"]) == (130_000, "129999")
