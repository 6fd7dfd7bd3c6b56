"""Which survey tool a table of responses comes from: one module a tool, and one line here."""

from engage.importing.styles import citizen_space, google, limesurvey, microsoft, qualtrics
from engage.importing.styles.base import Heading, Style, Styled
from engage.tabular import Table

__all__ = ["STYLES", "Heading", "Style", "Styled", "dressed"]

STYLES: tuple[Style, ...] = (
    qualtrics.STYLE,
    citizen_space.STYLE,
    limesurvey.STYLE,
    microsoft.STYLE,
    google.STYLE,
)
"""The most particular first: the first that knows a table has it."""


def dressed(table: Table, *, style: str | None = None) -> Styled:
    """Return a table in the style of its tool: the one named, or whichever knows it; else plain.

    ``style=""`` takes the table as it is.
    """
    for known in STYLES:
        if style is not None and style != known.name:
            continue
        found = known.dress(table) if table.columns else None
        if found is not None:
            return found
    return Styled("", table, ())
