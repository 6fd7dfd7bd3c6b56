"""History: how each question was asked over the versions of a survey, by whom, and how many answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.access import Actor, NotFoundError, RefusedError, require, scope_of
from engage.actions import guarded
from engage.actions.author import found
from engage.office import Office
from surveys import wordings
from surveys.changes import Change, of_question
from surveys.questions import Question
from surveys.records import Survey, SurveyVersion
from surveys.store import history, staff, surveys
from surveys.store.database import Transaction
from surveys.wordings import Break, Worded


@dataclass(frozen=True, slots=True)
class History:
    """Every wording of every question that was ever published, by its name; and who published what."""

    survey: Survey
    versions: tuple[SurveyVersion, ...]
    responses: Mapping[int, int]
    """By a version's id."""
    published_by: Mapping[int, str]
    """A version's id to the name of who published it; empty where nobody is known."""

    def names(self) -> list[str]:
        """Return the questions' names, those asked now first."""
        return wordings.names(self.versions)

    def of(self, name: str) -> list[Worded]:
        """Return how a question was asked, oldest first."""
        return wordings.wordings(name, self.versions, self.responses)

    def breaks(self, name: str) -> list[Break]:
        """Return after which versions its answers cannot be compared with those before."""
        return wordings.breaks(name, self.versions, self.responses)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same name in another survey, and what differs there; nothing where answers compare."""

    survey: Survey
    question: Question
    changes: tuple[Change, ...]


@guarded("see_survey")
def history_of(office: Office, actor: Actor, slug: str) -> History:
    """Return how the questions of a survey were asked.

    Raises:
        NotFoundError, RefusedError: not theirs to see.
    """
    with office.db.read() as tx:
        survey = found(tx, slug)
        _require_sight(actor, survey)
        versions = tuple(surveys.versions(tx, survey.id))
        names = {each: _name(tx, each) for each in {version.published_by for version in versions}}
        people = {version.id: names[version.published_by] for version in versions}
        return History(survey, versions, history.responses_by_version(tx, survey.id), people)


@guarded("see_survey")
def asked_elsewhere(office: Office, actor: Actor, slug: str, name: str) -> list[Elsewhere]:
    """Return the other published surveys that ``actor`` may see in which a question has the same name.

    Raises:
        NotFoundError, RefusedError: the survey is not theirs to see.
    """
    with office.db.read() as tx:
        survey = found(tx, slug)
        _require_sight(actor, survey)
        own = next(
            (
                question
                for version in reversed(surveys.versions(tx, survey.id))
                if (question := version.definition.question(name)) is not None
            ),
            None,
        )
        others = [each for each in surveys.surveys(tx) if each.id != survey.id and each.live_version_id]
        seen = [each for each in others if _may_see(actor, each)]
        return [
            Elsewhere(each, question, tuple(of_question(own, question)))
            for each in seen
            if own is not None and (question := _asked(tx, each, name)) is not None
        ]


def _asked(tx: Transaction, survey: Survey, name: str) -> Question | None:
    version = surveys.version(tx, survey.live_version_id or 0)
    return version.definition.question(name) if version else None


def _require_sight(actor: Actor, survey: Survey) -> None:
    """Whoever may see the survey's results may see how they came about."""
    try:
        require(actor, "see_survey", scope_of(survey))
    except RefusedError:
        require(actor, "see_results", scope_of(survey))


def _may_see(actor: Actor, survey: Survey) -> bool:
    try:
        _require_sight(actor, survey)
    except (NotFoundError, RefusedError):
        return False
    return True


def _name(tx: Transaction, staff_id: int | None) -> str:
    person = staff.by_id(tx, staff_id) if staff_id else None
    return person.name if person else ""
