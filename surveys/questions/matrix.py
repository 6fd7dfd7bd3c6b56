"""Several things asked about with the same answers: a row each, one or several answers a row."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Code, Option, Raw, Texts, Value, Variable, in_language, with_part
from surveys.questions.choices import ShuffledQuestion, count, in_place
from surveys.questions.menu import FIVE_STEPS, TWO_OPTIONS, TWO_ROWS, Menu
from surveys.questions.multiple_choice import CHOSEN, NOT_CHOSEN, TICKS
from surveys.relevance import Condition
from surveys.summaries import GridRow, GridSummary, Summary
from surveys.values import Sense

MOST_ROWS = 50
BETWEEN = "="


class Row(BaseModel):
    """One thing asked about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    label: Texts
    stays: bool = False
    """Keeps its place where the others are shuffled."""
    relevance: Condition | None = None
    """Asked about only where this holds; everybody is asked about a line without one."""


class MatrixSingle(ShuffledQuestion):
    """One answer a row. An answer is kept as ``row=option`` texts in the author's order of rows."""

    control: ClassVar[str] = "grid"
    sense: ClassVar[Sense] = "nothing"
    several: ClassVar[bool] = False
    offers: ClassVar[str] = "rows"
    menu: ClassVar[Menu] = Menu(
        "rating",
        {"en": "Table, one answer a line", "fr": "Tableau, une réponse par ligne"},
        {
            "en": "Several things judged on the same steps.",
            "fr": "Plusieurs choses jugées sur la même échelle.",
        },
        start={"options": FIVE_STEPS, "rows": TWO_ROWS},
    )
    kind: Literal["matrix_single"] = "matrix_single"
    rows: tuple[Row, ...] = Field(min_length=1, max_length=MOST_ROWS)

    def read(self, given: list[str]) -> Value:
        """Take known rows with known options; where an answer is required, every row needs one."""
        chosen: dict[str, list[str]] = {row.code: [] for row in self.rows}
        for text in given:
            row, _, code = text.partition(BETWEEN)
            if row not in chosen:
                raise AnswerError("option_unknown")
            if code:
                chosen[row] += self.known([code])
        if any(not self.fits(codes) for codes in chosen.values()):
            raise AnswerError("option_exclusive" if self.several else "several_answers")
        left = sum(not codes for codes in chosen.values())
        if left == len(self.rows):
            return None
        if self.required and left:
            raise AnswerError("rows_missing", count=left)
        return [
            f"{row.code}{BETWEEN}{option.code}"
            for row in self.rows
            for option in self.options
            if option.code in chosen[row.code]
        ]

    def fits(self, codes: Sequence[str]) -> bool:
        """Say whether a row may hold these options together."""
        return len(set(codes)) <= 1

    def arranged(self, chance: Random, opening: frozenset[str]) -> Self:
        """Shuffle the rows: the answers are steps whose order means something."""
        del opening
        return self.model_copy(update={"rows": tuple(in_place(self.rows, lambda row: row.stays, chance))})

    def order(self) -> tuple[str, ...]:
        """Return the rows' codes."""
        return tuple(row.code for row in self.rows)

    def of_row(self, value: Value, row: str) -> list[str]:
        """Return the options chosen in a row."""
        pairs = (text.partition(BETWEEN) for text in self.raw(value))
        return [code for name, _, code in pairs if name == row]

    def show(self, value: Value, language: str) -> list[str]:
        """Return a line a row that was answered."""
        lines = []
        for row in self.rows:
            if codes := self.of_row(value, row.code):
                labels = ", ".join(self.label(code, language) for code in codes)
                colon = "\u00a0: " if language == "fr" else ": "
                lines.append(f"{in_language(row.label, language)}{colon}{labels}")
        return lines

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count options row by row, each over those who answered the row."""
        declined = self.missing_codes()
        found = [
            {row.code: [c for c in self.of_row(value, row.code) if c not in declined] for row in self.rows}
            for value in values
        ]
        rows = tuple(
            GridRow(
                row.code,
                dict(row.label),
                sum(bool(each[row.code]) for each in found),
                self.bars(count(code for each in found for code in each[row.code])),
            )
            for row in self.rows
        )
        base = sum(any(each.values()) for each in found)
        return GridSummary(base, len(found) - base, rows, self.several)

    def export_columns(self) -> list[str]:
        """Return one column a row."""
        return [f"{self.name}/{row.code}" for row in self.rows]

    def export_cells(self, value: Value) -> list[str]:
        """Return the code chosen in each row."""
        return ["".join(self.of_row(value, row.code)[:1]) for row in self.rows]

    def variables(self) -> tuple[Variable, ...]:
        """Return one closed variable a row."""
        return tuple(
            Variable(f"{self.name}/{row.code}", with_part(self.text, row.label), "code", self.options)
            for row in self.rows
        )

    def from_cell(self, cell: str) -> Raw:
        """Take ``row=option`` texts with a bar between them."""
        return [part.strip() for part in cell.split("|")]

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Take one cell a row, by code or label."""
        return [
            f"{row.code}{BETWEEN}{self.code_of(cell) or cell}"
            for row, cell in zip(self.rows, cells, strict=True)
            if cell.strip()
        ]

    def selectable(self) -> set[str]:
        """Return every line with every option."""
        return {f"{row.code}{BETWEEN}{option.code}" for row in self.rows for option in self.options}

    def own_problems(self) -> list[Problem]:
        """Refuse two rows with one code."""
        repeated = [code for code, times in count(row.code for row in self.rows).items() if times > 1]
        return super().own_problems() + [
            Problem("option_repeated", self.name, {"code": code}) for code in repeated
        ]

    def texts(self) -> Iterable[tuple[str, Texts]]:
        """Yield the rows as well."""
        yield from super().texts()
        for row in self.rows:
            yield f"rows.{row.code}", row.label


class MatrixMultiple(MatrixSingle):
    """Any number of answers a row."""

    several: ClassVar[bool] = True
    menu: ClassVar[Menu] = Menu(
        "rating",
        {"en": "Table, several answers a line", "fr": "Tableau, plusieurs réponses par ligne"},
        {"en": "Tick all that apply to each line.", "fr": "On coche tout ce qui convient à chaque ligne."},
        start={"options": TWO_OPTIONS, "rows": TWO_ROWS},
    )
    kind: Literal["matrix_multiple"] = "matrix_multiple"  # type: ignore[assignment]

    def fits(self, codes: Sequence[str]) -> bool:
        """Refuse "none of these" beside others."""
        alone = {o.code for o in self.options if o.exclusive or o.missing}
        return len(set(codes)) <= 1 or not alone & set(codes)

    def export_columns(self) -> list[str]:
        """Return one column per row and option."""
        return [f"{self.name}/{row.code}/{option.code}" for row, option in self._cells()]

    def export_cells(self, value: Value) -> list[str]:
        """Return 1 or 0 per row and option; blank in a row without an answer."""
        chosen = {row.code: self.of_row(value, row.code) for row in self.rows}
        return [
            "" if not chosen[row.code] else "1" if option.code in chosen[row.code] else "0"
            for row, option in self._cells()
        ]

    def variables(self) -> tuple[Variable, ...]:
        """Return one yes or no per row and option."""
        return tuple(
            Variable(
                f"{self.name}/{row.code}/{option.code}",
                with_part(with_part(self.text, row.label), option.label),
                "code",
                TICKS,
                f"{self.name}/{row.code}",
                option,
            )
            for row, option in self._cells()
        )

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Take a yes or no per row and option."""
        raw: list[str] = []
        for (row, option), cell in zip(self._cells(), cells, strict=True):
            told = cell.strip().casefold()
            if told not in NOT_CHOSEN:
                raw.append(f"{row.code}{BETWEEN}{option.code if told in CHOSEN else cell}")
        return raw

    def _cells(self) -> list[tuple[Row, Option]]:
        return [(row, option) for row in self.rows for option in self.options]
