"""Conditions and calculations as authors may write them: ``age >= 18 and selected(ward, north)``.

What is written is read into the same small typed tree as everything else; nothing is ever evaluated as code.
``written`` gives back what ``read_condition`` and ``read_value`` read equal.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Literal

from surveys.questions import Question

LONGEST = 5000
LONGEST_TEXT = 1000
LARGEST = 1e12
DEEPEST = 40
CODES = frozenset(
    {
        "formula_empty",
        "formula_too_long",
        "formula_unfinished",
        "formula_unexpected",
        "formula_unclosed_text",
        "formula_unknown_name",
        "formula_unknown_function",
        "formula_parts",
        "formula_needs_name",
        "formula_needs_whole_number",
        "formula_needs_condition",
        "formula_needs_value",
    }
)
Data = dict[str, Any]
Sort = Literal["condition", "value"]


class FormulaError(ValueError):
    """What was written cannot be read: ``code`` says why, ``details`` where and what instead."""

    def __init__(self, code: str, **details: Any) -> None:
        if code not in CODES:
            raise ValueError(f"unregistered formula problem: {code}")
        super().__init__(code)
        self.code, self.details = code, details


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<day>\d{4}-\d{2}-\d{2})(?![\d-])
  | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?)
  | (?P<number>\d+(?:\.\d+)?|\.\d+)
  | \{\s*(?P<braced>[a-z][a-z0-9_]*)\s*\}
  | (?P<word>[A-Za-z_]\w*)
  | "(?P<double>(?:[^"]|"")*)" | '(?P<single>(?:[^']|'')*)'
  | “(?P<curled>[^”]*)” | «\s*(?P<french>[^»]*?)\s*»
  | (?P<sign><=|>=|!=|<>|==|=|<|>|\(|\)|,|;|\+|-|−|–|\*|×|/|÷|≤|≥|≠)
    )""",
    re.VERBOSE,
)
_SAME = {"<>": "!=", "==": "=", "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "–": "-"}
_SAME |= {";": ","}
_TEXTS = ("double", "single", "curled", "french")
_COMPARING = ("=", "!=", "<", "<=", ">", ">=")
_ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "/": "divided"}
_KEYWORDS = frozenset({"and", "or", "not", "today"})
_MANY = 50
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str
    word: str
    at: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A part that was read, and whether it holds or gives a value."""

    sort: Sort
    data: Any


def read_condition(text: str, questions: Mapping[str, Question]) -> Data:
    """Return a condition as plain data; ``questions`` are those that it may look at, by name.

    Raises:
        FormulaError: it cannot be read, or gives a value.
    """
    found: Data = _Reader(_tokens(text), questions).whole("condition")
    return found


def read_value(text: str, questions: Mapping[str, Question]) -> Any:
    """Return a value as plain data. Raises as ``read_condition``."""
    return _Reader(_tokens(text), questions).whole("value")


def _tokens(text: str) -> list[_Token]:
    if not text.strip():
        raise FormulaError("formula_empty")
    if len(text) > LONGEST:
        raise FormulaError("formula_too_long", most=LONGEST)
    found: list[_Token] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            rest = text[at:].strip()
            if rest[0] in "\"'“«":
                raise FormulaError("formula_unclosed_text", text=rest[:40])
            raise FormulaError("formula_unexpected", text=rest[:20])
        sort = str(match.lastgroup)
        word = match[sort]
        if sort in _TEXTS:
            mark = {"double": '"', "single": "'"}.get(sort, "")
            sort, word = "text", word.replace(mark * 2, mark) if mark else word
        elif sort == "sign":
            word = _SAME.get(word, word)
        elif sort == "word" and word.lower() in _KEYWORDS:
            sort, word = "keyword", word.lower()
        found.append(_Token(sort, word, match.start()))
        at = match.end()
    return found


@dataclass
class _Reader:
    """Reads tokens by how tightly they bind: or, and, not, comparisons, sums, products."""

    tokens: list[_Token]
    questions: Mapping[str, Question]
    at: int = 0
    depth: int = 0
    known: Collection[str] = field(init=False)

    def __post_init__(self) -> None:
        self.known = self.questions.keys()

    def whole(self, sort: Sort) -> Any:
        """Read everything there is as a condition or a value."""
        found = self.wanted(sort)
        if self.at < len(self.tokens):
            raise FormulaError("formula_unexpected", text=self.tokens[self.at].word)
        return found

    def peek(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _Token("end", "", -1)

    def accept(self, sort: str, *words: str) -> str:
        token = self.peek()
        if token.sort != sort or token.word not in words:
            return ""
        self.at += 1
        return token.word

    def expect(self, sign: str) -> None:
        if not self.accept("sign", sign):
            raise self.unexpected()

    def unexpected(self) -> FormulaError:
        token = self.peek()
        if token.sort == "end":
            return FormulaError("formula_unfinished")
        return FormulaError("formula_unexpected", text=token.word)

    def wanted(self, sort: Sort) -> Any:
        """Read one part that must be a condition, or must be a value."""
        return _as(sort, self.either())

    def either(self) -> _Read:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("formula_too_long", most=LONGEST)
        found = self._joined("or", "any", self.both)
        self.depth -= 1
        return found

    def both(self) -> _Read:
        return self._joined("and", "all", self.negated)

    def _joined(self, word: str, test: str, read: Callable[[], _Read]) -> _Read:
        first = read()
        if self.peek() != _Token("keyword", word, self.peek().at):
            return first
        parts = [_as("condition", first)]
        while self.accept("keyword", word):
            parts.append(_as("condition", read()))
        return _Read("condition", {"test": test, "of": parts})

    def negated(self) -> _Read:
        times = 0
        while self.accept("keyword", "not"):
            times += 1
        found = self.comparison()
        if times > DEEPEST:
            raise FormulaError("formula_too_long", most=LONGEST)
        for _ in range(times):
            found = _Read("condition", {"test": "not", "of": _as("condition", found)})
        return found

    def comparison(self) -> _Read:
        left = self.sum()
        sign = self.accept("sign", *_COMPARING)
        if not sign:
            return left
        one, other = _as("value", left), _as("value", self.sum())
        if sign == "<=" and self.accept("sign", "<="):
            highest = _as("value", self.sum())
            return _Read("condition", {"test": "between", "of": other, "lowest": one, "highest": highest})
        return _Read("condition", self.compared(one, sign, other))

    def compared(self, left: Any, sign: str, right: Any) -> Data:
        """Return a comparison; of a choice with a text, whether it was chosen."""
        if sign in ("=", "!=") and isinstance(right, str) and _is_answer(left):
            question = self.questions[left["question"]]
            if question.selectable() and question.meaning().sense in ("choice", "choices"):
                chosen = {"test": "selected", "question": question.name, "options": [right]}
                return chosen if sign == "=" else {"test": "not", "of": chosen}
        return {"test": "compare", "left": left, "sign": sign, "right": right}

    def sum(self) -> _Read:
        return self._arithmetic(("+", "-"), self.product)

    def product(self) -> _Read:
        return self._arithmetic(("*", "/"), self.signed)

    def _arithmetic(self, signs: tuple[str, ...], read: Callable[[], _Read]) -> _Read:
        left = read()
        while sign := self.accept("sign", *signs):
            parts = {"left": _as("value", left), "right": _as("value", read())}
            left = _Read("value", {"value": _ARITHMETIC[sign], **parts})
        return left

    def signed(self) -> _Read:
        if not self.accept("sign", "-"):
            return self.one()
        found = _as("value", self.one())
        if isinstance(found, float):
            return _Read("value", -found)
        return _Read("value", {"value": "minus", "left": 0.0, "right": found})

    def one(self) -> _Read:
        if self.accept("sign", "("):
            inner = self.either()
            self.expect(")")
            return inner
        token = self.peek()
        if token.sort in ("end", "sign", "keyword") and token.word != "today":
            raise self.unexpected()
        self.at += 1
        match token.sort:
            case "number" | "text" | "day" | "clock":
                return _Read("value", _constant(token))
            case "keyword":
                if self.accept("sign", "("):
                    self.expect(")")
                return _Read("value", {"value": "today"})
            case "word" if self.accept("sign", "("):
                return self.called(token.word.lower())
        return _Read("value", {"value": "answer", "question": self.name(token)})

    def name(self, token: _Token) -> str:
        if token.word not in self.known:
            near = get_close_matches(token.word, self.known, n=1)
            raise FormulaError("formula_unknown_name", name=token.word, near=near[0] if near else "")
        return token.word

    def called(self, name: str) -> _Read:
        """Read what stands in the brackets of a function."""
        if name not in FUNCTIONS:
            near = get_close_matches(name, FUNCTIONS, n=1)
            raise FormulaError("formula_unknown_function", name=name, near=near[0] if near else "")
        fewest, most = FUNCTIONS[name]
        if name in ("selected", "answered", "count"):
            return self.about_question(name, fewest, most)
        parts: list[_Read] = []
        if not self.accept("sign", ")"):
            parts.append(self.either())
            while self.accept("sign", ","):
                parts.append(self.either())
            self.expect(")")
        if not fewest <= len(parts) <= most:
            raise FormulaError("formula_parts", name=name, fewest=fewest, most=most, given=len(parts))
        return _worked_out(name, parts)

    def about_question(self, name: str, fewest: int, most: int) -> _Read:
        """Read a question's name, and the codes of options after it."""
        token = self.peek()
        if token.sort not in ("word", "braced", "keyword"):
            raise FormulaError("formula_needs_name", name=name)
        self.at += 1
        question, codes = self.name(token), []
        while self.accept("sign", ","):
            option = self.peek()
            if option.sort not in ("word", "text", "number", "keyword"):
                raise self.unexpected()
            self.at += 1
            codes.append(option.word)
        self.expect(")")
        if not fewest <= 1 + len(codes) <= most:
            raise FormulaError("formula_parts", name=name, fewest=fewest, most=most, given=1 + len(codes))
        if name == "count":
            return _Read("value", {"value": "count", "question": question})
        options = {"options": codes} if name == "selected" else {}
        return _Read("condition", {"test": name, "question": question, **options})


def _constant(token: _Token) -> Any:
    """Return a number, text, day or time of day; one that there cannot be is told."""
    word = token.word
    try:
        match token.sort:
            case "number" if float(word) <= LARGEST:
                return float(word)
            case "text" if len(word) <= LONGEST_TEXT:
                return word
            case "day":
                return {"value": "date", "day": date.fromisoformat(word).isoformat()}
            case "clock":
                clock = time.fromisoformat(word if word[2] == ":" else f"0{word}")
                return {"value": "time", "time": clock.isoformat()}
    except ValueError:
        pass
    raise FormulaError("formula_unexpected", text=word[:40])


FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "selected": (2, _MANY),
    "answered": (1, 1),
    "count": (1, 1),
    **dict.fromkeys(("all", "any", "how_many", "sum", "mean", "lowest", "highest"), (1, _MANY)),
    **dict.fromkeys(("first", "joined"), (1, _MANY)),
    "between": (3, 3),
    "if": (3, 3),
    **dict.fromkeys(("days", "years", "later"), (2, 2)),
    **dict.fromkeys(("round", "cut"), (1, 2)),
}
"""Each with how few and how many parts stand in its brackets."""


def _worked_out(name: str, parts: list[_Read]) -> _Read:
    match name:
        case "all" | "any":
            return _Read("condition", {"test": name, "of": [_as("condition", part) for part in parts]})
        case "how_many":
            return _Read("value", {"value": name, "of": [_as("condition", part) for part in parts]})
        case "if":
            when, then, otherwise = parts
            values = {"then": _as("value", then), "otherwise": _as("value", otherwise)}
            return _Read("value", {"value": "if", "when": _as("condition", when), **values})
    values_ = [_as("value", part) for part in parts]
    match name:
        case "between":
            of, lowest, highest = values_
            return _Read("condition", {"test": name, "of": of, "lowest": lowest, "highest": highest})
        case "days" | "years":
            return _Read("value", {"value": name, "since": values_[0], "until": values_[1]})
        case "later":
            return _Read("value", {"value": name, "day": values_[0], "days": values_[1]})
        case "round" | "cut":
            decimals = values_[1] if len(values_) == 2 else 0.0
            if not isinstance(decimals, float) or not decimals.is_integer() or not 0 <= decimals <= 6:
                raise FormulaError("formula_needs_whole_number", name=name)
            return _Read("value", {"value": name, "of": values_[0], "decimals": int(decimals)})
    return _Read("value", {"value": name, "of": values_})


def _as(sort: Sort, found: _Read) -> Any:
    if found.sort != sort:
        raise FormulaError(f"formula_needs_{sort}")
    return found.data


def _is_answer(data: Any) -> bool:
    return isinstance(data, Mapping) and data.get("value") == "answer"


def written(tree: Any) -> str:
    """Return a condition or value, as plain data, the way that ``read_condition`` and ``read_value`` read."""
    match tree:
        case bool() | None:
            return str(tree)
        case int() | float():
            return f"{Decimal(repr(tree)):f}".removesuffix(".0")
        case str():
            return '"' + tree.replace('"', '""') + '"'
        case {"test": _}:
            return _condition(tree)
        case {"value": _}:
            return _value(tree)
    raise TypeError(type(tree).__name__)


def _condition(tree: Mapping[str, Any]) -> str:
    match tree:
        case {"test": ("all" | "any") as test, "of": [only]}:
            return f"{test}({written(only)})"
        case {"test": ("all" | "any") as test, "of": parts}:
            word = {"all": " and ", "any": " or "}[test]
            return word.join(_inside(part) for part in parts)
        case {"test": "not", "of": inner}:
            return f"not ({written(inner)})"
        case {"test": "compare", "left": left, "sign": sign, "right": right}:
            return f"{written(left)} {sign} {written(right)}"
        case {"test": "between", "of": of, "lowest": lowest, "highest": highest}:
            return f"{written(lowest)} <= {written(of)} <= {written(highest)}"
        case {"test": "selected", "question": name, "options": options}:
            codes = (code if _PLAIN.fullmatch(code) else written(code) for code in options)
            return f"selected({', '.join((_named(name), *codes))})"
    return f"answered({_named(str(tree['question']))})"


def _inside(part: Any) -> str:
    told = written(part)
    is_joined = part.get("test") in ("all", "any") and len(part["of"]) > 1
    return f"({told})" if is_joined else told


def _value(tree: Mapping[str, Any]) -> str:
    signs = {name: sign for sign, name in _ARITHMETIC.items()}
    match tree:
        case {"value": "answer", "question": name}:
            return _named(str(name))
        case {"value": "count", "question": name}:
            return f"count({_named(str(name))})"
        case {"value": "today"}:
            return "today"
        case {"value": "date", "day": day}:
            return str(day)
        case {"value": "time", "time": clock}:
            return str(clock).removesuffix(":00") if str(clock).count(":") > 1 else str(clock)
        case {"value": sign, "left": left, "right": right}:
            return f"{_operand(left)} {signs[sign]} {_operand(right)}"
        case {"value": "if", "when": when, "then": then, "otherwise": otherwise}:
            return f"if({written(when)}, {written(then)}, {written(otherwise)})"
        case {"value": ("round" | "cut") as name, "of": of, "decimals": decimals}:
            return f"{name}({written(of)}, {decimals})"
        case {"value": name, "of": parts}:
            return f"{name}({', '.join(map(written, parts))})"
    names = [key for key in tree if key != "value"]
    return f"{tree['value']}({', '.join(written(tree[key]) for key in names)})"


def _operand(value: Any) -> str:
    told = written(value)
    return f"({told})" if isinstance(value, Mapping) and "left" in value else told


def _named(name: str) -> str:
    return f"{{{name}}}" if name in _KEYWORDS else name
