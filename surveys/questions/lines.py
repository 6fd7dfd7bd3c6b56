"""What the kinds with one short entry share: a line that must be understood, and is kept in one form."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from surveys.problems import AnswerError
from surveys.questions.base import Question, Value, split_missing
from surveys.summaries import Summary, TextSummary
from surveys.text import clean, is_readable
from surveys.values import Sense

MOST_LETTERS = 300


class LineQuestion(Question):
    """One entry. ``entry`` and ``inputmode`` are what HTML calls the field's type and its keyboard."""

    control: ClassVar[str] = "line"
    sense: ClassVar[Sense] = "text"
    entry: ClassVar[str] = "text"
    inputmode: ClassVar[str] = ""

    def read(self, given: list[str]) -> Value:
        """Take one readable text and hand it to ``understood``."""
        if len(given) > 1:
            raise AnswerError("several_answers")
        if not is_readable(given[0]):
            raise AnswerError("text_unreadable")
        text = clean(given[0]).replace("\n", " ")
        if len(text) > MOST_LETTERS:
            raise AnswerError("text_too_long", longest=MOST_LETTERS, length=len(text))
        return self.understood(text) if text else None

    @abstractmethod
    def understood(self, text: str) -> str:
        """Return ``text`` in the one form that is kept, or raise ``AnswerError``."""

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count who answered."""
        answered, missing = split_missing(values, set())
        return TextSummary(len(answered), missing)
