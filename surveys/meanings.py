"""How the parts of a rule are put together, and how each learns what the answers mean that it looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, PrivateAttr, RootModel

Answers = Mapping[str, Any]
Fact = Decimal | str | date | time | None
Sense = Literal["number", "text", "date", "time", "choice", "choices", "nothing"]
"""As what an answer is read: ``choices`` can be counted and looked into, ``nothing`` only be there or not."""

TODAY = "@today"
"""Where answers keep the day on which the survey was opened; no question can have this name."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How the stored answers of one question are read, and which codes mean no answer."""

    sense: Sense = "text"
    missing: frozenset[str] = frozenset()

    def fact(self, value: Any) -> Fact:
        """Return a stored answer as what it means; ``None`` where there is none."""
        if not isinstance(value, str) or value in self.missing:
            return None
        return value if self.sense in ("text", "choice") else read_as(self.sense, value)

    def is_answer(self, value: Any) -> bool:
        """Say whether somebody answered: "prefer not to say" is no answer."""
        if isinstance(value, list | tuple):
            return any(code not in self.missing for code in value)
        return value is not None and value not in self.missing

    def count(self, value: Any) -> int:
        """Return how many options were chosen."""
        chosen = value if isinstance(value, list | tuple) else () if value is None else (value,)
        return sum(code not in self.missing for code in chosen)


def read_as(sense: Sense, text: str) -> Fact:
    """Return the number, day or time that a stored text means, or ``None``."""
    try:
        match sense:
            case "number":
                number = Decimal(text)
                return number if number.is_finite() else None
            case "date":
                return date.fromisoformat(text)
            case "time":
                return time.fromisoformat(text)
    except (ArithmeticError, ValueError):
        return None
    return None


class Node(BaseModel):
    """A part of a tree: frozen, and equal to another that says the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def parts(self) -> Iterator["Node"]:
        """Yield what stands right below."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Node | RootModel):
                yield value  # type: ignore[misc]
            elif isinstance(value, tuple):
                yield from (part for part in value if isinstance(part, Node | RootModel))  # type: ignore[misc]


class Leaf(Node):
    """A part that looks at an answer. What the answer means is told when the survey is read (``bind``)."""

    if TYPE_CHECKING:  # each leaf names its question where its own tag has been named
        question: str
    _meaning: Meaning = PrivateAttr(default=Meaning())

    @property
    def meaning(self) -> Meaning:
        """Return how the question's answers are read."""
        return self._meaning

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))


def walk(node: Any) -> Iterator[Any]:
    """Yield a tree's every part, itself first."""
    yield node
    if isinstance(node, Node):
        for part in node.parts():
            yield from walk(part)


def leaves(node: Any) -> tuple[Leaf, ...]:
    """Return the parts that look at answers, in order."""
    return tuple(part for part in walk(node) if isinstance(part, Leaf))


def bind(node: Any, meanings: Mapping[str, Meaning]) -> None:
    """Tell every leaf how the answers of its question are read."""
    for leaf in leaves(node):
        leaf._meaning = meanings.get(leaf.question, Meaning())
