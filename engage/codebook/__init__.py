"""A codebook as a page to read: one file of HTML, without scripts, that prints well."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from engage.wording import Wording
from engage.wording.conditions import in_words, offers_in_words
from surveys.exporting.codebook import Codebook, Entry, version_range
from surveys.questions.base import Sort


def html(book: Codebook, t: Wording) -> bytes:
    """Return the page: headings in the reader's language, questions and labels in every language."""
    page = _template().render(
        t=t,
        book=book,
        holds=lambda sort: holds(t, sort),
        version_range=version_range,
        words=lambda definition, name: in_words(t, definition.question(name).relevance, definition),
        offers=lambda entry: _offers(t, entry),
        other="en" if t.language == "fr" else "fr",
    )
    return page.encode()


def _offers(t: Wording, entry: Entry) -> list[str]:
    """Say which codes, or which line, only some were offered, in the newest version."""
    question = entry.column.question
    if question is None or not entry.asked_in:
        return []
    part = entry.column.name.partition("/")[2].partition("/")[0]
    return offers_in_words(t, question, entry.asked_in[-1], part)


def holds(t: Wording, sort: Sort) -> str:
    """Say what a column holds."""
    match sort:
        case "code":
            return t("A code")
        case "number":
            return t("A number")
        case "date":
            return t("A day, as 2026-09-30")
        case "time":
            return t("A time, as 14:30")
        case "latitude":
            return t("Degrees north")
        case "longitude":
            return t("Degrees east")
    return t("Words, as they were written")


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(
        "codebook.html"
    )
