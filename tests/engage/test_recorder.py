"""The one writer of responses in a process: durable, in groups, and nobody waits for ever."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from engage.recorder import MOST_AT_ONCE, Recorder
from surveys.records import NewResponse, Recorded
from surveys.store import responses
from surveys.store.database import Database, Statements
from tests.factories import add_survey, response


@pytest.fixture
def recorder(db: Database) -> Iterator[Recorder]:
    made = Recorder(db)
    yield made
    made.close()


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Note the keys of every group the recorder tries to store."""
    seen: list[list[str]] = []
    real = responses.record

    def noting(tx: Statements, given: Sequence[NewResponse]) -> list[Recorded]:
        seen.append([one.submission_key for one in given])
        return real(tx, given)

    monkeypatch.setattr(responses, "record", noting)
    return seen


def keys_stored(db: Database) -> set[str]:
    with db.read() as tx:
        return {one.reference.removeprefix("ref-") for one in responses.of_survey(tx, 1)}


def hold(db: Database, release: threading.Event) -> threading.Thread:
    """Hold the database's only writer until ``release`` is set."""
    held = threading.Event()

    def holding() -> None:
        with db.write() as tx:
            responses.record(tx, [])
            tx.connection()
            held.set()
            release.wait(20)

    thread = threading.Thread(target=holding)
    thread.start()
    held.wait(20)
    return thread


def test_a_response_is_durable_when_its_future_ends(db: Database, recorder: Recorder) -> None:
    ids = add_survey(db)
    assert recorder.record(response(ids)).result(20).outcome == "stored"
    other = Database(db.url.render_as_string(hide_password=False))
    assert keys_stored(other) == {"key-1"}
    other.close()


def test_what_waits_is_stored_together(sqlite_url: str, batches: list[list[str]]) -> None:
    db = Database(sqlite_url)
    ids = add_survey(db)
    recorder = Recorder(db)
    release = threading.Event()
    holder = hold(db, release)
    batches.clear()
    futures = [recorder.record(response(ids, "first"))]
    while not recorder._queue.empty():
        pass  # the writer has taken the first and waits for the database
    futures += [recorder.record(response(ids, f"key-{n}")) for n in range(MOST_AT_ONCE + 10)]
    release.set()
    assert {future.result(20).outcome for future in futures} == {"stored"}
    holder.join()
    assert [len(batch) for batch in batches] == [1, MOST_AT_ONCE, 10]
    recorder.close()
    db.close()


def test_one_that_cannot_be_stored_does_not_take_its_neighbours(db: Database) -> None:
    ids = add_survey(db)
    recorder = Recorder(db)
    waiting: list[tuple[NewResponse, Future[Recorded]]] = [
        (one, Future())
        for one in (
            response(ids, "good-1"),
            response((99, 99), "bad"),  # there is no such survey
            response(ids, "good-2"),
        )
    ]
    recorder._store(waiting)
    assert [future.exception() is None for _, future in waiting] == [True, False, True]
    assert keys_stored(db) == {"good-1", "good-2"}


def test_of_two_processes_with_one_key_one_stores_and_one_repeats(db: Database, recorder: Recorder) -> None:
    ids = add_survey(db)
    other = Database(db.url.render_as_string(hide_password=False))
    beside = Recorder(other)
    keys = [f"key-{n}" for n in range(20)]
    pairs = [(recorder.record(response(ids, key)), beside.record(response(ids, key))) for key in keys]
    outcomes = [sorted(future.result(20).outcome for future in pair) for pair in pairs]
    assert outcomes == [["repeated", "stored"]] * len(keys)
    assert keys_stored(db) == set(keys)
    beside.close()
    other.close()


def test_an_error_reaches_who_waits_and_the_next_is_stored(db: Database, recorder: Recorder) -> None:
    ids = add_survey(db)
    with pytest.raises(responses.NotInsertedError):
        recorder.record(response((99, 99), "bad")).result(20)
    assert recorder.record(response(ids)).result(20).outcome == "stored"


def test_a_dropped_connection_neither_loses_the_answer_nor_stops_the_writer(
    db: Database, recorder: Recorder
) -> None:
    ids = add_survey(db)

    async def drop() -> bool:
        waiting = recorder.record_async(response(ids, "dropped"))
        await asyncio.sleep(0)
        return waiting.cancel()

    assert asyncio.run(drop()) is True
    assert recorder.record(response(ids, "next")).result(20).outcome == "stored"
    assert keys_stored(db) == {"dropped", "next"}


def test_who_waits_in_an_event_loop_learns_of_each_ending(db: Database, recorder: Recorder) -> None:
    ids = add_survey(db)

    async def send() -> list[Recorded | BaseException]:
        asked = (response(ids), response((99, 99), "bad"), response(ids), response(ids, words="Less light"))
        return await asyncio.gather(*map(recorder.record_async, asked), return_exceptions=True)

    stored, refused, repeated, other = asyncio.run(send())
    assert isinstance(refused, responses.NotInsertedError)
    assert [one.outcome for one in (stored, repeated, other)] == ["stored", "repeated", "conflict"]
    assert keys_stored(db) == {"key-1"}


def test_an_event_loop_that_ended_stops_nothing(db: Database, recorder: Recorder) -> None:
    ids = add_survey(db)
    release = threading.Event()
    holder = hold(db, release)

    async def send_and_leave() -> None:
        recorder.record_async(response(ids, "left"))

    asyncio.run(send_and_leave())
    release.set()
    holder.join()
    assert recorder.record(response(ids, "next")).result(20).outcome == "stored"
    assert keys_stored(db) == {"left", "next"}


def test_many_at_once_are_each_stored_once(db: Database, recorder: Recorder) -> None:
    ids = add_survey(db)
    with ThreadPoolExecutor(16) as pool:
        asked = [response(ids, f"key-{n % 60}") for n in range(120)]
        outcomes = [f.result(30).outcome for f in list(pool.map(recorder.record, asked))]
    assert sorted(outcomes) == ["repeated"] * 60 + ["stored"] * 60
    assert keys_stored(db) == {f"key-{n}" for n in range(60)}


def test_closing_stores_what_is_queued_and_refuses_more(db: Database) -> None:
    ids = add_survey(db)
    recorder = Recorder(db)
    futures = [recorder.record(response(ids, f"key-{n}")) for n in range(30)]
    recorder.close()
    assert {future.result(0).outcome for future in futures} == {"stored"}
    assert len(keys_stored(db)) == 30
    with pytest.raises(RuntimeError, match="closed"):
        recorder.record(response(ids, "late"))
    recorder.close()


def test_a_recorder_never_used_closes(db: Database) -> None:
    recorder = Recorder(db)
    recorder.close()
    assert recorder._thread is None
