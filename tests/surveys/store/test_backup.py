"""A copy holds one moment of a database in use; what is damaged or strange is said to be."""

import sqlite3
from pathlib import Path

import pytest

from surveys.store import backup
from surveys.store.backup import Held
from surveys.store.database import Database, DatabaseError
from surveys.store.schema import head
from tests.factories import add_survey, record, response


@pytest.fixture
def source(sqlite_url: str) -> Path:
    db = Database(sqlite_url)
    record(db, response(add_survey(db)))
    db.close()
    return Path(sqlite_url.removeprefix("sqlite:///"))


def code_of(verb, *args) -> str:
    with pytest.raises(DatabaseError) as raised:
        verb(*args)
    return raised.value.code


def test_a_copy_holds_what_was_committed_and_nothing_half_done(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    db = Database(f"sqlite:///{source}")
    with db.write() as tx:
        tx.connection().exec_driver_sql("UPDATE response SET status = 'withdrawn'")
        backup.copy(source, target)
    db.close()
    assert backup.look_into(target) == Held(head(), 1, 1)
    assert backup.look_into(source) == Held(head(), 1, 0)
    assert target.stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"mine")
    assert code_of(backup.copy, source, target) == "not_reachable"
    assert target.read_bytes() == b"mine"


def test_looking_for_a_database_makes_none(tmp_path: Path) -> None:
    assert code_of(backup.look_into, tmp_path / "none.db") == "not_reachable"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", [0, 100, 40_000])
def test_damage_is_found(source: Path, at: int) -> None:
    content = bytearray(source.read_bytes())
    content[at : at + 3000] = b"\xff" * 3000
    source.write_bytes(content)
    assert code_of(backup.look_into, source) == "not_reachable"


def test_a_newer_database_is_not_understood(source: Path) -> None:
    with sqlite3.connect(source) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert code_of(backup.look_into, source) == "schema_newer"


def test_a_database_that_is_open_elsewhere_is_in_use(source: Path) -> None:
    assert backup.is_in_use(source) is False
    db = Database(f"sqlite:///{source}")
    with db.write() as tx:
        tx.connection().exec_driver_sql("UPDATE survey SET purpose = 'beta_feedback'")
    assert backup.is_in_use(source) is True
    db.close()
    assert backup.is_in_use(source) is False


def test_what_a_crash_left_behind_is_not_in_use(source: Path, tmp_path: Path) -> None:
    db = Database(f"sqlite:///{source}")
    with db.write() as tx:
        tx.connection().exec_driver_sql("UPDATE survey SET purpose = 'beta_feedback'")
    crashed = tmp_path / "crashed.db"
    for ending in ("", "-wal"):
        crashed.with_name(crashed.name + ending).write_bytes(
            source.with_name(source.name + ending).read_bytes()
        )
    db.close()
    assert backup.is_in_use(crashed) is False
    assert backup.look_into(crashed) == Held(head(), 1, 1)


def test_only_sqlite_has_a_file(tmp_path: Path) -> None:
    assert backup.file_of(f"sqlite:///{tmp_path}/a.db") == tmp_path / "a.db"
    assert backup.file_of("postgresql://host/name") is None
    assert code_of(backup.file_of, "mysql://host/name") == "url_wrong"
