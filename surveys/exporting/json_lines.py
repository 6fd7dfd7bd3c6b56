"""Responses as JSON: one object a line, or places on a map as GeoJSON."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from surveys.exporting.columns import LEFT_OUT, NOT_ASKED, Column, number_in
from surveys.exporting.problems import ExportError
from surveys.exporting.reasons import DECLINED, WORDS, Variable, variables

_REASONS = (WORDS[NOT_ASKED], WORDS[LEFT_OUT], DECLINED)


def lines(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, with_reasons: bool = False
) -> Iterator[bytes]:
    """Yield one object per response (UTF-8, line feeds): lists for lists, ``null`` for no answer.

    ``with_reasons`` adds three lists of names: of what is ``null`` because it was ``not_asked`` or
    ``left_out``, and of what was ``declined``, whose code stands as any other does.
    """
    asked = variables(columns) if with_reasons else []
    for row in rows:
        told = _object(columns, _emptied(row) if with_reasons else row)
        yield _dumped(told | (_why(asked, row) if with_reasons else {})) + b"\n"


def _emptied(row: Sequence[str]) -> list[str]:
    return ["" if cell in WORDS else cell for cell in row]


def _why(asked: Sequence[Variable], row: Sequence[str]) -> dict[str, list[str]]:
    found = [(variable.name, variable.why(row)) for variable in asked]
    return {word: [name for name, why in found if why == word] for word in _REASONS}


def features(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, with_reasons: bool = False
) -> Iterator[bytes]:
    """Yield a GeoJSON feature collection (RFC 7946): a feature per place somebody marked.

    A response without a place is one feature without geometry, so that none is lost. ``with_reasons`` adds
    to the properties what it adds to ``lines``.

    Raises:
        ExportError: ``no_places`` when no question asks for one; before anything is yielded.
    """
    pairs = _places(columns)
    if not pairs:
        raise ExportError("no_places")
    taken = {place for pair in pairs.values() for place in pair}
    others = [(place, column) for place, column in enumerate(columns) if place not in taken]
    kept, left = [place for place, _ in others], [column for _, column in others]
    asked = variables(columns) if with_reasons else []

    def told(row: Sequence[str]) -> dict[str, Any]:
        cells = _emptied(row) if with_reasons else row
        return _object(left, [cells[place] for place in kept]) | (_why(asked, row) if with_reasons else {})

    return _features(pairs, told, rows)


def _features(
    pairs: dict[str, tuple[int, int]],
    told: Callable[[Sequence[str]], dict[str, Any]],
    rows: Iterable[Sequence[str]],
) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    before = b"\n"
    for row in rows:
        about = told(row)
        marked: list[tuple[str, list[float] | None]] = [
            (question, [longitude, latitude])
            for question, (north, east) in pairs.items()
            if (latitude := number_in(row[north])) is not None
            and (longitude := number_in(row[east])) is not None
        ]
        for question, at in marked or [("", None)]:
            geometry = {"type": "Point", "coordinates": at} if at else None
            properties = {"place_question": question or None, **about}
            feature = {"type": "Feature", "geometry": geometry, "properties": properties}
            yield before + _dumped(feature)
            before = b",\n"
    yield b"\n]}\n"


def _places(columns: Sequence[Column]) -> dict[str, tuple[int, int]]:
    """Return where each question's latitude and longitude stand."""
    found: dict[str, dict[str, int]] = {}
    for place, column in enumerate(columns):
        if column.question and column.sort in ("latitude", "longitude"):
            found.setdefault(column.question.name, {})[column.sort] = place
    return {name: (one["latitude"], one["longitude"]) for name, one in found.items() if len(one) == 2}


def _object(columns: Sequence[Column], row: Sequence[str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for column, cell in zip(columns, row, strict=True):
        if not column.part_of:
            told[column.name] = _value(column, cell)
            continue
        told.setdefault(column.part_of, None)
        if cell:
            chosen = column.ticks.code if column.ticks and cell == "1" else "" if column.ticks else cell
            told[column.part_of] = [*(told[column.part_of] or []), *([chosen] if chosen else [])]
    return told


def _value(column: Column, cell: str) -> Any:
    if not cell or not column.holds_numbers or column.sort == "code":
        return cell or None
    number = number_in(cell)
    return int(number) if number is not None and number.is_integer() else number


def _dumped(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
