"""``survey picture`` as an operator runs it."""

from pathlib import Path
from typing import Any

import pytest

from engage.cli import main
from engage.office import Office
from tests.engage.actions.test_pictures import photo
from tests.factories import make_survey


@pytest.fixture
def told(office: Office, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", office.settings.database_url)
    monkeypatch.setenv("ENGAGE_SECRET", office.settings.secret.decode())
    make_survey(office)
    (tmp_path / "photo.jpg").write_bytes(photo())
    (tmp_path / "words.jpg").write_bytes(b"words")

    def run(question: str, code: str, file: str) -> tuple[int, str]:
        given = ["library", question, code, str(tmp_path / file), "--en", "A lamp", "--fr", "Un lampadaire"]
        ended = main(["survey", "picture", "--data", str(office.settings.data), *given])
        captured = capsys.readouterr()
        return ended, captured.out + captured.err

    return run


def test_a_picture_goes_into_the_draft(told: Any) -> None:
    ended, said = told("ward", "harbour", "photo.jpg")
    assert ended == 0
    assert said.startswith("The draft of library now shows /pictures/")


@pytest.mark.parametrize(
    ("question", "code", "file", "said"),
    [
        ("ward", "nowhere", "photo.jpg", "There is no answer 'nowhere' of a question 'ward'"),
        ("ward", "harbour", "words.jpg", "This sort of file cannot be added here."),
        ("ward", "harbour", "none.jpg", "cannot be read: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_said(told: Any, question: str, code: str, file: str, said: str) -> None:
    ended, words = told(question, code, file)
    assert ended == 1
    assert said in words
