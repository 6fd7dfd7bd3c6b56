"""Bringing in what belongs to no survey yet: a closed survey is made out of the columns."""

from collections.abc import Sequence

from engage.access import Actor, NotFoundError, Scope, require
from engage.actions import author, guarded
from engage.importing import drafting, mapping
from engage.importing.carrying import is_day_first
from engage.importing.mapping import DateOrder, Mapping_
from engage.importing.refusing import BringInError
from engage.importing.styles import dressed
from engage.office import Office
from engage.tabular import Table
from surveys.records import Survey
from surveys.store import surveys


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
    is_day_first(dressed(table, style=drafted.style).table, drafted.columns, date_order)
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
    return survey, Mapping_(drafted.columns, date_order, style=drafted.style)
