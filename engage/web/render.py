"""Templates to pages: the town's name, the reader's language and the page's frame around every template."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engage.settings import Settings
from engage.web.assets import stylesheet
from engage.wording import LANGUAGES, wording

_FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the (shared) template environment; everything is escaped, a missing value is an error."""
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def page(settings: Settings, template: str, language: str, **values: Any) -> str:
    """Return a whole page. Templates extend ``base.html``, which takes from ``values``:

    ``switch`` (address of the same page in the other language), ``switch_form`` (id of a form whose
    answers go along when the language changes), ``default_do`` (what the Enter key does in that form),
    ``has_error`` (the title then begins with "Error:"), ``beta`` (a tag beside the town's name).
    """
    text = environment().get_template(template).render(**_frame(settings, language), **values)
    # Lone surrogates cannot be written as UTF-8; a resident who sent some sees the replacement mark.
    return text.encode("utf-8", "replace").decode() if _has_surrogates(text) else text


def _frame(settings: Settings, language: str) -> Mapping[str, Any]:
    t = wording(language)
    return {
        "t": t,
        "language": t.language,
        "other": other_language(t.language),
        "town": t.pick(dict(settings.town_name)),
        "contact": settings.contact,
        "stylesheet": stylesheet(settings).address,
    }


def other_language(language: str) -> str:
    """Return the language that a switch leads to."""
    return next(other for other in LANGUAGES if other != language)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
