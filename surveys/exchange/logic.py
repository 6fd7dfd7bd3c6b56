"""Constraints and calculations on their way out to other programs and in again.

What a format can say is written in its words. Beside it stands ours, with the words it was written in: while
those are unchanged, ours is taken as it was.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from surveys.exchange.building import drawn
from surveys.exchange.conditions import Known, Resolve, read_condition
from surveys.exchange.expressions import read_value
from surveys.exchange.parsing import NotCarriedError
from surveys.exchange.repeats import are_alike
from surveys.exchange.writing import Dialect
from surveys.questions import Question
from surveys.questions.calculated import Calculated
from surveys.relevance import Condition
from surveys.senses import sense_of
from surveys.values import Meaning, Sense, bind, leaves

Data = dict[str, Any]
WRITTEN = "written"
_CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


def formula_of(question: Question) -> Any:
    """Return what a calculated value is worked out by; ``None`` for what is asked."""
    return dict(question.rules()).get("formula")


def written_formula(question: Question, dialect: Dialect) -> str:
    """Write a formula. Raises ``NotCarriedError`` where the program has no words for it."""
    return dialect.value(formula_of(question))


def written_constraint(question: Question, dialect: Dialect) -> str:
    """Write a constraint, empty where there is none or the program has no words for it."""
    if question.constraint is None:
        return ""
    try:
        return dialect.condition(question.constraint.condition)
    except NotCarriedError:
        return ""


def is_as_written(own: object, name: str, text: object) -> bool:
    """Say whether a cell still holds what an export of ours wrote into it."""
    written = own.get(WRITTEN) if isinstance(own, Mapping) else None
    return isinstance(written, Mapping) and bool(text) and written.get(name) == text


def with_message(condition: Data, message: Mapping[str, str], own: object) -> Data:
    """Return a constraint; its message with the fallbacks it went out with, where otherwise unchanged."""
    ours = own.get("constraint") if isinstance(own, Mapping) else None
    said = ours.get("message") if isinstance(ours, Mapping) else None
    return {"constraint": {"condition": condition, "message": said if are_alike(said, message) else message}}


def own_constraint(own: object, text: str, names: Collection[str]) -> Data | None:
    """Return the condition that went out as ``text``, if that is unchanged and all it looks at is there."""
    ours = (
        own.get("constraint") if isinstance(own, Mapping) and is_as_written(own, "constraint", text) else {}
    )
    try:
        tree = _CONDITION.validate_python(ours.get("condition") if isinstance(ours, Mapping) else None)
    except ValidationError:
        return None
    if any(leaf.question not in names for leaf in leaves(tree)):
        return None
    found: Data = _CONDITION.dump_python(tree, mode="json")
    return found


def read_formula(text: str, resolve: Resolve, own: object) -> tuple[Data, Known]:
    """Return a calculated value as plain data, and what a reference to it means.

    Raises:
        NotCarriedError: ours cannot say it.
    """
    made = drawn(Calculated)
    ours = own if isinstance(own, Mapping) and is_as_written(own, "formula", text) else {}
    value = read_value(text, resolve)
    formula = ours.get("formula", value.model_dump(mode="json"))
    told = ours.get("options")
    options = told if isinstance(told, list) and all(isinstance(o, Mapping) for o in told) else []
    codes = {str(o.get("code")): str(o.get("code")) for o in options}
    known = Known("", codes, sense="choice" if codes else _sense(value, resolve))
    return made | {"formula": formula} | ({"options": options} if options else {}), known


def _sense(value: Any, resolve: Resolve) -> Sense:
    meanings = {}
    for leaf in leaves(value):
        found = resolve(leaf.question)
        meanings[leaf.question] = Meaning(found.sense if found else "text")
    bind(value, meanings)
    return sense_of(value)


def read_constraint_condition(text: str, itself: Known, own_names: set[str], resolve: Resolve) -> Data | None:
    """Return the condition a constraint is, or ``None`` where ours cannot say it."""

    def with_itself(name: str) -> Known | None:
        return itself if name in own_names else resolve(name)

    try:
        found = read_condition(text, with_itself)
    except NotCarriedError:
        return None
    return found.model_dump(mode="json") if found is not None else None
