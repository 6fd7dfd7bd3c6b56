"""Microsoft Forms' workbooks: wording as headings, a semicolon after each of several answers."""

from collections import Counter

from engage.importing.mapping import ID, RECEIVED
from engage.importing.styles.base import Heading, Style, Styled, found_under
from engage.tabular import Table
from surveys.text import letters

NAME = "Microsoft Forms"
_META = {ID: ("ID", "Id"), RECEIVED: ("Completion time", "Heure de fin")}
_BEGUN = {"start time", "heure de debut"}
_OWN = {
    *("id", "start time", "completion time", "email", "name", "last modified time", "language"),
    *("heure de debut", "heure de fin", "adresse de messagerie", "nom", "heure de la derniere modification"),
    *("total points", "quiz feedback", "grade posted time", "total des points"),
}
_GRADES = ("points - ", "feedback - ", "points – ", "commentaires - ")


def dress(table: Table) -> Styled | None:
    """Return what the columns say, if Microsoft Forms wrote them."""
    meta = found_under(table, _META)
    first = [letters(column) for column in table.columns[:6]]
    if len(meta) < len(_META) or not _BEGUN & set(first) or first[0] != "id":
        return None
    own = [c for at, c in enumerate(table.columns) if at < 7 and letters(c) in _OWN]
    told = [c for c in table.columns if c not in own and not c.casefold().startswith(_GRADES)]
    # A grid had its question before its statements once; now a statement stands alone.
    grids = Counter(c.partition(".")[0] for c in told if c.partition(".")[2].strip())
    headings = tuple(_heading(column, grids) for column in told)
    return Styled(NAME, table, headings, meta, separators=(";",))


def _heading(column: str, grids: Counter[str]) -> Heading:
    question, _, statement = column.partition(".")
    if statement.strip() and grids[question] > 1:
        return Heading(column, text=question.strip(), label=statement.strip())
    return Heading(column, text=column)


STYLE = Style(NAME, dress)
