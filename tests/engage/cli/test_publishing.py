"""``survey publish`` as an operator runs it: published with its address, or every reason why not."""

from pathlib import Path

import pytest

from engage.cli import main
from surveys.exchange import own
from tests.factories import definition


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


def test_a_draft_is_published_once(told, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "library.json").write_bytes(own.write(definition()))
    assert told("publish", "library") == (1, "There is no survey 'library'. There are: none yet.\n")
    assert told("import", "library.json")[0] == 0
    published = "Published version 1 of library: http://127.0.0.1:8000/en/s/library\n"
    assert told("publish", "library") == (0, published)
    assert told("publish", "library") == (
        1,
        "The survey library has no draft now: there is nothing to publish.\n",
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "notice: notice_missing: The collection notice is missing."),
        ("fr", "notice: notice_missing: L’avis de collecte manque."),
    ],
)
def test_what_stops_it_is_listed_in_the_author_s_language(
    told, tmp_path: Path, language: str, sentence: str
) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "library.json").write_bytes(own.write(definition(notice={})))
    assert told("import", "library.json")[0] == 0
    code, said = told("publish", "library", "--language", language)
    assert (code, said.splitlines()[0]) == (1, "The survey library was not published:")
    assert sentence in said
    assert told("export", "library", "--format", "json", "--draft", "--out", "out.json")[0] == 0
