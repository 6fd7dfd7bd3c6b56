"""Google Forms' tables: a timestamp, wording as headings, ``[row]`` for grids, ticks joined by commas."""

import re

from engage.importing.mapping import RECEIVED
from engage.importing.styles.base import Heading, Style, Styled
from engage.tabular import Table
from surveys.text import letters

NAME = "Google Forms"
_STAMPS = {"timestamp", "horodateur"}
_OWN = {
    *("username", "email address", "score", "nom d utilisateur", "adresse e mail", "adresse email"),
    *("note", "total score"),
}
_GRID = re.compile(r"(?P<text>.*\S)\s*\[(?P<label>[^\[\]]+)\]")


def dress(table: Table) -> Styled | None:
    """Return what the columns say, if Google Forms wrote them."""
    if letters(table.columns[0]) not in _STAMPS or len(table.columns) < 2:
        return None
    told = [c for at, c in enumerate(table.columns) if at and not (at < 4 and letters(c) in _OWN)]
    headings = tuple(map(_heading, told))
    return Styled(NAME, table, headings, {RECEIVED: table.columns[0]}, separators=(";", ", "))


def _heading(column: str) -> Heading:
    grid = _GRID.fullmatch(column)
    return Heading(column, text=grid["text"], label=grid["label"]) if grid else Heading(column, text=column)


STYLE = Style(NAME, dress)
