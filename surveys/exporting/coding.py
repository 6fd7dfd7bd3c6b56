"""How statistics programs take a column: a name they accept, and numbers that stand for codes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from surveys.exporting.columns import Column, is_whole
from surveys.exporting.reasons import told_about

SPSS_LONGEST, STATA_LONGEST = 64, 32
_COMPANION = "_missing"
_SPSS = frozenset(("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"))
_STATA = frozenset(("byte", "double", "float", "if", "in", "int", "long", "strl", "using", "with"))
_STATA_STRING = re.compile(r"str\d+")


@dataclass(frozen=True, slots=True)
class Coding:
    """The number for each code of a column, in the order first offered; and which of them mean no answer.

    Codes that are whole numbers keep them. Others count from 1, so that an option added by a later
    version comes last and renumbers nothing. What means no answer is negative, which no code can be.
    """

    numbers: Mapping[str, int]
    missing: tuple[str, ...]


def coding_of(column: Column) -> Coding:
    """Return a column's coding; empty where it holds no codes."""
    given = [option.code for option in column.codes if not option.missing]
    missing = tuple(option.code for option in column.codes if option.missing)
    if all(is_whole(code) for code in given):
        numbers = {code: int(code) for code in given}
    else:
        numbers = {code: number for number, code in enumerate(given, 1)}
    return Coding(numbers | {code: -place for place, code in enumerate(missing, 1)}, missing)


def spss_names(names: Iterable[str]) -> dict[str, str]:
    """Return a name SPSS accepts for each column, no two alike whatever the case."""
    return _accepted(names, SPSS_LONGEST, lambda name: name in _SPSS)


def stata_names(names: Iterable[str]) -> dict[str, str]:
    """Return a name Stata accepts for each column."""
    return _accepted(
        names, STATA_LONGEST, lambda name: name in _STATA or _STATA_STRING.fullmatch(name) is not None
    )


def _accepted(names: Iterable[str], longest: int, is_reserved: Callable[[str], bool]) -> dict[str, str]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        if of := found.get(told_about(name)):
            # Named after the variable it stands beside, whatever that had to be called.
            plain = of[: longest - len(_COMPANION)].rstrip("_") + _COMPANION
        else:
            plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
        if not plain[:1].isalpha() or is_reserved(plain.lower()):
            plain = f"v_{plain}"
        chosen, number = plain[:longest].rstrip("_"), 1
        while chosen.lower() in taken:
            number += 1
            chosen = f"{plain[: longest - len(str(number)) - 1]}_{number}"
        taken.add(chosen.lower())
        found[name] = chosen
    return found
