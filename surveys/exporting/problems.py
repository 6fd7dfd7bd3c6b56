"""Why a file cannot be made."""

from collections.abc import Callable, Sequence

LONGEST_WORDS = 32_767
"""Bytes of a string in SPSS, characters of a cell in Excel."""
LONGEST_IN_STATA = 2_000_000
"""Bytes of a string, with room to spare below Stata's two billion."""
MOST_SHEET_ROWS = 1_048_576
MOST_SHEET_COLUMNS = 16_384
MOST_CELLS = 40_000_000
"""How much a table may hold that is made in memory, as for SPSS and Stata."""
MOST_LETTERS = 200_000_000
"""And how many letters of words."""

CODES = frozenset({"too_many_rows", "too_many_columns", "cell_too_long", "no_places", "too_large"})


class ExportError(RuntimeError):
    """The file cannot be made as asked; ``code`` (one of ``CODES``) says why, ``details`` with what."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(f"{code} {details}")
        self.code = code
        self.details = details


def bytes_in(cell: str) -> int:
    """Return how long a cell is for programs that count bytes."""
    return len(cell) if cell.isascii() else len(cell.encode())


def too_long(
    names: Sequence[str], row: Sequence[str], longest: int, *, size: Callable[[str], int] = len
) -> ExportError:
    """Say which cell of ``row`` is longer than ``longest``; the first is the number of the response."""
    place = next(place for place, cell in enumerate(row) if size(cell) > longest)
    return ExportError("cell_too_long", longest=longest, variable=names[place], response=row[0])
