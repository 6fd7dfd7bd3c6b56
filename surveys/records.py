"""What the store gives back: frozen values, never rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from surveys.definition import SurveyDefinition
from surveys.questions import Value

Channel = Literal["web", "embedded", "kiosk", "phone", "paper", "in_person", "import"]
CHANNELS: tuple[Channel, ...] = ("web", "embedded", "kiosk", "phone", "paper", "in_person", "import")
SurveyState = Literal["draft", "open", "closed"]
SurveyStage = Literal["draft", "waiting", "open", "closed"]
STAGES = ("discovery", "alpha", "private_beta", "public_beta", "live", "retired")


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the town that owns surveys and services."""

    id: int
    slug: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Service:
    """A digital service the town is building or runs."""

    id: int
    slug: str
    name: Mapping[str, str]
    stage: str
    department_id: int


@dataclass(frozen=True, slots=True)
class Release:
    """A dated, numbered version of a service."""

    id: int
    service_id: int
    number: str
    released_at: datetime
    notes: Mapping[str, str]
    known_issues: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Survey:
    """A named set of questions and its state; the questions stand in its versions."""

    id: int
    slug: str
    title: Mapping[str, str]
    purpose: str
    state: SurveyState
    department_id: int
    owner_id: int | None
    service_id: int | None
    live_version_id: int | None
    has_draft: bool
    are_results_public: bool
    opened_at: datetime | None
    closed_at: datetime | None
    opens_at: datetime | None = None
    """When it opens by itself, once published; before, nobody can answer."""
    closes_at: datetime | None = None
    """When it closes by itself."""

    def is_open_at(self, now: datetime) -> bool:
        """Say whether residents can answer."""
        return self.stage_at(now) == "open"

    def stage_at(self, now: datetime) -> SurveyStage:
        """Return how it stands: a draft, published but not open yet, open, or closed."""
        if self.state == "draft" or self.live_version_id is None:
            return "draft"
        if self.state == "closed" or self.closed_since(now) is not None:
            return "closed"
        return "waiting" if self.opens_at is not None and now < self.opens_at else "open"

    def closed_since(self, now: datetime) -> datetime | None:
        """Return when it closed, by hand or by itself, whichever came first; ``None`` while it is not."""
        by_hand = self.closed_at if self.state == "closed" else None
        by_itself = self.closes_at if self.closes_at is not None and self.closes_at <= now else None
        return min((at for at in (by_hand, by_itself) if at is not None), default=None)

    def open_since(self, now: datetime) -> datetime | None:
        """Return since when residents could answer; ``None`` where they never could."""
        if self.opened_at is None or self.stage_at(now) in ("draft", "waiting"):
            return None
        return max(self.opened_at, self.opens_at or self.opened_at)


@dataclass(frozen=True, slots=True)
class SurveyVersion:
    """The frozen survey that people answer, or the draft beside it (``number`` 0)."""

    id: int
    survey_id: int
    number: int
    state: Literal["draft", "published", "superseded"]
    definition: SurveyDefinition
    fingerprint: str
    published_at: datetime | None
    edits: int
    """How often a draft was saved; a save names the count it started from, so none is overwritten."""
    published_by: int | None = None
    edited_at: datetime | None = None
    edited_by: str = ""
    agreed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of a draft: texts edited in one language only, and the pairs that last said the same."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a response takes in a quota, if one is left; without one ``is_needed`` stores nothing."""

    quota: str
    limit: int
    is_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResponse:
    """A checked response about to be stored."""

    submission_key: str
    survey_id: int
    version_id: int
    content_hash: str
    reference: str
    withdrawal_hash: str
    channel: Channel
    language: str
    answers: Mapping[str, Value]
    comments: tuple[tuple[str, str], ...]
    received_at: datetime
    release_id: int | None = None
    is_test: bool = False
    import_id: int | None = None
    orders: Mapping[str, list[str]] = field(default_factory=dict)
    """The orders in which its form showed options and questions, where they were shuffled."""
    attachments: tuple[str, ...] = ()
    """The ids of the files it names; they are stored before it, under its key."""
    places: tuple[Place, ...] = ()
    screened_out_by: str = ""
    """The screen-out that ended the survey; its answers are kept and never counted."""
    over_quotas: tuple[str, ...] = ()
    may_have_left: bool = False
    """Whether its form may have been turned away before; who could go on after all is not counted so."""


Outcome = Literal["stored", "repeated", "conflict", "withdrawn", "full", "unchanged"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a resident added to a response; its content is read apart."""

    id: str
    response_id: int
    question_name: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """How storing one response ended.

    ``outcome``: ``stored`` now; ``repeated`` (same key, same content: the receipt of the first);
    ``conflict`` (same key, other content: nothing stored); ``withdrawn`` (deleted stays deleted);
    ``full`` (no place was left in ``quota``: nothing stored); ``unchanged`` (a correction of nothing).
    """

    outcome: Outcome
    reference: str
    received_at: datetime
    quota: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """Everything one resident sent, once."""

    id: int
    reference: str
    survey_id: int
    version_id: int
    status: Literal["complete", "withdrawn", "spam", "screened_out", "superseded"]
    channel: str
    language: str
    release: str | None
    answers: Mapping[str, Value]
    received_at: datetime
    is_test: bool
    orders: Mapping[str, list[str]] | None = None
    """The orders in which its form showed options and questions; ``None`` when nothing was shuffled."""
    over_quotas: Sequence[str] | None = None
    """The quotas that were full already when it was taken with a mark."""
    corrections: int = 0
    """How often its resident has changed it since it was sent."""
    superseded_at: datetime | None = None
    """When a correction replaced these answers; ``None`` for those that count."""


CORRECTS = "~"
"""Stands in the key of a correction after that of the form it corrects; in no other key."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A form under which sent answers are changed. ``form``: the submission key they were sent under.

    ``base``: how often they had been corrected when it was opened, so that nobody overwrites what they
    have not seen.
    """

    key: str
    form: str
    base: int


Way = Literal["screen_out", "quota"]


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """That somebody was told the survey is over before its end; never what they had answered."""

    submission_key: str
    survey_id: int
    version_id: int
    way: Way
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """That a response came in, and how; never what it says."""

    id: int
    received_at: datetime
    channel: str
    language: str
    release: str | None
    answered: int
    is_test: bool


@dataclass(frozen=True, slots=True)
class StoredComment:
    """One free-text answer, with what filters need to know of its response."""

    id: int
    response_id: int
    question_name: str
    text: str
    language: str
    channel: str
    release: str | None
    received_at: datetime
    segments: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class DraftAnswers:
    """Answers not sent yet, kept page by page; raw, as the face sent them."""

    submission_key: str
    survey_id: int
    version_id: int
    page: str
    raw: Mapping[str, list[str]]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is, and in which department (``None``: the whole site)."""

    name: str
    department_id: int | None


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who signs in."""

    id: int
    email: str
    name: str
    is_active: bool
    roles: tuple[Role, ...]
    has_password: bool
    language: str = "en"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to what, and when; each entry's hash covers the one before it."""

    id: int
    at: datetime
    actor: str
    action: str
    target: str
    department_id: int | None
    outcome: str
    details: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class AnalysisRun:
    """One pass of the pipeline; never overwritten."""

    id: int
    survey_id: int
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    step: str
    done: int
    total: int
    seed: int
    started_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    is_cancel_asked: bool
    failure: str
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One file brought in."""

    id: int
    survey_id: int
    file_name: str
    file_hash: str
    mapping: Mapping[str, Any]
    created: int
    repeated: int
    refused: int
    at: datetime
