"""Responses for Stata (format 118, Stata 14 and later): labels, and what means no answer as .a, .b …."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from string import ascii_lowercase

import pyreadstat

from surveys.exporting.coding import Coding, stata_names
from surveys.exporting.columns import Column
from surveys.exporting.frame import Held, clipped, lettered
from surveys.exporting.problems import LONGEST_IN_STATA
from surveys.exporting.reasons import LETTERS, numbers_of, with_companions

_TITLE, _LABEL, _VALUE_LABEL = 80, 80, 32_000
_VERSION = 15


def write(
    target: Path, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, language: str, title: str
) -> int:
    """Write a ``.dta`` file and return its rows.

    Raises:
        ExportError: ``too_large`` to be held in memory; ``cell_too_long`` for a string.
    """
    names = stata_names(with_companions(columns))
    held = Held(columns, longest=LONGEST_IN_STATA)
    count = held.take(rows)
    frame = held.frame(names)
    labels = held.value_labels(names, language, longest=_VALUE_LABEL)
    letters: dict[str, dict[int, str]] = {}
    for column, coding in zip(columns, held.codings, strict=True):
        name = names[column.name]
        if found := _letters(column, coding):
            letters[name] = found
            labels[name] = {letters[name].get(number, number): said for number, said in labels[name].items()}
            frame[name] = lettered(frame[name], letters[name])
    pyreadstat.write_dta(
        frame,
        target,
        file_label=clipped(title, _TITLE),
        column_labels=held.labels(names, language, longest=_LABEL),
        variable_value_labels=labels,
        missing_user_values={name: list(given.values()) for name, given in letters.items()},
        version=_VERSION,
    )
    return count


def _letters(column: Column, coding: Coding | None) -> dict[int, str]:
    """Return a letter for each number that means no answer; options are few, so letters suffice."""
    free = [letter for letter in ascii_lowercase if letter not in LETTERS.values()]
    declined = (coding.numbers[code] for code in coding.missing) if coding else ()
    why = {number: LETTERS[reason] for reason, number in numbers_of(column).items()}
    return dict(zip(declined, free, strict=False)) | why
