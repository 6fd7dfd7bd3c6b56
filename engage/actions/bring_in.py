"""Bringing in: responses from a table, after a mapping and a dry run; twice the same file changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from engage.access import Actor, NotFoundError, Scope, require, scope_of
from engage.actions import author, guarded
from engage.actions.collect import content_hash
from engage.importing import drafting, mapping
from engage.importing.dates import LOCAL, day_order
from engage.importing.mapping import RECEIVED, DateOrder, Mapping_, Target
from engage.importing.rows import RowProblem, RowReader
from engage.office import Office
from engage.tabular import RowProblem as TableProblem
from engage.tabular import Table, read_apart
from surveys.exporting.columns import LEAD
from surveys.records import ImportRun, NewResponse, Response, Survey, SurveyVersion
from surveys.store import catalogue, imports, responses, surveys

BATCH = 500
"""Rows per transaction: an interruption loses at most these, and bringing the file in again adds them."""
MOST_PROBLEMS = 1000
"""How many problems are listed; all are counted."""
SAMPLE = 5

Source = str | Path | bytes
"""A path, or the bytes of an uploaded file."""

__all__ = ["BringInError", "Imported", "Mapping_", "Preview", "RowProblem", "Target"]


class BringInError(ValueError):
    """The file cannot be brought in at all; nothing was stored. ``code`` says why."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Preview:
    """What bringing a file in would do. ``refused`` lists the first problems, also of rows kept in part.

    Rows kept in part would be stored without the answers that cannot be read. ``notes`` are oddities of
    the file itself. ``sample`` holds the first responses as they would be stored.
    """

    rows: int
    would_create: int
    would_repeat: int
    refused_rows: int
    kept_in_part: int
    refused: tuple[RowProblem, ...]
    sample: tuple[NewResponse, ...]
    notes: tuple[TableProblem, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: its counts as remembered, and the first problems."""

    run: ImportRun
    rows: int
    kept_in_part: int
    problems: tuple[RowProblem, ...]
    notes: tuple[TableProblem, ...]


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    created: int = 0
    repeated: int = 0
    refused: int = 0
    kept_in_part: int = 0
    problems: list[RowProblem] = field(default_factory=list)

    def note(self, problems: Sequence[RowProblem], *, is_refused: bool) -> None:
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


@guarded("bring_in_responses")
def targets_for(office: Office, actor: Actor, slug: str) -> tuple[Target, ...]:
    """Return everything a column can be mapped to.

    Raises:
        NotFoundError, RefusedError: not theirs to bring responses into.
        BringInError: ``never_published``.
    """
    _, version = _open(office, actor, slug)
    return mapping.targets(version.definition)


@guarded("bring_in_responses")
def guess(office: Office, actor: Actor, slug: str, table: Table) -> Mapping_:
    """Return the mapping that names, wording and cells suggest. Raises as ``targets_for``.

    ``date_order`` stays empty when the dates tell their order themselves, or when only a person can.
    """
    _, version = _open(office, actor, slug)
    return Mapping_(mapping.guess_columns(version.definition, table))


@guarded("bring_in_responses")
def imports_for(office: Office, actor: Actor, slug: str) -> list[ImportRun]:
    """Return the files brought into a survey, newest first. Raises as ``targets_for``."""
    survey, _ = _open(office, actor, slug)
    with office.db.read() as tx:
        return imports.imports(tx, survey.id)


@guarded("bring_in_responses")
def dry_run(
    office: Office, actor: Actor, slug: str, source: Source, file_name: str, mapped: Mapping_
) -> Preview:
    """Return what ``bring_in`` would do now; nothing is stored.

    Raises:
        NotFoundError, RefusedError: as ``targets_for``.
        TableError: the file is not a table, or has no such column.
        BringInError: with what must be said first.
    """
    survey, version = _open(office, actor, slug)
    table = read_apart(source, name=file_name)
    reader = _reader(office, survey, version, table, mapped)
    tally = _Tally()
    sample: list[NewResponse] = []
    met: dict[str, str] = {}
    for batch in _batches(reader, table, tally, _known(office, survey, reader)):
        with office.db.read() as tx:
            outcomes = responses.foresee(tx, [response for _, response in batch])
        for (number, response), outcome in zip(batch, outcomes, strict=True):
            tally.count(number, _outcome_in_file(met, response) if outcome == "stored" else outcome)
        sample += [response for _, response in batch[: SAMPLE - len(sample)]]
    return Preview(
        rows=tally.rows,
        would_create=tally.created,
        would_repeat=tally.repeated,
        refused_rows=tally.refused,
        kept_in_part=tally.kept_in_part,
        refused=tuple(tally.problems),
        sample=tuple(sample),
        notes=table.problems[:MOST_PROBLEMS],
    )


def _outcome_in_file(met: dict[str, str], response: NewResponse) -> str:
    """Return how storing ends when an earlier row of the same file may have the same key."""
    earlier = met.setdefault(response.submission_key, response.content_hash)
    if earlier is response.content_hash:
        return "stored"
    return "repeated" if earlier == response.content_hash else "conflict"


@guarded("bring_in_responses")
def bring_in(
    office: Office, actor: Actor, slug: str, source: Source, file_name: str, mapped: Mapping_
) -> Imported:
    """Store the rows of a table as responses, in transactions of ``BATCH`` rows, and remember the file.

    Rows met before are counted, not stored again; interrupted, the same file can be brought in anew.
    Raises as ``dry_run``, before anything is stored.
    """
    survey, version = _open(office, actor, slug)
    table = read_apart(source, name=file_name)
    reader = _reader(office, survey, version, table, mapped)
    with office.db.write() as tx:
        reader.import_id = imports.add(
            tx,
            survey_id=survey.id,
            file_name=file_name[:200],
            file_hash=_hash(source),
            mapping=mapped.as_data(),
            by=actor.label,
            at=office.now(),
        )
        author.note(tx, office, actor, "responses.import_started", survey, file=reader.import_id)
    tally, counts = _Tally(), dict.fromkeys(("created", "repeated", "refused"), 0)
    for batch in _batches(reader, table, tally, _known(office, survey, reader)):
        with office.db.write() as tx:
            recorded = responses.record(tx, [response for _, response in batch])
            for (number, _), outcome in zip(batch, recorded, strict=True):
                tally.count(number, outcome.outcome)
            counts = {"created": tally.created, "repeated": tally.repeated, "refused": tally.refused}
            imports.count(tx, reader.import_id, **counts)
    with office.db.write() as tx:
        author.note(tx, office, actor, "responses.imported", survey, file=reader.import_id, **counts)
        run = next(run for run in imports.imports(tx, survey.id) if run.id == reader.import_id)
    return Imported(
        run, tally.rows, tally.kept_in_part, tuple(tally.problems), table.problems[:MOST_PROBLEMS]
    )


@guarded("edit_survey")
def survey_from_table(
    office: Office,
    actor: Actor,
    table: Table,
    file_name: str,
    *,
    slug: str,
    department_id: int,
    owner_id: int | None = None,
    text_columns: Sequence[str] = (),
    best_low: Sequence[str] = (),
    date_order: DateOrder = "",
) -> tuple[Survey, Mapping_]:
    """Make a closed survey whose questions are the columns of ``table``; return it with the mapping.

    It is published, so that responses can point to a version, but residents cannot answer it. It belongs
    to ``owner_id``, or else to the actor. ``best_low``: ratings whose lowest number is the best.

    Raises:
        NotFoundError, RefusedError: ``actor`` may not create and publish in that department.
        TableError: there is no such text column.
        BringInError: ``no_rows``, ``too_many_columns``, ``nothing_to_ask``, ``slug_wrong``, ``slug_taken``,
            or what ``bring_in`` would need to know of the dates.
    """
    if owner_id is None and actor.staff:
        owner_id = actor.staff.id
    for action in ("edit_survey", "publish_survey", "bring_in_responses"):
        require(actor, action, Scope(department_id, owner_id))
    if not table.rows:
        raise BringInError("no_rows")
    texts = [table.column(column) for column in text_columns]
    lows = [table.column(column) for column in best_low]
    drafted = drafting.draft(table, file_name, text_columns=texts, best_low=lows)
    if isinstance(drafted, str):
        raise BringInError(drafted, columns=len(table.columns), most=drafting.MOST_COLUMNS)
    _is_day_first(table, drafted.columns, date_order)
    if mapping.slug_of(slug) != slug:
        raise BringInError("slug_wrong", slug=slug, near=mapping.slug_of(slug))
    with office.db.write() as tx:
        if surveys.by_slug(tx, slug) is not None:
            raise BringInError("slug_taken", slug=slug)
        survey_id = surveys.create(
            tx,
            slug=slug,
            definition=drafted.definition,
            department_id=department_id,
            owner_id=owner_id,
            service_id=None,
            at=office.now(),
        )
        surveys.publish(tx, survey_id, at=office.now(), by=owner_id)
        surveys.set_state(tx, survey_id, "closed", at=office.now())
        survey = surveys.by_id(tx, survey_id)
        if survey is None:
            raise NotFoundError(slug)
        author.note(tx, office, actor, "survey.made_from_table", survey)
    return survey, Mapping_(drafted.columns, date_order)


def _open(office: Office, actor: Actor, slug: str) -> tuple[Survey, SurveyVersion]:
    with office.db.read() as tx:
        survey = surveys.by_slug(tx, slug)
        if survey is None:
            raise NotFoundError(slug)
        require(actor, "bring_in_responses", scope_of(survey))
        version = surveys.version(tx, survey.live_version_id) if survey.live_version_id else None
    if version is None:
        raise BringInError("never_published", slug=slug)
    return survey, version


def _reader(
    office: Office, survey: Survey, version: SurveyVersion, table: Table, mapped: Mapping_
) -> RowReader:
    """Check the mapping against survey and table, and return what reads the rows."""
    if not table.rows:
        raise BringInError("no_rows")
    known = {target.name: target for target in mapping.targets(version.definition)}
    for target in mapped.columns:
        if target not in known:
            raise BringInError("target_unknown", target=target, near=mapping.nearest(target, known))
    columns = {target: table.column(column) for target, column in mapped.columns.items()}
    where = {table.column(column): value for column, value in mapped.where.items()}
    if not any(known[target].question for target in columns):
        raise BringInError("nothing_mapped")
    with office.db.read() as tx:
        releases = catalogue.releases(tx, survey.service_id) if survey.service_id else []
    return RowReader(
        version=version,
        releases=releases,
        mapping=replace(mapped, columns=columns, where=where),
        secret=office.settings.secret,
        now=office.now(),
        is_day_first=_is_day_first(table, columns, mapped.date_order),
        is_own_export=table.columns[: len(LEAD)] == LEAD,
    )


def _is_day_first(table: Table, columns: Mapping[str, str], order: DateOrder) -> bool:
    if order or RECEIVED not in columns:
        return order == "day_first"
    column = columns[RECEIVED]
    found = day_order(row[column] for row in table.rows)
    if found.must_be_told:
        code = "date_orders_mixed" if found.day_first else "date_order_needed"
        examples = {"example": found.unclear, "one": found.day_first, "other": found.month_first}
        raise BringInError(code, column=column, **examples)
    return found.is_day_first


def _known(office: Office, survey: Survey, reader: RowReader) -> frozenset[str]:
    """Return what a survey's own export would bring back, so that nobody is counted twice by it."""
    if not reader.is_own_export:
        return frozenset()
    with office.db.read() as tx:
        return frozenset(_likeness(str(found.id), found) for found in responses.of_survey(tx, survey.id))


def _likeness(number: str, response: NewResponse | Response) -> str:
    day = response.received_at.astimezone(LOCAL).date().isoformat()
    return "/".join((number, day, response.channel, response.language, content_hash(0, response.answers)))


def _batches(
    reader: RowReader, table: Table, tally: _Tally, known: frozenset[str]
) -> Iterator[list[tuple[int, NewResponse]]]:
    """Yield the readable rows with their numbers, ``BATCH`` rows of the table at a time."""
    rows = ((number, row) for number, row in enumerate(table.rows, 1) if reader.mapping.takes(row))
    while some := list(islice(rows, BATCH)):
        batch = []
        tally.rows += len(some)
        for number, row in some:
            response, problems = reader.read(number, row)
            if problems:
                tally.note(problems, is_refused=response is None)
            if response is None:
                continue
            if known and _likeness(row[LEAD[0]], response) in known:
                tally.count(number, "repeated")
            else:
                batch.append((number, response))
        yield batch


def _hash(source: Source) -> str:
    if isinstance(source, bytes):
        return sha256(source).hexdigest()
    digest = sha256()
    with Path(source).open("rb") as file:
        while piece := file.read(1_000_000):
            digest.update(piece)
    return digest.hexdigest()
