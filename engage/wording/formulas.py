"""What is wrong with a formula, in the author's words, and what to write instead."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.wording import Wording
from surveys.formulas import FormulaError

Say = Callable[[Wording, Mapping[str, Any]], str]


def told(t: Wording, error: FormulaError) -> str:
    """Return a sentence or two: what cannot be read, and what would do."""
    return SENTENCES[error.code](t, error.details)


def _unknown_name(t: Wording, details: Mapping[str, Any]) -> str:
    if details["near"]:
        return t("There is no earlier question “%(name)s”. Did you mean “%(near)s”?", **details)
    return t("There is no earlier question “%(name)s”. Words to compare with stand in quotes.", **details)


def _unknown_function(t: Wording, details: Mapping[str, Any]) -> str:
    if details["near"]:
        return t("“%(name)s” is no function. Did you mean “%(near)s”?", **details)
    return t("“%(name)s” is no function. Choose one of the list below.", **details)


def _parts(t: Wording, details: Mapping[str, Any]) -> str:
    if details["fewest"] == details["most"]:
        return t("“%(name)s” takes %(most)s parts, and here are %(given)s.", **details)
    return t("“%(name)s” takes %(fewest)s to %(most)s parts, and here are %(given)s.", **details)


SENTENCES: Mapping[str, Say] = {
    "formula_empty": lambda t, _: t("Write something, such as a question's name."),
    "formula_too_long": lambda t, d: t(
        "This is too long or too deeply nested. Divide it into several calculated values.", **d
    ),
    "formula_unfinished": lambda t, _: t("Something is missing at the end, such as a value or a bracket."),
    "formula_unexpected": lambda t, d: t("“%(text)s” does not fit where it stands.", **d),
    "formula_unclosed_text": lambda t, d: t("The quotes are not closed after %(text)s.", **d),
    "formula_unknown_name": _unknown_name,
    "formula_unknown_function": _unknown_function,
    "formula_parts": _parts,
    "formula_needs_name": lambda t, d: t("“%(name)s” needs the name of a question first.", **d),
    "formula_needs_whole_number": lambda t, d: t(
        "The second part of “%(name)s” is how many decimals: a number from 0 to 6.", **d
    ),
    "formula_needs_condition": lambda t, _: t(
        "Here must stand something that holds or not, such as age > 17."
    ),
    "formula_needs_value": lambda t, _: t("Here must stand a value, not something that holds or not."),
}


def function_help(t: Wording) -> list[tuple[str, str]]:
    """Return examples of what can be written, each with what it means."""
    return [
        ("age + 1, total / 2, (a - b) * 3", t("calculate with numbers")),
        ("sum(a, b), mean(a, b), lowest(a, b), highest(a, b)", t("of several numbers, those that are there")),
        ("round(mean(a, b), 1)", t("to so many decimals; “cut” leaves the rest off")),
        ("count(used)", t("how many answers were chosen")),
        ("how_many(a > 3, selected(ward, north))", t("how many of these hold")),
        ('if(age >= 18, "adult", "child")', t("one of two values")),
        ('first(a, b), joined(a, " ", b)', t("the first there is; texts put together")),
        ("years(born, today), days(start, end)", t("full years, or days, between two days")),
        ("later(start, 14), 2026-09-14, 14:30", t("days and times")),
        ('age >= 18 and not (ward = "north")', t("conditions: =, !=, <, <=, >, >=, and, or, not")),
        ("18 <= age <= 65, answered(email)", t("from one value to another; whether there is an answer")),
    ]
