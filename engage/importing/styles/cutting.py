"""A table without its first rows, for tools that write more than one row of headings."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import overload

from engage.tabular import Rows, Table

Row = tuple[str, ...]


class _After(Sequence[Row]):
    """Rows after the first ``cut``, without a copy: they may lie in a file."""

    def __init__(self, cells: Sequence[Row], cut: int) -> None:
        self._cells, self._cut = cells, cut

    def __len__(self) -> int:
        return max(0, len(self._cells) - self._cut)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        return self._cells[range(len(self))[index] + self._cut]

    def __iter__(self) -> Iterator[Row]:
        return islice(iter(self._cells), self._cut, None)


def without_first(table: Table, cut: int) -> Table:
    """Return a table without its first ``cut`` rows; what was odd in them is forgotten with them."""
    if not cut:
        return table
    kept = tuple(
        replace(problem, row=problem.row - cut if problem.row else 0)
        for problem in table.problems
        if not 1 <= problem.row <= cut
    )
    return replace(table, rows=Rows(table.columns, _After(table.rows.cells, cut)), problems=kept)
