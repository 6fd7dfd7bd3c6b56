"""Why there is no answer: not asked, left out, or declined; told apart in every format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from surveys.exporting.columns import LEFT_OUT, NOT_ASKED, Column
from surveys.questions.base import with_part

WORDS: Mapping[str, str] = {NOT_ASKED: "not_asked", LEFT_OUT: "left_out"}
DECLINED = "declined"
"""Somebody chose an option that means no answer; its code stands in the cell."""
CODES: Mapping[str, str] = {reason: f".{word}" for reason, word in WORDS.items()}
"""As written into a cell for people; no option's code can begin with a point."""
LABELS: Mapping[str, Mapping[str, str]] = {
    NOT_ASKED: {"en": "Not asked", "fr": "Question non posée"},
    LEFT_OUT: {"en": "Left out", "fr": "Sans réponse"},
}
LETTERS: Mapping[str, str] = {NOT_ASKED: "n", LEFT_OUT: "l"}
"""Stata's .n and .l."""
_BESIDE_CODES: Mapping[str, int] = {NOT_ASKED: -98, LEFT_OUT: -99}
_BESIDE_FIGURES: Mapping[str, int] = {NOT_ASKED: -999_999_998, LEFT_OUT: -999_999_999}
_NONE: Mapping[str, int] = MappingProxyType({})

ANSWERED = 0
IN_COMPANION: Mapping[str, int] = _BESIDE_CODES
"""Numbers in the variable beside words and days; ``ANSWERED`` where there is an answer."""
COMPANION_LABELS: Mapping[int, Mapping[str, str]] = {
    ANSWERED: {"en": "Answered", "fr": "Répondu"},
    **{number: LABELS[reason] for reason, number in _BESIDE_CODES.items()},
}
_COMPANION = ".missing"
_STRONGEST_FIRST = (DECLINED, "", *(WORDS[reason] for reason in (LEFT_OUT, NOT_ASKED)))
"""What a list says whose columns differ; the empty word is an answer."""


def numbers_of(column: Column) -> Mapping[str, int]:
    """Return the numbers that say why a cell of ``column`` is empty; none where only words or days stand."""
    if column.question is None:
        return _NONE
    if column.codes or column.ticks is not None:
        return _BESIDE_CODES
    return _BESIDE_FIGURES if column.holds_numbers else _NONE


def has_companion(column: Column) -> bool:
    """Say whether SPSS and Stata need a variable beside it: words and days have no room for a reason.

    Any word could be somebody's answer, so none can mean that there is no answer.
    """
    return column.question is not None and not numbers_of(column)


def shown_by(column: Column) -> Mapping[str, int]:
    """Return the numbers that say why it is empty, in the variable itself or in its companion."""
    return IN_COMPANION if has_companion(column) else numbers_of(column)


def companion(name: str) -> str:
    """Name the variable that says why another one is empty; no question's own has such a name."""
    return f"{name}{_COMPANION}"


def told_about(name: str) -> str:
    """Return the name of the variable that a companion tells about; empty for any other name."""
    return name.removesuffix(_COMPANION) if name.endswith(_COMPANION) else ""


def companion_label(column: Column) -> Mapping[str, str]:
    """Return the label of a companion."""
    return with_part(column.label, {"en": "why there is no answer", "fr": "raison de l’absence de réponse"})


def with_companions(columns: Sequence[Column]) -> list[str]:
    """Return the names of columns, and after them those of their companions."""
    names = [column.name for column in columns]
    return names + [companion(column.name) for column in columns if has_companion(column)]


def words_of(column: Column) -> Mapping[str, str]:
    """Return for each cell that is no answer why, in the word that programs read."""
    if column.ticks is not None:
        return {**WORDS, "1": DECLINED} if column.ticks.missing else WORDS
    return {**WORDS, **{option.code: DECLINED for option in column.codes if option.missing}}


@dataclass(frozen=True, slots=True)
class Variable:
    """What has a reason of its own: a column, or all columns of one list together."""

    name: str
    parts: tuple[tuple[int, Mapping[str, str]], ...]
    """The place of each column, and its ``words_of``."""

    def why(self, row: Sequence[str]) -> str:
        """Return why there is no answer in ``row``; empty where there is one, or no reason was noted.

        A list was left out where any of it was asked.
        """
        found = {words.get(row[place], "") for place, words in self.parts if row[place]}
        return next((word for word in _STRONGEST_FIRST if word in found), "")


def variables(columns: Sequence[Column]) -> list[Variable]:
    """Return what was asked, in the order of its first column."""
    parts: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for place, column in enumerate(columns):
        if column.question is not None:
            parts.setdefault(column.part_of or column.name, []).append((place, words_of(column)))
    return [Variable(name, tuple(placed)) for name, placed in parts.items()]
