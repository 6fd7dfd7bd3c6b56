"""The database keeps its promises: durable writes, foreign keys, one schema, UTC, nobody else's eyes."""

import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from engage.settings import ROOT
from surveys.store import catalogue, responses, staff
from surveys.store.database import BUSY_MILLISECONDS, Database, DatabaseError
from surveys.store.schema import head
from surveys.tables import metadata
from tests.factories import AT, add_survey, both, response


def add_department(db: Database, slug: str) -> None:
    with db.write() as tx:
        catalogue.add_department(tx, slug=slug, name=both(slug))


def slugs(db: Database) -> list[str]:
    with db.read() as tx:
        return [department.slug for department in catalogue.departments(tx)]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("busy_timeout", BUSY_MILLISECONDS),
        ("secure_delete", 1),
    ],
)
def test_sqlite_is_durable_and_strict(sqlite_url: str, pragma: str, value: object) -> None:
    db = Database(sqlite_url)
    for opened in (db.read, db.write):
        with opened() as tx:
            assert tx.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
    db.close()


@pytest.mark.postgres
@pytest.mark.parametrize(("setting", "value"), [("synchronous_commit", "on"), ("server_encoding", "UTF8")])
def test_postgresql_is_durable_and_speaks_utf8(postgres_url: str, setting: str, value: str) -> None:
    db = Database(postgres_url)
    with db.read() as tx:
        assert tx.execute(text(f"SHOW {setting}")).scalar_one() == value
    db.close()


def test_a_write_commits_when_its_block_ends(db: Database) -> None:
    add_department(db, "parks")
    assert slugs(db) == ["parks"]


def test_a_write_that_fails_leaves_nothing(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as tx:
        catalogue.add_department(tx, slug="parks", name=both("Parks"))
        raise ZeroDivisionError
    assert slugs(db) == []


def test_a_read_never_commits(db: Database) -> None:
    with db.read() as tx:
        catalogue.add_department(tx, slug="parks", name=both("Parks"))
    assert slugs(db) == []


def test_foreign_keys_are_enforced(db: Database) -> None:
    with pytest.raises(DBAPIError), db.write() as tx:
        catalogue.add_service(tx, slug="x", name={}, stage="live", department_id=99)


def test_moments_come_back_in_utc(db: Database) -> None:
    toronto = timezone(timedelta(hours=-4))
    at = datetime(2026, 7, 1, 20, 15, 30, 123456, tzinfo=toronto)
    with db.write() as tx:
        department_id = catalogue.add_department(tx, slug="parks", name={})
        service_id = catalogue.add_service(
            tx, slug="permits", name={}, stage="live", department_id=department_id
        )
        catalogue.add_release(
            tx, service_id=service_id, number="1", released_at=at, notes={}, known_issues={}
        )
    with db.read() as tx:
        [release] = catalogue.releases(tx, service_id)
    assert release.released_at == at
    assert release.released_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), db.write() as tx:
        staff.add(tx, email="a@b.example", name="A", password_hash=None, at=AT.replace(tzinfo=None))


def test_the_migrations_make_what_the_tables_say(db: Database) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_migrated_database_is_at_the_head(db: Database) -> None:
    assert db.schema() == head()
    db.migrate()
    assert db.schema() == head()


def test_an_empty_file_is_migrated(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'new' / 'engage.db'}")
    assert db.schema() is None
    db.migrate()
    assert db.schema() == head()
    db.close()


def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'engage.db'}"
    code = f"from surveys.store.database import Database; Database({url!r}).migrate()"
    started = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(2)]
    assert [process.wait(60) for process in started] == [0, 0]
    db = Database(url)
    assert db.schema() == head()
    db.close()


def test_a_newer_schema_is_refused(db: Database) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError) as raised:
        db.migrate()
    assert (raised.value.code, raised.value.details) == ("schema_newer", {"found": "9999"})


def test_a_probe_writes_nothing(db: Database) -> None:
    db.probe()
    db.probe()
    with db.read() as tx:
        assert catalogue.setting(tx, "probe") is None


def test_a_probe_tells_a_wrong_schema(db: Database) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(DatabaseError) as raised:
        db.probe()
    assert (raised.value.code, raised.value.details) == ("schema_wrong", {"found": "0000", "wanted": head()})


def test_a_probe_tells_that_nothing_can_be_written(sqlite_url: str) -> None:
    db = Database(sqlite_url)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(DatabaseError) as raised:
        db.probe()
    assert raised.value.code == "not_writable"
    db.close()


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://root:hunter2@host/db", "sqlite3", "postgresql+nosuch", "http://x"]
)
def test_an_unknown_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(DatabaseError) as raised:
        Database(url)
    assert raised.value.code == "url_wrong"
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("name", ["a_file_that_is_no_database", "folder"])
def test_what_is_no_database_is_not_reachable(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a_file_that_is_no_database").write_text("x" * 5000)
    db = Database(f"sqlite:///{tmp_path / name}")
    with pytest.raises(DatabaseError) as raised:
        db.migrate()
    assert raised.value.code == "not_reachable"


def test_only_this_account_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "engage.db"
    db = Database(f"sqlite:///{path}")
    db.migrate()
    add_department(db, "parks")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (path.parent, *path.parent.iterdir())}
    assert modes == {"new": 0o700, "engage.db": 0o600, "engage.db-wal": 0o600, "engage.db-shm": 0o600}
    db.close()


def test_a_writer_writes_again_after_a_transaction_that_failed(db: Database) -> None:
    ids = add_survey(db)
    writer = db.writer()
    with pytest.raises(ZeroDivisionError), writer.write() as tx:
        responses.record(tx, [response(ids, "lost")])
        raise ZeroDivisionError
    with writer.write() as tx:
        responses.record(tx, [response(ids, "kept")])
    writer.close()
    with db.read() as tx:
        assert [one.reference for one in responses.of_survey(tx, ids[0])] == ["ref-kept"]
