"""A quick look at a SQLite database, with nothing imported for it: its schema, and who can sign in."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

PREFIX = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Glance:
    """What was seen. ``has_password``: somebody active can sign in with one."""

    schema: str
    people: int
    has_password: bool


def glance(url: str) -> Glance | None:
    """Return what a SQLite database holds; ``None`` where that takes a closer look."""
    path = Path(url.removeprefix(PREFIX)).absolute()
    if not url.startswith(PREFIX) or "?" in url or not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=5)) as connection:
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            people, passwords = connection.execute(
                "SELECT count(*), count(CASE WHEN is_active THEN password_hash END) FROM staff"
            ).fetchone()
    except (sqlite3.Error, TypeError):  # locked, damaged, or nothing we know
        return None
    return Glance(str(schema), people, bool(passwords))
