"""Who is asked a question, and which answers are taken: a small typed tree of conditions over answers.

Nothing is ever evaluated as code. Each part either holds or does not: whatever compares a missing answer
does not hold, and ``not`` turns that round (``docs/logic.md``).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from surveys import values
from surveys.values import Answers, Expression, Fact, Leaf, Node, leaves, read_as

MOST_PARTS = 200
Sign = Literal["=", "!=", "<", "<=", ">", ">="]
MIRRORED: Mapping[str, Sign] = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
"""What a sign is when its two sides change places."""


class _Condition(Node):
    def questions(self) -> tuple[Leaf, ...]:
        """Return every part that looks at an answer, to be checked against the questions they name."""
        return leaves(self)


class Selected(Leaf):
    """True when ``question``'s answer is, or contains, one of ``options``."""

    test: Literal["selected"] = "selected"
    question: str
    options: tuple[str, ...] = Field(min_length=1)

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers; an unanswered question selects nothing."""
        value = answers.get(self.question)
        chosen = [value] if isinstance(value, str) else value if isinstance(value, Sequence) else []
        return any(option in chosen for option in self.options)

    def questions(self) -> tuple[Leaf, ...]:
        """Return the leaf itself."""
        return (self,)


class Answered(Leaf):
    """True when ``question`` has an answer that counts as one."""

    test: Literal["answered"] = "answered"
    question: str

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return self._meaning.is_answer(answers.get(self.question))

    def questions(self) -> tuple[Leaf, ...]:
        """Return the leaf itself."""
        return (self,)


class All(_Condition):
    """True when every part holds."""

    test: Literal["all"] = "all"
    of: tuple["Condition", ...] = Field(min_length=1, max_length=MOST_PARTS)

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return all(part.holds(answers) for part in self.of)


class AnyOf(_Condition):
    """True when at least one part holds."""

    test: Literal["any"] = "any"
    of: tuple["Condition", ...] = Field(min_length=1, max_length=MOST_PARTS)

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return any(part.holds(answers) for part in self.of)


class Not(_Condition):
    """True when the part does not hold."""

    test: Literal["not"] = "not"
    of: "Condition"

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return not self.of.holds(answers)


class Compare(_Condition):
    """True when two values stand to each other as ``sign`` says; false when one of them is missing."""

    test: Literal["compare"] = "compare"
    left: Expression
    sign: Sign
    right: Expression

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return compared(self.left.fact(answers), self.sign, self.right.fact(answers))


class Between(_Condition):
    """True when a value is one of two others or lies between them; false when one of the three is missing."""

    test: Literal["between"] = "between"
    of: Expression
    lowest: Expression
    highest: Expression

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        fact = self.of.fact(answers)
        return compared(self.lowest.fact(answers), "<=", fact) and compared(
            fact, "<=", self.highest.fact(answers)
        )


def compared(left: Fact, sign: Sign, right: Fact) -> bool:
    """Say whether two values stand so to each other; what is missing, or of another sort, never does."""
    left, right = _alike(left, right)
    if left is None or right is None or type(left) is not type(right):
        return False
    match sign:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return bool(left < right)  # type: ignore[operator]
        case "<=":
            return bool(left <= right)  # type: ignore[operator]
        case ">":
            return bool(left > right)  # type: ignore[operator]
    return bool(left >= right)  # type: ignore[operator]


def _alike(left: Fact, right: Fact) -> tuple[Fact, Fact]:
    """Read a text as what it is compared with, where nobody said what its question's answers mean."""
    if isinstance(left, str) and not isinstance(right, str):
        return _as(right, left), right
    if isinstance(right, str) and not isinstance(left, str):
        return left, _as(left, right)
    return left, right


def _as(other: Fact, text: str) -> Fact:
    if isinstance(other, Decimal):
        return read_as("number", text)
    return read_as("date", text) or read_as("time", text)


Condition = Annotated[
    Selected | Answered | All | AnyOf | Not | Compare | Between, Field(discriminator="test")
]
_NESTED: tuple[type[Node], ...] = (All, AnyOf, Not, Compare, Between, *values.NESTED)
for _model in _NESTED:
    _model.model_rebuild(force=True, _types_namespace={"Condition": Condition, "Expression": Expression})
