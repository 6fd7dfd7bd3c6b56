"""The audit is only ever added to, and a change by force shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from surveys.store import audit
from surveys.store.database import Database
from tests.factories import AT


def add(db: Database, action: str, **more: object) -> None:
    with db.write() as tx:
        audit.append(tx, at=AT, actor="staff:1", action=action, target="survey:1", **more)  # type: ignore[arg-type]


def broken_link(db: Database) -> int | None:
    with db.read() as tx:
        return audit.broken_link(tx)


def test_entries_come_back_newest_first(db: Database) -> None:
    add(db, "survey.created", department_id=1, details={"n": 3})
    add(db, "survey.published", outcome="refused")
    with db.read() as tx:
        entries = audit.entries(tx)
    assert [(e.action, e.outcome, e.department_id, e.details, e.at, e.actor) for e in entries] == [
        ("survey.published", "refused", None, {}, AT, "staff:1"),
        ("survey.created", "done", 1, {"n": 3}, AT, "staff:1"),
    ]


def test_a_department_sees_its_own_entries(db: Database) -> None:
    for department_id in (1, 2, None):
        add(db, "survey.created", department_id=department_id)
    with db.read() as tx:
        seen = audit.entries(tx, department_ids=frozenset({2}))
        none = audit.entries(tx, department_ids=frozenset())
        last = audit.entries(tx, limit=1)
    assert ([e.department_id for e in seen], none, [e.department_id for e in last]) == ([2], [], [None])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'nobody'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE id = 1",
    ],
)
def test_entries_can_be_neither_changed_nor_removed(db: Database, statement: str) -> None:
    add(db, "survey.created")
    with pytest.raises(DBAPIError, match="audit entries are only ever added"), db.write() as tx:
        tx.execute(text(statement))
    with db.read() as tx:
        assert len(audit.entries(tx)) == 1


@pytest.mark.postgres
def test_entries_cannot_be_truncated(postgres_url: str) -> None:
    db = Database(postgres_url)
    add(db, "survey.created")
    with pytest.raises(DBAPIError, match="audit entries are only ever added"), db.write() as tx:
        tx.execute(text("TRUNCATE audit_entry"))
    db.close()


def test_the_chain_holds_whatever_zone_a_moment_was_in(db: Database) -> None:
    with db.write() as tx:
        local = AT.astimezone(timezone(timedelta(hours=-5)))
        audit.append(tx, at=local, actor="operator", action="survey.created", target="survey:1")
    assert broken_link(db) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET action = 'survey.closed' WHERE id = 2",
        "UPDATE audit_entry SET details = '{\"n\": 4}' WHERE id = 2",
        "DELETE FROM audit_entry WHERE id = 1",
        "UPDATE audit_entry SET department_id = 7 WHERE id = 2",
    ],
)
def test_a_change_by_force_breaks_the_chain(db: Database, change: str) -> None:
    for number in range(4):
        add(db, "survey.created", details={"n": number})
    assert broken_link(db) is None
    with db.engine.begin() as connection:
        if db.is_sqlite:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_no_{verb}"))
        else:
            connection.execute(text("DROP TRIGGER audit_append_only ON audit_entry"))
        connection.execute(text(change))
    assert broken_link(db) == 2


def test_writers_at_once_make_one_chain(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: add(db, f"number.{number}"), range(40)))
    with db.read() as tx:
        assert len(audit.entries(tx)) == 40
    assert broken_link(db) is None


def test_an_entry_goes_with_what_it_tells_of(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as tx:
        audit.append(tx, at=AT, actor="operator", action="survey.created", target="survey:1")
        raise ZeroDivisionError
    with db.read() as tx:
        assert audit.entries(tx) == []
