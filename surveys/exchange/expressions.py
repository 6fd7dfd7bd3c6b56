"""Values in other programs' words, read into our tree: sums, days, ifs, and the functions they have."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from pydantic import ValidationError

from surveys.exchange.conditions import Resolve, condition_of
from surveys.exchange.parsing import Call, Literal_, NotCarriedError, Part, Ref, parsed
from surveys.exchange.plainer import plain_value
from surveys.senses import SINGLE
from surveys.values import (
    Answer,
    Arithmetic,
    Clock,
    Count,
    Day,
    First,
    HowMany,
    If,
    Joined,
    Later,
    Number,
    Rounded,
    Sense,
    Several,
    Span,
    Today,
    Words,
)

Told = tuple[Any, Sense]
"""A value of ours and as what it is read."""
FULL_YEARS = "%Y%m%d"


def read_value(text: str, resolve: Resolve) -> Any:
    """Return what ``text`` gives.

    Raises:
        NotCarriedError: ours cannot say it, or it names a question that is not there before.
    """
    try:
        return plain_value(_told(parsed(text), resolve)[0])
    except ValidationError:
        raise NotCarriedError from None


def values_of(left: Part, right: Part, resolve: Resolve) -> tuple[Any, Any]:
    """Return two values that can be compared; a text beside a day, a time or a number is read as one."""
    try:
        one, other = _told(left, resolve), _told(right, resolve)
        one, other = _like(one, other[1]), _like(other, one[1])
    except ValidationError:
        raise NotCarriedError from None
    if one[1] != other[1] or one[1] not in SINGLE:
        raise NotCarriedError
    return one[0], other[0]


def _told(part: Part, resolve: Resolve) -> Told:
    match part:
        case Ref():
            known = resolve(part.name)
            if known is None or known.tick or known.row or known.sense not in SINGLE:
                raise NotCarriedError
            return Answer(question=known.question), known.sense
        case Literal_(value=bool()):
            raise NotCarriedError
        case Literal_(value=float() as number):
            return Number(number), "number"
        case Literal_(value=str() as text):
            return Words(text), "text"
        case Call(sort="sign"):
            return _of_sign(part, resolve)
        case Call():
            return _of_function(part, resolve)
    raise NotCarriedError


def _of_sign(part: Call, resolve: Resolve) -> Told:
    signs = {"+": "plus", "-": "minus", "*": "times", "div": "divided"}
    if part.name not in signs or len(part.given) != 2:
        raise NotCarriedError
    (left, one), (right, other) = (_told(side, resolve) for side in part.given)
    if (one, other) == ("date", "date") and part.name == "-":
        return Span(value="days", since=right, until=left), "number"
    if (one, other) == ("date", "number") and part.name in "+-":
        days = right if part.name == "+" else _negative(right)
        return Later(day=left, days=days), "date"
    if (one, other) != ("number", "number"):
        raise NotCarriedError
    return Arithmetic(value=signs[part.name], left=left, right=right), "number"


def _negative(value: Any) -> Any:
    return (
        Number(-value.root)
        if isinstance(value, Number)
        else Arithmetic(value="minus", left=Number(0), right=value)
    )


def _of_function(part: Call, resolve: Resolve) -> Told:
    reader, fewest, most = _FUNCTIONS.get(part.name, (None, 0, 0))
    if reader is None or not fewest <= len(part.given) <= most:
        raise NotCarriedError
    return reader(part.given, resolve)


def _all(given: Sequence[Part], resolve: Resolve, sense: Sense | None = None) -> tuple[list[Any], Sense]:
    """Return values of one sense."""
    told = [_told(part, resolve) for part in given]
    if not told or len({one for _, one in told}) > 1 or (sense and told[0][1] != sense):
        raise NotCarriedError
    return [value for value, _ in told], told[0][1]


def _today(given: Sequence[Part], resolve: Resolve) -> Told:
    del given, resolve
    return Today(), "date"


def _date(given: Sequence[Part], resolve: Resolve) -> Told:
    (part,) = given
    return _like(_told(part, resolve), "date", is_needed=True)


def _number(given: Sequence[Part], resolve: Resolve) -> Told:
    (part,) = given
    return _like(_told(part, resolve), "number", is_needed=True)


def _whole(given: Sequence[Part], resolve: Resolve) -> Told:
    """Read a number cut off; of two days as numbers (20260914), the full years between them."""
    (part,) = given
    match part:
        case Call(name="div", given=(Call(name="-", given=(until, since)), Literal_(value=10_000.0))):
            days = [_digits(side) for side in (since, until)]
            if None not in days:
                told = [_date([side], resolve)[0] for side in days if side is not None]
                return Span(value="years", since=told[0], until=told[1]), "number"
    value, sense = _told(part, resolve)
    if sense != "number":
        raise NotCarriedError
    return Rounded(value="cut", of=value), "number"


def _digits(part: Part) -> Part | None:
    """Return the day whose digits a part writes as a number, or ``None``."""
    match part:
        case Call(name="number", given=(inner,)):
            return _digits(inner)
        case Call(name="format-date", given=(inner, Literal_(value=pattern))) if pattern == FULL_YEARS:
            return inner
    return None


def _round(given: Sequence[Part], resolve: Resolve) -> Told:
    values, _ = _all(given[:1], resolve, "number")
    decimals = given[1].value if len(given) == 2 and isinstance(given[1], Literal_) else 0.0
    if len(given) > 2 or not isinstance(decimals, float) or not decimals.is_integer():
        raise NotCarriedError
    return Rounded(value="round", of=values[0], decimals=int(decimals)), "number"


def _if(given: Sequence[Part], resolve: Resolve) -> Told:
    when, then, otherwise = given
    (one, other), sense = _all([then, otherwise], resolve)
    return If(when=condition_of(when, resolve), then=one, otherwise=other), sense


def _first(given: Sequence[Part], resolve: Resolve) -> Told:
    values, sense = _all(given, resolve)
    return First(of=tuple(values)), sense


def _several(name: str) -> Callable[[Sequence[Part], Resolve], Told]:
    def read(given: Sequence[Part], resolve: Resolve) -> Told:
        values, _ = _all(given, resolve, "number")
        return Several(value=name, of=tuple(values)), "number"

    return read


def _concat(given: Sequence[Part], resolve: Resolve) -> Told:
    return Joined(of=tuple(_told(part, resolve)[0] for part in given)), "text"


def _count(given: Sequence[Part], resolve: Resolve) -> Told:
    (part,) = given
    known = resolve(part.name) if isinstance(part, Ref) else None
    if known is None or known.row or known.tick or known.sense not in ("choice", "choices"):
        raise NotCarriedError
    return Count(question=known.question), "number"


def _how_many(given: Sequence[Part], resolve: Resolve) -> Told:
    """Read how many of several variables have an answer; of one list, how many options were chosen."""
    known = [resolve(part.name) if isinstance(part, Ref) else None for part in given]
    if len(known) == 1 and known[0] is not None and known[0].sense == "choices" and not known[0].tick:
        return _count(given, resolve)
    answered = tuple(one.answered() for one in known if one is not None)
    if len(answered) < len(known):
        raise NotCarriedError
    return HowMany(of=answered), "number"


def _age(given: Sequence[Part], resolve: Resolve) -> Told:
    return Span(value="years", since=_date(given, resolve)[0], until=Today()), "number"


def _between_days(given: Sequence[Part], resolve: Resolve) -> Told:
    since, until, unit = given
    if not isinstance(unit, Literal_) or unit.value not in ("days", "years"):
        raise NotCarriedError
    days = [_date([side], resolve)[0] for side in (since, until)]
    return Span(value=unit.value, since=days[0], until=days[1]), "number"


_MANY = 50
_FUNCTIONS: dict[str, tuple[Callable[[Sequence[Part], Resolve], Told], int, int]] = {
    "today": (_today, 0, 0),
    **dict.fromkeys(("date", "getdate"), (_date, 1, 1)),
    **dict.fromkeys(("int", "intval", "trunc"), (_whole, 1, 1)),
    **dict.fromkeys(("if", "iif"), (_if, 3, 3)),
    **dict.fromkeys(("concat", "join"), (_concat, 1, _MANY)),
    "number": (_number, 1, 1),
    "round": (_round, 1, 2),
    "coalesce": (_first, 1, _MANY),
    "count-selected": (_count, 1, 1),
    "count-answered": (_how_many, 1, _MANY),
    "age": (_age, 1, 1),
    "datediff": (_between_days, 3, 3),
    "sum": (_several("sum"), 1, _MANY),
    "avg": (_several("mean"), 1, _MANY),
    "min": (_several("lowest"), 1, _MANY),
    "max": (_several("highest"), 1, _MANY),
}
"""Each with how few and how many values it takes."""


def _like(told: Told, sense: Sense, *, is_needed: bool = False) -> Told:
    """Read a text the author wrote as the day, time or number it stands beside."""
    value, is_now = told
    if is_now == sense:
        return told
    if isinstance(value, Words) and (found := _as(value.root, sense)) is not None:
        return found, sense
    if is_needed:
        raise NotCarriedError
    return told


def _as(text: str, sense: Sense) -> Any:
    try:
        match sense:
            case "date":
                return Day(day=date.fromisoformat(text[:10]))
            case "time":
                return Clock(time=time.fromisoformat(text[:5]))
            case "number":
                return Number(float(text))
    except (ValueError, ValidationError):
        return None
    return None
