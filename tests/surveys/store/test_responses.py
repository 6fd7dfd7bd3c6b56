"""Responses: stored exactly once, found again, withdrawn for good."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from engage.settings import ROOT
from surveys.records import Recorded, Response
from surveys.store import drafts, responses, runs
from surveys.store.database import Database
from surveys.text import clean, is_readable
from tests.conftest import statements_of
from tests.factories import AT, add_survey, record, response


def everything(db: Database, survey_id: int, **more: Any) -> list[Response]:
    with db.read() as tx:
        return list(responses.of_survey(tx, survey_id, **more))


def comment_texts(db: Database, survey_id: int) -> list[str]:
    with db.read() as tx:
        return [comment.text for comment in responses.comments(tx, survey_id)]


def test_the_same_key_and_content_get_the_first_receipt(db: Database) -> None:
    ids = add_survey(db)
    first = record(db, response(ids))
    again = record(db, response(ids, reference="ref-other", received_at=AT + timedelta(hours=1)))
    assert first == [Recorded("stored", "ref-key-1", AT)]
    assert again == [Recorded("repeated", "ref-key-1", AT)]
    assert comment_texts(db, ids[0]) == ["More light"]


def test_the_same_key_with_other_content_is_a_conflict(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    assert record(db, response(ids, words="Less light", reference="ref-2")) == [
        Recorded("conflict", "ref-key-1", AT)
    ]
    assert comment_texts(db, ids[0]) == ["More light"]


def test_copies_in_one_batch_are_stored_once(db: Database) -> None:
    ids = add_survey(db)
    batch = [
        response(ids),
        response(ids, reference="x"),
        response(ids, words="Other", reference="y"),
        response(ids, key="key-2"),
    ]
    assert [(r.outcome, r.reference) for r in record(db, *batch)] == [
        ("stored", "ref-key-1"),
        ("repeated", "ref-key-1"),
        ("conflict", "ref-key-1"),
        ("stored", "ref-key-2"),
    ]
    assert len(everything(db, ids[0])) == 2


def test_of_fifty_writers_at_once_one_stores(db: Database) -> None:
    ids = add_survey(db)
    with ThreadPoolExecutor(16) as pool:
        copies = [response(ids, reference=f"ref-{number}") for number in range(50)]
        outcomes = list(pool.map(lambda one: record(db, one)[0], copies))
    assert sorted(o.outcome for o in outcomes) == ["repeated"] * 49 + ["stored"]
    [kept] = everything(db, ids[0])
    assert {o.reference for o in outcomes} == {kept.reference}
    assert comment_texts(db, ids[0]) == ["More light"]


WRITER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from surveys.store.database import Database
from tests.factories import record, response
url, who, survey_id, version_id = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
db = Database(url)
copies = [response((survey_id, version_id), f"key-{n}", reference=f"{who}-{n}") for n in range(25)]
with ThreadPoolExecutor(5) as pool:
    outcomes = [done.outcome for done in pool.map(lambda one: record(db, one)[0], copies)]
print(outcomes.count("stored"))
"""


def test_two_processes_store_each_key_once(db: Database, database_url: str) -> None:
    ids = add_survey(db)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, database_url, who, *map(str, ids)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in ("one", "two")
    ]
    counts = [int(process.communicate(timeout=60)[0]) for process in started]
    assert sum(counts) == 25
    assert sorted(r.reference.split("-")[1] for r in everything(db, ids[0])) == sorted(map(str, range(25)))
    assert comment_texts(db, ids[0]) == ["More light"] * 25


def test_what_is_sent_is_no_draft_any_more(db: Database) -> None:
    ids = add_survey(db)
    with db.write() as tx:
        for key in ("key-1", "key-2"):
            drafts.save(
                tx, submission_key=key, survey_id=ids[0], version_id=ids[1], page="page_1", raw={}, at=AT
            )
    record(db, response(ids))
    with db.read() as tx:
        left = [key for key in ("key-1", "key-2") if drafts.get(tx, key, now=AT)]
    assert left == ["key-2"]


def test_a_response_is_found_by_key_and_by_reference(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids, channel="phone", language="fr"))
    with db.read() as tx:
        by_key = responses.by_key(tx, "key-1")
        by_reference = responses.by_reference(tx, "ref-key-1")
        nothing = (responses.by_key(tx, "key-2"), responses.by_reference(tx, "key-1"))
    assert by_key is not None
    assert by_key == Response(
        by_key.id,
        "ref-key-1",
        *ids,
        "complete",
        "phone",
        "fr",
        None,
        {"ward": "north", "why": "More light"},
        AT,
        False,
    )
    assert by_reference == (by_key, "code-key-1")
    assert nothing == (None, None)


def test_withdrawn_stays_withdrawn(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    [kept] = everything(db, ids[0])
    with db.write() as tx:
        responses.withdraw(tx, kept.id, at=AT)
    for words in ("More light", "Other"):
        assert record(db, response(ids, words=words)) == [Recorded("withdrawn", "ref-key-1", AT)]
    assert everything(db, ids[0]) == []
    with db.read() as tx:
        gone = responses.by_key(tx, "key-1")
    assert gone is not None
    assert (gone.status, gone.answers) == ("withdrawn", {})


def test_withdrawing_takes_everything_derived(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids, words="A secret of mine"), response(ids, key="key-2", words="Other"))
    with db.write() as tx:
        comment_ids = [comment.id for comment in responses.comments(tx, ids[0])]
        run_id = runs.add(tx, survey_id=ids[0], seed=0, started_by="staff:1", inputs={}, at=AT)
        runs.finish(tx, run_id, findings={}, coded=[(id_, {"themes": []}) for id_ in comment_ids], at=AT)
    [first, _] = everything(db, ids[0])
    with db.write() as tx:
        responses.withdraw(tx, first.id, at=AT)
    with db.read() as tx:
        assert list(runs.coded_comments(tx, run_id)) == comment_ids[1:]
    assert comment_texts(db, ids[0]) == ["Other"]


def test_withdrawn_words_are_gone_from_the_file(sqlite_url: str) -> None:
    db = Database(sqlite_url)
    ids = add_survey(db)
    record(db, response(ids, words="SECRET-OF-MINE"))
    [kept] = everything(db, ids[0])
    with db.write() as tx:
        responses.withdraw(tx, kept.id, at=AT)
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    db.close()  # the last connection folds the write-ahead log into the file
    files = list(Path(sqlite_url.removeprefix("sqlite:///")).parent.iterdir())
    assert [file.name for file in files if b"SECRET-OF-MINE" in file.read_bytes()] == []


def test_tests_are_left_out_unless_asked_for(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids), response(ids, key="key-2", words="Testing", is_test=True))
    assert [r.is_test for r in everything(db, ids[0])] == [False]
    assert [r.is_test for r in everything(db, ids[0], with_tests=True)] == [False, True]
    assert comment_texts(db, ids[0]) == ["More light"]
    with db.read() as tx:
        assert responses.counts(tx, [ids[0], 99]) == {ids[0]: 1, 99: 0}


def test_the_days_between_which_responses_came_in_leave_tests_out(db: Database) -> None:
    ids = add_survey(db)
    with db.read() as tx:
        assert responses.received_between(tx, ids[0]) is None
    later = AT + timedelta(days=9)
    record(db, response(ids, "a"), response(ids, "b", received_at=later))
    record(db, response(ids, "c", received_at=later + timedelta(days=1), is_test=True))
    with db.read() as tx:
        assert responses.received_between(tx, ids[0]) == (AT, later)


def test_comments_bring_what_filters_need(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids, channel="paper"), response(ids, key="key-2", comments=()))
    with db.read() as tx:
        [comment] = responses.comments(tx, ids[0], segments=["ward", "age"])
        assert list(responses.comments(tx, ids[0], ids=[comment.id + 1])) == []
    assert (comment.text, comment.channel, comment.release, comment.segments, comment.received_at) == (
        "More light",
        "paper",
        None,
        {"ward": "north", "age": None},
        AT,
    )


def test_lists_take_as_many_statements_for_three_as_for_one(db: Database) -> None:
    ids = add_survey(db)
    taken: list[Sequence[int]] = []
    for keys in (["a"], ["b", "c"]):
        record(db, *(response(ids, key=key) for key in keys))
        with statements_of(db) as seen:
            found = everything(db, ids[0])
            words = comment_texts(db, ids[0])
        taken.append((len(found), len(words), len([sql for sql in seen if sql.startswith("SELECT")])))
    assert taken == [(1, 1, 2), (3, 3, 2)]


def test_a_dry_run_foresees_how_storing_would_end(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    with db.read() as tx:
        given = [response(ids), response(ids, words="Other"), response(ids, key="key-2")]
        assert responses.foresee(tx, given) == ["repeated", "conflict", "stored"]
    assert len(everything(db, ids[0])) == 1


@pytest.mark.postgres
def test_both_databases_keep_the_same_words(sqlite_url: str, postgres_url: str) -> None:
    opened = [Database(url) for url in (sqlite_url, postgres_url)]
    ids = [add_survey(db) for db in opened]
    keys = iter(range(10_000))

    @settings(max_examples=40)
    @given(st.text(max_size=60).map(clean).filter(lambda words: bool(words) and is_readable(words)))
    def holds(words: str) -> None:
        key = f"key-{next(keys)}"
        for db, survey in zip(opened, ids, strict=True):
            record(db, response(survey, key=key, words=words))
            with db.read() as tx:
                found = responses.by_key(tx, key)
                stored = list(responses.comments(tx, survey[0]))[-1]
            assert found is not None
            assert (found.answers["why"], stored.text) == (words, words)

    holds()
    for db in opened:
        db.close()


@pytest.mark.parametrize("letter", ["e", "é", "\N{ROLLER COASTER}"])
def test_no_answer_longer_than_asked_for_is_passed_over(db: Database, letter: str) -> None:
    ids = add_survey(db)
    record(db, response(ids), response(ids, key="key-2", words=letter * 100))
    size = len(letter.encode()) * 100
    assert [one.answers["why"] for one in everything(db, ids[0], longer_than=size - 1)] == [letter * 100]
    assert len(everything(db, ids[0], longer_than=0)) == 2
    with db.read() as tx:
        assert responses.bytes_of_answers(tx, ids[0]) > size
        assert responses.bytes_of_answers(tx, ids[0] + 1) == 0
