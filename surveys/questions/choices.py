"""What the kinds with closed answers share: options, their check, their labels, their counts."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import ClassVar, Self, TypeVar

from pydantic import Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Option, Question, Raw, Texts, Value, in_language
from surveys.summaries import Bar
from surveys.text import letters
from surveys.values import Sense

MOST_OPTIONS = 200
SEPARATORS = ("|", "\n", ";", ",")
"""What tables put between several answers in one cell, surest first."""
_WHOLE = re.compile(r"^(\d+)\.0+$")
_NUMBERED = re.compile(r"^\(?\d{1,3}\s*[.):\u2013-]\s*")


class CodedQuestion(Question):
    """A question answered by codes; each kind says by ``choices`` which there are."""

    is_counted: ClassVar[bool] = True
    sense: ClassVar[Sense] = "choice"

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
        """Refuse two options with one code."""
        counts = Counter(option.code for option in self.choices())
        repeated = [code for code, times in counts.items() if times > 1]
        return [Problem("option_repeated", self.name, {"code": code}) for code in repeated]


class ClosedQuestion(CodedQuestion):
    """A question answered by choosing among the author's ``options``."""

    options: tuple[Option, ...] = Field(min_length=1, max_length=MOST_OPTIONS)

    def choices(self) -> tuple[Option, ...]:
        """Return the options in the author's order."""
        return self.options


class ShuffledQuestion(ClosedQuestion):
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
