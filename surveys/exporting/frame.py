"""Responses as one frame in memory, which is what the writers for SPSS and Stata take.

Numbers take four or eight bytes an answer; words what they are long. What would not fit is refused early.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from surveys.exporting import reasons
from surveys.exporting.coding import Coding, coding_of
from surveys.exporting.columns import Column, number_in
from surveys.exporting.problems import MOST_CELLS, MOST_LETTERS, ExportError, bytes_in, too_long
from surveys.questions import in_language

_EXACT_IN_HALF = 2**24
"""Below this, a number takes four bytes instead of eight."""
_NAN = float("nan")


class _TooLongError(ValueError):
    """A text has more bytes than the program takes."""


class Held:
    """A whole table: codes and numbers as numbers, days as days, words as words."""

    def __init__(self, columns: Sequence[Column], *, longest: int) -> None:
        """Prepare for ``columns``; a text may have ``longest`` bytes."""
        self.columns = columns
        self.codings: list[Coding | None] = [coding_of(one) if one.codes else None for one in columns]
        self._longest = longest
        self._letters = 0
        self._stores: list[Any] = [
            _store(column, coding) for column, coding in zip(columns, self.codings, strict=True)
        ]
        self._beside = {
            place: array("b") for place, column in enumerate(columns) if reasons.has_companion(column)
        }
        """Why words and days are missing, by the place of their column."""

    def take(self, rows: Iterable[Sequence[str]]) -> int:
        """Read every row and return how many there were.

        Raises:
            ExportError: ``too_large`` for memory; ``cell_too_long`` for the program.
        """
        readers = [self._reader(*one) for one in zip(self.columns, self.codings, strict=True)]
        steps = [(store.append, read) for store, read in zip(self._stores, readers, strict=True)]
        beside = [(place, store.append) for place, store in self._beside.items()]
        wide = len(steps) + len(beside)
        count = 0
        for count, row in enumerate(rows, 1):
            try:
                for (append, read), cell in zip(steps, row, strict=True):
                    append(read(cell))
            except _TooLongError:
                names = [column.name for column in self.columns]
                raise too_long(names, row, self._longest, size=bytes_in) from None
            for place, say_why in beside:
                say_why(reasons.IN_COMPANION.get(row[place], reasons.ANSWERED))
            if count * wide > MOST_CELLS or self._letters > MOST_LETTERS:
                raise ExportError("too_large", rows=count)
        return count

    def frame(self, names: Mapping[str, str]) -> pd.DataFrame:
        """Return the frame, its columns under the names a program accepts, companions right after theirs."""
        held: dict[str, Any] = {}
        for place, (column, store) in enumerate(zip(self.columns, self._stores, strict=True)):
            held[names[column.name]] = _values(store)
            if place in self._beside:
                held[names[reasons.companion(column.name)]] = _values(self._beside[place])
        return pd.DataFrame(held, copy=False)

    def value_labels(
        self, names: Mapping[str, str], language: str, *, longest: int
    ) -> dict[str, dict[Any, str]]:
        """Return the labels of each column's numbers: of codes, and of why a cell is empty."""
        found: dict[str, dict[Any, str]] = {
            name: {
                number: clipped(in_language(said, language), longest)
                for number, said in reasons.COMPANION_LABELS.items()
            }
            for name in self.companions(names)
        }
        for column, coding in zip(self.columns, self.codings, strict=True):
            told = {reason: reasons.LABELS[reason] for reason in reasons.numbers_of(column)}
            said = {number: told[reason] for reason, number in reasons.numbers_of(column).items()}
            if coding is not None:
                said |= {coding.numbers[option.code]: option.label for option in column.codes}
            if said:
                found[names[column.name]] = {
                    number: clipped(in_language(label, language), longest) for number, label in said.items()
                }
        return found

    def labels(self, names: Mapping[str, str], language: str, *, longest: int) -> dict[str, str | None]:
        """Return the label of each column: its question's wording."""
        found: dict[str, str | None] = {}
        for place, column in enumerate(self.columns):
            found[names[column.name]] = clipped(in_language(column.label, language), longest)
            if place in self._beside:
                label = in_language(reasons.companion_label(column), language)
                found[names[reasons.companion(column.name)]] = clipped(label, longest)
        return found

    def companions(self, names: Mapping[str, str]) -> list[str]:
        """Return the names of the variables that say why words and days are missing."""
        return [names[reasons.companion(self.columns[place].name)] for place in self._beside]

    def coded(self) -> Iterable[tuple[Column, Coding]]:
        """Yield the columns that hold codes."""
        for column, coding in zip(self.columns, self.codings, strict=True):
            if coding is not None:
                yield column, coding

    def _reader(self, column: Column, coding: Coding | None) -> Callable[[str], Any]:
        why = {reason: float(number) for reason, number in reasons.numbers_of(column).items()}
        if coding is not None:
            numbers = why | {code: float(number) for code, number in coding.numbers.items()}
            return lambda cell: numbers.get(cell, _NAN)
        if column.holds_numbers:
            return lambda cell: why.get(cell, _NAN) if (number := number_in(cell)) is None else number
        return _day if column.sort == "date" else self._text

    def _text(self, cell: str) -> str:
        if cell in reasons.CODES:
            return ""
        self._letters += len(cell)
        if len(cell) * 4 > self._longest and bytes_in(cell) > self._longest:
            raise _TooLongError
        return cell


def _values(store: Any) -> Any:
    if isinstance(store, array):
        return np.frombuffer(store, dtype=store.typecode)
    return pd.Series(store, dtype=object)


def _store(column: Column, coding: Coding | None) -> Any:
    if coding and max(coding.numbers.values()) < _EXACT_IN_HALF:
        return array("f")
    return array("d") if coding or column.holds_numbers else []


@cache
def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell and cell not in reasons.CODES else None


def lettered(numbers: pd.Series, letters: Mapping[int, str]) -> pd.Series:
    """Return a column in which letters stand for some numbers.

    Equal numbers are one object: boxed one by one, a column would take four times the memory.
    """
    different, places = np.unique(numbers.to_numpy(), return_inverse=True)
    shown = np.array([letters.get(number, number) for number in different.tolist()], dtype=object)
    return pd.Series(shown[places])


def clipped(words: str, longest: int) -> str:
    """Return ``words`` in at most ``longest`` bytes, ending in "…" where they were longer."""
    line = " ".join(words.split())
    if len(line.encode()) <= longest:
        return line
    return line.encode()[: longest - 3].decode("utf-8", "ignore").rstrip() + "…"
