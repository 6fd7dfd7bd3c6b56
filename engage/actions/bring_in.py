"""Bringing in: responses from a table, after a mapping and a dry run; twice the same file changes nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from engage.access import Actor, NotFoundError, require, scope_of
from engage.actions import author, guarded
from engage.importing import guessing, mapping
from engage.importing.carrying import MOST_PROBLEMS, Source, Tally, carrying
from engage.importing.guessing import Why
from engage.importing.mapping import Mapping_, Target
from engage.importing.refusing import BringInError
from engage.importing.rows import RowProblem
from engage.importing.styles import Styled, dressed
from engage.office import Office
from engage.tabular import RowProblem as TableProblem
from engage.tabular import Table
from surveys.records import ImportRun, NewResponse, Survey, SurveyVersion
from surveys.store import imports, responses, surveys

SAMPLE = 5

__all__ = ["BringInError", "Imported", "Mapping_", "Preview", "RowProblem", "Suggested", "Target"]


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the columns of a file probably are. ``why`` says for each target how it was found.

    ``table`` is without the further rows of headings that some tools write. ``remembered`` is the file of
    the same columns whose mapping is used again.
    """

    mapping: Mapping_
    table: Table
    why: Mapping[str, Why] = field(default_factory=dict)
    remembered: ImportRun | None = None


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
    """Return the mapping that ``suggest`` gives. Raises as ``targets_for``."""
    return suggest(office, actor, slug, table).mapping


@guarded("bring_in_responses")
def suggest(office: Office, actor: Actor, slug: str, table: Table) -> Suggested:
    """Return the mapping of the last file with these columns, or what names, wording and cells suggest.

    ``date_order`` stays empty when the dates tell their order themselves, or when only a person can.
    Raises as ``targets_for``.
    """
    survey, version = _open(office, actor, slug)
    styled = dressed(table)
    known = {target.name for target in mapping.targets(version.definition)}
    with office.db.read() as tx:
        before = _remembered(imports.imports(tx, survey.id), styled)
    if before is not None:
        kept = Mapping_.from_data(before.mapping)
        columns = {target: column for target, column in kept.columns.items() if target in known}
        why: dict[str, Why] = dict.fromkeys(columns, "remembered")
        return Suggested(replace(kept, columns=columns, where={}), styled.table, why, before)
    found = guessing.guess(version.definition, styled)
    columns = {target: guess.column for target, guess in found.items()}
    counting = guessing.by_position(version.definition, styled, columns)
    why = {target: "position" if target in counting else guess.why for target, guess in found.items()}
    mapped = Mapping_(columns, style=styled.style, by_position=counting)
    return Suggested(mapped, styled.table, why)


def _remembered(runs: list[ImportRun], styled: Styled) -> ImportRun | None:
    """Return the last import of a file with the same columns in the same style."""
    header = _header(styled)
    return next((run for run in runs if run.mapping.get("header") == header), None)


def _header(styled: Styled) -> str:
    return sha256(json.dumps([styled.style, *styled.table.columns]).encode()).hexdigest()


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
    carried = carrying(office, survey, version, source, file_name, mapped)
    tally = Tally()
    sample: list[NewResponse] = []
    met: dict[str, str] = {}
    for batch in carried.batches(tally):
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
        notes=carried.table.problems[:MOST_PROBLEMS],
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
    carried = carrying(office, survey, version, source, file_name, mapped)
    reader, table = carried.reader, carried.table
    with office.db.write() as tx:
        reader.import_id = imports.add(
            tx,
            survey_id=survey.id,
            file_name=file_name[:200],
            file_hash=_hash(source),
            mapping={**mapped.as_data(), "header": _header(carried.translator.styled)},
            by=actor.label,
            at=office.now(),
        )
        author.note(tx, office, actor, "responses.import_started", survey, file=reader.import_id)
    tally, counts = Tally(), dict.fromkeys(("created", "repeated", "refused"), 0)
    for batch in carried.batches(tally):
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


def _hash(source: Source) -> str:
    if isinstance(source, bytes):
        return sha256(source).hexdigest()
    digest = sha256()
    with Path(source).open("rb") as file:
        while piece := file.read(1_000_000):
            digest.update(piece)
    return digest.hexdigest()
