"""The operator's commands: exit codes, sentences instead of tracebacks, and what they leave in the data."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from engage import __version__, cli
from engage.actions import sign_in
from engage.office import office_of
from engage.settings import ROOT, load_settings
from surveys.store import staff
from surveys.store.schema import head

PASSWORD = "seven otters cross slowly"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings from outside, and hashing that does not slow the tests."""
    for name in ("DATABASE_URL", "PUBLIC_URL", "ENGAGE_DATA", "ENGAGE_DEMO", "ENGAGE_HOST", "ENGAGE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sign_in, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Call it with a command's words; it returns the exit code, what was said, and the errors."""

    def call(*words: str, typed: str = "", data: Path | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = cli.main([*words, "--data", str(data or tmp_path / "data")])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return call


def in_a_process(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engage", *words], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_help_lists_every_command_and_reads_nothing_slow() -> None:
    told = in_a_process("--help")
    assert told.returncode == 0
    for name in ("serve", "sample", "import", "analyse", "staff", "migrate", "check", "version"):
        assert f"\n    {name} " in told.stdout
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "engage", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    ).stderr
    for slow in ("sklearn", "pandas", "streamlit", "sqlalchemy", "starlette", "nltk"):
        assert f"| {slow}\n" not in listed


@pytest.mark.parametrize(
    "words", [(), ("dance",), ("serve", "--portal-port", "99999"), ("staff",), ("analyse",)]
)
def test_wrong_usage_ends_with_two_and_says_how(words: tuple[str, ...]) -> None:
    told = in_a_process(*words)
    assert told.returncode == 2
    assert told.stderr.startswith("usage: python -m engage")


def test_the_options_of_analyse_are_there_when_it_is_asked_for() -> None:
    assert "--code-frame" in in_a_process("analyse", "--help").stdout


def test_version(run) -> None:
    code, said, _ = run("version")
    assert code == 0
    assert f"engage {__version__}\ndatabase schema {head()}\n" in said


def test_migrate_creates_the_database_and_twice_is_harmless(run, tmp_path: Path) -> None:
    path = tmp_path / "data" / "engage.db"
    assert run("migrate") == (0, f"{path} is at schema {head()}.\n", "")
    assert run("migrate") == (0, f"{path} is at schema {head()}.\n", "")
    assert path.is_file()


def test_check_says_that_all_is_well(run) -> None:
    run("migrate")
    code, said, _ = run("check")
    assert (code, said.split("\n")[0]) == (0, "Settings: good.")
    assert "answers can be stored" in said


def test_check_on_an_empty_folder_says_to_migrate(run) -> None:
    code, _, error = run("check")
    assert code == 1
    assert "python -m engage migrate" in error


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DATABASE_URL", "mysql://host/x", "DATABASE_URL: mysql://host/x is not an address"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL: (unreadable) is not an address"),
        ("DATABASE_URL", "postgres://host/x", "(not postgres://)"),
        ("DATABASE_URL", "sqlite://", "kept in memory only, so answers would be lost"),
        ("DATABASE_URL", "sqlite:///:memory:", "kept in memory only, so answers would be lost"),
        ("DATABASE_URL", "postgresql://ana:otters@127.0.0.1:1/x", "The database cannot be opened"),
        ("PUBLIC_URL", "ftp://x", "PUBLIC_URL: 'ftp://x' is not an address"),
        ("ENGAGE_DEMO", "maybe", "ENGAGE_DEMO: 'maybe' is neither yes nor no"),
        ("ENGAGE_SECRET", "short", "ENGAGE_SECRET: shorter than"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(run, monkeypatch, name: str, value: str, told: str) -> None:
    monkeypatch.setenv(name, value)
    code, _, error = run("migrate")
    assert code == 1
    assert told in error
    assert "otters" not in error


def test_a_file_that_is_no_database_is_said_to_be_none(run, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "engage.db").write_bytes(b"not a database at all" * 500)
    code, _, error = run("migrate", data=folder)
    assert code == 1
    assert error.startswith("The database cannot be opened")
    assert (folder / "engage.db").read_bytes() == b"not a database at all" * 500


def test_a_database_that_another_program_holds_is_said_to_be_locked(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from surveys.store import database

    run("migrate")
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    with sqlite3.connect(tmp_path / "data" / "engage.db", isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        code, _, error = run("check")
        holder.execute("ROLLBACK")
    assert code == 1
    assert "another program holds it locked" in error


def test_a_folder_that_cannot_be_made_is_named(run) -> None:
    code, _, error = run("migrate", data=Path("/proc/nowhere"))
    assert code == 1
    assert "/proc/nowhere cannot be used" in error


def test_a_database_of_a_newer_version_is_left_alone(run, tmp_path: Path) -> None:
    import sqlite3

    run("migrate")
    with sqlite3.connect(tmp_path / "data" / "engage.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    code, _, error = run("migrate")
    assert code == 1
    assert "newer version" in error


def add_ana(run, *more: str, typed: str = PASSWORD + "\n") -> tuple[int, str, str]:
    run("staff", "department", "parks", "--name", "Parks", "--name-fr", "Parcs")
    return run(
        "staff", "add", "ana@larkmere.example", "--name", "Ana", "--role", "owner:parks", *more, typed=typed
    )


def test_an_account_made_here_can_sign_in(run, tmp_path: Path) -> None:
    code, said, error = add_ana(run, "--password-stdin")
    assert (code, said, error) == (0, "Ana (ana@larkmere.example) can sign in.\n", "")
    with office_of(load_settings({}, data=tmp_path / "data")) as office:
        token = sign_in.sign_in(office, "ana@larkmere.example", PASSWORD)
        assert sign_in.actor_of(office, token).staff.name == "Ana"


def test_staff_list_shows_roles_by_department(run) -> None:
    assert run("staff", "list")[1] == "Nobody yet. Make an account with: python -m engage staff add\n"
    add_ana(run, "--role", "auditor", "--no-password")
    assert run("staff", "list")[1].split() == ["ana@larkmere.example", "Ana", "owner:parks,", "auditor"]


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (("--password-stdin",), "short\n", "at least 12 characters"),
        (("--password-stdin",), "password12345\n", "guessed first"),
        (("--password-stdin",), "", "at least 12 characters"),
        ((), "", "use --password-stdin or --no-password"),
        (("--no-password", "--role", "owner:zoo"), "", "There is no department zoo (there is: parks)"),
        (("--no-password", "--role", "owner"), "", "write owner:DEPARTMENT"),
        (("--no-password", "--role", "king"), "", "There is no role king"),
    ],
)
def test_an_account_that_cannot_be_made_leaves_nothing(
    run, tmp_path: Path, words: tuple[str, ...], typed: str, told: str
) -> None:
    code, _, error = add_ana(run, *words, typed=typed)
    assert code == 1
    assert told in error
    with office_of(load_settings({}, data=tmp_path / "data")) as office, office.db.read() as tx:
        assert staff.everyone(tx) == []


def test_the_same_address_twice_is_refused(run) -> None:
    add_ana(run, "--no-password")
    code, _, error = add_ana(run, "--no-password")
    assert (code, "is there already" in error) == (1, True)


def test_roles_password_and_activity_can_be_changed(run, tmp_path: Path) -> None:
    add_ana(run, "--no-password")
    assert (
        run("staff", "roles", "ana@larkmere.example", "--role", "analyst:parks")[1]
        == "Ana is now analyst:parks.\n"
    )
    assert run("staff", "password", "ANA@larkmere.example", "--password-stdin", typed=PASSWORD + "\n")[0] == 0
    assert run("staff", "deactivate", "ana@larkmere.example")[1] == "Ana can sign in no more.\n"
    assert "(deactivated)" in run("staff", "list")[1]
    assert run("staff", "activate", "ana@larkmere.example")[1] == "Ana can sign in again.\n"
    code, _, error = run("staff", "roles", "nobody@larkmere.example")
    assert (code, "There is nobody with the address" in error) == (1, True)
    with office_of(load_settings({}, data=tmp_path / "data")) as office:
        person = sign_in.actor_of(office, sign_in.sign_in(office, "ana@larkmere.example", PASSWORD)).staff
        assert [role.name for role in person.roles] == ["analyst"]


def test_demo_people_are_not_served_to_other_machines(run) -> None:
    code, _, error = run("serve", "--demo", "--host", "0.0.0.0")
    assert code == 1
    assert "demo mode works only on this machine" in error


def test_an_error_nobody_foresaw_is_a_sentence_without_its_words(run, monkeypatch) -> None:
    def fail(*args, **kwargs):
        raise ValueError("what a resident wrote")

    monkeypatch.setattr("engage.settings.load_settings", fail)
    code, _, error = run("check")
    assert code == 1
    assert "ValueError in test_cli.py line" in error
    assert "resident" not in error


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "engage", "staff", "list", "--data", str(tmp_path)]
    piped = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    piped.stdout.close()
    assert "Traceback" not in piped.stderr.read()
    piped.stderr.close()
    piped.wait(30)
