"""Responses in long form: one row an answer, for programs that turn and filter tables."""

from collections.abc import Iterable, Iterator, Sequence

from surveys.exporting.columns import LEAD, Column
from surveys.questions import in_language

HEADER = (*LEAD, "question", "variable", "value", "label")


def rows(
    columns: Sequence[Column], table_rows: Iterable[Sequence[str]], language: str
) -> Iterator[list[str]]:
    """Yield a row per answer, and per option chosen; what was not answered or not chosen has none."""
    described = [
        (
            place,
            column.question.name if column.question else "",
            column.part_of if column.ticks else column.name,
            column.ticks,
            {option.code: in_language(option.label, language) for option in column.codes},
        )
        for place, column in enumerate(columns)
        if place >= len(LEAD)
    ]
    for row in table_rows:
        lead = list(row[: len(LEAD)])
        for place, question, variable, ticks, labels in described:
            cell = row[place]
            if ticks is not None:
                if cell == "1":
                    yield [*lead, question, variable, ticks.code, in_language(ticks.label, language)]
            elif cell:
                yield [*lead, question, variable, cell, labels.get(cell, "")]
