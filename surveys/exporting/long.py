"""Responses in long form: one row an answer, for programs that turn and filter tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from surveys.exporting.columns import LEAD, Column
from surveys.exporting.reasons import WORDS, variables, words_of
from surveys.questions import in_language

HEADER = (*LEAD, "question", "variable", "value", "label", "missing")

Read = Callable[[str], tuple[str, str, str] | None]


def rows(
    columns: Sequence[Column],
    table_rows: Iterable[Sequence[str]],
    language: str,
    *,
    with_reasons: bool = False,
) -> Iterator[list[str]]:
    """Yield a row per answer, and per option chosen; under ``missing`` what is chosen to decline.

    What was not answered or not chosen has no row, unless ``with_reasons``: then it has one without value,
    and under ``missing`` why.
    """
    asked = {variable.parts[0][0]: variable for variable in variables(columns)} if with_reasons else {}
    described = [
        (
            place,
            column.question.name if column.question else "",
            column.part_of if column.ticks else column.name,
            _reader(column, language),
            asked.get(place),
        )
        for place, column in enumerate(columns)
        if place >= len(LEAD)
    ]
    for row in table_rows:
        lead = list(row[: len(LEAD)])
        for place, question, variable, read, told in described:
            cell = row[place]
            if cell and (given := read(cell)):
                yield [*lead, question, variable, *given]
            if told and cell in WORDS and (why := told.why(row)):
                yield [*lead, question, told.name, "", "", why]


def _reader(column: Column, language: str) -> Read:
    """Return what reads a cell: as value, label and word for no answer; ``None`` where it says nothing."""
    words = words_of(column)
    if (ticks := column.ticks) is not None:
        ticked = (ticks.code, in_language(ticks.label, language), words.get("1", ""))
        return lambda cell: ticked if cell == "1" else None
    labels: Mapping[str, str] = {option.code: in_language(option.label, language) for option in column.codes}
    return lambda cell: None if cell in WORDS else (cell, labels.get(cell, ""), words.get(cell, ""))
