"""Draft answers: kept page by page, raw, for twenty hours."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from surveys.records import DraftAnswers
from surveys.store import drafts
from surveys.store.database import Database
from tests.factories import AT, add_survey


def save(db: Database, page: str, raw: dict[str, list[str]], at: datetime = AT) -> None:
    with db.write() as tx:
        drafts.save(tx, submission_key="key", survey_id=1, version_id=1, page=page, raw=raw, at=at)


def kept(db: Database, now: datetime = AT) -> DraftAnswers | None:
    with db.read() as tx:
        return drafts.get(tx, "key", now=now)


@pytest.fixture(autouse=True)
def survey(db: Database) -> None:
    add_survey(db)


def test_pages_are_laid_over_one_another(db: Database) -> None:
    save(db, "page_1", {"ward": ["north"], "why": ["first"]})
    save(db, "page_2", {"why": ["second"], "how": []}, AT + timedelta(minutes=1))
    assert kept(db) == DraftAnswers(
        "key",
        1,
        1,
        "page_2",
        {"ward": ["north"], "why": ["second"], "how": []},
        AT + timedelta(minutes=1),
    )


@pytest.mark.parametrize("typed", ["\x00nul", "\ud800 lone", "é\r\n", "=1+1", "😀" * 100])
def test_anything_typed_is_kept_as_typed(db: Database, typed: str) -> None:
    save(db, "page_1", {"why": [typed, ""]})
    found = kept(db)
    assert found is not None
    assert found.raw == {"why": [typed, ""]}


def test_a_draft_is_forgotten_after_twenty_hours(db: Database) -> None:
    save(db, "page_1", {})
    assert kept(db, AT + drafts.KEPT_FOR) is not None
    assert kept(db, AT + drafts.KEPT_FOR + timedelta(seconds=1)) is None
    with db.write() as tx:
        drafts.discard_old(tx, now=AT + drafts.KEPT_FOR + timedelta(seconds=1))
    assert kept(db) is None


def test_a_draft_is_discarded_at_will(db: Database) -> None:
    save(db, "page_1", {})
    with db.write() as tx:
        drafts.discard(tx, "key")
    assert kept(db) is None


def test_two_tabs_at_once_lose_nothing(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: save(db, "page_1", {f"q{n}": [str(n)]}), range(16)))
    found = kept(db)
    assert found is not None
    assert found.raw == {f"q{n}": [str(n)] for n in range(16)}
