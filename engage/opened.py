"""A survey in front of a resident, and what comes back when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from engage import keys
from surveys import shuffling
from surveys.definition import SurveyDefinition
from surveys.problems import Problem
from surveys.questions import Value
from surveys.records import Survey, SurveyVersion
from surveys.ways_out import Ending


class SurveyClosedError(LookupError):
    """The survey is known but takes no answers now."""

    def __init__(self, survey: Survey) -> None:
        super().__init__(survey.slug)
        self.survey = survey


class KeyUnreadableError(ValueError):
    """The submission key was not made by us: the form was tampered with or cut off."""


class NotStoredError(RuntimeError):
    """The answers could not be stored; the resident keeps their text and may send again."""


@dataclass(frozen=True)
class Opened:
    """A survey in front of a resident: the version to answer, and the key under which to send."""

    survey: Survey
    version: SurveyVersion
    key: keys.SubmissionKey
    is_test: bool
    """Whether who opened it is staff trying it out; their answers are kept apart."""

    @cached_property
    def definition(self) -> SurveyDefinition:
        """Return what is asked, in the order in which this form shows it."""
        return shuffling.arranged(self.as_written, self.key.form)

    @property
    def holder(self) -> str:
        """Return the key of the response that is corrected, which holds places and files already."""
        return self.key.form if self.key.correction else ""

    @cached_property
    def as_written(self) -> SurveyDefinition:
        """Return what is asked in its author's order, on the day on which this form was opened."""
        return self.version.definition.on(self.key.opened_on)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of what is stored.

    ``outcome``: ``stored``, ``repeated``, ``conflict`` or ``withdrawn``; of a correction ``corrected``,
    ``unchanged``, ``conflict`` or ``withdrawn``.
    """

    outcome: str
    reference: str
    withdrawal_code: str
    received_at: datetime
    ending: Ending | None = None
    """What to read at the end, instead of the survey's thanks."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Answers with problems; nothing was stored."""

    problems: tuple[Problem, ...]
    answers: Mapping[str, Value]
