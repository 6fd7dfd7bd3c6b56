"""Which texts of a draft lag behind their other language, and how far the translation is.

A draft remembers the pair of texts that last said the same (``Agreed``) for every text of which one language
was edited since. Nothing is remembered of the rest, so a mark is gone as soon as both languages agree again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from surveys.definition import LANGUAGES, SurveyDefinition
from surveys.problems import Problem
from surveys.strings import String, strings

Agreed = Mapping[str, Mapping[str, str]]
"""A text's key to the pair that last said the same, while only one language of it was edited since."""

State = Literal["missing", "stale", "done"]


@dataclass(frozen=True, slots=True)
class Translation:
    """One text, what each language of it is, and for a stale one what the other language said before."""

    string: String
    states: Mapping[str, State]
    was: Mapping[str, str]
    """The language that was edited, to the text that the other one still translates."""


def agreed_after(
    before: SurveyDefinition | None, after: SurveyDefinition, agreed: Agreed
) -> dict[str, dict[str, str]]:
    """Return what a draft remembers once ``before`` was changed to ``after``.

    Pairs of texts that are no longer there stay remembered: a question taken out may come back.
    """
    known = {key: dict(pair) for key, pair in agreed.items()}
    old = {string.key: string for string in strings(before)} if before else {}
    for string in strings(after):
        was = known.pop(string.key, None) or _pair(old.get(string.key))
        if was is None or not _is_whole(string):
            continue
        if len([language for language in LANGUAGES if string.text(language) != was[language]]) == 1:
            known[string.key] = was
    return known


def _pair(string: String | None) -> dict[str, str] | None:
    if string is None or not _is_whole(string):
        return None
    return {language: string.text(language) for language in LANGUAGES}


def _is_whole(string: String) -> bool:
    return all(string.text(language).strip() for language in LANGUAGES)


def confirmed(agreed: Agreed, keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what is remembered once somebody says that the texts of ``keys`` say the same."""
    gone = set(keys)
    return {key: dict(pair) for key, pair in agreed.items() if key not in gone}


def translations(definition: SurveyDefinition, agreed: Agreed) -> list[Translation]:
    """Return every text with its state in each language, in the order in which it is read."""
    return [_translation(string, agreed.get(string.key)) for string in strings(definition)]


def _translation(string: String, was: Mapping[str, str] | None) -> Translation:
    edited = [language for language in LANGUAGES if was and string.text(language) != was[language]]
    is_marked = was is not None and len(edited) == 1 and _is_whole(string)
    states: dict[str, State] = {
        language: "missing"
        if not string.text(language).strip()
        else "stale"
        if is_marked and language not in edited
        else "done"
        for language in LANGUAGES
    }
    return Translation(string, states, {edited[0]: was[edited[0]]} if is_marked and was else {})


def stale_problems(definition: SurveyDefinition, agreed: Agreed) -> list[Problem]:
    """Return one problem for each text that lags behind; gaps are told by ``publishing_problems``."""
    return [
        Problem("translation_stale", place_of(each.string), {"language": language, "key": each.string.key})
        for each in translations(definition, agreed)
        for language in definition.languages
        if each.states[language] == "stale"
    ]


def place_of(string: String) -> str:
    """Return the place that problems name: a question's name and what is below it, or the survey's own."""
    return f"{string.name}.{string.place}" if string.name else string.place


def progress(found: Iterable[Translation], language: str) -> tuple[int, int]:
    """Return how many texts are done in ``language``, and how many there are."""
    states = [each.states[language] for each in found]
    return states.count("done"), len(states)
