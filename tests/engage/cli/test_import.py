"""``import`` and ``sample`` as an operator runs them: what is said, and the exit code."""

from pathlib import Path

import pytest

from engage.cli import main
from tests.engage.tabular.test_hostile import FILES


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ENGAGE_SECRET", "a secret for tests only, forty-eight bytes long!")
    monkeypatch.chdir(tmp_path)

    def run(*argv: str) -> tuple[int, str]:
        code = main([argv[0], "--data", str(tmp_path / "data"), *argv[1:]])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


@pytest.fixture
def remarks(tmp_path: Path) -> str:
    path = tmp_path / "town_remarks.csv"
    rows = [f"{n},2026-09-{n:02},North,The page about topic {n} is slow" for n in range(1, 21)]
    path.write_text("\n".join(["id,date,branch,remarks", *rows]), "utf-8")
    return str(path)


def test_the_sample_loads_once_and_says_so(told) -> None:  # type: ignore[no-untyped-def]
    figures = "3 surveys, 1,320 responses with 896 comments.\n"
    assert told("sample") == (0, f"The sample is loaded: {figures}")
    assert told("sample") == (0, f"The sample was already there: {figures}")


def test_the_sample_is_not_mixed_with_other_surveys(told, remarks: str) -> None:  # type: ignore[no-untyped-def]
    told("import", remarks)
    code, said = told("sample")
    assert code == 1
    assert "already holds 1 of your own surveys" in said


def test_a_file_without_a_survey_makes_one_and_comes_in_once(told, remarks: str) -> None:  # type: ignore[no-untyped-def]
    assert told("import", remarks, "--dry-run") == (
        0,
        "Would make the closed survey town-remarks and bring 20 rows into it:\n"
        "  _id <- id (about the response)\n"
        "  _received_at <- date (about the response)\n"
        "  branch <- branch (choose one)\n"
        "  remarks <- remarks (lines)\n",
    )
    code, said = told("import", remarks)
    assert code == 0
    assert said.startswith("Made the closed survey town-remarks out of the columns.\n")
    assert said.endswith("20 rows: 20 created, 0 were there already, 0 refused.\n")
    assert told("import", remarks)[1].endswith("20 rows: 0 created, 20 were there already, 0 refused.\n")


def test_a_dry_run_stores_nothing(told, remarks: str) -> None:  # type: ignore[no-untyped-def]
    told("import", remarks)
    Path("town_remarks.csv").write_text("id,branch,remarks\n77,North,Much better now\n78,South,x\n", "utf-8")
    code, said = told("import", remarks, "--dry-run")
    assert code == 0
    assert "2 rows, 1 would be created, 0 are there already, 1 would be refused." in said
    assert "Row 2, column “branch”: “South” is not one of the options. Did you mean “North”?" in said
    assert "1 created" in told("import", remarks)[1]


def test_columns_are_told_and_can_be_settled(told, remarks: str) -> None:  # type: ignore[no-untyped-def]
    told("import", remarks)
    code, said = told(
        "import", remarks, "--survey", "town-remarks", "--map", "remarks=branch", "--map", "_id="
    )
    assert code == 0
    assert "  remarks <- branch\n" in said
    assert "  not used: id, remarks\n" in said


def test_only_rows_with_a_value_come_in_under_a_name_of_their_own(told, remarks: str) -> None:  # type: ignore[no-untyped-def]
    code, said = told("import", remarks, "--where", "id=7")
    assert (code, "Survey town-remarks-7" in said, "1 rows: 1 created" in said) == (0, True, True)


def test_nothing_is_left_behind_when_the_dates_are_unclear(told, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "days.csv"
    path.write_text("date,branch\n03/04/2026,North\n", "utf-8")
    code, said = told("import", str(path))
    assert code == 1
    assert said.endswith("Add --date-order day-first or --date-order month-first.\n")
    assert "There are: none yet." in told("import", str(path), "--survey", "days")[1]
    assert told("import", str(path), "--date-order", "day-first")[0] == 0


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["no-such.csv"], "There is no file at no-such.csv. Check the name and the folder."),
        (["--survey", "libary"], "There is no survey 'libary'. There are: none yet."),
        (["--map", "branch"], "--map branch: write it as NAME=VALUE."),
        (["--owner", "nobody@example.ca"], "--owner nobody@example.ca: nobody signs in with that address."),
        (["--text", "remark"], "There is no column “remark”."),
        (["--where", "bransh=North"], "Did you mean “branch”?"),
    ],
)
def test_what_cannot_be_done_is_said_with_exit_code_1(told, remarks: str, argv: list[str], said: str) -> None:  # type: ignore[no-untyped-def]
    arguments = argv if argv[0] == "no-such.csv" else [remarks, *argv]
    code, words = told("import", *arguments)
    assert (code, said in words) == (1, True), words


def test_a_file_of_which_every_row_is_refused_is_not_done(told, remarks: str) -> None:  # type: ignore[no-untyped-def]
    told("import", remarks)
    Path("town_remarks.csv").write_text("id,branch\n77,South\n", "utf-8")
    assert told("import", remarks)[0] == 1


def test_wrong_usage_is_exit_code_2(told, remarks: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SystemExit) as ended:
        told("import", remarks, "--as-of", "yesterday")
    assert ended.value.code == 2


FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "responses"


def test_the_export_of_another_tool_becomes_a_survey_and_is_brought_in(told) -> None:  # type: ignore[no-untyped-def]
    code, said = told("import", str(FIXTURES / "qualtrics_words.csv"), "--language", "fr")
    assert code == 0
    assert "An export of Qualtrics.\n" in said
    assert "5 rows: 3 created, 0 were there already, 2 refused.\n" in said
    assert "  row_unfinished: Ligne 4" in said
    code, said = told("import", str(FIXTURES / "qualtrics_words.csv"))
    assert (code, "0 created, 3 were there already" in said) == (0, True)
    assert "Columns as they were for qualtrics_words.csv.\n" in said
    assert "(as the last time)" in said


@pytest.mark.parametrize(("name", "made", "refusal"), FILES, ids=[name for name, _, _ in FILES])
def test_a_hostile_file_ends_with_a_coded_reason(  # type: ignore[no-untyped-def]
    told, remarks: str, tmp_path: Path, name: str, made, refusal: str
) -> None:
    told("import", remarks)
    path = tmp_path / name
    path.write_bytes(made())
    code, said = told("import", str(path), "--survey", "town-remarks")
    assert (code, said.startswith(f"{refusal}: "), "Traceback" in said) == (1, True, False)
