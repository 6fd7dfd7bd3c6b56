"""Conditions in other programs' words (XLSForm, SurveyJS, LimeSurvey), read into our tree and written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.relevance import All, Answered, AnyOf, Condition, Not, Selected

MOST_TOKENS = 2000
DEEPEST = 40
_TOKEN = re.compile(
    r"""\s*(?:
    \$?\{(?P<ref>[^{}]{1,200})\}
  | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
  | (?P<number>-?\d+(?:\.\d+)?)
  | (?P<sign><=|>=|!=|<>|==|=|<|>|&&|\|\||!|\(|\)|\[|\]|,)
  | (?P<word>[A-Za-z_][\w.\-:]*)
    )""",
    re.VERBOSE,
)
_JOINED = {"&&": "and", "||": "or", "!": "not", "==": "=", "<>": "!=", "eq": "=", "ne": "!="}
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


class NotCarriedError(ValueError):
    """The condition says something our tree cannot."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a reference means: a question of ours, perhaps a line of it, perhaps one of its options."""

    question: str
    codes: Mapping[str, str] = field(default_factory=dict)
    """The file's codes to ours; empty for questions without options."""
    row: str = ""
    tick: str = ""
    """The option that this reference alone stands for (LimeSurvey has a variable an option)."""

    def selected(self, values: list[str]) -> Condition:
        """Return the condition that one of ``values`` is chosen."""
        if self.tick:
            if values in (["Y"], ["1"]):
                return Selected(question=self.question, options=(self.tick,))
            raise NotCarriedError
        if not self.codes or any(value not in self.codes for value in values) or not values:
            raise NotCarriedError
        prefix = f"{self.row}=" if self.row else ""
        return Selected(question=self.question, options=tuple(f"{prefix}{self.codes[v]}" for v in values))

    def answered(self) -> Condition:
        """Return the condition that there is an answer."""
        if self.tick:
            return self.selected(["Y"])
        if self.row:
            return self.selected(list(self.codes))
        return Answered(question=self.question)


Resolve = Callable[[str], Known | None]


def read_condition(text: str, resolve: Resolve) -> Condition | None:
    """Return what ``text`` means; ``None`` when it always holds.

    Raises:
        NotCarriedError: it says something else, or names a question that is not there before.
    """
    if text.strip() in ("", "1", "true()", "true"):
        return None
    reader = _Reader(_tokens(text), resolve)
    condition = reader.either()
    if reader.at < len(reader.tokens):
        raise NotCarriedError
    return plain(condition)


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, text = 0, text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(found) > MOST_TOKENS:
            raise NotCarriedError
        at = match.end()
        sort = str(match.lastgroup)
        word = match[sort]
        if sort in ("single", "double"):
            sort = "text"
        elif word.lower() in _JOINED:
            sort, word = "sign", _JOINED[word.lower()]
        elif word.lower() in ("and", "or", "not"):
            sort, word = "sign", word.lower()
        found.append((sort, word))
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], resolve: Resolve) -> None:
        self.tokens, self.resolve = tokens, resolve
        self.at = self.depth = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, word: str = "") -> tuple[str, str]:
        token = self.peek()
        if token[0] == "end" or (word and token[1] != word):
            raise NotCarriedError
        self.at += 1
        return token

    def accept(self, word: str, sort: str = "sign") -> bool:
        if self.peek() != (sort, word):
            return False
        self.at += 1
        return True

    def either(self) -> Condition:
        parts = [self.both()]
        while self.accept("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(of=tuple(parts))

    def both(self) -> Condition:
        parts = [self.one()]
        while self.accept("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else All(of=tuple(parts))

    def one(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotCarriedError
        try:
            if self.accept("not"):
                return Not(of=self.one())
            if self.accept("("):
                inner = self.either()
                self.take(")")
                return inner
            return self.comparison()
        finally:
            self.depth -= 1

    def comparison(self) -> Condition:
        sort, word = self.peek()
        if sort == "word" and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] == ("sign", "("):
            return self.call()
        if sort in ("text", "number"):
            value = self.take()[1]
            sign = _MIRRORED.get(self.take()[1])
            if sign is None:
                raise NotCarriedError
            return self.compared(self.reference(), sign, value)
        known = self.reference()
        _, word = self.take()
        match word.lower():
            case "notempty":
                return known.answered()
            case "empty":
                return Not(of=known.answered())
            case "contains":
                return known.selected(self.values())
            case "notcontains":
                return Not(of=known.selected(self.values()))
            case "anyof":
                return known.selected(self.values())
            case "allof":
                return All(of=tuple(known.selected([value]) for value in self.values()))
            case "noneof":
                return Not(of=known.selected(self.values()))
        return self.compared(known, word, self.value())

    def reference(self) -> Known:
        sort, word = self.take()
        known = self.resolve(word.strip()) if sort in ("ref", "word") else None
        if known is None:
            raise NotCarriedError
        return known

    def value(self) -> str:
        sort, word = self.take()
        if sort not in ("text", "number") and word not in ("true", "false"):
            raise NotCarriedError
        return word

    def values(self) -> list[str]:
        if not self.accept("["):
            return [self.value()]
        found = [self.value()]
        while self.accept(","):
            found.append(self.value())
        self.take("]")
        return found

    def call(self) -> Condition:
        function = self.take()[1].lower()
        self.take("(")
        if function not in ("selected", "is_empty", "string-length", "count-selected", "strlen"):
            raise NotCarriedError
        known = self.reference()
        if function == "selected":
            self.take(",")
            value = self.value()
            self.take(")")
            return known.selected([value])
        self.take(")")
        if function == "is_empty":
            return Not(of=known.answered())
        sign, value = self.take()[1], self.value()
        if (sign, value) in ((">", "0"), (">=", "1"), ("!=", "0")):
            return known.answered()
        if (sign, value) in (("=", "0"), ("<", "1")):
            return Not(of=known.answered())
        raise NotCarriedError

    def compared(self, known: Known, sign: str, value: str) -> Condition:
        if value == "" and sign in ("=", "!="):
            return known.answered() if sign == "!=" else Not(of=known.answered())
        if sign == "=":
            return known.selected([value])
        if sign == "!=":
            return Not(of=known.selected([value]))
        return known.selected(_beyond(known, sign, value))


def _beyond(known: Known, sign: str, value: str) -> list[str]:
    """Return the codes on one side of a number, where every code is one."""
    try:
        bound = float(value)
        numbers = {code: float(code) for code in known.codes}
    except ValueError:
        raise NotCarriedError from None
    tests: dict[str, Callable[[float], bool]] = {
        "<": lambda n: n < bound,
        "<=": lambda n: n <= bound,
        ">": lambda n: n > bound,
        ">=": lambda n: n >= bound,
    }
    if sign not in tests:
        raise NotCarriedError
    return [code for code, number in numbers.items() if tests[sign](number)]


def plain(condition: Condition) -> Condition:
    """Return an equal condition without needless nesting, one ``selected`` a question in an ``any``."""
    if isinstance(condition, Not):
        inner = plain(condition.of)
        return inner.of if isinstance(inner, Not) else Not(of=inner)
    if isinstance(condition, Selected):
        return Selected(question=condition.question, options=tuple(dict.fromkeys(condition.options)))
    if not isinstance(condition, All | AnyOf):
        return condition
    parts: list[Condition] = []
    for part in map(plain, condition.of):
        parts += part.of if isinstance(part, type(condition)) else (part,)
    if isinstance(condition, AnyOf):
        parts = _merged(parts)
    parts = [part for at, part in enumerate(parts) if part not in parts[:at]]
    return parts[0] if len(parts) == 1 else type(condition)(of=tuple(parts))


def _merged(parts: list[Condition]) -> list[Condition]:
    merged: list[Condition] = []
    for part in parts:
        at = next(
            (
                place
                for place, other in enumerate(merged)
                if isinstance(other, Selected)
                and isinstance(part, Selected)
                and other.question == part.question
            ),
            None,
        )
        if at is None or not isinstance(part, Selected):
            merged.append(part)
        else:
            options = (*merged[at].options, *part.options)  # type: ignore[union-attr]
            merged[at] = Selected(question=part.question, options=tuple(dict.fromkeys(options)))
    return merged


def write_condition(condition: Condition, leaf: Callable[[Any, str], str], *, no: str) -> str:
    """Write a condition; ``leaf`` writes what a question and an option (or ``""`` for any answer) mean.

    ``no`` is how the language says not, before a bracket.
    """
    if isinstance(condition, Selected):
        parts = [leaf(condition.question, option) for option in condition.options]
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
    if isinstance(condition, Answered):
        return leaf(condition.question, "")
    if isinstance(condition, Not):
        return f"{no}({write_condition(condition.of, leaf, no=no)})"
    if isinstance(condition, All | AnyOf):
        word = " and " if isinstance(condition, All) else " or "
        return f"({word.join(write_condition(part, leaf, no=no) for part in condition.of)})"
    raise NotCarriedError
