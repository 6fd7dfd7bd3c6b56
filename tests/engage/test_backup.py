"""A backup is whole or not there; restoring puts everything back and removes nothing."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engage import backup
from engage.actions import collect
from engage.backup import BackupError
from engage.office import office_of
from engage.settings import Settings, load_settings
from surveys.store.database import DatabaseError
from tests.factories import answer, make_survey, stored

MOMENT = datetime(2026, 9, 14, 13, 0, tzinfo=UTC)


@pytest.fixture
def kept(settings: Settings) -> Settings:
    """Settings whose secret is the one in the data folder, as where nothing is set from outside."""
    return load_settings({}, data=settings.data)


@pytest.fixture
def full(kept: Settings) -> Settings:
    with office_of(kept) as office:
        make_survey(office)
        answer(office, improve="More light")
    return kept


def code_of(verb, *args, **more) -> str:
    with pytest.raises(BackupError) as raised:
        verb(*args, **more)
    return raised.value.code


def make(settings: Settings, into: Path, *, second: int = 0, keep: int = 0) -> backup.Backup:
    return backup.make(settings, into, keep=keep, now=lambda: MOMENT.replace(second=second))


def test_a_backup_made_while_serving_brings_everything_back(full: Settings, tmp_path: Path) -> None:
    with office_of(full) as office:
        receipt = answer(office, improve="Longer hours")
        made = make(full, tmp_path / "backups")
        answer(office, improve="Sent after the backup")
    assert made.folder == tmp_path / "backups" / "engage-2026-09-14-130000"
    assert made.held.responses == 2
    assert backup.check(made.folder) == made
    aside = backup.restore(full, made.folder, now=lambda: MOMENT)
    assert aside == full.data / "before-restore-2026-09-14-130000"
    with office_of(load_settings({}, data=full.data)) as office:
        assert [answers["improve"] for answers in stored(office)] == ["More light", "Longer hours"]
        collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
        assert [answers["improve"] for answers in stored(office)] == ["More light"]
    with office_of(replace(full, database_url=f"sqlite:///{aside / 'engage.db'}")) as office:
        assert len(stored(office)) == 3


def test_another_machine_gets_the_secret_too(full: Settings, tmp_path: Path) -> None:
    made = make(full, tmp_path / "backups")
    elsewhere = load_settings({}, data=tmp_path / "elsewhere")
    assert elsewhere.secret != full.secret
    assert backup.restore(elsewhere, made.folder) is None
    there = load_settings({}, data=tmp_path / "elsewhere")
    assert there.secret == full.secret
    assert backup.is_secret_of(made, there.secret)
    assert not backup.is_secret_of(made, elsewhere.secret)
    assert {path.name for path in there.data.iterdir()} == {"engage.db", "secret.key"}
    assert {path.stat().st_mode & 0o777 for path in there.data.iterdir()} == {0o600}


def test_a_secret_from_outside_stays_outside(full: Settings, tmp_path: Path) -> None:
    made = make(replace(full, secret=b"another secret, set by the operator, long"), tmp_path / "backups")
    assert made.has_secret is False
    assert {path.name for path in made.folder.iterdir()} == {"engage.db", "backup.json"}


def test_a_damaged_backup_changes_nothing(full: Settings, tmp_path: Path) -> None:
    made = make(full, tmp_path / "backups")
    before = (full.data / "engage.db").read_bytes()
    content = bytearray((made.folder / "engage.db").read_bytes())
    content[5000] ^= 1
    (made.folder / "engage.db").write_bytes(content)
    assert code_of(backup.restore, full, made.folder) == "changed"
    (made.folder / "engage.db").unlink()
    assert code_of(backup.restore, full, made.folder) == "changed"
    assert (full.data / "engage.db").read_bytes() == before


@pytest.mark.parametrize(
    "about", ["", "[]", "{}", '{"files": {"../../etc/passwd": ""}}', '{"files": {"engage.db": "", "x": ""}}']
)
def test_a_folder_that_is_no_backup_is_refused(full: Settings, tmp_path: Path, about: str) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "backup.json").write_text(about)
    assert code_of(backup.restore, full, folder) == "no_backup"


def test_what_still_serves_is_not_replaced(full: Settings, tmp_path: Path) -> None:
    made = make(full, tmp_path / "backups")
    with office_of(full) as office:
        answer(office)
        assert code_of(backup.restore, full, made.folder) == "in_use"
        assert len(stored(office)) == 2


def test_a_restore_that_finds_no_room_leaves_all_as_it_was(
    full: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(full, tmp_path / "backups")
    before = (full.data / "engage.db").read_bytes()

    def full_disk(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full_disk)
    assert code_of(backup.restore, full, made.folder) == "not_written"
    assert (full.data / "engage.db").read_bytes() == before


def test_old_backups_go_and_nothing_else(full: Settings, tmp_path: Path) -> None:
    into = tmp_path / "backups"
    (into / "engage-2020-01-01-000000").mkdir(parents=True)
    (into / "engage-2020-01-01-000000" / "mine.txt").write_text("not a backup")
    for second in range(3):
        make(full, into, second=second, keep=2)
    assert sorted(path.name for path in into.iterdir()) == [
        "engage-2020-01-01-000000",
        "engage-2026-09-14-130001",
        "engage-2026-09-14-130002",
    ]


@pytest.mark.parametrize(
    ("url", "code"), [("postgresql://host/name", "server"), ("sqlite:////nowhere/engage.db", "missing")]
)
def test_what_cannot_be_copied_says_why(kept: Settings, tmp_path: Path, url: str, code: str) -> None:
    assert code_of(make, replace(kept, database_url=url), tmp_path / "backups") == code
    assert not (tmp_path / "backups").exists()


def test_twice_in_a_second_and_a_full_disk_leave_no_half_backup(
    full: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "backups"
    make(full, into)
    assert code_of(make, full, into) == "there_already"
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 0))  # type: ignore[attr-defined]
    assert code_of(make, full, into, second=1) == "no_room"
    assert [path.name for path in into.iterdir()] == ["engage-2026-09-14-130000"]


def test_a_source_that_is_damaged_makes_no_backup(full: Settings, tmp_path: Path) -> None:
    path = full.data / "engage.db"
    content = bytearray(path.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    path.write_bytes(content)
    with pytest.raises(DatabaseError):
        make(full, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
