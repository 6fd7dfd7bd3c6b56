"""What the kinds with closed answers share: options, their check, their labels, their counts."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from random import Random
from typing import Any, ClassVar, Protocol, Self, TypeVar

from pydantic import Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Option, Question, Raw, Texts, Value, in_language
from surveys.relevance import Condition
from surveys.summaries import Bar
from surveys.text import letters
from surveys.values import Node, Sense

MOST_OPTIONS = 200
SEPARATORS = ("|", "\n", ";", ",")
"""What tables put between several answers in one cell, surest first."""
_WHOLE = re.compile(r"^(\d+)\.0+$")
_NUMBERED = re.compile(r"^\(?\d{1,3}\s*[.):\u2013-]\s*")


class CodedQuestion(Question):
    """A question answered by codes; each kind says by ``choices`` which there are."""

    is_counted: ClassVar[bool] = True
    sense: ClassVar[Sense] = "choice"
    offers: ClassVar[str] = ""
    """The setting whose parts may each have a condition; none for most kinds."""

    def codes(self) -> set[str]:
        """Return the codes an answer may hold."""
        return {option.code for option in self.choices()}

    def missing_codes(self) -> set[str]:
        """Return the codes that mean no answer."""
        return {option.code for option in self.choices() if option.missing}

    def known(self, given: list[str]) -> list[str]:
        """Return ``given`` or raise ``AnswerError`` for a code that is not offered."""
        codes = self.codes()
        for code in given:
            if code not in codes:
                raise AnswerError("option_unknown")
        return given

    def label(self, code: str, language: str) -> str:
        """Return an option's label; a code no longer offered shows as itself."""
        return next((in_language(o.label, language) for o in self.choices() if o.code == code), code)

    def show(self, value: Value, language: str) -> list[str]:
        """Return the chosen labels."""
        return [self.label(code, language) for code in self.raw(value)]

    def code_of(self, text: str) -> str | None:
        """Return the code of the option meant, by code or label in any language, strictest reading first."""
        for simplify in (str, _folded, _plain, _unnumbered):
            wanted = simplify(text)
            found = {option.code for option in self.choices() if wanted in _written(option, simplify)}
            if wanted and len(found) == 1:
                return found.pop()
        return None

    def from_cell(self, cell: str) -> Raw:
        """Take one option, or several with any usual separator; what no option means stays as it is."""
        whole = self.code_of(cell)
        if whole is not None:
            return [whole]
        for separator in SEPARATORS:
            codes = [self.code_of(part) for part in cell.split(separator) if part.strip()]
            if len(codes) > 1 and None not in codes:
                return [code for code in codes if code is not None]
        return [cell]

    def from_cells(self, cells: Sequence[str]) -> Raw:
        """Take one cell per export column."""
        return [self.code_of(cell) or cell for cell in cells]

    def bars(self, counts: Counter[str]) -> tuple[Bar, ...]:
        """Return one bar per option that counts as an answer, in the author's order."""
        return tuple(Bar(o.code, dict(o.label), counts[o.code]) for o in self.choices() if not o.missing)

    def own_problems(self) -> list[Problem]:
        """Refuse two options with one code, and conditions where every option stands for everybody."""
        counts = Counter(option.code for option in self.choices())
        repeated = [code for code, times in counts.items() if times > 1]
        bound = [o.code for o in self.choices() if o.relevance is not None and self.offers != "options"]
        return [
            *(Problem("option_repeated", self.name, {"code": code}) for code in repeated),
            *(Problem("option_condition_misplaced", self.name, {"code": code}) for code in bound),
        ]


class Offer(Protocol):
    """What may be offered to some only: an option, a line of a matrix."""

    @property
    def code(self) -> str:
        """Return what is stored."""

    @property
    def relevance(self) -> Condition | None:
        """Return where it is offered; everywhere without one."""


class ClosedQuestion(CodedQuestion):
    """A question answered by choosing among the author's ``options``."""

    options: tuple[Option, ...] = Field(min_length=1, max_length=MOST_OPTIONS)

    def choices(self) -> tuple[Option, ...]:
        """Return the options in the author's order."""
        return self.options


class OfferingQuestion(ClosedQuestion):
    """A question that may offer some of its options only to some, by a condition of each option."""

    offers: ClassVar[str] = "options"

    def parts(self) -> tuple[Offer, ...]:
        """Return what it offers, in the author's order."""
        found: tuple[Offer, ...] = getattr(self, self.offers)
        return found

    @cached_property
    def depends(self) -> bool:
        """Say whether something that it offers has a condition."""
        return any(part.relevance is not None for part in self.parts())

    @property
    def is_conditional(self) -> bool:
        """Say whether some may not be asked, or may have nothing to choose from."""
        return super().is_conditional or self.depends

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Say whether somebody is asked: with nothing to choose from, nobody is."""
        return super().is_asked(answers) and (not self.depends or bool(self._left(answers)))

    def offered(self, answers: Mapping[str, Any]) -> Self:
        """Return the question with what somebody is offered."""
        if not self.depends:
            return self
        left = self._left(answers)
        return self if len(left) == len(self.parts()) else self.narrowed(left)

    def narrowed(self, left: tuple[Offer, ...]) -> Self:
        """Return the question with ``left`` of what it offers, so that it can be answered with that."""
        return self.model_copy(update={self.offers: left})

    def rules(self) -> Iterator[tuple[str, Node]]:
        """Yield the conditions of what it offers as well."""
        yield from super().rules()
        for part in self.parts() if self.depends else ():
            if part.relevance is not None:
                yield f"{self.offers}.{part.code}", part.relevance

    def _left(self, answers: Mapping[str, Any]) -> tuple[Offer, ...]:
        return tuple(p for p in self.parts() if p.relevance is None or p.relevance.holds(answers))


class ShuffledQuestion(OfferingQuestion):
    """A question whose options may stand in another order on every form, so that none gains by its place."""

    shuffled: bool = False

    @property
    def is_shuffled(self) -> bool:
        """Say whether the author wants it."""
        return self.shuffled

    def arranged(self, chance: Random, opening: frozenset[str]) -> Self:
        """Shuffle the options, except those that stay, stand alone, decline, or bring up a line below."""

        def stays(option: Option) -> bool:
            return option.stays or option.exclusive or option.missing or option.code in opening

        return self.model_copy(update={"options": tuple(in_place(self.options, stays, chance))})

    def order(self) -> tuple[str, ...]:
        """Return the options' codes."""
        return tuple(option.code for option in self.options)


Thing = TypeVar("Thing")


def in_place(things: Sequence[Thing], stays: Callable[[Thing], bool], chance: Random) -> list[Thing]:
    """Return ``things`` shuffled, those that stay each at the place it had."""
    moving = [thing for thing in things if not stays(thing)]
    chance.shuffle(moving)
    rest = iter(moving)
    return [thing if stays(thing) else next(rest) for thing in things]


DECLINED = "declined"


def declined(label: Texts) -> tuple[Option, ...]:
    """Return the last answer that counts as none, where the author gave it a label."""
    return (Option(code=DECLINED, label=label, missing=True),) if label else ()


def count(values: Iterable[str]) -> Counter[str]:
    """Count codes."""
    return Counter(values)


def _written(option: Option, simplify: Callable[[str], str]) -> set[str]:
    return {simplify(text) for text in (option.code, *option.label.values())}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _plain(text: str) -> str:
    """Return letters and digits only; a spreadsheet's ``4.0`` is ``4``."""
    return letters(_WHOLE.sub(r"\1", text.strip()))


def _unnumbered(text: str) -> str:
    return _plain(_NUMBERED.sub("", text.strip()))
