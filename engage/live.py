"""What residents may answer now, kept in memory for a moment: a published version never changes."""

import threading
import time

from surveys.records import Release, Survey, SurveyVersion
from surveys.store import catalogue, surveys
from surveys.store.database import Database

SECONDS = 1.0
"""How long a survey's state may be out of date; closing also has a grace for those who are answering."""


class LiveSurveys:
    """Surveys by slug and versions by id, read at most once a second each."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = threading.Lock()
        self._surveys: dict[str, tuple[float, Survey | None, tuple[Release, ...]]] = {}
        self._versions: dict[int, SurveyVersion] = {}

    def survey(self, slug: str) -> Survey | None:
        """Return the survey of that address as it was at most a second ago, ``None`` when unknown."""
        return self._kept(slug)[0]

    def releases(self, slug: str) -> tuple[Release, ...]:
        """Return the releases of the survey's service, oldest first; empty when it has none."""
        return self._kept(slug)[1]

    def version(self, version_id: int) -> SurveyVersion | None:
        """Return a frozen version; drafts are never kept, since they change."""
        found = self._versions.get(version_id)
        if found is None:
            with self._db.read() as tx:
                found = surveys.version(tx, version_id)
            if found is not None and found.state != "draft":
                self._versions[version_id] = found
        return found

    def forget(self, slug: str) -> None:
        """Read the survey anew next time (after this process changed it)."""
        with self._lock:
            self._surveys.pop(slug, None)

    def _kept(self, slug: str) -> tuple[Survey | None, tuple[Release, ...]]:
        now = time.monotonic()
        kept = self._surveys.get(slug)
        if kept is not None and now - kept[0] < SECONDS:
            return kept[1], kept[2]
        with self._db.read() as tx:
            survey = surveys.by_slug(tx, slug)
            has_service = survey is not None and survey.service_id is not None
            releases = tuple(catalogue.releases(tx, survey.service_id)) if has_service else ()  # type: ignore[union-attr,arg-type]
        with self._lock:
            if survey is None and len(self._surveys) > 1000:
                self._surveys.clear()  # a scan for slugs must not fill the memory
            self._surveys[slug] = (now, survey, releases)
        return survey, releases
