"""Equal trees said in one way, so that a rule that went out and came in again can be compared."""

from typing import Any

from surveys.relevance import MIRRORED, All, Answered, AnyOf, Between, Compare, Condition, Not, Selected
from surveys.values import Answer, Clock, Day, First, If, Node, Number, Words

WRITTEN = (Number, Words, Day, Clock)


def plain(condition: Condition) -> Condition:
    """Return an equal condition without needless nesting, one ``selected`` a question in an ``any``.

    ``between`` becomes two comparisons. "Not equal", which never holds of a missing answer, becomes that
    there is an answer and that it is not equal.
    """
    match condition:
        case Not():
            inner = plain(condition.of)
            return inner.of if isinstance(inner, Not) else Not(of=inner)
        case Selected():
            return Selected(question=condition.question, options=tuple(dict.fromkeys(condition.options)))
        case Between(of=of, lowest=lowest, highest=highest):
            ends = (Compare(left=of, sign=">=", right=lowest), Compare(left=of, sign="<=", right=highest))
            return plain(All(of=ends))
        case Compare(sign="!="):
            return plain(unequal(condition))
        case Compare():
            return _facing(condition)
        case All() | AnyOf():
            return _joined(condition)
    return condition


def _facing(condition: Compare) -> Compare:
    """Return a comparison with what the author wrote on the right."""
    left, sign, right = plain_value(condition.left), condition.sign, plain_value(condition.right)
    if isinstance(left, WRITTEN) and not isinstance(right, WRITTEN):
        left, sign, right = right, MIRRORED[sign], left
    return Compare(left=left, sign=sign, right=right)


def unequal(condition: Compare) -> Condition:
    """Return "not equal" by its parts: all that it looks at was answered, and the two are not equal."""
    equal = Compare(left=condition.left, sign="=", right=condition.right)
    there = [
        Answered(question=side.question) for side in (equal.left, equal.right) if isinstance(side, Answer)
    ]
    return All(of=(*there, Not(of=equal)))


def _joined(condition: All | AnyOf) -> Condition:
    parts: list[Condition] = []
    for part in map(plain, condition.of):
        parts += part.of if isinstance(part, type(condition)) else (part,)
    if isinstance(condition, AnyOf):
        parts = _merged(parts)
    parts = [part for at, part in enumerate(parts) if part not in parts[:at]]
    if len(parts) == 1:
        return parts[0]
    most = 200
    if len(parts) > most:  # as nested as it was, rather than longer than a condition may be
        return condition
    return type(condition)(of=tuple(parts))


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


def _is_first(value: If) -> bool:
    """Say whether it is an answer where there is one, and something else where there is none."""
    when, then = value.when, value.then
    return isinstance(when, Answered) and isinstance(then, Answer) and when.question == then.question


def plain_value(value: Any) -> Any:
    """Return an equal value: conditions inside it plain, the first of the first of several flat."""
    if isinstance(value, First):
        parts: list[Any] = []
        for part in map(plain_value, value.of):
            parts += part.of if isinstance(part, First) else (part,)
        return parts[0] if len(parts) == 1 else First(of=tuple(parts))
    if isinstance(value, If) and _is_first(value):
        return plain_value(First(of=(value.then, value.otherwise)))
    if isinstance(value, If):
        return If(
            when=plain(value.when), then=plain_value(value.then), otherwise=plain_value(value.otherwise)
        )
    if not isinstance(value, Node):
        return value
    changed: dict[str, Any] = {}
    for name in type(value).model_fields:
        part = getattr(value, name)
        if isinstance(part, Node):
            changed[name] = plain_value(part)
        elif isinstance(part, tuple):
            changed[name] = tuple(plain_value(one) if isinstance(one, Node) else one for one in part)
    return value.model_copy(update=changed) if changed else value
