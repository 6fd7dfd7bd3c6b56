"""What the kinds with closed answers share: options, their check, their labels, their counts."""

from collections import Counter
from collections.abc import Iterable

from pydantic import Field

from surveys.problems import AnswerError, Problem
from surveys.questions.base import Option, Question, Value, in_language
from surveys.summaries import Bar

MOST_OPTIONS = 200


class ClosedQuestion(Question):
    """A question answered by choosing among ``options``."""

    options: tuple[Option, ...] = Field(min_length=1, max_length=MOST_OPTIONS)

    def choices(self) -> tuple[Option, ...]:
        """Return the options in the author's order."""
        return self.options

    def codes(self) -> set[str]:
        """Return the codes an answer may hold."""
        return {option.code for option in self.options}

    def missing_codes(self) -> set[str]:
        """Return the codes that mean no answer."""
        return {option.code for option in self.options if option.missing}

    def known(self, given: list[str]) -> list[str]:
        """Return ``given`` or raise ``AnswerError`` for a code that is not offered."""
        codes = self.codes()
        for code in given:
            if code not in codes:
                raise AnswerError("option_unknown")
        return given

    def label(self, code: str, language: str) -> str:
        """Return an option's label; a code no longer offered shows as itself."""
        return next((in_language(o.label, language) for o in self.options if o.code == code), code)

    def show(self, value: Value, language: str) -> list[str]:
        """Return the chosen labels."""
        return [self.label(code, language) for code in self.raw(value)]

    def bars(self, counts: Counter[str]) -> tuple[Bar, ...]:
        """Return one bar per option that counts as an answer, in the author's order."""
        return tuple(Bar(o.code, dict(o.label), counts[o.code]) for o in self.options if not o.missing)

    def own_problems(self) -> list[Problem]:
        """Refuse two options with one code."""
        counts = Counter(option.code for option in self.options)
        repeated = [code for code, times in counts.items() if times > 1]
        return [Problem("option_repeated", self.name, {"code": code}) for code in repeated]


def count(values: Iterable[str]) -> Counter[str]:
    """Count codes."""
    return Counter(values)
