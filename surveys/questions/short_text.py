"""A line of text in the resident's own words."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from surveys.problems import AnswerError
from surveys.questions.base import Question, Value, split_missing
from surveys.questions.menu import Menu
from surveys.summaries import Summary, TextSummary
from surveys.text import clean, is_readable
from surveys.values import Sense


class ShortText(Question):
    """One line."""

    control: ClassVar[str] = "line"
    sense: ClassVar[Sense] = "text"
    menu: ClassVar[Menu] = Menu(
        "text",
        {"en": "A line of text", "fr": "Une ligne de texte"},
        {"en": "A name or a few words.", "fr": "Un nom ou quelques mots."},
    )
    kind: Literal["short_text"] = "short_text"
    longest: int = Field(default=200, ge=1, le=1000)
    autocomplete: str = "off"
    """The HTML autofill token, where one fits (WCAG 1.3.5)."""

    def read(self, given: list[str]) -> Value:
        """Take cleaned text of at most ``longest`` characters."""
        if len(given) > 1:
            raise AnswerError("several_answers")
        if not is_readable(given[0]):
            raise AnswerError("text_unreadable")
        text = self.tidied(clean(given[0]))
        if len(text) > self.longest:
            raise AnswerError("text_too_long", longest=self.longest, length=len(text))
        return text or None

    def tidied(self, text: str) -> str:
        """Join what a pasted text breaks over several lines."""
        return text.replace("\n", " ")

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count who wrote something."""
        answered, missing = split_missing(values, set())
        return TextSummary(len(answered), missing)
