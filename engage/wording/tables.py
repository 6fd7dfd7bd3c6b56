"""What is wrong with a table that people brought, in their language, and what to do about it."""

from typing import TYPE_CHECKING, Any

from engage.wording import Wording

if TYPE_CHECKING:
    from engage.tabular.table import RowProblem, TableError


def table_problem_sentence(t: Wording, problem: "TableError | RowProblem") -> str:
    """Say in the reader's language what is wrong with a table and what to do about it."""
    from engage.tabular.table import TableError

    if isinstance(problem, TableError):
        return _error_sentence(t, problem.code, problem.values)
    return _row_sentence(t, problem)


def _error_sentence(t: Wording, code: str, values: dict[str, Any]) -> str:
    match code:
        case "not_found":
            return t("There is no file at %(file)s. Check the name and the folder.", **values)
        case "is_directory":
            return t("%(file)s is a folder. Give the file inside it.", **values)
        case "not_readable":
            return t("%(file)s cannot be opened (%(reason)s). Check that you may read it.", **values)
        case "too_large":
            limit = t.number(values["limit"] / 1_000_000)
            return t(
                "%(file)s is larger than %(limit)s MB. Split it into smaller files.",
                **{**values, "limit": limit},
            )
        case "empty_file" | "no_header":
            return t("%(file)s is empty. It needs a first row with column names and rows below it.", **values)
        case "no_rows":
            return t("%(file)s has column names but no rows below them. There is nothing to read.", **values)
        case "binary":
            return t("%(file)s is not a table. Save it as CSV (UTF-8) or as an .xlsx workbook.", **values)
        case "bad_workbook" | "unreadable":
            return t(
                "%(file)s is damaged (%(reason)s). Open it, save it again and retry.",
                file=values["file"],
                reason=values.get("reason") or values.get("why"),
            )
        case "column_missing":
            return _missing_column_sentence(t, values)
        case "too_many_columns":
            return t(
                "The table has %(columns)s columns; at most %(most)s can be read. Delete the rest.",
                columns=t.number(values["columns"]),
                most=t.number(values["most"]),
            )
        case "too_many_short_rows":
            return t(
                "Most rows hold far fewer cells than the first row (see line %(line)s). The first row must "
                "hold the column names and nothing else.",
                line=t.number(values["line"]),
            )
    return _unsafe_sentence(t, code, values)


def _unsafe_sentence(t: Wording, code: str, values: dict[str, Any]) -> str:
    """Say why a file is not even opened, or was not read to its end."""
    match code:
        case "protected":
            return t(
                "%(file)s is protected with a password. Remove the password in the program it comes from, "
                "then bring it again.",
                **values,
            )
        case "has_macros":
            return t(
                "%(file)s holds macros, which are never opened here. Save it as .xlsx or CSV (UTF-8).",
                **values,
            )
        case "bomb" | "too_heavy":
            return t(
                "Reading %(file)s takes more memory or time than a table may take. "
                "Save it as CSV (UTF-8), or split it into smaller files.",
                **values,
            )
        case "entities" | "unsafe_name":
            return t(
                "%(file)s is built in a way that spreadsheet programs never write and attacks do. "
                "Open it in the program it comes from, save it as a new file, and bring that.",
                **values,
            )
        case "wrong_kind":
            return t(
                "%(file)s is not a spreadsheet. Save it as CSV (UTF-8), .xlsx, .xls or .ods and bring that.",
                **values,
            )
        case "web_page":
            return t(
                "%(file)s is a web page or XML, whatever its name says. Open it in a spreadsheet program and "
                "save it as .xlsx or CSV (UTF-8).",
                **values,
            )
        case "archive_tables":
            return _archive_sentence(t, values)
    return t("The file cannot be read as a table (%(code)s).", code=code)


def _missing_column_sentence(t: Wording, values: dict[str, Any]) -> str:
    columns = ", ".join(values["columns"])
    said = t(
        "There is no column “%(column)s”. The columns are: %(columns)s.",
        column=values["column"],
        columns=columns,
    )
    if values.get("suggestion"):
        said += " " + t("Did you mean “%(suggestion)s”?", suggestion=values["suggestion"])
    return said


def _row_sentence(t: Wording, problem: "RowProblem") -> str:
    place = {"row": t.number(problem.row), "line": t.number(problem.line), **problem.values}
    match problem.code:
        case "too_few_cells":
            return t(
                "Row %(row)s (line %(line)s): %(found)s cells, not %(expected)s. Empty cells were added.",
                **place,
            )
        case "too_many_cells":
            return t(
                "Row %(row)s (line %(line)s): %(found)s cells, not %(expected)s. Left out: %(surplus)s",
                **place,
            )
        case "open_quote":
            return t(
                "Row %(row)s (line %(line)s): a quotation mark is never closed. Read as plain text.", **place
            )
        case "nul_removed":
            return t("Row %(row)s (line %(line)s): unreadable empty characters were removed.", **place)
        case "bytes_replaced":
            return t("Some characters could not be read as %(encoding)s and appear as �.", **place)
        case "column_unnamed":
            return t("Column %(position)s has no name. It is called “%(column)s” here.", **place)
        case "column_repeated":
            return t("Two columns are named “%(column)s”. The second is called “%(renamed)s” here.", **place)
    return t("Row %(row)s (line %(line)s): %(code)s", code=problem.code, **place)


def _archive_sentence(t: Wording, values: dict[str, Any]) -> str:
    if not values["count"]:
        return t("There is no table in %(file)s. It needs one CSV or Excel file.", **values)
    return t(
        "There is more than one table in %(file)s (%(tables)s). Take out the one you mean.",
        **values,
    )
