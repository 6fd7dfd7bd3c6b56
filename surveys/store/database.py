"""One database, opened with the promises kept (durable writes, foreign keys), migrated and checked."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

from surveys.store import schema

Transaction = Session
"""What store functions take first: open until the ``with`` of the action that opened it ends."""


class Statements(Protocol):
    """What store functions take that only run statements: a ``Transaction``, or a ``Writer``'s own."""

    def execute(self, statement: Any, params: Any = None, /) -> Any:
        """Run one statement."""

    def connection(self) -> Connection:
        """Return the connection it runs on."""


BUSY_MILLISECONDS = 20_000


class DatabaseError(RuntimeError):
    """The database cannot be used; ``code`` says why, ``details`` with what."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(f"{code} {details}")
        self.code = code
        self.details = details


class Database:
    """An engine and the two ways to use it: ``read`` and ``write``."""

    def __init__(self, url: str) -> None:
        """Open ``url`` (``sqlite:///path`` or ``postgresql://…``); nothing is created yet.

        Raises:
            DatabaseError: ``url_wrong`` when the address is not one of a database we know.
        """
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise DatabaseError("url_wrong", url="(unreadable)") from None
        backend = parsed.get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise DatabaseError("url_wrong", url=parsed.render_as_string(hide_password=True))
        if backend == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self.is_sqlite = backend == "sqlite"
        self.engine = _sqlite(parsed.render_as_string()) if self.is_sqlite else _postgres(parsed)
        self.writing = self.engine.execution_options(is_writing=True)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a transaction that is never committed."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open a transaction that commits, durably, when the block ends, and rolls back on any error."""
        with Session(self.writing, autoflush=False, expire_on_commit=False) as session, session.begin():
            yield session

    def writer(self) -> "Writer":
        """Return what one thread writes with again and again."""
        return Writer(self)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def migrate(self) -> None:
        """Bring the schema to this code's version, creating it when empty.

        Raises:
            DatabaseError: ``schema_newer`` when a newer version of the product has used the database;
                ``not_reachable`` when it cannot be opened or is not a database.
        """
        try:
            current = self.schema()
        except DBAPIError as error:
            raise DatabaseError("not_reachable", why=_reason(error)) from None
        if current is not None and current not in schema.revisions():
            raise DatabaseError("schema_newer", found=current)
        if current == schema.head():
            return
        with self.writing.connect() as connection, connection.begin():
            if not self.is_sqlite:
                # Two replicas may start at once; the second waits and then finds nothing to do.
                connection.execute(text("SELECT pg_advisory_xact_lock(7266001)"))
            schema.upgrade(connection)

    def schema(self) -> str | None:
        """Return the schema version found in the database, or ``None`` when it is empty."""
        with self.engine.connect() as connection:
            return schema.version_of(connection)

    def probe(self) -> None:
        """Write inside a transaction that is rolled back, to learn whether answers could be stored now.

        Raises:
            DatabaseError: ``not_writable`` with the reason, or ``schema_wrong``.
        """
        try:
            with self.writing.connect() as connection:
                found = schema.version_of(connection)
                if found != schema.head():
                    raise DatabaseError("schema_wrong", found=found, wanted=schema.head())
                connection.execute(text("INSERT INTO site_setting (name, value) VALUES ('probe', '{}')"))
                connection.rollback()
        except DBAPIError as error:
            raise DatabaseError("not_writable", why=_reason(error)) from None


class Writer:
    """Transactions of one thread that writes often. With SQLite it keeps its connection from one to the next.

    With PostgreSQL each takes one from the pool, which notices when the server was restarted.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._kept: Connection | None = None

    @contextmanager
    def write(self) -> Iterator[Statements]:
        """Open a transaction that commits, durably, when the block ends, and rolls back on any error.

        It runs statements and keeps no objects: what a session does besides would be most of its cost.
        """
        if not self._db.is_sqlite:
            with self._db.writing.begin() as connection:
                yield _Plain(connection)
            return
        if self._kept is None:
            self._kept = self._db.writing.connect()
        try:
            with self._kept.begin():
                yield _Plain(self._kept)
        except BaseException:
            self.close()  # whatever state the connection is in, the next transaction gets a new one
            raise

    def close(self) -> None:
        """Let go of the connection; writing again opens another."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()


class _Plain:
    """Statements on a connection, as a session offers them."""

    __slots__ = ("_connection", "execute")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.execute = connection.execute

    def connection(self) -> Connection:
        return self._connection


def _reason(error: DBAPIError) -> str:
    """Return what kept us out, without a word of what was stored or of a password."""
    if "locked" in str(error.orig):
        return "another program holds it locked"
    return type(error.orig).__name__


def _postgres(url: object) -> Engine:
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, pool_timeout=10)  # type: ignore[call-overload,no-any-return]


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000}
    )
    path = make_url(url).database
    if path and path != ":memory:":
        event.listen(engine, "do_connect", lambda *_: _create_privately(Path(path)))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create_privately(path: Path) -> None:
    # Answers are for this account alone. What fails here fails again, with a better reason, at opening.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    del record
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    _write_ahead(connection)
    for pragma in (
        "synchronous=FULL",  # an acknowledged answer survives a power cut
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "wal_autocheckpoint=4000",  # pages, 16 MB: what a crash leaves to read again
        "secure_delete=ON",  # a withdrawn answer is overwritten, not only unlinked
    ):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    # Of two processes that open a new file at once, SQLite tells one at once that the other has it locked.
    until = time.monotonic() + 1
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: upgrading a read lock later fails without waiting.
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
