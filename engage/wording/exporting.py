"""What files of responses are called, and why one cannot be made."""

from engage.wording import Wording
from surveys.exporting.problems import ExportError


def format_name(t: Wording, format: str) -> str:
    """Name a format of ``surveys.exporting.files.FORMATS`` by what people open it with."""
    match format:
        case "csv":
            return t("CSV, for any spreadsheet")
        case "xlsx":
            return t("Excel workbook")
        case "sav":
            return t("SPSS, with labels and missing values")
        case "dta":
            return t("Stata, with labels and missing values")
        case "parquet":
            return t("Parquet, for Python and R")
        case "jsonl":
            return t("JSON Lines, for programs")
        case "geojson":
            return t("GeoJSON, for maps")
        case "long":
            return t("Long form: a CSV with one row an answer")
    return format


def export_sentence(t: Wording, error: ExportError) -> str:
    """Say why the file cannot be made, and what to do instead."""
    values = {
        name: t.number(value) if isinstance(value, int) else value for name, value in error.details.items()
    }
    match error.code:
        case "too_many_rows":
            return t("A worksheet takes %(most)s rows. Choose CSV or Parquet instead.", **values)
        case "too_many_columns":
            return t("A worksheet takes %(most)s columns. Choose the long form instead.", **values)
        case "cell_too_long":
            return t(
                "The answer of response %(response)s to “%(variable)s” is too long for this format, which "
                "takes %(longest)s characters, or fewer where they are accents and symbols. Nothing is cut: "
                "choose CSV or Parquet instead.",
                **values,
            )
        case "no_places":
            return t("No question of this survey asks for a place on a map. Choose another format.")
        case "too_large":
            return t("These responses are too many for SPSS and Stata files. Choose CSV or Parquet instead.")
    return error.code
