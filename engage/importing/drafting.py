"""Makes a survey out of a table that belongs to none: one question per column, guessed from its cells."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from engage.importing.mapping import guess_meta
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


def draft(
    table: Table, file_name: str, *, text_columns: Sequence[str] = (), best_low: Sequence[str] = ()
) -> Drafted | str:
    """Return a survey for ``table``, or the code of why none can be made.

    With ``text_columns``, those and only those are comments. ``best_low`` are ratings whose lowest number
    is the best; a table does not tell, and most count upwards. Columns that are empty everywhere, or hold
    longer cells than any question takes, are left out.
    """
    if len(table.columns) > MOST_COLUMNS:
        return "too_many_columns"
    columns = {target: column for target, column in guess_meta(table).items() if column not in text_columns}
    questions: list[Question] = []
    for column in table.columns:
        if column in columns.values():
            continue
        name = _name(column, {question.name for question in questions})
        question = _question(name, column, table, text_columns)
        if isinstance(question, Scale) and column in best_low:
            question = question.model_copy(update={"best": "first"})
        if question is not None:
            questions.append(question)
            columns[name] = column
    if not questions:
        return "nothing_to_ask"
    return Drafted(_definition(file_name, questions), columns)


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


def _question(name: str, column: str, table: Table, text_columns: Sequence[str]) -> Question | None:
    cells = [cell for row in table.rows if (cell := row[column].strip())]
    if not cells:
        return None
    text = dict.fromkeys(LANGUAGES, column[:4000])
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
        code = _name(cell, set(options), is_code=True)
        options[code] = Option(code=code, label=dict.fromkeys(LANGUAGES, cell))
    return tuple(options.values())


def _name(text: str, taken: set[str], *, is_code: bool = False) -> str:
    """Return a name (or option code) of ``text`` that is not taken."""
    bare = "".join(c if c.isascii() else "" for c in letters(text)).replace(" ", "_").strip("_")[:50]
    if not bare:
        bare = "option" if is_code else "column"
    if not is_code and not bare[0].isalpha():
        bare = f"column_{bare}"
    name, copy = bare, 2
    while name in taken:
        name, copy = f"{bare}_{copy}", copy + 1
    return name
