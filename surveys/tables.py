"""Every table, in one registry of our own, so that a reload of this module never meets its old self.

Rows have no behaviour and never leave ``surveys.store``. No ``Relationship``: joins are written out.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Dialect, Index, LargeBinary, Text, TypeDecorator, UniqueConstraint
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC moments; SQLite would lose the zone, and naive ones are refused before they are stored."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; store UTC."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(SQLModel, registry=registry()):
    """The base of every table."""


def _id() -> Any:
    return Field(default=None, primary_key=True)


def _moment(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable, index=index)


def _json() -> Any:
    return Field(sa_type=JSON, nullable=False)


def _words() -> Any:
    return Field(sa_type=Text, nullable=False)


class DepartmentRow(Table, table=True):
    """A part of the town."""

    __tablename__ = "department"
    id: int | None = _id()
    slug: str = Field(unique=True)
    name: dict[str, str] = _json()


class StaffRow(Table, table=True):
    """A person who signs in."""

    __tablename__ = "staff"
    id: int | None = _id()
    email: str = Field(unique=True)
    name: str
    language: str = "en"
    password_hash: str | None = None
    is_active: bool = True
    created_at: datetime = _moment()


class RoleRow(Table, table=True):
    """What a person is in one department; no department means the whole site."""

    __tablename__ = "staff_role"
    # NULL is not equal to NULL in a unique rule, so the whole site is department 0, not NULL.
    __table_args__ = (UniqueConstraint("staff_id", "name", "department_id"),)
    id: int | None = _id()
    staff_id: int = Field(foreign_key="staff.id", index=True)
    name: str
    department_id: int = 0


class StaffSessionRow(Table, table=True):
    """One signed-in browser; the cookie's token is kept only as a hash."""

    __tablename__ = "staff_session"
    id: int | None = _id()
    token_hash: str = Field(unique=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    created_at: datetime = _moment()
    expires_at: datetime = _moment()
    revoked_at: datetime | None = _moment(nullable=True)


class SignInFailureRow(Table, table=True):
    """Failed sign-ins per account (by hash), so that guessing slows down; no account is locked for good."""

    __tablename__ = "sign_in_failure"
    account_hash: str = Field(primary_key=True)
    failures: int = 0
    last_at: datetime = _moment()


class SecondFactorRow(Table, table=True):
    """What a person's second step follows from (with the installation's secret), and the last code used."""

    __tablename__ = "staff_second_factor"
    staff_id: int = Field(primary_key=True, foreign_key="staff.id", sa_column_kwargs={"autoincrement": False})
    salt: str
    last_step: int
    set_at: datetime = _moment()


class RecoveryCodeRow(Table, table=True):
    """A code for the day the telephone is lost, kept as a hash until it is used."""

    __tablename__ = "staff_recovery_code"
    code_hash: str = Field(primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)


class ServiceRow(Table, table=True):
    """A digital service."""

    __tablename__ = "service"
    id: int | None = _id()
    slug: str = Field(unique=True)
    name: dict[str, str] = _json()
    stage: str
    department_id: int = Field(foreign_key="department.id")


class ReleaseRow(Table, table=True):
    """A dated version of a service."""

    __tablename__ = "service_release"
    __table_args__ = (UniqueConstraint("service_id", "number"),)
    id: int | None = _id()
    service_id: int = Field(foreign_key="service.id", index=True)
    number: str
    released_at: datetime = _moment()
    notes: dict[str, str] = _json()
    known_issues: dict[str, str] = _json()


class SurveyRow(Table, table=True):
    """A survey and its state."""

    __tablename__ = "survey"
    id: int | None = _id()
    slug: str = Field(unique=True)
    title: dict[str, str] = _json()
    purpose: str
    state: str = "draft"
    department_id: int = Field(foreign_key="department.id")
    owner_id: int | None = Field(default=None, foreign_key="staff.id")
    service_id: int | None = Field(default=None, foreign_key="service.id")
    are_results_public: bool = False
    created_at: datetime = _moment()
    opened_at: datetime | None = _moment(nullable=True)
    closed_at: datetime | None = _moment(nullable=True)
    opens_at: datetime | None = _moment(nullable=True)
    closes_at: datetime | None = _moment(nullable=True)


class VersionRow(Table, table=True):
    """A frozen version, or the draft (number 0) beside it."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)
    id: int | None = _id()
    survey_id: int = Field(foreign_key="survey.id", index=True)
    number: int
    state: str
    definition: dict[str, Any] = _json()
    fingerprint: str
    edits: int = 0
    created_at: datetime = _moment()
    published_at: datetime | None = _moment(nullable=True)
    published_by: int | None = Field(default=None, foreign_key="staff.id")
    edited_at: datetime | None = _moment(nullable=True)
    edited_by: str = ""
    agreed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)


class ImportRow(Table, table=True):
    """One file brought in."""

    __tablename__ = "import_run"
    id: int | None = _id()
    survey_id: int = Field(foreign_key="survey.id", index=True)
    file_name: str
    file_hash: str
    mapping: dict[str, Any] = _json()
    created: int = 0
    repeated: int = 0
    refused: int = 0
    by: str
    at: datetime = _moment()


class ResponseRow(Table, table=True):
    """Everything one resident sent, once."""

    __tablename__ = "response"
    __table_args__ = (Index("ix_response_survey_received", "survey_id", "received_at"),)
    id: int | None = _id()
    submission_key: str = Field(unique=True)
    reference: str = Field(unique=True)
    content_hash: str
    withdrawal_hash: str
    survey_id: int = Field(foreign_key="survey.id")
    version_id: int = Field(foreign_key="survey_version.id")
    release_id: int | None = Field(default=None, foreign_key="service_release.id")
    import_id: int | None = Field(default=None, foreign_key="import_run.id")
    status: str = "complete"
    channel: str
    language: str
    is_test: bool = False
    answers: dict[str, Any] = _json()
    orders: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    over_quotas: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    corrections: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    received_at: datetime = _moment()
    withdrawn_at: datetime | None = _moment(nullable=True)


class CommentRow(Table, table=True):
    """One free-text answer, apart from its response so that analysis reads only words."""

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("response_id", "question_name"),)
    id: int | None = _id()
    response_id: int = Field(foreign_key="response.id")
    survey_id: int = Field(foreign_key="survey.id", index=True)
    question_name: str
    text: str = _words()


class PictureRow(Table, table=True):
    """A picture of a survey's author, shown beside an answer; named by its content, so it never changes."""

    __tablename__ = "picture"
    file: str = Field(primary_key=True)
    media_type: str
    content: bytes = Field(sa_type=LargeBinary, nullable=False)
    survey_id: int = Field(foreign_key="survey.id", index=True)
    """The survey it was first added to."""
    added_at: datetime = _moment()


class AttachmentRow(Table, table=True):
    """A file that a resident added; without a response it belongs to draft answers."""

    __tablename__ = "attachment"
    id: str = Field(primary_key=True)
    submission_key: str = Field(index=True)
    survey_id: int = Field(foreign_key="survey.id", index=True)
    # Whatever erases a response takes its files with it.
    response_id: int | None = Field(default=None, foreign_key="response.id", ondelete="CASCADE", index=True)
    question_name: str
    name: str
    media_type: str
    size: int
    content: bytes = Field(sa_type=LargeBinary, nullable=False)
    kept_at: datetime = _moment(index=True)


class SupersededRow(Table, table=True):
    """Answers that a correction replaced."""

    __tablename__ = "superseded_answers"
    # Whatever erases a response takes its history with it.
    response_id: int = Field(primary_key=True, foreign_key="response.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    version_id: int = Field(foreign_key="survey_version.id")
    language: str
    answers: dict[str, Any] = _json()
    replaced_by: str
    superseded_at: datetime = _moment()


class QuotaPlaceRow(Table, table=True):
    """A place that a response takes in a quota."""

    __tablename__ = "quota_place"
    __table_args__ = (Index("ix_quota_place_survey_quota", "survey_id", "quota"),)
    # Whatever erases a response frees its places.
    response_id: int = Field(primary_key=True, foreign_key="response.id", ondelete="CASCADE")
    quota: str = Field(primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")


class TurnedAwayRow(Table, table=True):
    """Somebody for whom the survey was over early; one row a form, and nothing of what was answered."""

    __tablename__ = "turned_away"
    submission_key: str = Field(primary_key=True)
    survey_id: int = Field(foreign_key="survey.id", index=True)
    version_id: int = Field(foreign_key="survey_version.id")
    way: str
    name: str
    at: datetime = _moment()


class DraftAnswersRow(Table, table=True):
    """Answers not sent yet."""

    __tablename__ = "draft_answers"
    submission_key: str = Field(primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
    version_id: int = Field(foreign_key="survey_version.id")
    page: str
    raw: dict[str, Any] = _json()
    updated_at: datetime = _moment(index=True)


class AnalysisRunRow(Table, table=True):
    """One pass of the pipeline and its progress."""

    __tablename__ = "analysis_run"
    id: int | None = _id()
    survey_id: int = Field(foreign_key="survey.id", index=True)
    state: str = "queued"
    step: str = ""
    done: int = 0
    total: int = 0
    seed: int = 0
    started_by: str
    inputs: dict[str, Any] = _json()
    is_cancel_asked: bool = False
    failure: str = ""
    created_at: datetime = _moment()
    started_at: datetime | None = _moment(nullable=True)
    finished_at: datetime | None = _moment(nullable=True)
    heartbeat_at: datetime | None = _moment(nullable=True)


class AnalysisResultRow(Table, table=True):
    """What a finished run found, except the coded comments."""

    __tablename__ = "analysis_result"
    run_id: int = Field(primary_key=True, foreign_key="analysis_run.id")
    findings: dict[str, Any] = _json()


class CodedCommentRow(Table, table=True):
    """What a run says of one comment."""

    __tablename__ = "coded_comment"
    run_id: int = Field(primary_key=True, foreign_key="analysis_run.id")
    comment_id: int = Field(primary_key=True, foreign_key="comment.id")
    coded: dict[str, Any] = _json()


class RunPartRow(Table, table=True):
    """A part that a run keeps for later: a finished chunk, or what it learned."""

    __tablename__ = "run_part"
    run_id: int = Field(primary_key=True, foreign_key="analysis_run.id", ondelete="CASCADE")
    part: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary, nullable=False)


class ReviewDecisionRow(Table, table=True):
    """What one person decided about one comment; rows are only ever added, and go when the comment goes."""

    __tablename__ = "review_decision"
    __table_args__ = (Index("ix_review_decision_survey_comment", "survey_id", "comment_id"),)
    id: int | None = _id()
    survey_id: int = Field(foreign_key="survey.id")
    comment_id: int = Field(foreign_key="comment.id", ondelete="CASCADE", index=True)
    coder: str
    at: datetime = _moment()
    themes: list[str] | None = Field(default=None, sa_type=JSON, nullable=True)
    sentiment: str | None = None
    feedback: str | None = None
    frame_id: str
    frame_version: str
    drawn: str
    stratum: str = ""
    chance: float | None = None
    machine: dict[str, Any] = _json()


class FrameVersionRow(Table, table=True):
    """A version of a survey's own code frame; rows are only ever added."""

    __tablename__ = "code_frame_version"
    survey_id: int = Field(primary_key=True, foreign_key="survey.id")
    number: int = Field(primary_key=True)
    what: str
    of_themes: list[str] = _json()
    into_themes: list[str] = _json()
    back_to: int | None = None
    theme_ids: list[str] = _json()
    themes: list[dict[str, Any]] = _json()
    by: str
    at: datetime = _moment()


class AuditRow(Table, table=True):
    """Who did what; rows are only ever added (triggers refuse the rest) and chained by hash."""

    __tablename__ = "audit_entry"
    id: int | None = _id()
    at: datetime = _moment()
    actor: str
    action: str
    target: str
    department_id: int | None = None
    outcome: str
    details: dict[str, Any] = _json()
    hash: str = Field(unique=True)


class SettingRow(Table, table=True):
    """A site setting changed while running, such as the town's name."""

    __tablename__ = "site_setting"
    name: str = Field(primary_key=True)
    value: dict[str, Any] = _json()


metadata = Table.metadata
