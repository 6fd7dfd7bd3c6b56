"""Why a file cannot be made."""

MOST_SHEET_ROWS = 1_048_576
MOST_SHEET_COLUMNS = 16_384
MOST_CELLS = 40_000_000
"""How much a table may hold that is made in memory, as for SPSS and Stata."""

CODES = frozenset({"too_many_rows", "too_many_columns", "cell_too_long", "no_places", "too_large"})


class ExportError(RuntimeError):
    """The file cannot be made as asked; ``code`` (one of ``CODES``) says why, ``details`` with what."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(f"{code} {details}")
        self.code = code
        self.details = details
