"""Responses as JSON: one object a line, or places on a map as GeoJSON."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from surveys.exporting.columns import LEFT_OUT, NOT_ASKED, Column, number_in
from surveys.exporting.problems import ExportError
from surveys.exporting.reasons import CODES


def lines(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, with_reasons: bool = False
) -> Iterator[bytes]:
    """Yield one object per response (UTF-8, line feeds): lists for lists, ``null`` for no answer.

    ``with_reasons`` adds ``not_asked`` and ``left_out``, the names of what is ``null`` for either reason.
    """
    for row in rows:
        told = _object(columns, ["" if cell in CODES else cell for cell in row] if with_reasons else row)
        yield _dumped(told | (_why(columns, row, told) if with_reasons else {})) + b"\n"


def _why(columns: Sequence[Column], row: Sequence[str], told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names of what is empty by reason; a list counts as left out where any of it was asked."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=True):
        name = column.part_of or column.name
        if cell in CODES and told.get(name) is None:
            found[name] = LEFT_OUT if LEFT_OUT in (cell, found.get(name)) else NOT_ASKED
    return {
        key: [name for name, reason in found.items() if reason == wanted]
        for key, wanted in (("not_asked", NOT_ASKED), ("left_out", LEFT_OUT))
    }


def features(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a GeoJSON feature collection (RFC 7946): a feature per place somebody marked.

    A response without a place is one feature without geometry, so that none is lost.

    Raises:
        ExportError: ``no_places`` when no question asks for one; before anything is yielded.
    """
    pairs = _places(columns)
    if not pairs:
        raise ExportError("no_places")
    taken = {place for pair in pairs.values() for place in pair}
    others = [(place, column) for place, column in enumerate(columns) if place not in taken]
    return _features(pairs, [column for _, column in others], [place for place, _ in others], rows)


def _features(
    pairs: dict[str, tuple[int, int]],
    columns: Sequence[Column],
    kept: Sequence[int],
    rows: Iterable[Sequence[str]],
) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    before = b"\n"
    for row in rows:
        told = _object(columns, [row[place] for place in kept])
        marked: list[tuple[str, list[float] | None]] = [
            (question, [longitude, latitude])
            for question, (north, east) in pairs.items()
            if (latitude := number_in(row[north])) is not None
            and (longitude := number_in(row[east])) is not None
        ]
        for question, at in marked or [("", None)]:
            geometry = {"type": "Point", "coordinates": at} if at else None
            properties = {"place_question": question or None, **told}
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
