"""Files beside responses: bound in the response's own transaction or not at all.

1. A stored response has its files; what else was kept under its key is gone.
2. A response that names a file which is not there is not stored, nor are its neighbours changed.
3. Files of drafts go after twenty hours, those of responses stay; withdrawing takes them along.
4. Whatever erases a response erases its files.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from surveys.records import Attachment, NewResponse
from surveys.store import attachments, responses
from surveys.store.attachments import FilesGoneError
from surveys.store.database import Database
from tests.factories import AT, add_survey, record, response


def keep(db: Database, id: str, key: str = "key-1", content: bytes = b"abc") -> None:
    with db.write() as tx:
        attachments.keep(
            tx,
            id=id,
            submission_key=key,
            survey_id=1,
            question_name="photo",
            name=f"{id}.png",
            media_type="image/png",
            content=content,
            at=AT,
        )


def with_files(ids: tuple[int, int], *files: str, key: str = "key-1") -> NewResponse:
    return replace(response(ids, key), attachments=files)


def stored(db: Database) -> list[Attachment]:
    with db.read() as tx:
        return attachments.of_survey(tx, 1)


def unsent(db: Database) -> int:
    with db.read() as tx:
        return attachments.unsent(tx)


def test_a_response_has_its_files_and_the_rest_is_gone(db: Database) -> None:
    ids = add_survey(db)
    for name in ("one", "two", "taken_out"):
        keep(db, name)
    keep(db, "other", "key-2")
    assert record(db, with_files(ids, "one", "two"))[0].outcome == "stored"
    assert [(one.id, one.name, one.size) for one in stored(db)] == [
        ("one", "one.png", 3),
        ("two", "two.png", 3),
    ]
    assert unsent(db) == 3
    with db.read() as tx:
        assert dict(attachments.contents(tx, ["two", "nothing"])) == {"two": b"abc"}


def test_a_response_without_its_file_is_not_stored(db: Database) -> None:
    ids = add_survey(db)
    keep(db, "theirs", "key-2")
    for named in ("theirs", "nothing"):
        with pytest.raises(FilesGoneError):
            record(db, response(ids, "key-3"), with_files(ids, named))
    with db.read() as tx:
        assert responses.counts(tx, [ids[0]]) == {ids[0]: 0}
    assert (stored(db), unsent(db)) == ([], 3)


def test_a_file_belongs_to_one_response(db: Database) -> None:
    ids = add_survey(db)
    keep(db, "one")
    record(db, with_files(ids, "one"))
    keep(db, "one", "key-2")
    with pytest.raises(FilesGoneError):
        record(db, with_files(ids, "one", key="key-2"))
    assert len(stored(db)) == 1


def test_a_repeated_response_changes_nothing(db: Database) -> None:
    ids = add_survey(db)
    keep(db, "one")
    assert [record(db, with_files(ids, "one"))[0].outcome for _ in range(2)] == ["stored", "repeated"]
    assert len(stored(db)) == 1


def test_files_of_drafts_are_forgotten_and_others_stay(db: Database) -> None:
    ids = add_survey(db)
    keep(db, "one")
    keep(db, "late", "key-2")
    record(db, with_files(ids, "one"))
    for hours, left in ((20, 3), (21, 0)):
        with db.write() as tx:
            attachments.discard_old(tx, now=AT + timedelta(hours=hours))
        assert unsent(db) == left
    assert len(stored(db)) == 1


def test_withdrawing_takes_the_files_along(db: Database) -> None:
    ids = add_survey(db)
    keep(db, "one")
    record(db, with_files(ids, "one"))
    with db.write() as tx:
        responses.withdraw(tx, stored(db)[0].response_id, at=AT)
    assert (stored(db), unsent(db)) == ([], 0)


def test_a_response_that_is_erased_leaves_no_file(db: Database) -> None:
    ids = add_survey(db)
    keep(db, "one")
    record(db, with_files(ids, "one"))
    with db.write() as tx:
        for table in ("comment", "response"):
            tx.execute(text(f"DELETE FROM {table}"))
    with db.read() as tx:
        assert dict(attachments.contents(tx, ["one"])) == {}
