"""Files that residents add: kept under a key, given to staff who may have them, each taking noted.

1. The same file under one key and question is kept once; under another key it is another file.
2. Only what the question takes is kept, no larger than it says; nobody fills the disk.
3. The owner takes one file or all of them; every taking stands in the audit, with no name of a file.
"""

import logging
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engage.access import NotFoundError, RefusedError
from engage.actions import attach, collect
from engage.actions.collect import NotStoredError, Opened, Receipt
from engage.office import Office
from surveys.problems import AnswerError
from surveys.store import attachments, audit
from tests.factories import cast, make_survey, question, raw_answers

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def opened(office_on_both: Office) -> Opened:
    """A survey that asks for files, open in front of a resident."""
    asked = question("file_upload", "plan", takes=["pdf", "text"], most=2, largest=1)
    make_survey(office_on_both, questions=[asked, question("short_text", "why")])
    return collect.open_survey(office_on_both, "library")


def keep(office: Office, opened: Opened, content: bytes = PDF, **more: Any) -> str:
    given = {"question_name": "plan", "name": "plan.pdf", **more}
    name = given.pop("question_name")
    return attach.keep_file(office, "library", opened.key.token, name, content=content, **given)


def sent(office: Office, opened: Opened, *named: str) -> Receipt:
    receipt = collect.submit(
        office, "library", opened.key.token, raw_answers(plan=list(named)), language="en"
    )
    assert isinstance(receipt, Receipt)
    return receipt


def unsent(office: Office) -> int:
    with office.db.read() as tx:
        return attachments.unsent(tx)


def test_the_same_file_is_kept_once(office_on_both: Office, opened: Opened) -> None:
    first, again = keep(office_on_both, opened), keep(office_on_both, opened)
    other = collect.open_survey(office_on_both, "library")
    assert first == again != keep(office_on_both, other)
    assert unsent(office_on_both) == 2 * len(PDF)


def test_what_is_sent_has_its_files(office_on_both: Office, opened: Opened) -> None:
    named = [keep(office_on_both, opened), keep(office_on_both, opened, b"words", name="a.txt")]
    sent(office_on_both, opened, *named)
    found = attach.files_of(office_on_both, cast(office_on_both).ana, "library")
    assert {f"{one.id}/{one.name}" for one in found} == set(named)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x89PNG\r\n\x1a\n", "upload_not_taken"), (b"x" * 1024 * 1024 + b"y", "upload_too_large")],
)
def test_what_is_not_asked_for_is_not_kept(
    office_on_both: Office, opened: Opened, content: bytes, code: str
) -> None:
    with pytest.raises(AnswerError) as raised:
        keep(office_on_both, opened, content)
    assert (raised.value.code, unsent(office_on_both)) == (code, 0)


@pytest.mark.parametrize("name", ["why", "nothing"])
def test_other_questions_take_no_files(office_on_both: Office, opened: Opened, name: str) -> None:
    with pytest.raises(NotFoundError):
        keep(office_on_both, opened, question_name=name)


def test_nobody_fills_the_disk(
    office_on_both: Office, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attach, "MOST_TRIES", 2)
    for words in (b"one", b"two"):
        keep(office_on_both, opened, words)
    keep(office_on_both, opened, b"one")
    monkeypatch.setattr(attach, "MOST_UNSENT", 6)
    for one in (opened, collect.open_survey(office_on_both, "library")):
        with pytest.raises(AnswerError) as raised:
            keep(office_on_both, one, b"three")
        assert raised.value.code == "uploads_full"


def test_what_cannot_be_kept_is_said_without_its_name(
    office_on_both: Office, opened: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full: rosas plan.pdf")

    monkeypatch.setattr(attachments, "keep", fail)
    with caplog.at_level(logging.DEBUG), pytest.raises(NotStoredError):
        keep(office_on_both, opened, name="rosas plan.pdf")
    assert "rosas" not in caplog.text


def test_discarding_a_draft_forgets_its_files(office_on_both: Office, opened: Opened) -> None:
    keep(office_on_both, opened)
    collect.discard(office_on_both, "library", opened.key.token)
    assert unsent(office_on_both) == 0


def test_files_of_forms_that_were_never_sent_are_forgotten(office_on_both: Office, opened: Opened) -> None:
    keep(office_on_both, opened)
    attach.forget_unsent(office_on_both)
    assert unsent(office_on_both) == len(PDF)
    later = office_on_both.now() + timedelta(hours=21)
    office_on_both.now = lambda: later
    attach.forget_unsent(office_on_both)
    assert unsent(office_on_both) == 0


def test_the_owner_takes_files_and_the_audit_says_so(
    office_on_both: Office, opened: Opened, tmp_path: Path
) -> None:
    office, people = office_on_both, cast(office_on_both)
    named = keep(office, opened, name="rosas plan.pdf")
    sent(office, opened, named, keep(office, opened, b"words", name="a.txt"))
    file_id = named.partition("/")[0]
    found, content = attach.one_file(office, people.ana, "library", file_id)
    assert (found.name, content) == ("rosas plan.pdf", PDF)
    target = tmp_path / "files.zip"
    attach.files_archive(office, people.ana, "library", target=target)
    with zipfile.ZipFile(target) as archive:
        held = {name.rpartition("-")[2]: archive.read(name) for name in archive.namelist()}
        assert {name.split("-")[0] for name in archive.namelist()} == {f"plan/{found.response_id}"}
    assert held == {"rosas plan.pdf": PDF, "a.txt": b"words"}
    with office.db.read() as tx:
        taken = [entry for entry in audit.entries(tx) if entry.action.startswith("file")]
    assert {(one.action, tuple(one.details.items())) for one in taken} == {
        ("file.taken", (("response", found.response_id),)),
        ("files.exported", (("files", 2),)),
    }


@pytest.mark.parametrize("name", ["ben", "dev"])
def test_who_may_not_export_gets_no_file(office_on_both: Office, opened: Opened, name: str) -> None:
    named = keep(office_on_both, opened)
    sent(office_on_both, opened, named)
    actor = getattr(cast(office_on_both), name)
    with pytest.raises(RefusedError):
        attach.one_file(office_on_both, actor, "library", named.partition("/")[0])


def test_a_file_of_another_survey_is_not_found(office_on_both: Office, opened: Opened) -> None:
    named = keep(office_on_both, opened)
    sent(office_on_both, opened, named)
    make_survey(office_on_both, "parks")
    with pytest.raises(NotFoundError):
        attach.one_file(office_on_both, cast(office_on_both).ana, "parks", named.partition("/")[0])


def test_a_limit_is_told_only_where_files_are_asked_for(office_on_both: Office, opened: Opened) -> None:
    make_survey(office_on_both, "parks")
    megabyte = 1024 * 1024
    assert attach.most_bytes(office_on_both, "library") == (megabyte, 2 * megabyte)
    assert [attach.most_bytes(office_on_both, slug) for slug in ("parks", "nothing")] == [(0, 0)] * 2
    assert attach.are_asked_for(office_on_both) is True


def test_where_no_survey_asks_for_files_none_are(office: Office) -> None:
    make_survey(office)
    assert attach.are_asked_for(office) is False
