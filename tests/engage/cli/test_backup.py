"""``backup`` and ``restore``: what they say, and that they end with 0 only when it is done."""

from pathlib import Path

import pytest

from engage import cli
from engage.office import office_of
from engage.settings import load_settings
from tests.factories import answer, make_survey

Ran = tuple[int, str, str]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "PUBLIC_URL", "ENGAGE_DATA", "ENGAGE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "data"
    with office_of(load_settings({}, data=folder)) as office:
        make_survey(office)
        answer(office)
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    code = cli.main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_there_and_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "backup", tmp_path / "kept", "--data", data)
    (folder,) = (tmp_path / "kept").iterdir()
    assert (code, said) == (0, f"{folder}: 1 survey, 1 response, schema {_schema()}.\n")
    assert run(capsys, "restore", folder, "--check")[:2] == (
        0,
        f"{folder} is whole: 1 survey, 1 response, schema {_schema()}.\n",
    )
    code, said, _ = run(capsys, "restore", folder, "--data", data)
    assert code == 0
    assert f"What was there before is in {data}/before-restore-" in said
    assert "secret" not in said


def test_another_secret_is_noticed(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "backup", tmp_path / "kept", "--data", data)
    (folder,) = (tmp_path / "kept").iterdir()
    monkeypatch.setenv("ENGAGE_SECRET", "another secret that is long enough to be one")
    assert "residents' codes will not work" in run(capsys, "restore", folder, "--data", data)[1]
    assert "ENGAGE_SECRET is set from outside" in run(capsys, "backup", tmp_path / "more", "--data", data)[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["restore", "{tmp}"], "is not a backup"),
        (["backup", "{tmp}/kept", "--data", "{tmp}/empty"], "There is no database at"),
        (["backup", "/proc/kept"], "/proc/kept cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    words = [word.format(tmp=tmp_path) for word in words]
    if "--data" not in words:
        words += ["--data", str(data)]
    code, _, error = run(capsys, *words)
    assert code == 1
    assert told in error


def test_postgresql_has_tools_of_its_own(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:otters@host/name")
    code, _, error = run(capsys, "backup", tmp_path / "kept", "--data", data)
    assert code == 1
    assert "pg_dump" in error
    assert "otters" not in error


def _schema() -> str:
    from surveys.store.schema import head

    return head()
