"""Our conditions and values in other programs' words; what a program has no words for is not written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.exchange.parsing import NotCarriedError
from surveys.exchange.plainer import plain, plain_value
from surveys.relevance import All, Answered, AnyOf, Compare, Condition, Not, Selected
from surveys.values import (
    Answer,
    Arithmetic,
    Count,
    Day,
    First,
    If,
    Joined,
    Later,
    Number,
    Rounded,
    Several,
    Span,
    Today,
    Words,
)

SIGNS = {"plus": "+", "minus": "-", "times": "*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a program says what ours does.

    ``leaf`` writes what a question and an option mean (``""``: any answer), ``refer`` a question's answer.
    """

    leaf: Callable[[str, str], str]
    refer: Callable[[str], str]
    no: str
    divided: str
    day: str
    """How a day is written, around ``%s``."""
    functions: dict[str, str] = field(default_factory=dict)
    sums_days: bool = False
    """Whether days are added to and taken from each other with plus and minus."""

    def condition(self, condition: Condition) -> str:
        """Write a condition.

        Raises:
            NotCarriedError: the program has no words for it.
        """
        return self._condition(plain(condition))

    def value(self, value: Any) -> str:
        """Write a value. Raises as ``condition``."""
        return self._value(plain_value(value))

    def _condition(self, condition: Condition) -> str:
        match condition:
            case Selected():
                parts = [self.leaf(condition.question, option) for option in condition.options]
                return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
            case Answered():
                return self.leaf(condition.question, "")
            case Not():
                return f"{self.no}({self._condition(condition.of)})"
            case All() | AnyOf():
                word = " and " if isinstance(condition, All) else " or "
                return f"({word.join(self._condition(part) for part in condition.of)})"
            case Compare():
                return f"{self._value(condition.left)} {condition.sign} {self._value(condition.right)}"
        raise NotCarriedError

    def _value(self, value: Any) -> str:
        match value:
            case Number():
                return f"{value.root:.12f}".rstrip("0").rstrip(".")
            case Words():
                return quoted(value.root)
            case Day():
                return self.day % value.day.isoformat()
            case Answer():
                return self.refer(value.question)
            case Count():
                return self._called("count", self.refer(value.question))
            case Today():
                return self._called("today")
            case Arithmetic():
                sign = SIGNS.get(value.value, self.divided)
                return f"({self._value(value.left)} {sign} {self._value(value.right)})"
            case If():
                parts = (self._value(value.then), self._value(value.otherwise))
                return self._called("if", self._condition(value.when), *parts)
            case First():
                return self._first(value.of)
            case Several() | Joined():
                return self._called(value.value, *(self._value(part) for part in value.of))
            case Rounded():
                return self._rounded(value)
            case Span() | Later():
                return self._of_days(value)
        raise NotCarriedError

    def _called(self, name: str, *given: str) -> str:
        function = self.functions.get(name)
        if not function:
            raise NotCarriedError
        return f"{function}({', '.join(given)})"

    def _first(self, parts: Sequence[Any]) -> str:
        """Write the first of several two by two, as programs know it, or as one if it was answered."""
        told = self._value(parts[0])
        if len(parts) == 1:
            return told
        if "first" in self.functions or not isinstance(parts[0], Answer):
            return self._called("first", told, self._first(parts[1:]))
        return self._called("if", self.leaf(parts[0].question, ""), told, self._first(parts[1:]))

    def _rounded(self, value: Rounded) -> str:
        if value.value == "round":
            return self._called("round", self._value(value.of), str(value.decimals))
        if value.decimals:
            raise NotCarriedError
        return self._called("cut", self._value(value.of))

    def _of_days(self, value: Span | Later) -> str:
        if isinstance(value, Later):
            if not self.sums_days:
                raise NotCarriedError
            return f"({self._value(value.day)} + {self._value(value.days)})"
        since, until = self._value(value.since), self._value(value.until)
        if value.value == "days" and self.sums_days:
            return f"({until} - {since})"
        if "between" in self.functions:
            return self._called("between", since, until, f"'{value.value}'")
        if value.value == "years" and self.sums_days:
            digits = [f"number(format-date({day}, '%Y%m%d'))" for day in (until, since)]
            return f"int(({' - '.join(digits)}) div 10000)"
        raise NotCarriedError


def quoted(text: str) -> str:
    """Return a text in the quotation marks it does not hold itself."""
    for mark in ("'", '"'):
        if mark not in text:
            return f"{mark}{text}{mark}"
    raise NotCarriedError


def xlsform(leaf: Callable[[str, str], str], refer: Callable[[str], str]) -> Dialect:
    """Return the words of XLSForm (XPath, as ODK extends it)."""
    return Dialect(
        leaf=leaf,
        refer=refer,
        no="not",
        divided="div",
        day="date('%s')",
        functions={
            **{"count": "count-selected", "today": "today", "if": "if", "first": "coalesce"},
            **{"joined": "concat", "round": "round", "cut": "int"},
        },
        sums_days=True,
    )


def surveyjs(leaf: Callable[[str, str], str], refer: Callable[[str], str]) -> Dialect:
    """Return the words of SurveyJS."""
    return Dialect(
        leaf=leaf,
        refer=refer,
        no="!",
        divided="/",
        day="getDate('%s')",
        functions={
            **{"today": "today", "if": "iif", "round": "round", "cut": "trunc", "between": "dateDiff"},
            **{"sum": "sum", "mean": "avg", "lowest": "min", "highest": "max"},
        },
    )
