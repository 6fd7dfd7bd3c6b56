"""A workbook in the format of Excel 97, byte by byte: no program writes one for us any more."""

import struct

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512


def old_workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """Return an ``.xls`` of texts."""
    stream = _stream(sheets)
    stream += b"\0" * (-len(stream) % SECTOR)
    stream += b"\0" * max(0, 4096 - len(stream))
    count = len(stream) // SECTOR
    table = [FAT, END, *range(3, 2 + count), END]
    table += [FREE] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
    header += struct.pack("<I", FREE) * 108
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    directory += _entry("", 0, 0, 0) * 2
    return header + struct.pack("<128I", *table) + directory + stream


def _entry(name: str, sort: int, start: int, size: int, *, child: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    links = struct.pack("<III", FREE, FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), sort, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def _stream(sheets: dict[str, list[list[str]]]) -> bytes:
    bodies = [_begin(0x10) + _cells(rows) + _record(0x0A) for rows in sheets.values()]
    globals_size = len(_begin(5)) + sum(12 + len(name) for name in sheets) + 4
    offsets = [globals_size + sum(map(len, bodies[:number])) for number in range(len(bodies))]
    named = b"".join(
        _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name.encode("latin-1"))
        for name, offset in zip(sheets, offsets, strict=True)
    )
    return _begin(5) + named + _record(0x0A) + b"".join(bodies)


def _begin(sort: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, sort, 0, 1997, 0, 6))


def _cells(rows: list[list[str]]) -> bytes:
    return b"".join(
        _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
        if text
    )


def _record(sort: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", sort, len(data)) + data
