"""Which options somebody is offered, in other programs' words: one filter for a list, read for each option.

What a filter says of the option itself (a column of its row, ``{item}``) is put in and worked out; what is
left looks at answers, and is the option's condition.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from surveys.exchange.conditions import SIGNS, Resolve, condition_of
from surveys.exchange.parsing import Call, Literal_, NotCarriedError, Part, Ref, parsed
from surveys.exchange.plainer import plain
from surveys.relevance import AnyOf, Condition

Said = Callable[[Ref], str | None]
"""What a reference says of the option at hand; ``None`` where it is about something else."""
Data = dict[str, Any]
ALWAYS, NEVER = Literal_(True), Literal_(False)


def offered_if(text: str, said: Said, resolve: Resolve) -> Condition | bool:
    """Return the condition on which an option is offered, or whether it always or never is.

    Raises:
        NotCarriedError: the filter says something that ours cannot.
    """
    if not text.strip():
        return True
    left = _settled(parsed(text), said, resolve)
    if isinstance(left, Literal_) and isinstance(left.value, bool):
        return left.value
    return plain(condition_of(left, resolve))


def offered(options: Sequence[Data], conditions: Sequence[Condition | bool]) -> list[Data]:
    """Return options with their conditions, without those that nobody is offered.

    An option that stands twice under one code and label, for different answers, is one that either brings up.
    """
    found: dict[str, tuple[Data, list[Condition | bool]]] = {}
    for at, (option, condition) in enumerate(zip(options, conditions, strict=True)):
        if condition is False:
            continue
        same = next((k for k, (o, _) in found.items() if _is_same(o, option)), None)
        found.setdefault(same or str(at), (option, []))[1].append(condition)
    return [_with(option, told) for option, told in found.values()]


def _is_same(one: Data, other: Data) -> bool:
    return bool(one["code"] == other["code"] and one["label"] == other["label"])


def _with(option: Data, conditions: Sequence[Condition | bool]) -> Data:
    told = [condition for condition in conditions if not isinstance(condition, bool)]
    if len(told) < len(conditions):
        return option
    whole = told[0] if len(told) == 1 else plain(AnyOf(of=tuple(told)))
    return {**option, "relevance": whole.model_dump(mode="json")}


def _settled(part: Part, said: Said, resolve: Resolve) -> Part:
    """Put in what is known of the option, and work out what follows from that alone."""
    if isinstance(part, Ref):
        known = said(part)
        return part if known is None else Literal_(known)
    if not isinstance(part, Call):
        return part
    given = tuple(_settled(inner, said, resolve) for inner in part.given)
    if part.name in ("and", "or") and part.sort == "sign":
        return _joined(part.name, given)
    if part.name == "not" and len(given) == 1:
        return _opposite(given[0])
    if part.name in ("true", "false") and not given:
        return Literal_(part.name == "true")
    return _decided(Call(part.name, given, part.sort), resolve)


def _joined(word: str, given: Sequence[Part]) -> Part:
    """Leave out what changes nothing; one part may decide the whole."""
    deciding, idle = (NEVER, ALWAYS) if word == "and" else (ALWAYS, NEVER)
    if deciding in given:
        return deciding
    left = tuple(part for part in given if part != idle)
    if not left:
        return idle
    return left[0] if len(left) == 1 else Call(word, left, "sign")


def _opposite(part: Part) -> Part:
    if part in (ALWAYS, NEVER):
        return NEVER if part == ALWAYS else ALWAYS
    return Call("not", (part,), "sign")


def _decided(part: Call, resolve: Resolve) -> Part:
    match part.name, part.given:
        case sign, (Literal_() as left, Literal_() as right) if sign in SIGNS:
            return Literal_(_compared(left.value, sign, right.value))
        case "selected", (Literal_(value=str() as several), inner):
            # A column may hold several codes with spaces between them.
            return _joined("or", [_equal(inner, Literal_(one), resolve) for one in several.split()])
        case "selected" | "contains" | "anyof", (Ref() as ref, Literal_() as value):
            return part if _can_be(ref, value, resolve) else NEVER
        case ("=" | "!=") as sign, (
            (Ref() as ref, Literal_() as value) | (Literal_() as value, Ref() as ref)
        ):
            if value.value == "" or _can_be(ref, value, resolve):
                return part
            return NEVER if sign == "=" else ALWAYS
    return part


def _equal(one: Part, other: Literal_, resolve: Resolve) -> Part:
    return _decided(Call("=", (one, other), "sign"), resolve)


def _can_be(ref: Ref, value: Literal_, resolve: Resolve) -> bool:
    """Say whether an answer may hold a code: a list of choices may name more than a question offers."""
    known = resolve(ref.name)
    is_coded = known is not None and bool(known.codes) and known.sense != "number" and not known.tick
    return known is None or not is_coded or str(value.value) in known.codes


_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _compared(left: Any, sign: str, right: Any) -> bool:
    """Compare two written values: as numbers where both are, else as texts, of which none is the greater."""
    try:
        return _TESTS[sign](float(left), float(right))
    except ValueError:
        if sign not in ("=", "!="):
            raise NotCarriedError from None
    return _TESTS[sign](str(left), str(right))
