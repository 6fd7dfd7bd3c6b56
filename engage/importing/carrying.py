"""What happens to the rows of a file, from its bytes to responses; a dry run and the real one share it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from engage.actions.collect import content_hash
from engage.importing import mapping
from engage.importing.dates import LOCAL, day_order
from engage.importing.mapping import RECEIVED, DateOrder, Mapping_
from engage.importing.refusing import BringInError
from engage.importing.rows import RowProblem, RowReader
from engage.importing.styles import dressed
from engage.importing.translating import Translator
from engage.office import Office
from engage.tabular import Table, read_apart
from surveys.exporting.columns import LEAD
from surveys.records import NewResponse, Response, Survey, SurveyVersion
from surveys.store import catalogue, responses

BATCH = 500
"""Rows per transaction: an interruption loses at most these, and bringing the file in again adds them."""
MOST_PROBLEMS = 1000
"""How many problems are listed; all are counted."""

Source = str | Path | bytes
"""A path, or the bytes of an uploaded file."""


@dataclass(slots=True)
class Tally:
    """What came of the rows so far."""

    rows: int = 0
    created: int = 0
    repeated: int = 0
    refused: int = 0
    kept_in_part: int = 0
    problems: list[RowProblem] = field(default_factory=list)

    def note(self, problems: Sequence[RowProblem], *, is_refused: bool) -> None:
        """Keep the problems of one row, as many as are listed."""
        self.refused += is_refused
        self.kept_in_part += bool(problems) and not is_refused
        self.problems += problems[: max(0, MOST_PROBLEMS - len(self.problems))]

    def count(self, number: int, outcome: str) -> None:
        """Count how storing a row ended, or would end."""
        if outcome == "stored":
            self.created += 1
        elif outcome == "repeated":
            self.repeated += 1
        else:
            code = "row_withdrawn" if outcome == "withdrawn" else "row_changed"
            self.note([RowProblem(number, "", code)], is_refused=True)


@dataclass(slots=True)
class Carrying:
    """A file, and what reads its rows."""

    table: Table
    reader: RowReader
    translator: Translator
    known: frozenset[str]
    """What a survey's own export would bring back, so that nobody is counted twice by it."""

    def batches(self, tally: Tally) -> Iterator[list[tuple[int, NewResponse]]]:
        """Yield the readable rows with their numbers, ``BATCH`` rows of the table at a time."""
        takes = self.translator.mapping.takes
        rows = ((number, row) for number, row in enumerate(self.table.rows, 1) if takes(row))
        while some := list(islice(rows, BATCH)):
            batch = []
            tally.rows += len(some)
            for number, row in some:
                response = self._read(number, row, tally)
                if response is not None:
                    batch.append((number, response))
            yield batch

    def _read(self, number: int, row: Mapping[str, str], tally: Tally) -> NewResponse | None:
        refusal = self.translator.refusal(row)
        if refusal:
            tally.note([RowProblem(number, "", refusal)], is_refused=True)
            return None
        response, problems = self.reader.read(number, self.translator.row(row))
        if problems:
            told = [replace(p, column=self.translator.column(p.column)) for p in problems]
            tally.note(told, is_refused=response is None)
        if response is None or not self.known or _likeness(row[LEAD[0]], response) not in self.known:
            return response
        tally.count(number, "repeated")
        return None


def carrying(
    office: Office, survey: Survey, version: SurveyVersion, source: Source, file_name: str, mapped: Mapping_
) -> Carrying:
    """Read a file, check the mapping against survey and table, and return what reads the rows.

    Raises:
        TableError: the file is not a table, or has no such column.
        BringInError: with what must be said first.
    """
    styled = dressed(read_apart(source, name=file_name), style=mapped.style)
    table = styled.table
    if not table.rows:
        raise BringInError("no_rows")
    mapped = _settled(version, table, mapped)
    with office.db.read() as tx:
        releases = catalogue.releases(tx, survey.service_id) if survey.service_id else []
    translator = Translator(version.definition, styled, mapped)
    is_own_export = table.columns[: len(LEAD)] == LEAD
    reader = RowReader(
        version=version,
        releases=releases,
        mapping=translator.read_as,
        secret=office.settings.secret,
        now=office.now(),
        is_day_first=is_day_first(table, mapped.columns, mapped.date_order),
        is_own_export=is_own_export,
    )
    return Carrying(table, reader, translator, _known(office, survey) if is_own_export else frozenset())


def _settled(version: SurveyVersion, table: Table, mapped: Mapping_) -> Mapping_:
    known = {target.name: target for target in mapping.targets(version.definition)}
    for target in mapped.columns:
        if target not in known:
            raise BringInError("target_unknown", target=target, near=mapping.nearest(target, known))
    columns = {target: table.column(column) for target, column in mapped.columns.items()}
    where = {table.column(column): value for column, value in mapped.where.items()}
    if not any(known[target].question for target in columns):
        raise BringInError("nothing_mapped")
    return replace(mapped, columns=columns, where=where)


def is_day_first(table: Table, columns: Mapping[str, str], order: DateOrder) -> bool:
    """Say how a column of dates is read; raises when only a person knows."""
    if order or RECEIVED not in columns:
        return order == "day_first"
    column = columns[RECEIVED]
    found = day_order(row[column] for row in table.rows)
    if found.must_be_told:
        code = "date_orders_mixed" if found.day_first else "date_order_needed"
        examples = {"example": found.unclear, "one": found.day_first, "other": found.month_first}
        raise BringInError(code, column=column, **examples)
    return found.is_day_first


def _known(office: Office, survey: Survey) -> frozenset[str]:
    with office.db.read() as tx:
        return frozenset(_likeness(str(found.id), found) for found in responses.of_survey(tx, survey.id))


def _likeness(number: str, response: NewResponse | Response) -> str:
    day = response.received_at.astimezone(LOCAL).date().isoformat()
    return "/".join((number, day, response.channel, response.language, content_hash(0, response.answers)))
