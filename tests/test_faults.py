"""The promise: once a resident sees a reference, the answer is stored exactly once and survives a crash."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from benchmarks.kill import run_kills
from engage.actions import collect
from engage.actions.collect import NotStoredError, Receipt
from engage.office import Office
from engage.settings import Settings
from tests.factories import make_survey, question, raw_answers, stored

WHY = question("long_text", "why")


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(settings: Settings) -> None:
    toll = run_kills(settings, 5)
    assert (toll.kills, toll.is_intact) == (5, True)
    assert (toll.lost, toll.doubled, toll.partial, toll.other_reference) == (0, 0, 0, 0)
    assert len(toll.acknowledged) > 20
    assert toll.sent_again > 0


def send(office: Office, token: str) -> Any:
    return collect.submit(office, "library", token, raw_answers(why="Light"), language="en")


def break_commit(office: Office, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> Callable[[], None]:
    """Let every commit fail, before or after it is on disk; return what mends it."""
    engine = office.db.engine
    real = engine.dialect.do_commit

    def failing(connection: Any) -> None:
        if after:
            real(connection)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(engine.dialect, "do_commit", failing)
    return lambda: monkeypatch.setattr(engine.dialect, "do_commit", real)


@pytest.mark.parametrize(("after", "outcome"), [(False, "stored"), (True, "repeated")])
def test_an_answer_whose_commit_failed_can_be_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, after: bool, outcome: str
) -> None:
    """A failure after the commit is a lost acknowledgement: sending again finds what is stored."""
    make_survey(office, questions=[WHY])
    token = collect.open_survey(office, "library").key.token
    mend = break_commit(office, monkeypatch, after=after)
    with pytest.raises(NotStoredError):
        send(office, token)
    mend()
    receipt = send(office, token)
    assert isinstance(receipt, Receipt)
    assert receipt.outcome == outcome
    assert stored(office) == [{"why": "Light"}]


def test_a_full_disk_refuses_and_recovers(office: Office) -> None:
    make_survey(office, questions=[WHY])
    token = collect.open_survey(office, "library").key.token
    with office.db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def fill(connection: Any, record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    event.listen(office.db.engine, "connect", fill)
    office.db.engine.dispose()  # so that the limit holds from the next connection on
    outcomes = [attempt(office, "x" * 4000) for _ in range(12)]
    event.remove(office.db.engine, "connect", fill)
    office.db.engine.dispose()
    assert set(outcomes) == {"stored", "refused"}
    assert len(stored(office)) == outcomes.count("stored")
    assert send(office, token).outcome == "stored"


def attempt(office: Office, words: str) -> str:
    token = collect.open_survey(office, "library").key.token
    try:
        collect.submit(office, "library", token, raw_answers(why=words), language="en")
    except NotStoredError:
        return "refused"
    return "stored"
