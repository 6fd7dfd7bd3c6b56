"""Texts for a translator, as rows of a table, and what comes back: row by row taken, refused or as before."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from surveys.definition import SurveyDefinition
from surveys.exporting import csv, xlsx
from surveys.text import clean, is_readable
from surveys.translations import Agreed, place_of, translations

COLUMNS = ("key", "place", "en", "fr", "state")
DONE = "done"
LONGEST = 4000
PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)|\$\{([a-z][a-z0-9_]*)\}|\{([a-z][a-z_]{1,39})\}")
"""An earlier answer (``{{ward|here}}``, ``${ward}``) or a blank of the town's own (``{town}``)."""

CODES = frozenset(
    {
        "key_missing",
        "key_unknown",
        "key_repeated",
        "source_changed",
        "placeholder_lost",
        "text_too_long",
        "text_unreadable",
    }
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was not taken; ``row`` counts from 2, as a spreadsheet shows it under its headings."""

    code: str
    row: int
    key: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unregistered refusal: {self.code}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a table would do: new texts, keys confirmed as they are, refusals, and rows that do nothing."""

    texts: Mapping[str, Mapping[str, str]]
    confirmed: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    unchanged: int


def rows(definition: SurveyDefinition, agreed: Agreed, *, into: str = "fr") -> list[tuple[str, ...]]:
    """Return one row a text, as ``COLUMNS`` say; the state is of the language to translate ``into``."""
    return [
        (
            each.string.key,
            place_of(each.string),
            each.string.text("en"),
            each.string.text("fr"),
            each.states[into],
        )
        for each in translations(definition, agreed)
    ]


def as_csv(found: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a CSV that a spreadsheet reads as UTF-8 and runs nothing of."""
    return b"".join(csv.lines(COLUMNS, found, with_mark=True))


def as_xlsx(found: Sequence[Sequence[str]]) -> bytes:
    """Return rows as an Excel workbook."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "texts.xlsx"
        xlsx.write(target, COLUMNS, found, are_numbers=[False] * len(COLUMNS))
        return target.read_bytes()


def checked(
    definition: SurveyDefinition, agreed: Agreed, given: Iterable[Mapping[str, str]], *, into: str = "fr"
) -> Checked:
    """Return what rows with columns ``key``, ``en``, ``fr`` and ``state`` would do.

    An empty translation leaves the text as it is. A stale text is confirmed by writing ``done`` as its state.
    Rows that were taken once do nothing the second time.
    """
    known = {each.string.key: each for each in translations(definition, agreed)}
    source = "fr" if into == "en" else "en"
    texts: dict[str, dict[str, str]] = {}
    confirmed: list[str] = []
    refusals: list[Refusal] = []
    unchanged = 0
    seen: set[str] = set()
    for number, row in enumerate(given, 2):
        key = row.get("key", "").strip()
        was = known.get(key)
        told = _refusal(number, row, key, was.string.texts if was else None, source, into, seen)
        if told is not None:
            refusals.append(told)
            continue
        seen.add(key)
        text = _text(row, into)
        is_new = was is not None and bool(text) and text != was.string.text(into)
        if is_new:
            texts[key] = {into: text}
        elif was is not None and was.states[into] == "stale" and row.get("state", "").strip() == DONE:
            confirmed.append(key)
        else:
            unchanged += 1
    return Checked(texts, tuple(confirmed), tuple(refusals), unchanged)


def _text(row: Mapping[str, str], language: str) -> str:
    return clean(csv.undefused(row.get(language, "")))


def _refusal(
    number: int,
    row: Mapping[str, str],
    key: str,
    was: Mapping[str, str] | None,
    source: str,
    into: str,
    seen: set[str],
) -> Refusal | None:
    if not key:
        return Refusal("key_missing", number, "")
    if was is None:
        return Refusal("key_unknown", number, key)
    if key in seen:
        return Refusal("key_repeated", number, key)
    if not is_readable(row.get(into, "")):
        return Refusal("text_unreadable", number, key)
    text = _text(row, into)
    if not text or text == was.get(into, ""):
        return None
    if source in row and _text(row, source) != clean(was.get(source, "")):
        return Refusal("source_changed", number, key, {"now": was.get(source, "")})
    if len(text) > LONGEST:
        return Refusal("text_too_long", number, key, {"length": len(text), "longest": LONGEST})
    lost = placeholders(was.get(source, "")) - placeholders(text)
    if lost and was.get(source, "").strip():
        return Refusal("placeholder_lost", number, key, {"placeholder": next(iter(lost))})
    extra = placeholders(text) - placeholders(was.get(source, ""))
    if extra:
        return Refusal("placeholder_lost", number, key, {"placeholder": next(iter(extra))})
    return None


def placeholders(text: str) -> Counter[str]:
    """Return what a text leaves open, by name."""
    return Counter(next(filter(None, found.groups())) for found in PLACEHOLDER.finditer(text))
