"""Who is asked a question: a small typed tree of conditions over earlier answers, never evaluated code."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Answers = Mapping[str, Any]


class _Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Selected(_Condition):
    """True when ``question``'s answer is, or contains, one of ``options``."""

    test: Literal["selected"] = "selected"
    question: str
    options: tuple[str, ...] = Field(min_length=1)

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers; an unanswered question selects nothing."""
        value = answers.get(self.question)
        chosen = [value] if isinstance(value, str) else value if isinstance(value, Sequence) else []
        return any(option in chosen for option in self.options)

    def questions(self) -> tuple["Selected", ...]:
        """Return the leaves, to be checked against the questions they name."""
        return (self,)


class Answered(_Condition):
    """True when ``question`` has any answer."""

    test: Literal["answered"] = "answered"
    question: str

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return answers.get(self.question) is not None

    def questions(self) -> tuple["Answered", ...]:
        """Return the leaf itself."""
        return (self,)


class All(_Condition):
    """True when every part holds."""

    test: Literal["all"] = "all"
    of: tuple["Condition", ...] = Field(min_length=1)

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return all(part.holds(answers) for part in self.of)

    def questions(self) -> tuple["Selected | Answered", ...]:
        """Return every leaf below."""
        return tuple(leaf for part in self.of for leaf in part.questions())


class AnyOf(_Condition):
    """True when at least one part holds."""

    test: Literal["any"] = "any"
    of: tuple["Condition", ...] = Field(min_length=1)

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return any(part.holds(answers) for part in self.of)

    def questions(self) -> tuple["Selected | Answered", ...]:
        """Return every leaf below."""
        return tuple(leaf for part in self.of for leaf in part.questions())


class Not(_Condition):
    """True when the part does not hold."""

    test: Literal["not"] = "not"
    of: "Condition"

    def holds(self, answers: Answers) -> bool:
        """Evaluate over clean answers."""
        return not self.of.holds(answers)

    def questions(self) -> tuple["Selected | Answered", ...]:
        """Return every leaf below."""
        return self.of.questions()


Condition = Annotated[Selected | Answered | All | AnyOf | Not, Field(discriminator="test")]
for _model in (All, AnyOf, Not):
    _model.model_rebuild()
