"""Yes or no, and where the author allows it a third answer that counts as neither."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from surveys.problems import AnswerError
from surveys.questions.base import Option, Texts, Value, split_missing
from surveys.questions.choices import CodedQuestion, count, declined
from surveys.questions.menu import Menu
from surveys.summaries import ChoiceSummary, Summary

ANSWERS = (
    Option(code="yes", label={"en": "Yes", "fr": "Oui"}),
    Option(code="no", label={"en": "No", "fr": "Non"}),
)


class YesNo(CodedQuestion):
    """Choose yes or no. ``decline`` is the label of a last answer such as "I don't know"."""

    control: ClassVar[str] = "choose_one"
    menu: ClassVar[Menu] = Menu(
        "choice",
        {"en": "Yes or no", "fr": "Oui ou non"},
        {
            "en": "With “I don't know” if you like.",
            "fr": "Avec «\u00a0Je ne sais pas\u00a0», si vous voulez.",
        },
    )
    kind: Literal["yes_no"] = "yes_no"
    decline: Texts = Field(default_factory=dict)

    def choices(self) -> tuple[Option, ...]:
        """Return yes, no and what counts as neither."""
        return ANSWERS + declined(self.decline)

    def code_of(self, text: str) -> str | None:
        """Take what spreadsheets write for yes and no as well."""
        told = {"1": "yes", "1.0": "yes", "true": "yes", "vrai": "yes", "y": "yes", "o": "yes"}
        told |= {"0": "no", "0.0": "no", "false": "no", "faux": "no", "n": "no"}
        return told.get(text.strip().casefold()) or super().code_of(text)

    def read(self, given: list[str]) -> Value:
        """Take exactly one known code."""
        if len(set(given)) > 1:
            raise AnswerError("several_answers")
        return self.known(given)[0]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count each over those who said yes or no."""
        answered, missing = split_missing(values, self.missing_codes())
        return ChoiceSummary(len(answered), missing, self.bars(count(answered)))
