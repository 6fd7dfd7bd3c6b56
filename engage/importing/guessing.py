"""Which column fills what, as names, wording, spelling and cells suggest, each with its reason."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Literal

from engage.importing.dates import is_day
from engage.importing.mapping import ID, NAMES, RANK, RECEIVED, Target, targets
from engage.importing.styles import Styled, dressed
from engage.tabular import Table
from surveys.definition import SurveyDefinition
from surveys.questions import Question
from surveys.questions.base import in_language
from surveys.questions.other_text import OtherText
from surveys.questions.ranking import Ranking
from surveys.text import letters

FUZZY = 0.86
MOST_COMPARED = 300
"""Tables wider than this are matched by exact names only."""
ROWS_LOOKED_AT = 2000
MOST_DISTINCT = 60
Why = Literal["tool", "name", "spelling", "cells", "position", "remembered"]


@dataclass(frozen=True, slots=True)
class Guess:
    """A column for a target, and why: what the tool calls it, its name or wording, or what it holds."""

    column: str
    why: Why


def guess(definition: SurveyDefinition, styled: Styled) -> dict[str, Guess]:
    """Return target to column: by name or wording, then by near spelling, then by what the cells hold."""
    finding = _Finding(definition, styled)
    finding.by_names("name", _exactly)
    finding.by_tool()
    finding.by_statement()
    finding.by_parent()
    if len(styled.table.columns) <= MOST_COMPARED:
        finding.by_names("spelling", _nearly)
        finding.by_cells()
    found = finding.found
    return {target.name: found[target.name] for target in targets(definition) if target.name in found}


def guess_columns(definition: SurveyDefinition, table: Table) -> dict[str, str]:
    """Return target to column of a table of no known tool, as ``guess``."""
    plain = dressed(table, style="")
    return {target: found.column for target, found in guess(definition, plain).items()}


def guess_meta(styled: Styled) -> dict[str, str]:
    """Return only the columns that say when and how a response came."""
    finding = _Finding(None, styled)
    finding.by_tool()
    return {target: found.column for target, found in finding.found.items()}


Match = Callable[[Iterable[str], Mapping[str, str]], str | None]


class _Finding:
    """Which columns are still free, by every name they have, and what was found so far."""

    def __init__(self, definition: SurveyDefinition | None, styled: Styled) -> None:
        self.definition, self.styled, self.table = definition, styled, styled.table
        self.found: dict[str, Guess] = {}
        self.free: dict[str, str] = {}
        answers = targets(definition) if definition else ()
        self.answers = [target for target in answers if target.question and self._fits_style(target)]
        if styled.style:
            for heading in reversed(styled.headings):
                self.free |= dict.fromkeys(heading.names(), heading.column)
        else:
            self.free = {letters(column): column for column in reversed(styled.table.columns)}

    def _fits_style(self, target: Target) -> bool:
        """Leave out the places of a ranking's options, or its columns a place, whichever the tool has not."""
        if RANK in target.name:
            return self.styled.is_ranked_by_item or not self.styled.style
        question = self.definition.question(target.question) if self.definition else None
        is_place = isinstance(question, Ranking) and target.name != target.question
        return not (is_place and self.styled.is_ranked_by_item)

    def take(self, target: str, column: str, why: Why) -> None:
        self.found[target] = Guess(column, why)
        self.free = {name: other for name, other in self.free.items() if other != column}

    def by_names(self, why: Why, how: Match) -> None:
        """Add what ``how`` matches. A question is either one column or one column per option, never both."""
        for target in self.answers:
            is_part = target.name != target.question
            if target.name in self.found or (is_part and target.question in self.found):
                continue
            if not is_part and any(name.startswith(f"{target.name}/") for name in self.found):
                continue
            name = how(_names(target, self.definition), self.free)
            if name is not None:
                self.take(target.name, self.free[name], why)

    def by_tool(self) -> None:
        """Add what the tool says of when and how a response came, or what such columns are often called."""
        for target, column in self.styled.meta.items():
            self.take(target, column, "tool")
        if self.styled.style:
            return
        fits = {ID: partial(_is_unique, self.table), RECEIVED: partial(_holds_days, self.table)}
        for target, names in NAMES.items():
            for name in [name for name in self.free if name in names or name == letters(target)]:
                if fits.get(target, bool)(self.free[name]):
                    self.take(target, self.free[name], "name")
                    break

    def by_statement(self) -> None:
        """Add statements of a grid: some tools tell them without their question."""
        if not self.styled.style or self.definition is None:
            return
        for question in self.definition.asked():
            for place, texts in question.texts():
                sort, _, code = place.partition(".")
                target = f"{question.name}/{code}"
                name = _exactly(map(letters, texts.values()), self.free)
                if sort == "rows" and name and target not in self.found:
                    self.take(target, self.free[name], "name")

    def by_parent(self) -> None:
        """Add the words for "other" beside the question that they belong to."""
        asked = self.definition.asked() if self.definition else []
        others = {question.of: question for question in asked if isinstance(question, OtherText)}
        mine: dict[str, str] = {}
        by_column = {heading.column: heading for heading in self.styled.headings}
        for target, found in self.found.items():
            if found.column in by_column:
                mine.setdefault(by_column[found.column].question, target.split("/")[0])
        for heading in self.styled.headings:
            question = others.get(mine.get(heading.question, ""))
            if heading.role == "other" and question is not None and question.name not in self.found:
                self.take(question.name, heading.column, "tool")

    def by_cells(self) -> None:
        """Add closed questions whose options one column alone holds, when it could be no other question."""
        asked = self.definition.asked() if self.definition else []
        met = {target.split("/")[0] for target in self.found}
        columns = dict.fromkeys(self.free.values())
        fitting = {
            question.name: [column for column in columns if _fits(question, _distinct(self.table, column))]
            for question in asked
            if question.choices() and question.name not in met
        }
        for question, fit in fitting.items():
            rivals = [other for other, theirs in fitting.items() if set(theirs) & set(fit)]
            if len(fit) == 1 and rivals == [question]:
                self.take(question, fit[0], "cells")


def by_position(definition: SurveyDefinition, styled: Styled, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return the questions whose cells are numbers that are no option's code, and count the options."""
    found = []
    for question in definition.asked() if styled.style else ():
        options = question.choices()
        mine = [c for t, c in columns.items() if t.split("/")[0] == question.name and RANK not in t]
        parts = {
            part.strip()
            for column in mine
            for cell in _distinct(styled.table, column)
            for part in cell.replace(";", ",").split(",")
        }
        is_counting = parts and all(part.isdecimal() and 1 <= int(part) <= len(options) for part in parts)
        codes = {option.code for option in options} | {in_language(o.label, "en") for o in options}
        if is_counting and not parts & codes and question.name in columns:
            found.append(question.name)
    return tuple(found)


def _exactly(wanted: Iterable[str], free: Mapping[str, str]) -> str | None:
    return next((name for name in wanted if name in free), None)


def _nearly(wanted: Iterable[str], free: Mapping[str, str]) -> str | None:
    for name in wanted:
        close = difflib.get_close_matches(name, free, n=1, cutoff=FUZZY)
        if close and len(name) > 4:
            return close[0]
    return None


def _names(target: Target, definition: SurveyDefinition | None) -> list[str]:
    return [name for text in _texts(target, definition) if (name := letters(text))]


def _texts(target: Target, definition: SurveyDefinition | None) -> Iterator[str]:
    question = definition.question(target.question) if definition else None
    if RANK in target.name and isinstance(question, Ranking):
        code = target.name.partition(RANK)[2]
        yield f"{question.name} {code}"
        option = next(option for option in question.options if option.code == code)
        yield from (f"{text} {option.label.get(lang, '')}" for lang, text in question.text.items())
        return
    yield from (target.name, *target.text.values())
    if question is None or target.name == target.question:
        return
    part = target.name.removeprefix(f"{question.name}/")
    if isinstance(question, Ranking):
        ranks = ("Rank", "Ranking", "Rang")
        yield from (f"{text} {rank} {part}" for text in question.text.values() for rank in ranks)


def _cells(table: Table, column: str, most: int) -> list[str]:
    at = table.columns.index(column)
    return [cells[at].strip() for cells in islice(table.rows.cells, most)]


def _is_unique(table: Table, column: str) -> bool:
    cells = _cells(table, column, len(table.rows))
    return all(cells) and len(set(cells)) == len(cells)


def _holds_days(table: Table, column: str) -> bool:
    cells = [cell for cell in _cells(table, column, ROWS_LOOKED_AT) if cell]
    return not cells or sum(is_day(cell) for cell in cells) >= 0.8 * len(cells)


def _distinct(table: Table, column: str) -> set[str]:
    return {cell for cell in _cells(table, column, ROWS_LOOKED_AT) if cell}


def _fits(question: Question, cells: set[str]) -> bool:
    if not 2 <= len(cells) <= MOST_DISTINCT:
        return False
    codes = {option.code for option in question.choices()}
    readable = sum(all(part in codes for part in question.from_cell(cell)) for cell in cells)
    return readable >= 0.8 * len(cells)
