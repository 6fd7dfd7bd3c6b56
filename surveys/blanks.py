"""Places in a template that each town fills with its own words: ``{town}``, ``{privacy_contact}`` …"""

import re
from collections.abc import Mapping
from typing import Any

from surveys.definition import LANGUAGES, SurveyDefinition, read_definition

BLANK = re.compile(r"(?<!\{)\{([a-z][a-z_]{1,39})\}(?!\})")
"""One brace; two repeat an answer (``surveys.pipes``)."""

Fillings = Mapping[str, Mapping[str, str]]
"""A blank's name to what stands there in each language."""


def blanks(definition: SurveyDefinition) -> list[str]:
    """Return the names of the blanks that are still open, in the order in which they are read."""
    found: dict[str, None] = {}
    for text in _strings(definition.as_data()):
        found |= dict.fromkeys(BLANK.findall(text))
    return list(found)


def fill(definition: SurveyDefinition, fillings: Fillings) -> SurveyDefinition:
    """Return the survey with its blanks filled; one without words in a language stays open in it.

    Raises:
        DefinitionError: a text becomes longer than a survey may hold.
    """
    filled = _filled(definition.as_data(), fillings)
    return read_definition(filled)


def _filled(data: Any, fillings: Fillings) -> Any:
    if isinstance(data, list):
        return [_filled(part, fillings) for part in data]
    if not isinstance(data, dict):
        return data
    return {
        key: _in_text(value, key, fillings)
        if key in LANGUAGES and isinstance(value, str)
        else _filled(value, fillings)
        for key, value in data.items()
    }


def _in_text(text: str, language: str, fillings: Fillings) -> str:
    def words(found: re.Match[str]) -> str:
        return fillings.get(found[1], {}).get(language, "").strip() or found[0]

    return BLANK.sub(words, text)


def _strings(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [text for part in parts for text in _strings(part)]
