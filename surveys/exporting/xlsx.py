"""Rows as an Excel workbook, written as it is read: words are typed as text, so that none is a formula.

The parts follow ECMA-376 (Office Open XML). Strings stand in the cells themselves instead of in a shared
table, which would have to be held in memory.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from surveys.exporting.problems import LONGEST_WORDS, ExportError, too_long
from surveys.exporting.problems import MOST_SHEET_COLUMNS as MOST_COLUMNS
from surveys.exporting.problems import MOST_SHEET_ROWS as MOST_ROWS

_ROWS_AT_ONCE = 500
_DRESS = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
UNSPEAKABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="responses" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill>'
    '<patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/>'
    '<xf fontId="1" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_SHEET_HEAD = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    "<sheetData>"
)
_SHEET_TAIL = "</sheetData></worksheet>"


class _TooLongError(ValueError):
    """Words are longer than a cell takes."""


def write(
    target: Path, header: Sequence[str], rows: Iterable[Sequence[str]], *, are_numbers: Sequence[bool]
) -> int:
    """Write one sheet and return its rows, headings not counted; ``are_numbers`` says of which columns.

    Raises:
        ExportError: more rows or columns than a sheet has, or words longer than a cell takes.
    """
    if len(header) > MOST_COLUMNS:
        raise ExportError("too_many_columns", columns=len(header), most=MOST_COLUMNS)
    count = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        for name, part in _PARTS.items():
            package.writestr(name, _HEAD + part)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((_HEAD + _SHEET_HEAD + _row(header, [False] * len(header), style=' s="1"')).encode())
            pending: list[str] = []
            for count, row in enumerate(rows, 1):
                if count >= MOST_ROWS:
                    raise ExportError("too_many_rows", most=MOST_ROWS - 1)
                try:
                    pending.append(_row(row, are_numbers))
                except _TooLongError:
                    raise too_long(header, row, LONGEST_WORDS) from None
                if len(pending) == _ROWS_AT_ONCE:
                    sheet.write("".join(pending).encode())
                    pending.clear()
            sheet.write(("".join(pending) + _SHEET_TAIL).encode())
    return count


def _row(row: Sequence[str], are_numbers: Sequence[bool], *, style: str = "") -> str:
    cells = [
        _cell(cell, is_number, style) if cell else f"<c{style}/>"
        for cell, is_number in zip(row, are_numbers, strict=True)
    ]
    return f"<row>{''.join(cells)}</row>"


def _cell(cell: str, is_number: bool, style: str) -> str:
    if is_number and _is_number(cell):
        return f"<c{style}><v>{cell}</v></c>"
    if len(cell) > LONGEST_WORDS:
        raise _TooLongError
    text = escape(UNSPEAKABLE.sub("\ufffd", _DRESS.sub("_x005F_", cell)))
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell.removeprefix("-").replace(".", "", 1).isdigit()
