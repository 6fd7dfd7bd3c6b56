"""Copies of a SQLite database made while it is in use, and what a copy is found to hold."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from surveys.store.database import Database, DatabaseError
from surveys.store.schema import revisions

WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Held:
    """What a database file holds: its schema version, surveys and complete responses."""

    schema: str
    surveys: int
    responses: int


def file_of(url: str) -> Path | None:
    """Return the file behind a database address; ``None`` for one on a server.

    Raises:
        DatabaseError: ``url_wrong``.
    """
    db = Database(url)
    try:
        return Path(db.url.database).absolute() if db.is_sqlite and db.url.database else None
    finally:
        db.close()


def copy(source: Path, target: Path) -> None:
    """Write everything ``source`` holds at one moment to the new file ``target``, while others go on writing.

    Raises:
        DatabaseError: ``not_reachable`` when either cannot be used, or there is no room.
    """
    with _opened(source) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.Error as error:
            raise DatabaseError("not_reachable", why=type(error).__name__) from None
    target.chmod(0o600)
    _onto_the_disk(target)


def look_into(path: Path) -> Held:
    """Read a database file from end to end and return what it holds.

    Raises:
        DatabaseError: ``not_reachable`` when it is damaged or no database of ours; ``schema_newer``.
    """
    with _opened(path) as connection:
        try:
            told = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            strays = connection.execute("PRAGMA foreign_key_check").fetchone()
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
            (surveys,) = connection.execute("SELECT count(*) FROM survey").fetchone()
            (responses,) = connection.execute(
                "SELECT count(*) FROM response WHERE status = 'complete'"
            ).fetchone()
        except sqlite3.Error as error:
            raise DatabaseError("not_reachable", why=type(error).__name__) from None
    if told != ["ok"] or strays:
        raise DatabaseError("not_reachable", why="damaged")
    if schema not in revisions():
        raise DatabaseError("schema_newer", found=schema)
    return Held(schema, surveys, responses)


def is_in_use(path: Path) -> bool:
    """Say whether another process has the database open.

    The last to close it takes its write-ahead log away, also one that a crash left behind.
    """
    log = path.with_name(f"{path.name}-wal")
    if not log.exists():
        return False
    with _opened(path) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError:
            return False  # damaged, which is why one restores
    return log.exists()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    # Never made by looking: "rw" opens only what is there.
    try:
        made = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=WAIT_SECONDS
        )
    except sqlite3.Error as error:
        raise DatabaseError("not_reachable", why=type(error).__name__) from None
    with closing(made) as connection:
        yield connection


def _onto_the_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
