"""Responses for SPSS: variable labels, value labels, user-missing values, measures."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyreadstat

from surveys.exporting.coding import Coding, spss_names
from surveys.exporting.columns import Column
from surveys.exporting.frame import Held, clipped
from surveys.exporting.problems import LONGEST_WORDS
from surveys.exporting.reasons import numbers_of, with_companions

_TITLE, _LABEL, _VALUE_LABEL = 64, 255, 120
_MOST_MISSING = 3


def write(
    target: Path, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, language: str, title: str
) -> int:
    """Write a ``.sav`` file and return its rows.

    Raises:
        ExportError: ``too_large`` to be held in memory; ``cell_too_long`` for a string.
    """
    names = spss_names(with_companions(columns))
    held = Held(columns, longest=LONGEST_WORDS)
    count = held.take(rows)
    pyreadstat.write_sav(
        held.frame(names),
        target,
        file_label=clipped(title, _TITLE),
        column_labels=held.labels(names, language, longest=_LABEL),
        variable_value_labels=held.value_labels(names, language, longest=_VALUE_LABEL),
        missing_ranges={
            names[column.name]: given
            for column, coding in zip(columns, held.codings, strict=True)
            if (given := _missing(column, coding))
        },
        variable_measure={names[column.name]: _measure(column) for column in columns}
        | dict.fromkeys(held.companions(names), "nominal"),
        variable_format={names[column.name]: "F8.0" for column, _ in held.coded()}
        | dict.fromkeys(held.companions(names), "F8.0"),
        row_compress=True,
    )
    return count


def _missing(column: Column, coding: Coding | None) -> list[Any]:
    """Return what means no answer: up to three values, or a range. No answer itself is below zero there."""
    declined = [coding.numbers[code] for code in coding.missing] if coding else []
    numbers = [*declined, *numbers_of(column).values()]
    return numbers if len(numbers) <= _MOST_MISSING else [{"lo": min(numbers), "hi": max(numbers)}]


def _measure(column: Column) -> str:
    if column.sort == "code":
        question = column.question
        is_ordered = question is not None and any(
            question.position(option.code) is not None for option in column.codes
        )
        return "ordinal" if is_ordered else "nominal"
    return "scale" if column.holds_numbers or column.sort == "date" else "nominal"
