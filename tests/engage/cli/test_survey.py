"""``survey check``: 0 when a sound draft can be made, 1 with coded reasons when not, never a traceback."""

import json
from pathlib import Path

import pytest

from engage import cli
from engage.settings import ROOT
from tests.factories import definition_data, option, question

PERSONAL = {"en": "How old are you?", "fr": "Quel âge avez-vous?"}


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Call it with what the file holds; it returns the exit code, what was said, and the errors."""

    def run(content: object, *words: str, name: str = "survey.json") -> tuple[int, list[str], list[str]]:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        code = cli.main(["survey", "check", str(file), *words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out.splitlines(), said.err.splitlines()

    return run


def test_a_good_survey_passes(check) -> None:
    text = (ROOT / "data" / "samples" / "larkmere" / "permits-beta.json").read_bytes()
    assert check(text) == (0, ["This survey can be published; questions: 8, pages: 1."], [])


def test_advice_is_told_and_does_not_refuse(check) -> None:
    age = question("single_choice", "age", "young", "old", text=PERSONAL, required=True)
    code, said, wrong = check(definition_data([age]))
    told = [line.partition(": ")[2].partition(": ")[0] for line in said if line.startswith("age: ")]
    assert (code, told, wrong) == (0, ["personal_required (serious)"], [])


GAPS = [
    "improve.text: language_missing: The French text is missing. "
    "Write it, or take the language out of the survey.",
    "notice: notice_missing: The collection notice is missing. "
    "Say what is collected, under what authority, why, and whom to ask.",
]


def test_what_is_still_to_be_written_is_told_with_its_place_code_and_remedy(check) -> None:
    half = question("long_text", "improve", text={"en": "What could we do better?"})
    draft = definition_data([half], notice={})
    end = "A draft can be made of it; questions: 1, pages: 1. Still to be written before publishing: 2."
    assert check(draft) == (0, [*GAPS, end], [])
    assert check(draft, "--publish") == (1, [], GAPS)


def test_what_is_wrong_as_it_stands_refuses(check) -> None:
    again = question("long_text", "why", text={"en": "Why {{used|so}}?", "fr": "Pourquoi {{used|cela}}?"})
    code, _, wrong = check(definition_data([question("long_text", "used"), again]))
    assert code == 1
    assert [line.split(": ")[:2] for line in wrong] == [["why", "pipe_same_page"]]


def test_the_author_chooses_the_language(check) -> None:
    half = question("long_text", "improve", text={"en": "What could we do better?"})
    _, _, wrong = check(definition_data([half]), "--language", "fr", "--publish")
    assert wrong[0].startswith("improve.text: language_missing: Le texte français manque.")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"", b"[]", b"{", b"null", b'{"pages": 3}', b"[" * 100_000, b" " * 1_100_000]
)
def test_a_file_that_is_no_survey_is_refused_with_a_reason(check, content: bytes) -> None:
    code, said, wrong = check(content)
    assert (code, said) == (1, [])
    assert all(len(line.split(": ", 2)) == 3 for line in wrong)
    assert wrong


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["survey", "check", str(tmp_path / "none.json")]) == 1
    assert "none.json cannot be read: No such file or directory." in capsys.readouterr().err


def test_words_of_a_file_cannot_steer_the_terminal(check) -> None:
    pick = question("single_choice", "q", text={"en": "Is it clear\x1b[2J\nand quick enough?", "fr": "Oui?"})
    pick["options"] = [option("yes"), option("no")]
    _, said, _ = check(definition_data([pick]))
    assert all(line.isprintable() for line in said)
