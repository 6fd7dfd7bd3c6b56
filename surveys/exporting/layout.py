"""How a table is laid out for people: codes, words or both; a list's answers in one column or several."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from surveys.exporting.columns import LEFT_OUT, NOT_ASKED, Column, list_label
from surveys.exporting.reasons import CODES, LABELS
from surveys.questions import in_language

Labels = Literal["codes", "labels", "both"]
Multi = Literal["columns", "one"]
Row = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What stands in the cells below questions. ``language`` is that of every label."""

    labels: Labels = "codes"
    multi: Multi = "columns"
    language: str = "en"
    reasons: bool = False
    """Whether an empty cell says why it is empty."""


@dataclass(frozen=True, slots=True)
class _Shown:
    name: str
    heading: str
    is_number: bool
    cell: Callable[[Row], str]


class LaidOut:
    """Headings, which of them stand over numbers, and the rows below them."""

    def __init__(self, columns: Sequence[Column], layout: Layout) -> None:
        shown = list(_shown(columns, layout))
        times = Counter(one.heading for one in shown)
        self.header = [
            one.heading if times[one.heading] == 1 else f"{one.heading} ({one.name})" for one in shown
        ]
        self.are_numbers = [one.is_number for one in shown]
        self._cells = [one.cell for one in shown]

    def rows(self, rows: Iterable[Row]) -> Iterator[list[str]]:
        """Yield the cells below the headings."""
        cells = self._cells
        for row in rows:
            yield [cell(row) for cell in cells]


def _shown(columns: Sequence[Column], layout: Layout) -> Iterator[_Shown]:
    placed = list(enumerate(columns))
    done = {""}
    for place, column in placed:
        if layout.multi == "columns" or not column.part_of:
            yield from _one_column(place, column, layout)
        elif column.part_of not in done:
            # An option that only an earlier version offered may stand far from its neighbours.
            done.add(column.part_of)
            yield from _one_list([one for one in placed if one[1].part_of == column.part_of], layout)


def _one_column(place: int, column: Column, layout: Layout) -> Iterator[_Shown]:
    heading = in_language(column.label, layout.language)
    labels = {option.code: in_language(option.label, layout.language) for option in column.codes}
    reasons = {reason: in_language(said, layout.language) for reason, said in LABELS.items()}

    def code(row: Row) -> str:
        return CODES.get(row[place], row[place])

    def label(row: Row) -> str:
        cell = row[place]
        return labels.get(cell) or reasons.get(cell, cell)

    if column.question is None:
        # The first columns read alike in every layout, so that our own import knows them again.
        yield _Shown(column.name, column.name, column.holds_numbers, code)
        return
    if layout.labels == "labels":
        yield _Shown(column.name, heading, column.holds_numbers and not labels, label)
        return
    yield _Shown(column.name, column.name, column.holds_numbers, code)
    if layout.labels == "both" and labels and column.ticks is None:
        yield _Shown(column.name, f"{column.name} (label)", False, label)


def _one_list(together: Sequence[tuple[int, Column]], layout: Layout) -> Iterator[_Shown]:
    name = together[0][1].part_of
    heading = in_language(list_label(together[0][1]), layout.language)
    parts = [_part(place, column, layout.language) for place, column in together]

    def why(row: Row) -> str:
        """Return why the whole list is empty; a list with any answer gives no reason for the rest."""
        cells = {row[place] for place, _ in together}
        return (LEFT_OUT if LEFT_OUT in cells else NOT_ASKED) if cells <= CODES.keys() else ""

    def codes(row: Row) -> str:
        given = "|".join(code for code, _ in (part(row) for part in parts) if code)
        return given or CODES.get(why(row), "")

    def labels(row: Row) -> str:
        given = "; ".join(label for _, label in (part(row) for part in parts) if label)
        return given or in_language(LABELS.get(why(row), {}), layout.language)

    if layout.labels == "labels":
        yield _Shown(name, heading, False, labels)
        return
    yield _Shown(name, name, False, codes)
    if layout.labels == "both":
        yield _Shown(name, f"{name} (label)", False, labels)


def _part(place: int, column: Column, language: str) -> Callable[[Row], tuple[str, str]]:
    """Return how one column of a list is read: as a code and a label, both empty where it says nothing."""
    if column.ticks is not None:
        ticked = (column.ticks.code, in_language(column.ticks.label, language))
        return lambda row: ticked if row[place] == "1" else ("", "")
    labels = {option.code: in_language(option.label, language) for option in column.codes}
    # What is not ticked is placed: the column's name ends in the place.
    at = column.name.rpartition("/")[2]
    return lambda row: (
        (row[place], f"{at}. {labels.get(row[place], row[place])}")
        if row[place] and row[place] not in CODES
        else ("", "")
    )
