"""One answer out of a list."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from surveys.problems import AnswerError
from surveys.questions.base import Value, split_missing
from surveys.questions.choices import ShuffledQuestion, count
from surveys.questions.menu import TWO_OPTIONS, Menu
from surveys.summaries import ChoiceSummary, Summary


class SingleChoice(ShuffledQuestion):
    """Choose one option."""

    control: ClassVar[str] = "choose_one"
    menu: ClassVar[Menu] = Menu(
        "choice",
        {"en": "One answer from a list", "fr": "Une réponse dans une liste"},
        {"en": "People choose one of your answers.", "fr": "On choisit une de vos réponses."},
        start={"options": TWO_OPTIONS},
    )
    kind: Literal["single_choice"] = "single_choice"
    look: Literal["list", "dropdown"] = "list"
    """A long list, such as of neighbourhoods, takes less room folded up."""

    def read(self, given: list[str]) -> Value:
        """Take exactly one known code."""
        if len(set(given)) > 1:
            raise AnswerError("several_answers")
        return self.known(given)[0]

    def summarise(self, values: Iterable[Value]) -> Summary:
        """Count options over those who answered."""
        answered, missing = split_missing(values, self.missing_codes())
        return ChoiceSummary(len(answered), missing, self.bars(count(answered)))
