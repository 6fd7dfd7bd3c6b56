"""Responses as Parquet, some thousands at a time: codes as dictionaries, numbers and days typed.

Where reasons are wished, ``name.missing`` stands beside each variable: empty where there is an answer, else
``not_asked``, ``left_out`` or ``declined``.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from surveys.exporting.columns import Column, number_in
from surveys.exporting.reasons import WORDS, companion, companion_label, words_of

_ROWS_AT_ONCE = 4000


Told = tuple[Any, int, Callable[[str], Any]]
"""A field, the place of the column that it is read from, and how."""


def write(
    target: Path, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, with_reasons: bool = False
) -> int:
    """Write the file and return its rows; wording and labels stand in the fields' metadata."""
    told = list(_told(columns, with_reasons=with_reasons))
    schema = pa.schema([field for field, _, _ in told])
    count, waiting = 0, iter(rows)
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        while taken := list(islice(waiting, _ROWS_AT_ONCE)):
            arrays = [
                pa.array([read(row[place]) for row in taken], field.type) for field, place, read in told
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(taken)
    return count


def _told(columns: Sequence[Column], *, with_reasons: bool) -> Iterator[Told]:
    for place, column in enumerate(columns):
        yield _field(column), place, partial(_value, column)
        if with_reasons and column.question is not None:
            yield _companion(column), place, words_of(column).get


def _companion(column: Column) -> Any:
    told = {f"label_{language}": words for language, words in companion_label(column).items()}
    return pa.field(companion(column.name), pa.dictionary(pa.int8(), pa.string()), metadata=told)


def _field(column: Column) -> Any:
    told = {f"label_{language}": words for language, words in column.label.items()}
    if column.codes:
        options = {option.code: dict(option.label) for option in column.codes}
        told["codes"] = json.dumps(options, ensure_ascii=False)
        told["missing"] = json.dumps([option.code for option in column.codes if option.missing])
    return pa.field(column.name, _type(column), metadata=told)


def _type(column: Column) -> Any:
    if column.ticks:
        return pa.bool_()
    if column.sort == "code":
        return pa.int32() if column.holds_numbers else pa.dictionary(pa.int32(), pa.string())
    if column.name == "response_id":
        return pa.int64()
    if column.holds_numbers:
        return pa.float64()
    return pa.date32() if column.sort == "date" else pa.string()


def _value(column: Column, cell: str) -> Any:
    if not cell or cell in WORDS:
        return None
    if column.sort == "date":
        return date.fromisoformat(cell)
    if column.ticks:
        return cell == "1"
    if not column.holds_numbers:
        return cell
    return int(cell) if column.sort == "code" or column.name == "response_id" else number_in(cell)
