"""``survey areas`` as an operator runs it."""

from pathlib import Path
from typing import Any

import pytest

from engage.cli import main
from engage.office import Office
from tests.engage.actions.test_ground import FILE, WARD
from tests.factories import make_survey, question


@pytest.fixture
def told(office: Office, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", office.settings.database_url)
    monkeypatch.setenv("ENGAGE_SECRET", office.settings.secret.decode())
    make_survey(office, questions=[WARD, question("short_text", "why")])
    (tmp_path / "wards.geojson").write_bytes(FILE)

    def run(name: str, file: str, english: str) -> tuple[int, str]:
        where = ("--data", str(office.settings.data))
        ended = main(["survey", "areas", *where, "library", name, str(tmp_path / file), "--en", english])
        captured = capsys.readouterr()
        return ended, captured.out + captured.err

    return run


def test_areas_go_into_the_draft(told: Any) -> None:
    assert told("ward", "wards.geojson", "NAME") == (0, "The draft of library now has 2 areas in ward.\n")


@pytest.mark.parametrize(
    ("name", "file", "english", "said"),
    [
        (
            "why",
            "wards.geojson",
            "NAME",
            "There is no question 'why' in a survey 'library' that can have areas.",
        ),
        ("ward", "wards.geojson", "TITLE", "The file has no areas with a name in “TITLE”."),
        ("ward", "none.geojson", "NAME", "cannot be read: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_said(told: Any, name: str, file: str, english: str, said: str) -> None:
    ended, words = told(name, file, english)
    assert ended == 1
    assert said in words
