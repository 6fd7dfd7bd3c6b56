"""A code frame as a file: JSON and CSV out, JSON, CSV and Excel in, with what is wrong told by theme."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from engage.framing.editing import PHRASES, TEXTS, Edited, Themes, added, tidy
from engage.framing.reading import COMMENTS
from engage.framing.values import LONGEST_NAME, MOST_THEMES, FrameError, ThemeText
from engage.tabular.apart import read_apart
from engage.tabular.table import TableError
from engage.wording import LANGUAGES
from surveys.exporting import csv

MOST_BYTES = 2_000_000
FORMATS = ("json", "csv")
BESIDE = "|"
"""Stands between phrases in one cell."""
_PARTS = ("name", *TEXTS, *PHRASES)
_ID = re.compile(r"[^|]+")
_SPLIT = re.compile(r"[|;\n]")


def written(themes: Sequence[Mapping[str, Any]], *, frame_id: str, version: str, format: str) -> bytes:
    """Return a code frame as a file; comments that stand as examples stay here."""
    ours = [{key: theme[key] for key in ("id", *_PARTS) if theme.get(key)} for theme in themes]
    if format == "json":
        whole = {"id": frame_id, "version": version, "themes": ours}
        return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
    columns = [(part, language) for part in _PARTS for language in LANGUAGES]
    header = ["id", *(_column(*column) for column in columns)]
    rows = ([theme["id"], *(_cell(theme, *column) for column in columns)] for theme in ours)
    return b"".join(csv.lines(header, rows, with_mark=True))


def _column(part: str, language: str) -> str:
    return part if language == LANGUAGES[0] else f"{part}_{language}"


def _cell(theme: Mapping[str, Any], part: str, language: str) -> str:
    said = theme.get(part, {}).get(language, "")
    return said if isinstance(said, str) else BESIDE.join(said)


def read(content: bytes, name: str) -> list[tuple[str, ThemeText]]:
    """Return the themes of a file, each with the id it has there.

    Raises:
        FrameError: says which theme and what is wrong.
    """
    if len(content) > MOST_BYTES:
        raise FrameError("file_too_large", most=MOST_BYTES // 1_000_000)
    given = _from_json(content) if content.lstrip()[:1] in (b"{", b"[") else _from_table(content, name)
    if not given:
        raise FrameError("file_no_themes")
    read_themes: list[tuple[str, ThemeText]] = []
    ids: dict[str, int] = {}
    for number, theme in enumerate(given, start=1):
        theme_id, text = _theme(theme, number)
        if theme_id in ids:
            raise FrameError("file_id_twice", id=theme_id, number=number, before=ids[theme_id])
        ids[theme_id] = number
        read_themes.append((theme_id, text))
    return read_themes


def brought_in(themes: Themes, given: Sequence[tuple[str, ThemeText]]) -> Edited:
    """Put the themes of a file in the place of those there are; the same ids keep their example comments.

    Raises:
        FrameError: says which theme cannot be kept as it is, and why.
    """
    if len(given) > MOST_THEMES:
        raise FrameError("too_many_themes", most=MOST_THEMES)
    before = {theme["id"]: theme for theme in themes}
    kept: Themes = ()
    for number, (theme_id, text) in enumerate(given, start=1):
        try:
            made = added(kept, text, ()).themes[-1]
        except FrameError as error:
            raise FrameError(error.code, **{**error.values, "number": number}) from None
        examples = before.get(theme_id, {}).get(COMMENTS)
        kept = (*kept, {**made, "id": theme_id, **({COMMENTS: examples} if examples else {})})
    return Edited(kept, "brought_in", tuple(before), tuple(theme["id"] for theme in kept))


def _from_json(content: bytes) -> list[Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FrameError("file_unreadable", line=getattr(error, "lineno", 1)) from None
    themes = data.get("themes") if isinstance(data, Mapping) else data
    return list(themes) if isinstance(themes, list) else []


def _from_table(content: bytes, name: str) -> list[Any]:
    try:
        table = read_apart(content, name=name)
    except TableError as error:
        raise FrameError("file_table", table=error) from None
    columns = {column: column.strip().casefold() for column in table.columns}
    if "id" not in columns.values() or not {"name", "name_en", "name_fr"} & set(columns.values()):
        raise FrameError("file_columns", columns=", ".join(table.columns[:8]))
    return [_of_row({columns[key]: csv.undefused(cell) for key, cell in row.items()}) for row in table.rows]


def _of_row(row: Mapping[str, str]) -> dict[str, Any]:
    theme: dict[str, Any] = {"id": row["id"]}
    for part in _PARTS:
        cells = {language: row.get(f"{part}_{language}", "") for language in LANGUAGES}
        cells[LANGUAGES[0]] = cells[LANGUAGES[0]] or row.get(part, "")
        theme[part] = {language: cell for language, cell in cells.items() if cell.strip()}
    return theme


def _theme(given: Any, number: int) -> tuple[str, ThemeText]:
    if not isinstance(given, Mapping):
        raise FrameError("file_theme", number=number)
    theme_id = given.get("id")
    theme_id = tidy(theme_id) if isinstance(theme_id, str) else ""
    if not theme_id or len(theme_id) > LONGEST_NAME or not _ID.fullmatch(theme_id):
        raise FrameError("file_no_id", number=number)
    texts = {part: _by_language(given.get(part), number) for part in ("name", *TEXTS)}
    phrases = {part: _phrases(given.get(part), number) for part in PHRASES}
    return theme_id, ThemeText(**texts, **phrases)  # type: ignore[arg-type]


def _by_language(value: Any, number: int) -> dict[str, str]:
    """Return a text by language; a bare one is English, a list is joined."""
    given = value if isinstance(value, Mapping) else {LANGUAGES[0]: value} if value else {}
    texts = {
        lang: "; ".join(map(str, said)) if isinstance(said, list) else said for lang, said in given.items()
    }
    if not set(texts) <= set(LANGUAGES) or not all(isinstance(said, str) for said in texts.values()):
        raise FrameError("file_theme", number=number)
    return texts


def _phrases(value: Any, number: int) -> dict[str, tuple[str, ...]]:
    given = value if isinstance(value, Mapping) else {LANGUAGES[0]: value} if value else {}
    phrases = {lang: _SPLIT.split(said) if isinstance(said, str) else said for lang, said in given.items()}
    if not set(phrases) <= set(LANGUAGES) or not all(_are_texts(said) for said in phrases.values()):
        raise FrameError("file_theme", number=number)
    return {lang: tuple(said) for lang, said in phrases.items()}


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(said, str) for said in value)
