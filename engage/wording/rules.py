"""What is wrong with a survey's conditions, constraints and calculations, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.wording import Wording

Details = Mapping[str, Any]
Sentences = tuple[str, str]


def sense(t: Wording, name: object) -> str:
    """Return what an answer is read as, with its article."""
    names = {
        "number": t("a number"),
        "text": t("a text"),
        "date": t("a day"),
        "time": t("a time of day"),
        "choice": t("a choice"),
        "choices": t("several choices"),
        "nothing": t("an answer that has no single value"),
    }
    return names.get(str(name), "?")


def _near(t: Wording, d: Details) -> str:
    return t("Did you mean “%(near)s”?", near=d["near"]) if d["near"] not in ("", "?") else ""


def _unmet(t: Wording, d: Details) -> Sentences:
    """Say it in the author's words."""
    message = d["message"]
    if isinstance(message, Mapping) and (said := t.pick(dict(message))):
        return said, ""
    return t("This answer does not fit the others."), t("Please look at it again.")


def _unlike(t: Wording, d: Details) -> Sentences:
    if d["left"] == d["right"]:
        return (
            t("A rule compares %(left)s with another value.", left=sense(t, d["left"])),
            t("Ask whether an answer was chosen, or how many were."),
        )
    return (
        t("A rule compares %(left)s with %(right)s.", left=sense(t, d["left"]), right=sense(t, d["right"])),
        t("Compare two values of one sort. Whether an answer was chosen is asked with “selected”."),
    )


TOLD: Mapping[str, Callable[[Wording, Details], Sentences]] = {
    "constraint_unmet": _unmet,
    "calculation_cycle": lambda t, d: (
        t("The calculation needs its own result (%(ring)s).", ring=d["ring"]),
        t("Take one of these names out of a formula."),
    ),
    "calculation_unknown_question": lambda t, d: (
        t("The calculation looks at “%(question)s”, which is not in this survey.", question=d["question"]),
        _near(t, d) or t("Choose a question of this survey."),
    ),
    "calculation_later_question": lambda t, d: (
        t("The calculation looks at “%(question)s”, which comes later.", question=d["question"]),
        t("Move the calculation below that question."),
    ),
    "constraint_misplaced": lambda t, _: (
        t("Nobody answers this question, so no answer can break its constraint."),
        t("Take the constraint away, or give it to the question that is asked."),
    ),
    "rule_too_long": lambda t, d: (
        t("The rule has more than %(most)s parts.", most=d["most"]),
        t("Calculate a part of it first, and look at the result."),
    ),
    "types_unlike": _unlike,
    "types_unfit": lambda t, d: (
        t("A rule needs %(left)s and finds %(right)s.", left=sense(t, d["left"]), right=sense(t, d["right"])),
        t("Use another question, or another way to work it out."),
    ),
    "types_unordered": lambda t, d: (
        t("A rule asks for more or less of %(left)s, which has no order.", left=sense(t, d["left"])),
        t("Compare numbers, days or times, or ask for “equal” only."),
    ),
    "question_unreachable": lambda t, _: (
        t("Nobody can ever be asked this question: its condition contradicts itself or an earlier one."),
        t("Change the condition, or remove the question."),
    ),
    "pipe_without_fallback": lambda t, d: (
        t(
            "The text repeats the answer to “%(question)s” and does not say what stands there without one.",
            question=d["question"],
        ),
        t("Write what stands there else after a bar: {{%(question)s|your area}}.", question=d["question"]),
    ),
    "pipe_unknown_question": lambda t, d: (
        t(
            "The text repeats the answer to “%(question)s”, which is not in this survey.",
            question=d["question"],
        ),
        t("Choose a question of this survey."),
    ),
    "pipe_later_question": lambda t, d: (
        t("The text repeats the answer to “%(question)s”, which comes later.", question=d["question"]),
        t("Move that question to an earlier page, or reword the text."),
    ),
    "pipe_same_page": lambda t, d: (
        t(
            "The text repeats the answer to “%(question)s”, which is given on the same page.",
            question=d["question"],
        ),
        t("Begin a new page between the two: the answer is known when the page has been sent."),
    ),
    "pipe_unfit": lambda t, d: (
        t(
            "The text repeats the answer to “%(question)s”, which does not fit in a sentence.",
            question=d["question"],
        ),
        t("Repeat a choice, a number, a day or a line of text."),
    ),
    "pipe_misplaced": lambda t, _: (
        t("This text is read before or after the questions, so it cannot repeat an answer."),
        t("Repeat answers in questions and titles of pages only."),
    ),
    "pipe_unreadable": lambda t, _: (
        t("The text has two braces that repeat nothing."),
        t("Write the name of a question and what stands there else: {{ward|your ward}}."),
    ),
}
