"""Turns the cells of another tool's export into cells that our own import reads; plain tables stay."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from zoneinfo import ZoneInfo

from engage.importing.mapping import ID, RANK, RECEIVED, Mapping_
from engage.importing.styles import Styled
from engage.importing.styles.base import Heading, Refusal, is_told
from surveys.definition import SurveyDefinition
from surveys.questions import Question
from surveys.questions.multiple_choice import CHOSEN, NOT_CHOSEN
from surveys.questions.other_text import OtherText
from surveys.text import letters

BETWEEN = "|"
_OTHER = {"oth", "other", "autre"}
_YES_NO = {"y": "yes", "o": "yes", "1": "yes", "true": "yes", "n": "no", "0": "no", "2": "no", "false": "no"}
MOST_PIECES = 60
Row = Mapping[str, str]


@dataclass(slots=True, weakref_slot=True)
class Cells:
    """One closed question's cells: which codes they mean, and which words are left over."""

    question: Question
    separators: Sequence[str]
    is_counting: bool = False
    _known: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)

    def read(self, cell: str) -> tuple[list[str], list[str]]:
        """Return the codes in a cell, and the pieces that are no option."""
        if cell not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[cell] = self._read(cell.strip())
        return self._known[cell]

    def _read(self, cell: str) -> tuple[list[str], list[str]]:
        whole = self._code(cell)
        if whole is not None:
            return [whole], []
        best: tuple[list[str], list[str]] = ([], [cell])
        for separator in self.separators:
            found = self._pieces(cell.split(separator)[:MOST_PIECES], separator)
            if found[0] and (not best[0] or len(found[1]) < len(best[1])):
                best = found
        return best

    def _pieces(self, pieces: list[str], separator: str) -> tuple[list[str], list[str]]:
        """Return codes and rest; an option's wording may hold the separator, so the longest run counts."""
        codes: list[str] = []
        rest: list[str] = []
        last_rest = -2
        at = 0
        while at < len(pieces):
            runs = ((end, self._code(separator.join(pieces[at:end]))) for end in range(len(pieces), at, -1))
            end, code = next(((end, code) for end, code in runs if code is not None), (at + 1, None))
            if code is not None:
                codes.append(code)
            elif pieces[at].strip():
                if last_rest == at - 1:
                    rest[-1] += separator + pieces[at].rstrip()
                else:
                    rest.append(pieces[at].strip())
                last_rest = at
            at = end
        return codes, rest

    def _code(self, text: str) -> str | None:
        text = text.strip()
        if self.is_counting and text.isdecimal():
            options = self.question.choices()
            return options[int(text) - 1].code if 1 <= int(text) <= len(options) else None
        found = self.question.code_of(text) if text else None
        if found is None and self._is_yes_or_no:
            return _YES_NO.get(text.casefold())
        return found

    @property
    def _is_yes_or_no(self) -> bool:
        return {"yes", "no"} <= {option.code for option in self.question.choices()}


@dataclass
class Translator:
    """Rewrites rows by target: what RowReader reads of them is then what a form of ours would have sent."""

    definition: SurveyDefinition
    styled: Styled
    mapping: Mapping_
    _met: Counter[str] = field(default_factory=Counter)

    @cached_property
    def is_plain(self) -> bool:
        """Say whether the table needs no rewriting."""
        return not self.styled.style and not any(RANK in target for target in self.mapping.columns)

    @cached_property
    def read_as(self) -> Mapping_:
        """The mapping under which rewritten rows are read: every target is a column of its own."""
        if self.is_plain:
            return self.mapping
        names = {target.partition(RANK)[0] for target in self.mapping.columns}
        names |= {other.name for other in self._others.values()} | {ID}
        for question in self._ticked:
            names |= set(question.export_columns())
        return replace(self.mapping, columns={name: name for name in names})

    def refusal(self, row: Row) -> Refusal:
        """Return why a row is no response, or empty."""
        found = self.styled.refusal(row)
        return "" if found == "row_unfinished" and self.mapping.take_unfinished else found

    def column(self, target: str) -> str:
        """Return the column of the file that a target was read from, for telling of a problem."""
        columns = self.mapping.columns
        if self.is_plain:
            return target
        if target in columns:
            return columns[target]
        name = target.split("/")[0]
        near = (column for other, column in columns.items() if other.split("/")[0] == name)
        return next(near, self._inline.get(target, ""))

    def row(self, row: Row) -> Row:
        """Return a row by target."""
        if self.is_plain:
            return row
        told = {target: row[column] for target, column in self.mapping.columns.items() if RANK not in target}
        told = {target: cell if is_told(cell) else "" for target, cell in told.items()}
        told.setdefault(ID, self._number(row))
        if RECEIVED in told:
            told[RECEIVED] = self._moment(told[RECEIVED])
        for question in self._ranked:
            told[question.name] = self._ranking(question, row)
        for question in self._ticked:
            self._tick(question, told)
        for name, cells in self._closed.items():
            if told.get(name):
                self._choose(cells, told)
        for question_name, other in self._others.items():
            self._say_other(question_name, other, told)
        return told

    # What is known of the questions once, for all rows.

    @cached_property
    def _questions(self) -> list[Question]:
        names = {target.split("/")[0] for target in self.mapping.columns}
        return [question for question in self.definition.asked() if question.name in names]

    @cached_property
    def _others(self) -> dict[str, OtherText]:
        """The words for "other" by the question they belong to, where that question is in the file."""
        mapped = {question.name for question in self._questions}
        asked = self.definition.asked()
        return {q.of: q for q in asked if isinstance(q, OtherText) and q.of in mapped}

    @cached_property
    def _inline(self) -> dict[str, str]:
        columns = self.mapping.columns
        return {other.name: columns[of] for of, other in self._others.items() if of in columns}

    @cached_property
    def _closed(self) -> dict[str, Cells]:
        counting = self.mapping.by_position
        separators = (*self.styled.separators, BETWEEN, ";", ",")
        return {
            question.name: Cells(question, separators, question.name in counting)
            for question in self._questions
            if question.choices() and question.name in self.mapping.columns
        }

    @cached_property
    def _ranked(self) -> list[Question]:
        ranked = {target.partition(RANK)[0] for target in self.mapping.columns if RANK in target}
        return [question for question in self._questions if question.name in ranked]

    @cached_property
    def _ticked(self) -> list[Question]:
        """Questions with a column an option that is ticked."""
        return [
            question
            for question in self._questions
            if any(variable.ticks for variable in question.variables())
            and question.name not in self.mapping.columns
        ]

    # One row.

    def _number(self, row: Row) -> str:
        """Return a number for a row whose tool gives none: equal rows differ by how often they came."""
        cells = json.dumps(sorted((name, cell.strip()) for name, cell in row.items() if cell.strip()))
        digest = sha256(cells.encode()).hexdigest()
        self._met[digest] += 1
        return f"{digest}-{self._met[digest]}"

    def _moment(self, cell: str) -> str:
        """Return a moment in the zone that the tool tells of."""
        if not self.styled.zone:
            return cell
        try:
            moment = datetime.fromisoformat(cell.strip())
            return moment.replace(tzinfo=ZoneInfo(self.styled.zone)).astimezone(UTC).isoformat()
        except (ValueError, KeyError, OSError):
            return cell

    def _ranking(self, question: Question, row: Row) -> str:
        """Return a ranking's options in the order of their places."""
        places: list[tuple[int, str]] = []
        for target, column in self.mapping.columns.items():
            name, mark, code = target.partition(RANK)
            cell = row[column].strip().removesuffix(".0")
            if mark and name == question.name and is_told(cell):
                places.append((int(cell), code) if cell.isdecimal() else (0, cell))
        return BETWEEN.join(code for _, code in sorted(places, key=lambda place: place[0]))

    def _tick(self, question: Question, told: dict[str, str]) -> None:
        for variable in question.variables():
            cell = told.get(variable.name, "").strip()
            is_told_no = cell.casefold() in NOT_CHOSEN
            is_choice = cell.casefold() in CHOSEN or bool(
                variable.ticks and question.code_of(cell) == variable.ticks.code
            )
            is_other = variable.ticks is not None and variable.ticks.code == self._option_of(question)
            if is_choice or (is_other and not is_told_no):
                told[variable.name] = "1"

    def _option_of(self, question: Question) -> str:
        other = self._others.get(question.name)
        return other.option if other else ""

    def _choose(self, cells: Cells, told: dict[str, str]) -> None:
        name = cells.question.name
        codes, rest = cells.read(told[name])
        other = self._others.get(name)
        if rest and other is not None:
            words = [piece for piece in rest if letters(piece) not in _OTHER]
            codes = [*codes, other.option]
            if words and not told.get(other.name):
                told[other.name] = "; ".join(words)
            rest = []
        if rest:
            # Only what is not known is shown to whoever brings the file.
            told[name] = rest[0]
        else:
            told[name] = BETWEEN.join(dict.fromkeys(codes))

    def _say_other(self, name: str, other: OtherText, told: dict[str, str]) -> None:
        """Choose "other" where only its words are told."""
        if not told.get(other.name, "").strip():
            return
        ticked = next((q for q in self._ticked if q.name == name), None)
        if ticked is not None:
            column = next(
                (v.name for v in ticked.variables() if v.ticks and v.ticks.code == other.option), ""
            )
            told[column] = "1"
        elif not told.get(name, "").strip():
            told[name] = other.option


def headings_by_question(headings: Iterable[Heading]) -> dict[str, list[Heading]]:
    """Return the columns of each question, in the order of the file."""
    found: dict[str, list[Heading]] = {}
    for heading in headings:
        found.setdefault(heading.question, []).append(heading)
    return found
