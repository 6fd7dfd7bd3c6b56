"""Which files answers name, and whether they are there: what an answer says of a file is never believed."""

from surveys.definition import SurveyDefinition
from surveys.journey import Answers
from surveys.problems import Problem
from surveys.questions.file_upload import id_in, name_in
from surveys.store import attachments, responses
from surveys.store.database import Database


def ids_in(definition: SurveyDefinition, answers: Answers) -> tuple[str, ...]:
    """Return the ids of all files that answers name."""
    if not definition.takes_files:
        return ()
    asked = (question for question in definition.asked() if question.holds_files)
    return tuple(id_in(text) for q in asked for text in q.raw(answers.get(q.name)))


def lost_files(
    db: Database, submission_key: str, definition: SurveyDefinition, answers: Answers, *, also: str = ""
) -> tuple[Problem, ...]:
    """Return a problem for each question whose answer names a file that is not kept for it.

    What was sent already is not looked at: the key itself says how sending again ends. A correction may
    name the files kept under the key that it ``also`` has.
    """
    if not ids_in(definition, answers):
        return ()
    with db.read() as tx:
        kept = attachments.kept(tx, submission_key) | (attachments.kept(tx, also) if also else {})
        lost = tuple(
            Problem("upload_gone", question.name)
            for question in definition.asked()
            if question.holds_files
            and any(
                kept.get(id_in(text)) != (question.name, name_in(text))
                for text in question.raw(answers.get(question.name))
            )
        )
        return lost if lost and responses.by_key(tx, submission_key) is None else ()
