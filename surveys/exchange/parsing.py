"""Expressions of other programs (XLSForm, SurveyJS, LimeSurvey) taken apart; others say what they mean."""

import re
from dataclasses import dataclass
from typing import Literal

MOST_TOKENS = 2000
DEEPEST = 40
_TOKEN = re.compile(
    r"""\s*(?:
    \$?\{(?P<ref>[^{}]{1,200})\}
  | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
  | (?P<number>\d+(?:\.\d+)?|\.\d+)
  | (?P<sign><=|>=|!=|<>|==|=|<|>|&&|\|\||!|\(|\)|\[|\]|,|\+|-|\*|/)
  | (?P<dot>\.)
  | (?P<word>[A-Za-z_][\w.:]*(?:-[A-Za-z][\w.:]*)*)
    )""",
    re.VERBOSE,
)
_JOINED = {"&&": "and", "||": "or", "!": "not", "==": "=", "<>": "!=", "eq": "=", "ne": "!="}
_JOINED |= {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "/": "div"}
_COMPARING = frozenset({"=", "!=", "<", "<=", ">", ">="})
_WORDS = frozenset({"contains", "notcontains", "anyof", "allof", "noneof"})
_ENDS = frozenset({"empty", "notempty"})


class NotCarriedError(ValueError):
    """The expression says something that ours cannot."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name in braces, a bare word, or ``.`` for the answer itself."""

    name: str
    is_bare: bool = False
    """Whether it stands without braces, as XLSForm writes the columns of a list."""


@dataclass(frozen=True, slots=True)
class Literal_:
    """A text, a number, or true and false."""

    value: str | float | bool


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given; also ``not``, ``and``, ``or``, signs and SurveyJS's words."""

    name: str
    given: tuple["Part", ...]
    sort: Literal["function", "sign"] = "function"


Part = Ref | Literal_ | Call
Token = tuple[str, str]


def parsed(text: str) -> Part:
    """Return an expression's parts.

    Raises:
        NotCarriedError: it cannot be read, or is nested too deep.
    """
    reader = _Parser(_tokens(text))
    part = reader.either()
    if reader.at < len(reader.tokens):
        raise NotCarriedError
    return part


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
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
        elif sort in ("sign", "word") and word.lower() in _JOINED:
            sort, word = "sign", _JOINED[word.lower()]
        elif sort == "word" and word.lower() in ("and", "or", "not", "div", "mod"):
            sort, word = "sign", word.lower()
        found.append((sort, word))
    return found


class _Parser:
    """Reads tokens by how tightly they bind: or, and, not, comparisons, sums, products."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = self.depth = 0

    def peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, word: str = "") -> Token:
        token = self.peek()
        if token[0] == "end" or (word and token != ("sign", word)):
            raise NotCarriedError
        self.at += 1
        return token

    def accept(self, *words: str) -> str:
        sort, word = self.peek()
        if sort != "sign" or word not in words:
            return ""
        self.at += 1
        return word

    def either(self) -> Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotCarriedError
        parts = [self.both()]
        while self.accept("or"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Call("or", tuple(parts), "sign")

    def both(self) -> Part:
        parts = [self.negated()]
        while self.accept("and"):
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else Call("and", tuple(parts), "sign")

    def negated(self) -> Part:
        times = 0
        while self.accept("not"):
            times += 1
            if times > DEEPEST:
                raise NotCarriedError
        part = self.comparison()
        for _ in range(times):
            part = Call("not", (part,), "sign")
        return part

    def comparison(self) -> Part:
        left = self.sum()
        sort, word = self.peek()
        if sort == "sign" and word in _COMPARING:
            self.at += 1
            return Call(word, (left, self.sum()), "sign")
        if sort == "word" and word.lower() in _ENDS:
            self.at += 1
            return Call(word.lower(), (left,), "sign")
        if sort == "word" and word.lower() in _WORDS:
            self.at += 1
            return Call(word.lower(), (left, *self.listed()), "sign")
        return left

    def listed(self) -> list[Part]:
        if not self.accept("["):
            return [self.sum()]
        found = [self.sum()]
        while self.accept(","):
            found.append(self.sum())
        self.take("]")
        return found

    def sum(self) -> Part:
        left = self.product()
        while sign := self.accept("+", "-"):
            left = Call(sign, (left, self.product()), "sign")
        return left

    def product(self) -> Part:
        left = self.signed()
        while sign := self.accept("*", "div", "mod"):
            left = Call(sign, (left, self.signed()), "sign")
        return left

    def signed(self) -> Part:
        if not self.accept("-"):
            return self.one()
        part = self.one()
        if isinstance(part, Literal_) and isinstance(part.value, float):
            return Literal_(-part.value)
        return Call("-", (Literal_(0.0), part), "sign")

    def one(self) -> Part:
        if self.accept("("):
            inner = self.either()
            self.take(")")
            return inner
        sort, word = self.take()
        match sort:
            case "ref":
                return Ref(word.strip())
            case "dot":
                return Ref(".")
            case "text":
                return Literal_(word)
            case "number":
                return Literal_(float(word))
            case "word" if self.accept("("):
                return Call(word.lower(), tuple(self.given()))
            case "word" if word.lower() in ("true", "false"):
                return Literal_(word.lower() == "true")
            case "word":
                return Ref(word, is_bare=True)
        raise NotCarriedError

    def given(self) -> list[Part]:
        if self.accept(")"):
            return []
        found = [self.either()]
        while self.accept(","):
            found.append(self.either())
        self.take(")")
        return found
