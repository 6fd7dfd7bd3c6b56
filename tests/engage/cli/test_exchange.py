"""``survey import`` and ``survey export`` as an operator runs them."""

import json
from pathlib import Path

import pytest

from engage.cli import exchange, main
from surveys.exchange import files, own
from surveys.exchange.xlsform_out import write
from tests.every_kind import example
from tests.surveys.exchange.hostile import FILES, bomb, workbook


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ENGAGE_SECRET", "a secret for tests only, forty-eight bytes long!")
    monkeypatch.chdir(tmp_path)

    def run(*argv: str) -> tuple[int, str]:
        code = main(["survey", argv[0], "--data", str(tmp_path / "data"), *argv[1:]])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


def test_the_formats_of_the_help_are_those_that_can_be_written() -> None:
    assert exchange.FORMATS == files.FORMATS


def test_a_form_becomes_a_draft_once_and_goes_out_again(told, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "Every kind.xlsx").write_bytes(write(example(), "every")[0])
    made = "Made the draft survey every-kind; questions: "
    code, said = told("import", "Every kind.xlsx")
    assert (code, said.startswith(made)) == (0, True)
    assert told("import", "Every kind.xlsx") == (
        1,
        "There is a survey every-kind already. Choose another name with --slug.\n",
    )
    assert told("export", "every-kind", "--format", "json", "--out", "out.json") == (0, "Wrote out.json.\n")
    carried = own.read((tmp_path / "out.json").read_bytes())
    assert carried.definition is not None
    assert carried.definition.title == example().title


def test_what_is_lost_is_listed_first_and_can_be_refused(told, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    rows: list[list[object]] = [
        ["type", "name", "label::en"],
        ["text", "q", "Q"],
        ["geotrace", "spot", "Where?"],
    ]
    (tmp_path / "form.xlsx").write_bytes(workbook(rows))
    listed = (
        "Not carried over as it was:\n"
        "survey 3: type_not_carried: Questions of the type “geotrace” cannot be carried; “spot” is left out. "
        "Add a question of another kind by hand where it is needed.\n"
    )
    assert told("import", "form.xlsx", "--dry-run") == (
        0,
        f"{listed}Dry run, nothing made. Questions that can be carried: 1.\n",
    )
    assert told("import", "form.xlsx", "--strict") == (
        1,
        f"{listed}Nothing was made. Things that would be lost: 1.\n",
    )


def test_a_hostile_file_is_refused_with_a_reason_and_a_remedy(told, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "form.xlsx").write_bytes(bomb())
    assert told("import", "form.xlsx") == (
        1,
        "No survey can be made out of form.xlsx:\nform.xlsx: file_bomb: The file unpacks to far more than "
        "any form holds. Save the form as a new file and bring that.\n",
    )


@pytest.mark.parametrize(("name", "made", "code"), FILES[::4], ids=[name for name, _, _ in FILES[::4]])
@pytest.mark.parametrize("what", ["check", "import"])
def test_every_command_ends_with_a_coded_reason(  # type: ignore[no-untyped-def]
    told, tmp_path: Path, what: str, name: str, made, code: str
) -> None:
    (tmp_path / name).write_bytes(made())
    exit_code, said = told(what, name)
    assert (exit_code, f": {code}: " in said, "Traceback" in said) == (1, True, False)


def test_an_unknown_department_is_told_with_those_there_are(told, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "form.json").write_text(json.dumps(example().as_data()), "utf-8")
    assert told("import", "form.json", "--department", "roads") == (
        1,
        "There is no department 'roads'. There are: none yet.\n",
    )
