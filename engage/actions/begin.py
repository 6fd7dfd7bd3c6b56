"""Beginning a survey: what there is to begin from, and where somebody may write one."""

from engage import library
from engage.access import Actor, NotFoundError, RefusedError, departments_where
from engage.actions import guarded
from engage.actions.author import create_survey
from engage.library import Template
from engage.office import Office
from surveys.blanks import Fillings, fill
from surveys.questions import Question
from surveys.records import Department, Survey
from surveys.store import catalogue


@guarded("edit_survey")
def templates(office: Office, actor: Actor) -> tuple[Template, ...]:
    """Return the surveys to start from, for whoever may make one. Raises as ``departments_to_write_in``."""
    departments_to_write_in(office, actor)
    return library.templates()


@guarded("edit_survey")
def question_bank(office: Office, actor: Actor) -> dict[str, tuple[Question, ...]]:
    """Return the bank's questions by subject. Raises as ``departments_to_write_in``."""
    departments_to_write_in(office, actor)
    return library.question_bank()


@guarded("edit_survey")
def departments_to_write_in(office: Office, actor: Actor) -> list[Department]:
    """Return the departments in which ``actor`` may create a survey.

    Raises:
        NotFoundError: a resident asks.
        RefusedError: their roles let them create nowhere.
    """
    ids = departments_where(actor, "edit_survey")
    if ids == frozenset():
        raise RefusedError("edit_survey") if actor.staff else NotFoundError("edit_survey")
    with office.db.read() as tx:
        return [each for each in catalogue.departments(tx) if ids is None or each.id in ids]


@guarded("edit_survey")
def create_from_template(
    office: Office,
    actor: Actor,
    *,
    template: str,
    fillings: Fillings,
    slug: str,
    department_id: int,
) -> Survey:
    """Create a survey from a template, its blanks filled as far as ``fillings`` go.

    Raises:
        NotFoundError: there is no such template, or as ``create_survey``.
        RefusedError, ValueError: as ``create_survey``.
        DefinitionError: a filled text is longer than a survey may hold.
    """
    chosen = next((each for each in templates(office, actor) if each.name == template), None)
    if chosen is None:
        raise NotFoundError(template)
    return create_survey(
        office,
        actor,
        slug=slug,
        definition=fill(chosen.definition, fillings),
        department_id=department_id,
        made_from=f"template {template}",
    )
