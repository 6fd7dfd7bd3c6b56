"""Conditions in other programs' words (XLSForm, SurveyJS, LimeSurvey), read into our tree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from surveys.exchange.parsing import Call, Literal_, NotCarriedError, Part, Ref, parsed
from surveys.exchange.plainer import plain
from surveys.questions import KINDS
from surveys.relevance import MIRRORED, All, Answered, AnyOf, Compare, Condition, Not, Selected
from surveys.values import Sense

__all__ = ["Known", "NotCarriedError", "known_of", "plain", "read_condition"]
SIGNS = frozenset({"=", "!=", "<", "<=", ">", ">="})
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Known:
    """What a reference means: a question of ours, perhaps a line of it, perhaps one of its options."""

    question: str
    codes: Mapping[str, str] = field(default_factory=dict)
    """The file's codes to ours; empty for questions without options."""
    row: str = ""
    tick: str = ""
    """The option that this reference alone stands for (LimeSurvey has a variable an option)."""
    sense: Sense = "nothing"
    """As what its answers are read."""

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


def known_of(made: Mapping[str, Any], codes: Mapping[str, str]) -> Known:
    """Return what a reference to a question in plain data means, by the file's codes and ours."""
    name = str(made["name"])
    try:
        question = KINDS[str(made["kind"])].model_validate({**made, "relevance": None, "constraint": None})
    except ValidationError:
        return Known(name, codes)
    own = {option.code: option.code for option in question.choices()}
    return Known(
        name,
        {**{ours: ours for ours in own if ours not in codes.values()}, **codes},
        sense=question.meaning().sense,
    )


def read_condition(text: str, resolve: Resolve) -> Condition | None:
    """Return what ``text`` means; ``None`` when it always holds.

    Raises:
        NotCarriedError: it says something else, or names a question that is not there before.
    """
    if text.strip() in ("", "1", "true()", "true"):
        return None
    return plain(condition_of(parsed(text), resolve))


def condition_of(part: Part, resolve: Resolve) -> Condition:
    """Return what a part means that holds or does not."""
    if not isinstance(part, Call):
        raise NotCarriedError
    match part.name, part.given:
        case "and", given:
            return _bounded(All, [condition_of(one, resolve) for one in given])
        case "or", given:
            return _bounded(AnyOf, [condition_of(one, resolve) for one in given])
        case "not", (inner,):
            return Not(of=condition_of(inner, resolve))
        case "empty" | "is_empty", (Ref() as ref,):
            return Not(of=_known(ref, resolve).answered())
        case "notempty", (Ref() as ref,):
            return _known(ref, resolve).answered()
        case "selected", (Ref() as ref, Literal_() as value):
            return _known(ref, resolve).selected([_written(value)])
        case ("contains" | "anyof" | "notcontains" | "noneof") as word, (Ref() as ref, *values):
            chosen = _known(ref, resolve).selected([_written(value) for value in values])
            return Not(of=chosen) if word.startswith("no") else chosen
        case "allof", (Ref() as ref, *values):
            known = _known(ref, resolve)
            return _bounded(All, [known.selected([_written(value)]) for value in values])
        case sign, (left, right) if sign in SIGNS and part.sort == "sign":
            return _compared(left, sign, right, resolve)
    raise NotCarriedError


def _bounded(kind: type[All] | type[AnyOf], parts: list[Condition]) -> Condition:
    if not 0 < len(parts) <= MOST_LISTED:
        raise NotCarriedError
    return kind(of=tuple(parts))


def _known(ref: Ref, resolve: Resolve) -> Known:
    known = resolve(ref.name)
    if known is None:
        raise NotCarriedError
    return known


def _written(part: Part) -> str:
    """Return a value as a file writes the code of an option."""
    if not isinstance(part, Literal_):
        raise NotCarriedError
    if isinstance(part.value, bool):
        return "true" if part.value else "false"
    return f"{part.value:.12g}" if isinstance(part.value, float) else part.value


def _compared(left: Part, sign: str, right: Part, resolve: Resolve) -> Condition:
    if isinstance(left, Literal_) and not isinstance(right, Literal_):
        left, sign, right = right, MIRRORED[sign], left
    if (found := _length(left, sign, right, resolve)) is not None:
        return found
    if isinstance(left, Ref) and isinstance(right, Literal_):
        known = _known(left, resolve)
        if right.value == "" and sign in ("=", "!="):
            return known.answered() if sign == "!=" else Not(of=known.answered())
        if known.tick or known.row or (known.codes and known.sense != "number"):
            return _chosen(known, sign, _written(right))
        if known.codes and isinstance(right.value, str) and sign in ("=", "!="):
            return _chosen(known, sign, right.value)
    return _values(left, sign, right, resolve)


def _length(left: Part, sign: str, right: Part, resolve: Resolve) -> Condition | None:
    """Return what the length of a text says: there is one, or there is none."""
    match left:
        case Call(name="string-length" | "strlen", given=(Ref() as ref,)):
            known, value = _known(ref, resolve), _written(right)
            if (sign, value) in ((">", "0"), (">=", "1"), ("!=", "0")):
                return known.answered()
            if (sign, value) in (("=", "0"), ("<", "1")):
                return Not(of=known.answered())
            raise NotCarriedError
    return None


def _chosen(known: Known, sign: str, value: str) -> Condition:
    if sign == "=":
        return known.selected([value])
    if sign == "!=":
        return Not(of=known.selected([value]))
    return known.selected(_beyond(known, sign, value))


def _values(left: Part, sign: str, right: Part, resolve: Resolve) -> Condition:
    from surveys.exchange.expressions import values_of  # each of the two reads parts for the other

    one, other = values_of(left, right, resolve)
    if sign != "!=":
        return Compare(left=one, sign=sign, right=other)
    # Elsewhere, what is not answered is not equal either.
    return Not(of=Compare(left=one, sign="=", right=other))


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
    return [code for code, number in numbers.items() if tests[sign](number)]
