"""What authors read where they choose how answers are compared, and how conditions go together."""

from collections.abc import Callable, Mapping

from engage.wording import Wording

Say = Callable[[Wording], str]
HOWS: Mapping[str, Say] = {
    "all": lambda t: t("All of these hold"),
    "any": lambda t: t("At least one of these holds"),
    "none": lambda t: t("None of these holds"),
    "not_all": lambda t: t("Not all of these hold"),
}
TESTS: Mapping[str, Say] = {
    "selected": lambda t: t("is one of"),
    "not_selected": lambda t: t("is none of"),
    "answered": lambda t: t("has an answer"),
    "not_answered": lambda t: t("has no answer"),
    "between": lambda t: t("is between"),
    "=": lambda t: t("is"),
    "!=": lambda t: t("is not"),
    "<": lambda t: t("is less than"),
    "<=": lambda t: t("is at most"),
    ">": lambda t: t("is more than"),
    ">=": lambda t: t("is at least"),
}
OF_MOMENTS: Mapping[str, Say] = {
    "<": lambda t: t("is before"),
    "<=": lambda t: t("is on or before"),
    ">": lambda t: t("is after"),
    ">=": lambda t: t("is on or after"),
}
OF_SEVERAL: Mapping[str, Say] = {
    "selected": lambda t: t("include one of"),
    "not_selected": lambda t: t("include none of"),
    "count =": lambda t: t("number chosen is"),
    "count !=": lambda t: t("number chosen is not"),
    "count <": lambda t: t("number chosen is less than"),
    "count <=": lambda t: t("number chosen is at most"),
    "count >": lambda t: t("number chosen is more than"),
    "count >=": lambda t: t("number chosen is at least"),
    "count between": lambda t: t("number chosen is between"),
}


def how_name(t: Wording, how: str) -> str:
    """Return how the conditions of a group go together."""
    return HOWS[how](t)


def comparison_name(t: Wording, test: str, sense: str) -> str:
    """Return a test in words; days and times are before and after each other."""
    if sense in ("date", "time") and test in OF_MOMENTS:
        return OF_MOMENTS[test](t)
    if (sense == "choices" and test in OF_SEVERAL) or test.startswith("count "):
        return OF_SEVERAL[test](t)
    return TESTS[test](t)
