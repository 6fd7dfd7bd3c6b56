"""Files are read in a process of its own: limits that break it break nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engage import exchange_reader
from engage.exchange_reader import read_survey_bytes, read_survey_file
from engage.settings import ROOT
from surveys.exchange import own
from tests.every_kind import example


def test_a_survey_comes_through_the_other_process_equal(tmp_path: Path) -> None:
    path = tmp_path / "every.json"
    path.write_bytes(own.write(example()))
    assert read_survey_file(path).definition == example()


def test_refusals_and_notes_come_through_with_their_values() -> None:
    elements = [{"type": "text", "name": "q"}, {"type": "signaturepad", "name": "f"}]
    form = {"elements": elements, "triggers": [1]}
    carried = read_survey_bytes(json.dumps(form).encode(), "form.json")
    assert [(note.code, note.place, dict(note.details)) for note in carried.notes] == [
        ("setting_not_carried", "survey", {"setting": "triggers"}),
        ("type_not_carried", "f", {"type": "signaturepad", "name": "f"}),
    ]
    refused = read_survey_bytes(b"{}", "form.json")
    assert {refusal.code for refusal in refused.refusals} == {"field_missing"}


def test_a_file_larger_than_any_form_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(exchange_reader.MOST_BYTES + 1)
    assert [refusal.code for refusal in read_survey_file(path).refusals] == ["file_too_large"]


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_reader, "SECONDS", 0.01)
    assert [r.code for r in read_survey_bytes(b"{}", "form.json").refusals] == ["file_too_slow"]


def test_what_takes_too_much_memory_is_stopped_and_said() -> None:
    # Twenty megabytes of a file become far more when they are a tree.
    data = b"<document>" + b'<a b="1"/>' * 1_900_000 + b"</document>"
    carried = read_survey_bytes(data, "form.lss")
    assert [refusal.code for refusal in carried.refusals] == ["file_too_slow"]


def test_a_reader_that_goes_wrong_is_said_and_logged_without_what_the_file_says(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = subprocess.CompletedProcess([], exchange_reader.UNEXPECTED, b"", b"KeyError at xlsform_in.py:7\n")
    monkeypatch.setattr(exchange_reader.subprocess, "run", lambda *args, **more: done)
    carried = read_survey_bytes(b"{}", "form.json")
    assert [refusal.code for refusal in carried.refusals] == ["file_unexpected"]
    assert "KeyError at xlsform_in.py:7" in caplog.text


def test_the_other_process_ends_in_order_when_the_reader_goes_wrong() -> None:
    code = (
        "import sys, engage.exchange_reader as reader, surveys.exchange.files as files\n"
        "files.carry = lambda data, name: {}[data]\n"
        "sys.argv = ['reader', 'form.json']\n"
        "reader._read_here()"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"SECRET", capture_output=True, cwd=ROOT)
    assert done.returncode == exchange_reader.UNEXPECTED
    assert done.stderr.decode().strip() == "KeyError at <string>:2"


def test_the_other_process_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    def run(*args: object, **more: object) -> object:
        seen.update(more)
        raise exchange_reader.subprocess.TimeoutExpired("x", 1)

    monkeypatch.setenv("ENGAGE_SECRET", "a secret")
    monkeypatch.setattr(exchange_reader.subprocess, "run", run)
    read_survey_bytes(b"{}", "form.json")
    assert set(seen["env"]) == {"PATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}  # type: ignore[call-overload]
