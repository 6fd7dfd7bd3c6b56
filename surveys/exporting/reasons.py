"""Why a cell is empty: somebody was not asked, or was asked and left it out; told where a format can."""

from collections.abc import Mapping
from types import MappingProxyType

from surveys.exporting.columns import LEFT_OUT, NOT_ASKED, Column

CODES: Mapping[str, str] = {NOT_ASKED: ".not_asked", LEFT_OUT: ".left_out"}
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


def numbers_of(column: Column) -> Mapping[str, int]:
    """Return the numbers that say why a cell of ``column`` is empty; none where only words or days stand."""
    if column.question is None:
        return _NONE
    if column.codes or column.ticks is not None:
        return _BESIDE_CODES
    return _BESIDE_FIGURES if column.holds_numbers else _NONE
