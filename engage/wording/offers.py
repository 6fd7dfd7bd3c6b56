"""What is wrong with options that only some are offered, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.wording import Wording

Details = Mapping[str, Any]
Sentences = tuple[str, str]

TOLD: Mapping[str, Callable[[Wording, Details], Sentences]] = {
    "option_not_offered": lambda t, _: (
        t("The answer you had chosen no longer goes with what you answered before."),
        t("Please choose again."),
    ),
    "option_same_page": lambda t, d: (
        t(
            "What is offered here depends on “%(question)s”, which is on the same page.",
            question=d["question"],
        ),
        t("Begin a new page between the two: the answer is known when the page has been sent."),
    ),
    "option_condition_misplaced": lambda t, d: (
        t(
            "The answer “%(code)s” has a condition, and this sort of question offers every answer to all.",
            code=d["code"],
        ),
        t("Take the condition away, or choose another sort of question."),
    ),
}
