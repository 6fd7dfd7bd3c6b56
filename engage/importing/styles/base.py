"""What the responses of another survey tool look like: its headings, and what its cells mean."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engage.tabular import Table
from surveys.text import letters

Role = Literal["", "other", "comment"]
Refusal = Literal["", "row_is_test", "row_is_spam", "row_unfinished"]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column says of itself: the question's code and wording, and the part of it that it holds."""

    column: str
    code: str = ""
    text: str = ""
    part: str = ""
    label: str = ""
    role: Role = ""
    """``other``: what "other" means, in words; ``comment``: what was said beside an answer."""

    def names(self) -> list[str]:
        """Return what it may be called, surest first, as ``letters`` writes it."""
        found = [f"{self.code} {self.part}", f"{self.text} {self.label}", self.column]
        if self.code and not self.part and not self.label:
            found.insert(1, self.code)
        if self.label and not self.code:
            found.append(self.label)
        return [name for name in dict.fromkeys(map(letters, found)) if name]

    @property
    def question(self) -> str:
        """What it has in common with the other columns of its question."""
        return self.code or self.text


def _nothing(row: Mapping[str, str]) -> Refusal:
    del row
    return ""


@dataclass(frozen=True, slots=True)
class Styled:
    """A table, and what its columns say in the style of the tool it comes from."""

    style: str
    """The tool's name; empty for a table of no known tool."""
    table: Table
    headings: tuple[Heading, ...]
    meta: Mapping[str, str] = field(default_factory=dict)
    """Which column says when and how a response came, by target."""
    separators: tuple[str, ...] = ()
    """What stands between several answers in one cell."""
    is_ranked_by_item: bool = False
    """Whether a ranking has a column an option, with its place, rather than a column a place."""
    zone: str = ""
    """The time zone of moments without one; the town's when empty."""
    refusal: Callable[[Mapping[str, str]], Refusal] = _nothing
    """Why a row is no response of a resident, or empty."""


@dataclass(frozen=True, slots=True)
class Style:
    """One tool: ``dress`` returns ``None`` for a table that is not its."""

    name: str
    dress: Callable[[Table], Styled | None]


def found_under(table: Table, names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return target to column, by what a tool calls it in English and French."""
    by_letters = {letters(column): column for column in reversed(table.columns)}
    return {
        target: by_letters[name]
        for target, known in names.items()
        if (name := next((letters(name) for name in known if letters(name) in by_letters), ""))
    }


def is_told(cell: str) -> bool:
    """Say whether a cell holds an answer and not a tool's word for none."""
    return cell.strip().casefold() not in ("", "n/a")
