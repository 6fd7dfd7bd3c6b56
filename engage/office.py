"""What every action needs: the settings, the database, the clock and the writer of responses."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engage.live import LiveSurveys
from engage.pacing import Pacing
from engage.recorder import Recorder
from engage.settings import Settings
from surveys.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Office:
    """One per process. Actions take it first."""

    settings: Settings
    db: Database
    now: Callable[[], datetime] = _utc_now
    recorder: Recorder = field(init=False)
    live: LiveSurveys = field(init=False)
    pacing: Pacing = field(init=False)

    def __post_init__(self) -> None:
        self.recorder = Recorder(self.db)
        self.live = LiveSurveys(self.db)
        self.pacing = Pacing.of(self.settings)

    def close(self) -> None:
        """Finish what is being written and close the database."""
        self.recorder.close()
        self.db.close()


def open_office(settings: Settings) -> Office:
    """Open the database of ``settings``, migrate it, and return the office.

    Raises:
        DatabaseError: with a code that says why it cannot be used.
    """
    db = Database(settings.database_url)
    db.migrate()
    return Office(settings, db)


@contextmanager
def office_of(settings: Settings) -> "Iterator[Office]":
    """Open an office for the length of a block."""
    office = open_office(settings)
    try:
        yield office
    finally:
        office.close()
