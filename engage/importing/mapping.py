"""Which column of a table answers which question, or says when and how a response came."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Literal

from engage.importing.dates import is_day
from engage.tabular import Rows, Table
from engage.wording import LANGUAGES, Wording, wording
from surveys.definition import SurveyDefinition
from surveys.questions import Question
from surveys.text import letters

ID, RECEIVED, CHANNEL, LANGUAGE, RELEASE = "_id", "_received_at", "_channel", "_language", "_release"
DateOrder = Literal["", "day_first", "month_first"]

# What other tools and people call these columns, as ``letters`` writes them.
NAMES: Mapping[str, frozenset[str]] = {
    ID: frozenset(
        {
            *("id", "response id", "responseid", "submission id", "record id", "comment id", "uuid", "guid"),
            *("respondent id", "numero", "identifiant", "reference", "no de reponse", "id de la reponse"),
        }
    ),
    RECEIVED: frozenset(
        {
            *("received at", "received", "received day", "date", "timestamp", "submitted", "submitted at"),
            *("submitdate", "date submitted", "submission time", "submission date", "recorded date"),
            *("recordeddate", "created at", "end date", "completion time", "horodatage", "date de reception"),
            *("date de la reponse", "recu le", "date d envoi"),
        }
    ),
    CHANNEL: frozenset({"channel", "source", "mode", "collection mode", "canal", "mode de reponse"}),
    LANGUAGE: frozenset(
        {"language", "lang", "langue", "locale", "userlanguage", "user language", "startlanguage"}
    ),
    RELEASE: frozenset({"release", "version", "release number", "service version", "version du service"}),
}
FUZZY = 0.86
MOST_COMPARED = 300
"""Tables wider than this are matched by exact names only."""
ROWS_LOOKED_AT = 2000
MOST_DISTINCT = 60


@dataclass(frozen=True, slots=True)
class Mapping_:
    """Target to column, and how to read what is unclear.

    Targets are questions' names, columns of an export (``name/code``), and ``_id``, ``_received_at``,
    ``_channel``, ``_language``, ``_release``. ``as_of`` is the day of rows without one.
    ``keep_good_answers`` stores a row without the answers that cannot be read, instead of refusing it.
    ``where`` takes only rows whose columns hold these values.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder = ""
    as_of: date | None = None
    keep_good_answers: bool = False
    where: Mapping[str, str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON data, as remembered with the file."""
        return {**asdict(self), "as_of": self.as_of.isoformat() if self.as_of else None}

    def takes(self, row: Mapping[str, str]) -> bool:
        """Say whether ``where`` lets a row in."""
        return all(row[column].strip() == value.strip() for column, value in self.where.items())


@dataclass(frozen=True, slots=True)
class Target:
    """Something a column can be: ``text`` says what, in every language."""

    name: str
    text: Mapping[str, str]
    question: str = ""
    """The question it answers, empty for what is not an answer."""


def targets(definition: SurveyDefinition) -> tuple[Target, ...]:
    """Return everything a column can be: answers in the order asked, then the rest."""
    found = [target for question in definition.asked() for target in _targets_of(question)]
    rest = [
        Target(name, {language: META_TEXTS[name](wording(language)) for language in LANGUAGES})
        for name in META_TEXTS
    ]
    return (*found, *rest)


META_TEXTS: Mapping[str, Callable[[Wording], str]] = {
    ID: lambda t: t("Number of the response in the file"),
    RECEIVED: lambda t: t("Day it was received"),
    CHANNEL: lambda t: t("Channel"),
    LANGUAGE: lambda t: t("Language of the form"),
    RELEASE: lambda t: t("Release of the service"),
}


def _targets_of(question: Question) -> Iterator[Target]:
    yield Target(question.name, dict(question.text), question.name)
    columns = question.export_columns()
    if len(columns) < 2:
        return
    labels = {option.code: option.label for option in question.choices()}
    for column in columns:
        part = column.removeprefix(f"{question.name}/")
        label = labels.get(part, {})
        text = {language: f"{said} – {label.get(language, part)}" for language, said in question.text.items()}
        yield Target(column, text, question.name)


def guess_columns(definition: SurveyDefinition, table: Table) -> dict[str, str]:
    """Return target to column: by name or wording, then by near spelling, then by what the cells hold."""
    free = {letters(column): column for column in reversed(table.columns)}
    found: dict[str, str] = {}
    answers = [target for target in targets(definition) if target.question]
    _take(found, free, answers, _exactly)
    _take_meta(found, free, table)
    if len(table.columns) <= MOST_COMPARED:
        _take(found, free, answers, _nearly)
        _take_by_cells(found, free, definition, table)
    return {target.name: found[target.name] for target in targets(definition) if target.name in found}


def guess_meta(table: Table) -> dict[str, str]:
    """Return only what columns say when and how a response came, as ``guess_columns``."""
    found: dict[str, str] = {}
    _take_meta(found, {letters(column): column for column in reversed(table.columns)}, table)
    return found


def nearest(given: str, known: Iterable[str]) -> str:
    """Return the known name that was probably meant, or nothing."""
    close = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
    return close[0] if close else ""


def slug_of(text: str) -> str:
    """Return ``text`` as it can stand in an address: lower-case letters, digits and single dashes."""
    words = "".join(c if c.isascii() else " " for c in letters(text)).split()
    return "-".join(words)[:60].strip("-")


def chosen(table: Table, where: Mapping[str, str]) -> Table:
    """Return only the rows that ``where`` lets in.

    Raises:
        TableError: there is no such column.
    """
    if not where:
        return table
    choice = Mapping_(where={table.column(column): value for column, value in where.items()})
    kept = [tuple(row.values()) for row in table.rows if choice.takes(row)]
    return replace(table, rows=Rows(table.columns, kept))


def _exactly(wanted: Iterable[str], free: Mapping[str, str]) -> str | None:
    return next((name for name in wanted if name in free), None)


def _nearly(wanted: Iterable[str], free: Mapping[str, str]) -> str | None:
    for name in wanted:
        close = difflib.get_close_matches(name, free, n=1, cutoff=FUZZY)
        if close and len(name) > 4:
            return close[0]
    return None


def _take(found: dict[str, str], free: dict[str, str], answers: Iterable[Target], how: Any) -> None:
    """Add what ``how`` matches. A question is either one column or one column per option, never both."""
    for target in answers:
        is_part = target.name != target.question
        is_met = target.name in found or (is_part and target.question in found)
        name = None if is_met else how(_names(target), free)
        if name is not None:
            found[target.name] = free.pop(name)


def _names(target: Target) -> list[str]:
    return [name for text in (target.name, *target.text.values()) if (name := letters(text))]


def _take_meta(found: dict[str, str], free: dict[str, str], table: Table) -> None:
    fits = {ID: partial(_is_unique, table), RECEIVED: partial(_holds_days, table)}
    for target, names in NAMES.items():
        for name in [name for name in free if name in names or name == letters(target)]:
            if fits.get(target, bool)(free[name]):
                found[target] = free.pop(name)
                break


def _cells(table: Table, column: str, most: int) -> list[str]:
    return [row[column].strip() for row in islice(table.rows, most)]


def _is_unique(table: Table, column: str) -> bool:
    cells = _cells(table, column, len(table.rows))
    return all(cells) and len(set(cells)) == len(cells)


def _holds_days(table: Table, column: str) -> bool:
    cells = [cell for cell in _cells(table, column, ROWS_LOOKED_AT) if cell]
    return not cells or sum(is_day(cell) for cell in cells) >= 0.8 * len(cells)


def _take_by_cells(
    found: dict[str, str], free: dict[str, str], definition: SurveyDefinition, table: Table
) -> None:
    """Add closed questions whose options one column alone holds, when it could be no other question."""
    met = {target.split("/")[0] for target in found}
    missing = [question for question in definition.asked() if question.choices() and question.name not in met]
    fitting = {
        question.name: [name for name, column in free.items() if _fits(question, _distinct(table, column))]
        for question in missing
    }
    for question, names in fitting.items():
        rivals = [other for other, theirs in fitting.items() if set(theirs) & set(names)]
        if len(names) == 1 and rivals == [question]:
            found[question] = free.pop(names[0])


def _distinct(table: Table, column: str) -> set[str]:
    return {cell for cell in _cells(table, column, ROWS_LOOKED_AT) if cell}


def _fits(question: Question, cells: set[str]) -> bool:
    if not 2 <= len(cells) <= MOST_DISTINCT:
        return False
    codes = {option.code for option in question.choices()}
    readable = sum(all(part in codes for part in question.from_cell(cell)) for cell in cells)
    return readable >= 0.8 * len(cells)


def describe(t: Wording, definition: SurveyDefinition, target: str) -> str:
    """Say in the reader's language what a target is."""
    found = next((known for known in targets(definition) if known.name == target), None)
    return t.pick(dict(found.text)) if found else target
