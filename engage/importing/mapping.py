"""Which column of a table answers which question, or says when and how a response came."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from engage.tabular import Rows, Table
from engage.wording import LANGUAGES, Wording, wording
from surveys.definition import SurveyDefinition
from surveys.questions import Question
from surveys.questions.base import Option, in_language, with_part
from surveys.questions.ranking import Ranking
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
RANK = "/="
"""Between a ranking and one of its options: the column that holds the option's place."""


@dataclass(frozen=True, slots=True)
class Mapping_:
    """Target to column, and how to read what is unclear.

    Targets are questions' names, columns of an export (``name/code``), and ``_id``, ``_received_at``,
    ``_channel``, ``_language``, ``_release``. ``as_of`` is the day of rows without one.
    ``keep_good_answers`` stores a row without the answers that cannot be read, instead of refusing it.
    ``where`` takes only rows whose columns hold these values. ``style`` is the tool whose export it is.
    ``by_position``: questions whose cells are numbers that count the options from 1. ``take_unfinished``
    takes rows of people who did not come to the end.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder = ""
    as_of: date | None = None
    keep_good_answers: bool = False
    where: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    by_position: tuple[str, ...] = ()
    take_unfinished: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON data, as remembered with the file."""
        return {**asdict(self), "as_of": self.as_of.isoformat() if self.as_of else None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Mapping_":
        """Return what ``as_data`` kept; what it did not know then has its default."""
        kept = {name: data[name] for name in cls.__dataclass_fields__ if data.get(name) is not None}
        kept["by_position"] = tuple(kept.get("by_position", ()))
        if "as_of" in kept:
            kept["as_of"] = date.fromisoformat(kept["as_of"])
        return cls(**kept)

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
    parts = question.variables()
    if len(parts) > 1:
        yield from (Target(part.name, dict(part.label), question.name) for part in parts)
    if isinstance(question, Ranking):
        for option in question.options:
            label = {language: _place_of(language, option) for language in question.text}
            text = with_part(question.text, label)
            yield Target(f"{question.name}{RANK}{option.code}", text, question.name)


def _place_of(language: str, option: Option) -> str:
    return wording(language)("place of “%(option)s”", option=in_language(option.label, language))


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


def describe(t: Wording, definition: SurveyDefinition, target: str) -> str:
    """Say in the reader's language what a target is."""
    found = next((known for known in targets(definition) if known.name == target), None)
    return t.pick(dict(found.text)) if found else target
