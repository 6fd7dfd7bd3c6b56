"""Values worked out from answers: a small typed tree of numbers, texts, days and times, never evaluated code.

What cannot be worked out (a missing answer, a division by nothing, a day beyond the calendar) is ``None``.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, RootModel, Tag

from surveys.facts import as_text as as_text
from surveys.facts import digits, kept
from surveys.facts import rounded as rounded
from surveys.meanings import TODAY as TODAY
from surveys.meanings import Answers as Answers
from surveys.meanings import Fact as Fact
from surveys.meanings import Leaf as Leaf
from surveys.meanings import Meaning as Meaning
from surveys.meanings import Node as Node
from surveys.meanings import Sense as Sense
from surveys.meanings import bind as bind
from surveys.meanings import leaves as leaves
from surveys.meanings import read_as as read_as
from surveys.meanings import walk as walk

MOST_PARTS = 50


class Number(RootModel[Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]]):
    """A number the author wrote."""

    model_config = ConfigDict(frozen=True)

    def fact(self, answers: Answers) -> Fact:
        """Return it."""
        del answers
        return Decimal(repr(self.root))


class Words(RootModel[Annotated[str, Field(max_length=1000)]]):
    """A text the author wrote."""

    model_config = ConfigDict(frozen=True)

    def fact(self, answers: Answers) -> Fact:
        """Return it."""
        del answers
        return self.root


class Day(Node):
    """A day the author wrote."""

    value: Literal["date"] = "date"
    day: date

    def fact(self, answers: Answers) -> Fact:
        """Return it."""
        del answers
        return self.day


class Clock(Node):
    """A time of day the author wrote."""

    value: Literal["time"] = "time"
    time: time

    def fact(self, answers: Answers) -> Fact:
        """Return it."""
        del answers
        return self.time


class Today(Node):
    """The day on which the resident opened the survey, in the town's time; the same to the end of a visit."""

    value: Literal["today"] = "today"

    def fact(self, answers: Answers) -> Fact:
        """Return it, as the answers keep it."""
        return read_as("date", str(answers.get(TODAY)))


class Answer(Leaf):
    """What somebody answered to ``question``."""

    value: Literal["answer"] = "answer"
    question: str

    def fact(self, answers: Answers) -> Fact:
        """Return the answer as what it means."""
        return self._meaning.fact(answers.get(self.question))


class Count(Leaf):
    """How many options of ``question`` were chosen; 0 where nothing was."""

    value: Literal["count"] = "count"
    question: str

    def fact(self, answers: Answers) -> Fact:
        """Return the number."""
        return Decimal(self._meaning.count(answers.get(self.question)))


class Arithmetic(Node):
    """Two numbers put together; without both, or divided by nothing, there is no result."""

    value: Literal["plus", "minus", "times", "divided"]
    left: "Expression"
    right: "Expression"

    def fact(self, answers: Answers) -> Fact:
        """Work it out."""
        left, right = self.left.fact(answers), self.right.fact(answers)
        if not isinstance(left, Decimal) or not isinstance(right, Decimal):
            return None
        match self.value:
            case "plus":
                return kept(left + right)
            case "minus":
                return kept(left - right)
            case "times":
                return kept(left * right)
        return kept(left / right) if right else None


class Several(Node):
    """The sum, mean, lowest or highest of the numbers that are there; of none, nothing."""

    value: Literal["sum", "mean", "lowest", "highest"]
    of: tuple["Expression", ...] = Field(min_length=1, max_length=MOST_PARTS)

    def fact(self, answers: Answers) -> Fact:
        """Work it out over what is not missing."""
        facts = [part.fact(answers) for part in self.of]
        numbers = [fact for fact in facts if isinstance(fact, Decimal)]
        if not numbers:
            return None
        match self.value:
            case "lowest":
                return min(numbers)
            case "highest":
                return max(numbers)
            case "sum":
                return kept(sum(numbers, Decimal(0)))
        return kept(sum(numbers, Decimal(0)) / len(numbers))


class First(Node):
    """The first of several values that is not missing."""

    value: Literal["first"] = "first"
    of: tuple["Expression", ...] = Field(min_length=1, max_length=MOST_PARTS)

    def fact(self, answers: Answers) -> Fact:
        """Return it."""
        return next((fact for part in self.of if (fact := part.fact(answers)) is not None), None)


class If(Node):
    """One value where a condition holds, another where it does not."""

    value: Literal["if"] = "if"
    when: "Condition"  # type: ignore[name-defined]  # noqa: F821  (surveys.relevance completes it)
    then: "Expression"
    otherwise: "Expression"

    def fact(self, answers: Answers) -> Fact:
        """Work out the one that counts."""
        return (self.then if self.when.holds(answers) else self.otherwise).fact(answers)


class HowMany(Node):
    """How many of several conditions hold."""

    value: Literal["how_many"] = "how_many"
    of: tuple["Condition", ...] = Field(min_length=1, max_length=MOST_PARTS)  # type: ignore[name-defined]  # noqa: F821

    def fact(self, answers: Answers) -> Fact:
        """Count them."""
        return Decimal(sum(part.holds(answers) for part in self.of))


class Span(Node):
    """The days, or the full years, from one day to another; negative where they stand the other way round."""

    value: Literal["days", "years"]
    since: "Expression"
    until: "Expression"

    def fact(self, answers: Answers) -> Fact:
        """Work it out."""
        since, until = self.since.fact(answers), self.until.fact(answers)
        if not isinstance(since, date) or not isinstance(until, date):
            return None
        if self.value == "days":
            return Decimal((until - since).days)
        # A year is full on the same month and day: 20250301 less 20240229 is more than 10000.
        return Decimal(int((digits(until) - digits(since)) / 10_000))


class Later(Node):
    """A day so many days after another; before it where ``days`` are negative."""

    value: Literal["later"] = "later"
    day: "Expression"
    days: "Expression"

    def fact(self, answers: Answers) -> Fact:
        """Work it out; part of a day does not count."""
        day, days = self.day.fact(answers), self.days.fact(answers)
        if not isinstance(day, date) or not isinstance(days, Decimal):
            return None
        try:
            return day + timedelta(days=int(days))
        except OverflowError:
            return None


class Rounded(Node):
    """A number to so many decimals: the nearest (a half counts up), or cut off after them."""

    value: Literal["round", "cut"]
    of: "Expression"
    decimals: int = Field(default=0, ge=0, le=6)

    def fact(self, answers: Answers) -> Fact:
        """Round it."""
        number = self.of.fact(answers)
        if not isinstance(number, Decimal):
            return None
        return rounded(number, self.decimals, cut=self.value == "cut")


class Joined(Node):
    """Texts and numbers one after the other; what is missing is left out."""

    value: Literal["joined"] = "joined"
    of: tuple["Expression", ...] = Field(min_length=1, max_length=MOST_PARTS)

    def fact(self, answers: Answers) -> Fact:
        """Write them; nothing where all are missing."""
        facts = [part.fact(answers) for part in self.of]
        return "".join(as_text(fact) for fact in facts) or None


def _tag(data: Any) -> str | None:
    if isinstance(data, bool):
        return None
    if isinstance(data, int | float | Number):
        return "a number"
    if isinstance(data, str | Words):
        return "a text"
    said = data.get("value") if isinstance(data, Mapping) else getattr(data, "value", None)
    return _TAGS.get(said) if isinstance(said, str) else None


_TAGS = {
    **{"date": "date", "time": "time", "today": "today", "answer": "answer", "count": "count"},
    **dict.fromkeys(("plus", "minus", "times", "divided"), "arithmetic"),
    **dict.fromkeys(("sum", "mean", "lowest", "highest"), "several"),
    **{"first": "first", "if": "if", "how_many": "how_many", "days": "span", "years": "span"},
    **{"later": "later", "round": "rounded", "cut": "rounded", "joined": "joined"},
}

Expression = Annotated[
    Annotated[Number, Tag("a number")]
    | Annotated[Words, Tag("a text")]
    | Annotated[Day, Tag("date")]
    | Annotated[Clock, Tag("time")]
    | Annotated[Today, Tag("today")]
    | Annotated[Answer, Tag("answer")]
    | Annotated[Count, Tag("count")]
    | Annotated[Arithmetic, Tag("arithmetic")]
    | Annotated[Several, Tag("several")]
    | Annotated[First, Tag("first")]
    | Annotated[If, Tag("if")]
    | Annotated[HowMany, Tag("how_many")]
    | Annotated[Span, Tag("span")]
    | Annotated[Later, Tag("later")]
    | Annotated[Rounded, Tag("rounded")]
    | Annotated[Joined, Tag("joined")],
    Discriminator(_tag),
]
NESTED: tuple[type[Node], ...] = (Arithmetic, Several, First, If, HowMany, Span, Later, Rounded, Joined)
"""The nodes that hold others; ``surveys.relevance`` completes them: conditions and values hold each other."""
