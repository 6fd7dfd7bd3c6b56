"""Makes a survey out of a table that belongs to none: one question per column, guessed from its cells."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from engage.importing.groups import OTHER, Group, beside, code_of, is_other, question_of, told_cells
from engage.importing.guessing import guess_meta
from engage.importing.styles import Heading, Styled, dressed
from engage.importing.translating import headings_by_question
from engage.tabular import Table
from engage.wording import LANGUAGES, wording
from surveys.definition import MOST_QUESTIONS, Page, SurveyDefinition
from surveys.questions import Option, Question
from surveys.questions.long_text import LongText
from surveys.questions.scale import Scale
from surveys.questions.short_text import ShortText
from surveys.questions.single_choice import SingleChoice
from surveys.text import letters

MOST_COLUMNS = MOST_QUESTIONS
MOST_OPTIONS = 40
LONGEST_OPTION = 200
LONGEST_WORDS = 20_000
LONGEST_LINE = 1000
FEWEST_WORDS = 4
"""Columns whose cells have at least so many words on average are comments."""
COMMENT_NAMES = frozenset(
    {"comment", "comments", "text", "feedback", "verbatim", "commentaire", "commentaires", "texte", "body"}
)
SCALES = ((1, 5), (1, 7), (0, 10), (1, 10))
WHOLE = re.compile(r"(-?\d+)(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A survey, and which column (by target) fills it."""

    definition: SurveyDefinition
    columns: Mapping[str, str]
    style: str = ""


def draft(
    table: Table, file_name: str, *, text_columns: Sequence[str] = (), best_low: Sequence[str] = ()
) -> Drafted | str:
    """Return a survey for ``table``, or the code of why none can be made.

    With ``text_columns``, those and only those are comments. ``best_low`` are ratings whose lowest number
    is the best; a table does not tell, and most count upwards. Columns that are empty everywhere, or hold
    longer cells than any question takes, are left out. In the export of a tool we know, the columns of one
    question become one question.
    """
    styled = dressed(table)
    meta = guess_meta(styled)
    columns = {target: column for target, column in meta.items() if column not in text_columns}
    headings = styled.headings
    if not styled.style:
        headings = tuple(Heading(column, text=column) for column in table.columns)
    headings = tuple(heading for heading in headings if heading.column not in columns.values())
    if len(headings_by_question(headings)) > MOST_COLUMNS:
        return "too_many_columns"
    drafting = _Drafting(styled, told_cells(styled, headings), text_columns, best_low)
    for own in headings_by_question(headings).values():
        drafting.add(own)
    if not drafting.questions:
        return "nothing_to_ask"
    definition = _definition(file_name, drafting.questions)
    return Drafted(definition, {**columns, **drafting.columns}, styled.style)


@dataclass(slots=True)
class _Drafting:
    styled: Styled
    cells: Mapping[str, list[str]]
    text_columns: Sequence[str]
    best_low: Sequence[str]
    questions: list[Question] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    def add(self, headings: Sequence[Heading]) -> None:
        """Add the question of some columns, or one a column where they are no one question."""
        group = Group(headings, self.cells)
        text = dict.fromkeys(LANGUAGES, (headings[0].text or headings[0].code or headings[0].column)[:4000])
        made = None
        if self.styled.style and not any(h.column in self.text_columns for h in headings):
            made = question_of(group, self.styled, name=self._name, text=text)
        if made is not None:
            self.questions.append(made)
        else:
            made = self._one_by_one(group)
        self.questions += beside(group, made, name=self._name)
        self.columns |= group.found

    def _one_by_one(self, group: Group) -> Question | None:
        made: Question | None = None
        for heading in group.parts:
            text = heading.text or heading.column
            if heading.label or (heading.part and len(group.parts) > 1):
                text = f"{text} – {heading.label or heading.part}"
            name = self._name(heading.code or heading.column)
            cells = self.cells[heading.column]
            question = _question(name, heading.column, text, cells, self.text_columns)
            if isinstance(question, Scale) and heading.column in self.best_low:
                question = question.model_copy(update={"best": "first"})
            if question is not None:
                self.questions.append(question)
                group.found[name] = heading.column
                made = question
        return made if len(group.parts) == 1 else None

    def _name(self, text: str) -> str:
        return _name(text, {question.name for question in self.questions} | set(self.columns))


def _definition(file_name: str, questions: Sequence[Question]) -> SurveyDefinition:
    file = PurePath(file_name).name
    title = PurePath(file_name).stem.replace("_", " ").strip() or file
    said = {language: wording(language) for language in LANGUAGES}
    page = Page(
        name="answers",
        title={language: t("Answers") for language, t in said.items()},
        questions=tuple(questions),
    )
    return SurveyDefinition(
        title=dict.fromkeys(LANGUAGES, title),
        purpose="consultation",
        introduction={
            language: t("These answers were brought in from the file %(file)s.", file=file)
            for language, t in said.items()
        },
        notice={
            language: t(
                "Imported data: the answers were collected elsewhere, under the notice given there. "
                "Nothing is collected here."
            )
            for language, t in said.items()
        },
        pages=(page,),
    )


def _question(
    name: str, column: str, said: str, cells: Sequence[str], text_columns: Sequence[str]
) -> Question | None:
    if not cells:
        return None
    text = dict.fromkeys(LANGUAGES, said[:4000])
    longest = max(map(len, cells))
    is_comment = column in text_columns if text_columns else _is_comment(column, cells)
    if is_comment:
        return LongText(name=name, text=text, longest=LONGEST_WORDS)
    counts = Counter(cells)
    if _is_closed(counts, len(cells)):
        steps = _steps(counts)
        if steps:
            return Scale(name=name, text=text, segment=True, options=_numbered(steps))
        return SingleChoice(name=name, text=text, segment=True, options=_options(counts))
    return ShortText(name=name, text=text, longest=LONGEST_LINE) if longest <= LONGEST_LINE else None


def _is_comment(column: str, cells: Sequence[str]) -> bool:
    words = sum(len(cell.split()) for cell in cells) / len(cells)
    is_varied = len(set(cells)) > 0.5 * len(cells)
    return is_varied and (words >= FEWEST_WORDS or (words >= 2 and letters(column) in COMMENT_NAMES))


def _is_closed(counts: Counter[str], cells: int) -> bool:
    is_short = max(map(len, counts)) <= LONGEST_OPTION
    return is_short and len(counts) <= min(MOST_OPTIONS, max(5, cells // 2))


def _steps(counts: Counter[str]) -> list[str]:
    """Return the steps of the usual scale that the cells use from end to end, or nothing."""
    found = [int(match[1]) for cell in counts if (match := WHOLE.fullmatch(cell))]
    ends = (min(found), max(found)) if len(found) == len(counts) >= 3 else None
    return [str(step) for step in range(ends[0], ends[1] + 1)] if ends in SCALES else []


def _numbered(steps: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(code=step, label=dict.fromkeys(LANGUAGES, step)) for step in steps)


def _options(counts: Counter[str]) -> tuple[Option, ...]:
    """Return numbers in order, anything else the most frequent first."""
    numbers = {cell: float(cell) for cell in counts if re.fullmatch(r"-?\d+(\.\d+)?", cell)}
    ordered = (
        sorted(counts, key=lambda cell: numbers[cell])
        if len(numbers) == len(counts)
        else [cell for cell, _ in counts.most_common()]
    )
    options: dict[str, Option] = {}
    for cell in ordered:
        code = "other" if is_other(cell) else code_of(cell, options)
        label = OTHER if is_other(cell) else dict.fromkeys(LANGUAGES, cell)
        options.setdefault(code, Option(code=code, label=label))
    return tuple(options.values())


def _name(text: str, taken: set[str]) -> str:
    """Return a name of ``text`` that is not taken."""
    bare = "".join(c if c.isascii() else "" for c in letters(text)).replace(" ", "_").strip("_")[:50]
    bare = bare or "column"
    if not bare[0].isalpha():
        bare = f"column_{bare}"
    name, copy = bare, 2
    while name in taken:
        name, copy = f"{bare}_{copy}", copy + 1
    return name
