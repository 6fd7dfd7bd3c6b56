"""Citizen Space's exports: an anonymous response number, numbered wording, parts of an answer after a dash.

Little is published of the format: the numbers (``ANON-…``) are certain, the headings are read leniently.
"""

import re
from itertools import islice

from engage.importing.mapping import ID, RECEIVED
from engage.importing.styles.base import Heading, Role, Style, Styled, found_under
from engage.tabular import Table
from surveys.text import letters

NAME = "Citizen Space"
_META = {
    ID: ("Response ID", "ResponseID"),
    RECEIVED: ("Submitted", "Date submitted", "Submitted date", "Submission date", "Submitted on"),
}
_OWN = {"unique id", "published", "publish response", "status", "last edited", "started", "date started"}
_NUMBER = re.compile(r"ANON-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:Q(?:uestion)?\s*)?\d{1,3}[a-z]?\s*[.:)\-–]\s+", re.IGNORECASE)


def dress(table: Table) -> Styled | None:
    """Return what the columns say, if Citizen Space wrote them."""
    meta = found_under(table, _META)
    if ID not in meta or not _are_numbers(table, meta[ID]):
        return None
    told = [c for c in table.columns if c not in meta.values() and letters(c) not in _OWN]
    return Styled(NAME, table, tuple(map(_heading, told)), meta, separators=(";", ", ", "|"))


def _are_numbers(table: Table, column: str) -> bool:
    cells = [cell for row in islice(table.rows, 50) if (cell := row[column].strip())]
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)


def _heading(column: str) -> Heading:
    text, _, label = _NUMBERED.sub("", column, count=1).rpartition(" - ")
    if not text:
        return Heading(column, text=label)
    role: Role = "other" if letters(label) in ("other", "other please specify", "autre") else ""
    return Heading(column, text=text, label=label, role=role)


STYLE = Style(NAME, dress)
