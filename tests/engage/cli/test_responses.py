"""``responses export`` as an operator runs it: what is written, what is said, and the exit code."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from engage.cli import main
from engage.cli.responses import CODEBOOKS, FORMATS
from engage.office import Office
from surveys.exporting import files
from tests.factories import answer, make_survey


@pytest.fixture
def told(office: Office, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", office.settings.database_url)
    monkeypatch.setenv("ENGAGE_SECRET", office.settings.secret.decode())
    make_survey(office)
    answer(office, used=["tax", "permits"], ward="unsaid")

    def run(*argv: str) -> tuple[int, str]:
        code = main(["responses", "export", "--data", str(office.settings.data), *argv])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


def test_the_command_knows_the_formats_there_are() -> None:
    assert tuple(files.FORMATS) == FORMATS


def test_a_file_is_written_as_asked(told: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    wishes = ("--labels", "labels", "--multi", "one", "--language", "fr", "--bom")
    assert told("library", "--out", str(out), *wishes) == (0, f"Wrote {out}.\n")
    text = out.read_bytes().decode("utf-8")
    assert text.startswith("\ufeffresponse_id,")
    assert "Permits (fr); Tax (fr)" in text


@pytest.mark.parametrize("format", ["xlsx", "sav", "dta", "parquet", "jsonl"])
def test_the_ending_of_the_file_says_which_format(told: Any, tmp_path: Path, format: str) -> None:
    out = tmp_path / f"out.{format}"
    assert told("library", "--out", str(out)) == (0, f"Wrote {out}.\n")
    assert out.stat().st_size > 0


def test_codebooks_are_written_beside_the_file(told: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.sav"
    code, _ = told("library", "--out", str(out), *(f"--codebook={kind}" for kind in CODEBOOKS))
    assert code == 0
    beside = {path.name for path in tmp_path.glob("out.codebook.*")}
    assert beside == {"out.codebook.html", "out.codebook.csv", "out.codebook.xml"}


def test_what_residents_added_is_written_to_an_archive(told: Any, tmp_path: Path) -> None:
    out, archive = tmp_path / "out.csv", tmp_path / "files.zip"
    assert told("library", "--out", str(out), "--files", str(archive)) == (
        0,
        f"Wrote {out}.\nWrote {archive}.\n",
    )
    with zipfile.ZipFile(archive) as opened:
        assert opened.namelist() == []


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["no-such", "--out", "x.csv"], "There is no survey 'no-such'. There are: library.\n"),
        (["library", "--out", "x.doc"], f"Which format? Add --format, one of: {', '.join(FORMATS)}.\n"),
        (
            ["library", "--out", "x.geojson"],
            "no_places: No question of this survey asks for a place on a map. Choose another format.\n",
        ),
        (
            ["library", "--out", "no/such/x.csv"],
            "no/such/x.csv cannot be written: No such file or directory.\n",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told(*argv) == (1, said)


@pytest.mark.usefixtures("told")
def test_responses_come_in_as_they_do_with_import(office: Office, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "paper.csv"
    path.write_text("id,improve\n1,Longer hours\n", "utf-8")
    asked = ["responses", "import", str(path), "--survey", "library", "--data", str(office.settings.data)]
    assert main(asked) == 0
    assert "1 rows: 1 created, 0 were there already, 0 refused." in capsys.readouterr().out
