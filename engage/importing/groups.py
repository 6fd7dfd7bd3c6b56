"""Makes one question out of the columns that another tool's export has for it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engage.importing.mapping import RANK
from engage.importing.styles import Heading, Styled
from engage.importing.styles.base import is_told
from surveys.questions import Option, Question
from surveys.questions.long_text import LongText
from surveys.questions.matrix import MOST_ROWS, MatrixSingle, Row
from surveys.questions.multiple_choice import CHOSEN, NOT_CHOSEN, MultipleChoice
from surveys.questions.other_text import OtherText
from surveys.questions.ranking import Ranking
from surveys.text import letters

OTHER = {"en": "Other", "fr": "Autre"}
SPECIFY = {"en": "Please specify", "fr": "Veuillez préciser"}
MOST_PARTS = 40
MOST_STEPS = 11
LONGEST_NAME = 30
FEWEST_TOGETHER = 0.1
"""At least so many cells must hold several answers, where a comma may also be part of a sentence."""
_RANK = re.compile(r"(?:rank|ranking|rang)?\s*(\d{1,2})", re.IGNORECASE)

Name = Callable[[str], str]
"""Gives a free name for a question."""


@dataclass(slots=True)
class Group:
    """The columns of one question, and their cells of residents' responses."""

    headings: Sequence[Heading]
    cells: Mapping[str, list[str]]
    found: dict[str, str] = field(default_factory=dict)
    """Target to column."""

    @property
    def parts(self) -> list[Heading]:
        """The columns of its options or lines."""
        return [heading for heading in self.headings if not heading.role]

    def told(self, heading: Heading) -> set[str]:
        """Return the different answers in a column."""
        return set(self.cells[heading.column])


def question_of(group: Group, styled: Styled, *, name: Name, text: Mapping[str, str]) -> Question | None:
    """Return the question that several columns, or one with several answers a cell, answer together."""
    parts = group.parts
    if len(parts) > 1 and any(heading.part or heading.label for heading in parts):
        if all(_is_ticked(group, heading) for heading in parts):
            return _ticks(group, name, text)
        if styled.is_ranked_by_item and _is_ranked_by_item(group):
            return _ranking_by_item(group, name, text)
        return _grid(group, name, text)
    if len(parts) == 1 and styled.separators and not group.headings[0].label:
        return _joined(group, styled.separators, name, text)
    return None


def beside(group: Group, question: Question | None, *, name: Name) -> list[Question]:
    """Return the questions for what was said beside an answer: the words for "other", and comments."""
    made: list[Question] = []
    for heading in group.headings:
        if not heading.role or not group.told(heading):
            continue
        is_short = len(heading.column) <= LONGEST_NAME or not heading.code
        own = name(heading.column if is_short else f"{heading.code} {heading.part or heading.role}")
        group.found[own] = heading.column
        has_other = question is not None and "other" in question.selectable()
        if heading.role == "other" and question is not None and has_other:
            made.append(OtherText(name=own, text=SPECIFY, of=question.name, option="other", longest=1000))
        else:
            label = heading.label or heading.text or heading.column
            made.append(LongText(name=own, text=_both(label), longest=20_000))
    return made


def is_other(cell: str) -> bool:
    """Say whether a cell is a tool's sign for "other"."""
    return letters(cell) in ("oth", "other", "autre")


def _is_ticked(group: Group, heading: Heading) -> bool:
    own = {heading.label.casefold(), heading.part.casefold()} - {""}
    told = {cell.casefold() for cell in group.told(heading)}
    return told <= CHOSEN | NOT_CHOSEN | own


def _ticks(group: Group, name: Name, text: Mapping[str, str]) -> Question:
    question = name(group.headings[0].question)
    options = _options([heading.label or heading.part for heading in group.parts])
    has_other = any(option.code == "other" for option in options)
    if not has_other and any(heading.role == "other" and group.told(heading) for heading in group.headings):
        options = (*options, Option(code="other", label=OTHER))
    for heading, option in zip(group.parts, options, strict=False):
        group.found[f"{question}/{option.code}"] = heading.column
    return MultipleChoice(name=question, text=dict(text), segment=True, options=options)


def _is_ranked_by_item(group: Group) -> bool:
    most = len(group.parts)
    told = [group.told(heading) for heading in group.parts]
    numbers = {cell for cells in told for cell in cells}
    is_counting = bool(numbers) and all(c.isdecimal() and 1 <= int(c) <= most for c in numbers)
    columns = [group.cells[heading.column] for heading in group.parts]
    # Everybody who ranked gave each option a place of its own.
    is_even = len({len(column) for column in columns}) == 1
    return is_counting and is_even and all(len(set(row)) == most for row in zip(*columns, strict=True))


def _ranking_by_item(group: Group, name: Name, text: Mapping[str, str]) -> Question:
    question = name(group.headings[0].question)
    options = _options([heading.label or heading.part for heading in group.parts])
    for heading, option in zip(group.parts, options, strict=True):
        group.found[f"{question}{RANK}{option.code}"] = heading.column
    return Ranking(name=question, text=dict(text), options=options, places=min(20, len(options)))


def _grid(group: Group, name: Name, text: Mapping[str, str]) -> Question | None:
    """Make a matrix, or a ranking where the lines are places; nothing where the answers are no steps."""
    counts = Counter(cell for heading in group.parts for cell in group.cells[heading.column])
    if not counts or len(group.parts) > MOST_ROWS or max(map(len, counts)) > 200:
        return None
    ranks = [_RANK.fullmatch(heading.label or heading.part) for heading in group.parts]
    is_ranking = all(ranks) and 2 <= len(counts) <= MOST_PARTS
    if not is_ranking and len(counts) > MOST_STEPS:
        return None
    question = name(group.headings[0].question)
    steps = (
        sorted(counts, key=float) if all(map(_is_number, counts)) else [c for c, _ in counts.most_common()]
    )
    options = _options(steps)
    if is_ranking:
        for place, heading in enumerate(group.parts, 1):
            group.found[f"{question}/{place}"] = heading.column
        places = min(20, len(group.parts), len(options))
        return Ranking(name=question, text=dict(text), options=options, places=places)
    lines = _options([heading.label or heading.part for heading in group.parts])
    for heading, line in zip(group.parts, lines, strict=True):
        group.found[f"{question}/{line.code}"] = heading.column
    rows = tuple(Row(code=line.code, label=line.label) for line in lines)
    return MatrixSingle(name=question, text=dict(text), options=options, rows=rows)


def _joined(group: Group, separators: Sequence[str], name: Name, text: Mapping[str, str]) -> Question | None:
    """Make a list of ticks of a column whose cells hold several answers."""
    heading = group.parts[0]
    cells = group.cells[heading.column]
    for separator in separators:
        split = [[p.strip() for p in cell.split(separator) if p.strip()] for cell in cells]
        counts = Counter(part for parts in split for part in parts)
        several = sum(len(parts) > 1 for parts in split)
        is_list = bool(counts) and 2 <= len(counts) <= MOST_PARTS and max(map(len, counts)) <= 200
        # A sentence with a comma is no list: the parts of a list come again and again.
        ends = all(cell.rstrip().endswith(";") for cell in cells)
        comes_again = sum(counts.values()) >= 2 * len(counts) or (separator == ";" and ends)
        if is_list and comes_again and several >= max(1, FEWEST_TOGETHER * len(cells)):
            question = name(heading.question)
            group.found[question] = heading.column
            options = _options([part for part, _ in counts.most_common()])
            return MultipleChoice(name=question, text=dict(text), segment=True, options=options)
    return None


def _options(labels: Sequence[str]) -> tuple[Option, ...]:
    made: dict[str, Option] = {}
    for label in labels:
        code = "other" if is_other(label) else code_of(label, made)
        text = OTHER if is_other(label) else _both(label)
        made.setdefault(code, Option(code=code, label=text))
    return tuple(made.values())


def code_of(text: str, taken: Mapping[str, object]) -> str:
    """Return a code of ``text`` that is not taken."""
    bare = "".join(c if c.isascii() else "" for c in letters(text)).replace(" ", "_").strip("_")[:50]
    bare = bare or "option"
    code, copy = bare, 2
    while code in taken:
        code, copy = f"{bare}_{copy}", copy + 1
    return code


def _both(text: str) -> dict[str, str]:
    return dict.fromkeys(("en", "fr"), text[:4000])


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def told_cells(styled: Styled, headings: Sequence[Heading]) -> dict[str, list[str]]:
    """Return the answers in each column, without those of tests and of people who did not finish."""
    places = {heading.column: styled.table.columns.index(heading.column) for heading in headings}
    cells: dict[str, list[str]] = {column: [] for column in places}
    for row, values in zip(styled.table.rows, styled.table.rows.cells, strict=True):
        if styled.refusal(row):
            continue
        for column, at in places.items():
            if is_told(values[at]) if styled.style else values[at].strip():
                cells[column].append(values[at].strip())
    return cells
