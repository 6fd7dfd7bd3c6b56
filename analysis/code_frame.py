"""The code frame: the versioned set of themes that comments are coded to."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "fr")
MAX_THEMES = 5000
_STARTER = Path(__file__).parent.parent / "data" / "code_frames" / "digital_services.json"
_SPLIT = re.compile(r"[|;\n]")


class CodeFrameError(ValueError):
    """A code frame cannot be read: ``where`` it goes wrong, ``what`` is wrong and ``how`` to put it right."""

    def __init__(self, where: str, what: str, how: str) -> None:
        super().__init__(f"{where}: {what}. {how}")
        self.where, self.what, self.how = where, what, how


@dataclass(frozen=True, slots=True)
class Theme:
    """One idea that comments may bear; every text is ``{"en": …, "fr": …}``, either may be missing."""

    id: str
    name: Mapping[str, str]
    definition: Mapping[str, str] = field(default_factory=dict)
    include: Mapping[str, str] = field(default_factory=dict)
    exclude: Mapping[str, str] = field(default_factory=dict)
    seeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def named(self, language: str) -> str:
        """Return the name in ``language``, else in whatever language there is one, else the id."""
        return self.name.get(language) or next((name for name in self.name.values() if name), self.id)


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """A versioned set of themes."""

    id: str
    version: str
    themes: tuple[Theme, ...]

    def theme(self, theme_id: str) -> Theme:
        """Return a theme by its id; ``KeyError`` when there is none."""
        for theme in self.themes:
            if theme.id == theme_id:
                return theme
        raise KeyError(theme_id)


def load_code_frame(source: str | Path | Mapping[str, Any]) -> CodeFrame:
    """Read a code frame from a mapping, a JSON file or a CSV file.

    CSV columns: ``id,name,definition`` and optionally ``include,exclude,seeds,examples`` (several joined by
    ``|``); a column such as ``name_fr`` gives the French text.

    Raises:
        CodeFrameError: says where, what and how to put it right.
    """
    if isinstance(source, Mapping):
        return _from_mapping(source, "code frame")
    path = Path(source)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CodeFrameError(str(path), f"cannot be opened ({error.strerror})", "Check the name.") from None
    except UnicodeDecodeError:
        raise CodeFrameError(path.name, "is not UTF-8 text", "Save it as JSON or CSV in UTF-8.") from None
    if text.lstrip().startswith(("{", "[")):
        return _from_json(text, path)
    return _from_csv(text, path)


@cache
def starter_code_frame() -> CodeFrame:
    """Return the code frame for digital services that comes with the product."""
    return load_code_frame(_STARTER)


def _from_json(text: str, path: Path) -> CodeFrame:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise CodeFrameError(f"{path.name}, line {line}", "is not valid JSON", "Correct that line.") from None
    if isinstance(data, list):
        data = {"themes": data}
    return _from_mapping({"id": path.stem, **data}, path.name)


def _from_csv(text: str, path: Path) -> CodeFrame:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [(column or "").strip().casefold() for column in rows.fieldnames or []]
    if "id" not in columns or not any(column.split("_")[0] == "name" for column in columns):
        raise CodeFrameError(
            path.name,
            f"has the columns {', '.join(columns) or 'none'}",
            "Give it columns id, name, definition.",
        )
    try:
        themes = [_theme_of_row(row) for row in rows]
    except csv.Error as error:
        raise CodeFrameError(path.name, f"is not valid CSV ({error})", "Save it again as CSV.") from None
    return _from_mapping({"id": path.stem, "themes": themes}, path.name)


def _theme_of_row(row: Mapping[str | None, Any]) -> dict[str, Any]:
    theme: dict[str, Any] = {}
    for column, value in row.items():
        if column is None or not isinstance(value, str) or not value.strip():
            continue
        name, _, language = column.strip().casefold().partition("_")
        if name == "id":
            theme["id"] = value.strip()
        else:
            theme.setdefault(name, {})[language or "en"] = value.strip()
    return theme


def _from_mapping(data: Mapping[str, Any], where: str) -> CodeFrame:
    themes = data.get("themes")
    if not isinstance(themes, Sequence) or isinstance(themes, str) or not themes:
        raise CodeFrameError(where, "has no themes", 'Give it a list "themes" with at least one theme.')
    if len(themes) > MAX_THEMES:
        raise CodeFrameError(where, f"has {len(themes)} themes", f"Keep it to {MAX_THEMES} or fewer.")
    read = tuple(_theme(theme, f"{where}, theme {number}") for number, theme in enumerate(themes, start=1))
    seen: dict[str, int] = {}
    for number, theme in enumerate(read, start=1):
        if theme.id in seen:
            raise CodeFrameError(
                f"{where}, theme {number}",
                f"repeats the id {theme.id!r} of theme {seen[theme.id]}",
                "Change one.",
            )
        seen[theme.id] = number
    version = str(data.get("version") or sha256(repr(read).encode()).hexdigest()[:12])
    return CodeFrame(str(data.get("id") or "code_frame"), version, read)


def _theme(data: Any, where: str) -> Theme:
    if not isinstance(data, Mapping):
        raise CodeFrameError(where, "is not an object", 'Write {"id": …, "name": …, "definition": …}.')
    theme_id = data.get("id")
    if not isinstance(theme_id, str) or not theme_id.strip():
        raise CodeFrameError(where, "has no id", "Give it a short text id that never changes.")
    if "|" in theme_id or any(ord(character) < 32 for character in theme_id):
        raise CodeFrameError(where, f"has the id {theme_id!r}", "Leave out | and line breaks.")
    where = f"{where} ({theme_id})"
    return Theme(
        id=theme_id.strip(),
        name=_texts(data.get("name") or theme_id, f"{where}, name"),
        definition=_texts(data.get("definition"), f"{where}, definition"),
        include=_texts(data.get("include"), f"{where}, include"),
        exclude=_texts(data.get("exclude"), f"{where}, exclude"),
        seeds=_lists(data.get("seeds"), f"{where}, seeds"),
        examples=_lists(data.get("examples"), f"{where}, examples"),
    )


def _texts(value: Any, where: str) -> dict[str, str]:
    """Read a text by language; a bare text is English, a list is joined."""
    if value is None:
        return {}
    by_language = value if isinstance(value, Mapping) else {"en": value}
    texts = {}
    for language, text in by_language.items():
        if isinstance(text, list | tuple):
            text = "; ".join(map(str, text))
        if not isinstance(text, str):
            raise CodeFrameError(where, "is not text", 'Write text, or {"en": …, "fr": …}.')
        texts[_language(language, where)] = text.strip()
    return texts


def _lists(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    """Read lists of phrases by language; a text is split at ``|``, ``;`` and line ends."""
    if value is None:
        return {}
    by_language = value if isinstance(value, Mapping) else {"en": value}
    lists = {}
    for language, phrases in by_language.items():
        if isinstance(phrases, str):
            phrases = _SPLIT.split(phrases)
        if not isinstance(phrases, list | tuple) or not all(isinstance(phrase, str) for phrase in phrases):
            raise CodeFrameError(where, "is not a list of phrases", 'Write ["first", "second"].')
        kept = dict.fromkeys(phrase.strip() for phrase in phrases)
        lists[_language(language, where)] = tuple(phrase for phrase in kept if phrase)
    return lists


def _language(language: Any, where: str) -> str:
    if language not in LANGUAGES:
        raise CodeFrameError(where, f"is given in {language!r}", f"Use {' or '.join(LANGUAGES)}.")
    return str(language)
