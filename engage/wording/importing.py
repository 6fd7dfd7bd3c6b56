"""What stops a file, or a row of it, from being brought in, and what to do about it."""

from typing import TYPE_CHECKING, Any

from engage.wording import Wording
from engage.wording.problems import told
from surveys.problems import ANSWER_CODES, Problem

if TYPE_CHECKING:
    from engage.actions.bring_in import BringInError, RowProblem
    from engage.importing.guessing import Why


def row_problem_sentence(t: Wording, problem: "RowProblem") -> str:
    """Say which row and column, what is wrong, and the remedy. Holds cells: show it only as plain text."""
    row = t.number(problem.row)
    what = _row_problem(t, problem.code, dict(problem.details))
    if problem.column:
        return t("Row %(row)s, column “%(column)s”: %(what)s", row=row, column=problem.column, what=what)
    return t("Row %(row)s: %(what)s", row=row, what=what)


def _row_problem(t: Wording, code: str, values: dict[str, Any]) -> str:
    match code:
        case "option_unknown":
            return _with_near(t, t("“%(value)s” is not one of the options.", value=values["value"]), values)
        case "answer_not_asked":
            return t("This question is not asked of somebody with these other answers.")
        case "row_empty":
            return t("No answer in this row.")
        case "id_missing":
            return t("The number of the response is missing.")
        case "date_unreadable":
            return t("“%(value)s” is not a date we can read. Write it as 2026-09-30.", **values)
        case "date_in_future":
            return t("“%(value)s” lies in the future. Check the year, and whether days come first.", **values)
        case "channel_unknown":
            return t(
                "“%(value)s” is not a channel. Use web, embedded, kiosk, phone, paper or in person.", **values
            )
        case "language_unknown":
            return t("“%(value)s” is not a language of the form. Use en or fr.", **values)
        case "release_unknown":
            return t(
                "There is no release “%(value)s”. The releases are: %(releases)s.",
                value=values["value"],
                releases=values["releases"] or "–",
            )
        case "row_is_test":
            return t("A test by whoever made the form. It is not a resident's response.")
        case "row_is_spam":
            return t("Marked as spam by the tool it comes from.")
        case "row_unfinished":
            return t("The person did not come to the end of the form.")
        case "row_changed":
            return t("Brought in before with other answers. The answers stored first were kept.")
        case "row_withdrawn":
            return t("Withdrawn since it was first brought in. It stays deleted.")
    if code in ANSWER_CODES:
        return told(Problem(code, "", values), t.language).whole
    return code


def _with_near(t: Wording, sentence: str, values: dict[str, Any]) -> str:
    if not values.get("near"):
        return sentence
    return f"{sentence} {t('Did you mean “%(near)s”?', near=values['near'])}"


def bring_in_sentence(t: Wording, error: "BringInError") -> str:
    """Say why a file cannot be brought in at all, and what to do."""
    values: dict[str, Any] = dict(error.details)
    match error.code:
        case "never_published":
            return t("This survey was never published. Publish it first, then bring the file in.")
        case "no_rows":
            return t("The file has column names but no rows below them.")
        case "target_unknown":
            said = t("The survey has no question “%(target)s”.", target=values["target"])
            return _with_near(t, said, values)
        case "nothing_mapped":
            return t(
                "No column answers a question of this survey. Choose at least one column for a question."
            )
        case "date_order_needed":
            return t(
                "In column “%(column)s”, “%(example)s” could be two days. Say whether the day or the month "
                "comes first.",
                **values,
            )
        case "date_orders_mixed":
            return t(
                "Column “%(column)s” has days first (%(one)s) and months first (%(other)s). Say how to read "
                "dates such as %(example)s that could be either.",
                **values,
            )
        case "too_many_columns":
            return t(
                "The file has %(columns)s columns; a survey can have %(most)s questions. "
                "Remove the columns you do not need.",
                columns=t.number(values["columns"]),
                most=t.number(values["most"]),
            )
        case "nothing_to_ask":
            return t("No column of the file can become a question.")
        case "slug_wrong":
            return t(
                "“%(slug)s” cannot be an address. Use lower-case letters, digits and dashes, "
                "such as %(near)s.",
                slug=values["slug"],
                near=values["near"] or "survey-2026",
            )
        case "slug_taken":
            return t("There is already a survey with the address “%(slug)s”. Choose another.", **values)
    return t("The file cannot be brought in (%(code)s).", code=error.code)


def why_sentence(t: Wording, why: "Why") -> str:
    """Say why a column is thought to fill something."""
    match why:
        case "tool":
            return t("as the tool calls it")
        case "name":
            return t("same name or wording")
        case "spelling":
            return t("almost the same wording: check it")
        case "cells":
            return t("by what its cells hold: check it")
        case "position":
            return t("its numbers are taken as the first, second, third … option: check it")
        case "remembered":
            return t("as the last time")
