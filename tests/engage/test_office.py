"""An office opens its database migrated, and closes without losing what is being written."""

from datetime import UTC
from pathlib import Path

import pytest

from engage.office import office_of, open_office
from engage.settings import Settings
from surveys.store import responses
from surveys.store.database import Database, DatabaseError
from surveys.store.schema import head
from tests.conftest import SECRET
from tests.factories import add_survey, response


def settings_at(path: Path) -> Settings:
    return Settings(data=path, database_url=f"sqlite:///{path / 'engage.db'}", secret=SECRET)


def test_opening_makes_and_migrates_the_database(tmp_path: Path) -> None:
    with office_of(settings_at(tmp_path / "new")) as office:
        assert office.db.schema() == head()
        assert office.now().tzinfo is UTC


def test_closing_keeps_what_was_being_written(tmp_path: Path) -> None:
    with office_of(settings_at(tmp_path)) as office:
        ids = add_survey(office.db)
        futures = [office.recorder.record(response(ids, f"key-{n}")) for n in range(20)]
    assert {future.result(0).outcome for future in futures} == {"stored"}
    db = Database(settings_at(tmp_path).database_url)
    with db.read() as tx:
        assert responses.counts(tx, [ids[0]]) == {ids[0]: 20}
    db.close()


def test_a_database_that_is_none_is_refused_with_a_code(tmp_path: Path) -> None:
    (tmp_path / "engage.db").write_text("this is a letter to my aunt, not a database" * 50)
    with pytest.raises(DatabaseError) as raised:
        open_office(settings_at(tmp_path))
    assert raised.value.code == "not_reachable"
