"""``survey translations``: out, translated, in again; refused rows are named and nothing else is lost."""

import csv
from pathlib import Path

import pytest

from engage import cli
from engage.actions import build
from engage.office import Office
from tests.factories import cast, make_survey, question


@pytest.fixture
def run(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Call it with the words of a command; it returns the exit code, what was said, and the errors."""
    make_survey(
        office, is_published=False, questions=[question("long_text", "ease", text={"en": "Easy?", "fr": ""})]
    )
    monkeypatch.setenv("DATABASE_URL", office.settings.database_url)

    def call(*words: str) -> tuple[int, str, str]:
        code = cli.main(["survey", "translations", *words, "--data", str(office.settings.data)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return call


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_out_and_in_again_changes_nothing(run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"texts.{ending}"
    code, _, err = run("export", "library", "--out", str(file))
    assert (code, "to translate: 1." in err) == (0, True)
    code, out, _ = run("import", str(file), "--survey", "library")
    assert (code, out.startswith("New translations: 0,")) == (0, True)


def translated(file: Path, **more: str) -> None:
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    for row in rows:
        if row["key"] == "question/ease/text":
            row |= {"fr": "Facile?"} | more
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_translation_comes_in_once(run, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    run("export", "library", "--out", str(file))
    translated(file)
    assert run("import", str(file), "--survey", "library", "--dry-run")[1].startswith(
        "Dry run, nothing changed. New translations: 1,"
    )
    assert run("import", str(file), "--survey", "library")[1].startswith("New translations: 1,")
    assert run("import", str(file), "--survey", "library")[1].startswith("New translations: 0,")
    found = build.draft_for(office, cast(office).ana, "library").definition.question("ease")
    assert found is not None
    assert found.text["fr"] == "Facile?"


def test_a_refused_row_is_named_and_the_code_is_one(run, tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    run("export", "library", "--out", str(file))
    translated(file, en="Was it\x1b[2J easy?")
    code, out, err = run("import", str(file), "--survey", "library", "--language", "fr")
    assert (code, "refused: 1." in out) == (1, True)
    assert "source_changed: Le texte à traduire est maintenant" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["export", "none", "--out", "x.csv"], "There is no survey 'none'"),
        (["export", "library", "--out", "x.pdf"], "name a .csv or an .xlsx"),
        (["export", "library", "--out", "/nowhere/at/all/x.csv"], "cannot be written"),
        (["import", "/nowhere/x.csv", "--survey", "library"], "There is no file"),
    ],
)
def test_what_cannot_be_done_is_told(run, words: list[str], told: str) -> None:
    code, _, err = run(*words)
    assert (code, told in err) == (1, True)
