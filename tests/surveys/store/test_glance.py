"""A glance says what a closer look would, and imports nothing for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from surveys.store import staff
from surveys.store.database import Database
from surveys.store.glance import Glance, glance
from surveys.store.schema import head
from tests.factories import AT


@pytest.mark.parametrize(
    ("password", "is_active", "seen"), [(None, True, False), ("hash", True, True), ("hash", False, False)]
)
def test_it_sees_people_and_whether_one_of_them_has_a_password(
    sqlite_url: str, password: str | None, is_active: bool, seen: bool
) -> None:
    assert glance(sqlite_url) == Glance(head(), 0, False)
    db = Database(sqlite_url)
    with db.write() as tx:
        id_ = staff.add(tx, email="ana@x.example", name="Ana", password_hash=password, at=AT)
        staff.set_active(tx, id_, is_active=is_active)
    assert glance(sqlite_url) == Glance(head(), 1, seen)
    db.close()


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 500])
def test_what_is_not_plain_to_see_takes_a_closer_look(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "engage.db"
    if content is not None:
        path.write_bytes(content)
    assert glance(f"sqlite:///{path}") is None
    assert path.exists() is (content is not None)
    assert glance("postgresql://host/name") is None


def test_it_imports_nothing_that_takes_long() -> None:
    ask = "import surveys.store.glance, surveys.store.schema as s, sys; s.head(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
    assert {name.split(".")[0] for name in loaded.split()} & {"sqlalchemy", "sqlmodel", "alembic"} == set()
