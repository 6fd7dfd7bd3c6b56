"""Corrections: changed answers count instead of the first, exactly once; what was replaced is history.

Every test runs on SQLite and on PostgreSQL.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from surveys.records import Correction, NewResponse, Place, Recorded
from surveys.store import corrections, drafts, quotas, responses
from surveys.store.database import Database
from surveys.tables import CodedCommentRow, CommentRow
from tests.factories import AT, add_survey, record, response

FIRST = Correction("key-1~0~a", "key-1", 0)
SECOND = Correction("key-1~1~b", "key-1", 1)


def correct(db: Database, correction: Correction, changed: NewResponse) -> Recorded:
    with db.write() as tx:
        return corrections.correct(tx, correction, changed)


def stored(db: Database, ids: tuple[int, int]) -> list[Any]:
    with db.read() as tx:
        return [one.answers.get("why") for one in responses.of_survey(tx, ids[0])]


def replaced(db: Database, ids: tuple[int, int]) -> list[tuple[int, Any]]:
    with db.read() as tx:
        return [(one.corrections + 1, one.answers.get("why")) for one in corrections.history(tx, ids[0])]


def words(db: Database, ids: tuple[int, int]) -> list[tuple[int, str]]:
    with db.read() as tx:
        return list(responses.words(tx, ids[0]))


def test_changed_answers_count_instead_of_the_first_under_the_same_reference(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    told = correct(db, FIRST, response(ids, words="Less light"))
    assert (told.outcome, told.reference, told.received_at) == ("stored", "ref-key-1", AT)
    assert stored(db, ids) == ["Less light"]
    assert replaced(db, ids) == [(1, "More light")]
    correct(db, SECOND, response(ids, words="No light"))
    assert stored(db, ids) == ["No light"]
    assert replaced(db, ids) == [(1, "More light"), (2, "Less light")]
    with db.read() as tx:
        assert responses.counts(tx, [ids[0]]) == {ids[0]: 1}
        assert responses.tally(tx, ids[0])[3] == 2


def test_the_same_correction_sent_again_changes_nothing(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    changed = response(ids, words="Less light")
    assert [correct(db, FIRST, changed).outcome for _ in range(3)] == ["stored", "repeated", "repeated"]
    assert replaced(db, ids) == [(1, "More light")]


def test_nothing_changed_is_no_correction(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    assert correct(db, FIRST, response(ids)).outcome == "unchanged"
    assert replaced(db, ids) == []


def test_nobody_overwrites_what_they_have_not_seen(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    other_tab = replace(FIRST, key="key-1~0~other")
    assert correct(db, FIRST, response(ids, words="One")).outcome == "stored"
    assert correct(db, other_tab, response(ids, words="Two")).outcome == "conflict"
    assert correct(db, FIRST, response(ids, words="Three")).outcome == "conflict"
    assert stored(db, ids) == ["One"]


def test_what_was_withdrawn_stays_withdrawn_and_takes_its_history_with_it(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    correct(db, FIRST, response(ids, words="Less light"))
    with db.write() as tx:
        responses.withdraw(tx, 1, at=AT)
    assert correct(db, SECOND, response(ids, words="Back")).outcome == "withdrawn"
    assert (stored(db, ids), replaced(db, ids), words(db, ids)) == ([], [], [])


def test_what_does_not_exist_or_was_screened_out_cannot_be_corrected(db: Database) -> None:
    ids = add_survey(db)
    with pytest.raises(LookupError):
        correct(db, FIRST, response(ids))
    record(db, response(ids, screened_out_by="visitors"))
    assert correct(db, FIRST, response(ids, words="In")).outcome == "conflict"


def test_a_comment_that_was_not_changed_keeps_what_was_coded_of_it(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids, comments=(("why", "More light"), ("how", "Soon"))))
    [(why, _), (how, _)] = words(db, ids)
    correct(db, FIRST, response(ids, words="Less light", comments=(("why", "Less light"), ("how", "Soon"))))
    found = dict(words(db, ids))
    assert found[how] == "Soon"
    assert why not in found
    assert sorted(found.values()) == ["Less light", "Soon"]
    correct(db, SECOND, response(ids, words="", comments=()))
    assert words(db, ids) == []


def test_the_draft_of_a_correction_goes_with_it(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    with db.write() as tx:
        drafts.save(
            tx, submission_key=FIRST.key, survey_id=ids[0], version_id=ids[1], page="p", raw={}, at=AT
        )
    correct(db, FIRST, response(ids, words="Less light"))
    with db.read() as tx:
        assert drafts.get(tx, FIRST.key, now=AT) is None


NORTH, SOUTH = Place("north", 1, is_needed=True), Place("south", 1, is_needed=True)


def taken(db: Database, ids: tuple[int, int]) -> dict[str, int]:
    with db.read() as tx:
        return quotas.places_taken(tx, ids[0])


def test_a_place_that_is_held_need_not_be_found_free(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids, places=(NORTH,)))
    assert correct(db, FIRST, response(ids, words="Still north", places=(NORTH,))).outcome == "stored"
    assert taken(db, ids) == {"north": 1}


def test_who_moves_to_another_group_frees_the_place_they_had(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids, places=(NORTH,)))
    assert correct(db, FIRST, response(ids, words="Moved", places=(SOUTH,))).outcome == "stored"
    assert taken(db, ids) == {"south": 1}


def test_where_no_place_is_left_the_first_answers_stay_in_theirs(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids, places=(NORTH,)), response(ids, "key-2", "Other", places=(SOUTH,)))
    told = correct(db, FIRST, response(ids, words="Moved", places=(SOUTH,)))
    assert (told.outcome, told.quota) == ("full", "south")
    assert stored(db, ids) == ["More light", "Other"]
    assert taken(db, ids) == {"north": 1, "south": 1}
    assert replaced(db, ids) == []


def test_of_many_who_correct_at_once_one_is_taken(db: Database) -> None:
    ids = add_survey(db)
    record(db, response(ids))
    together = threading.Barrier(8)

    def one(number: int) -> str:
        together.wait(10)
        return correct(db, replace(FIRST, key=f"key-1~0~{number}"), response(ids, words=f"W{number}")).outcome

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(one, range(8)))
    assert sorted(outcomes) == ["conflict"] * 7 + ["stored"]
    assert stored(db, ids) == [f"W{outcomes.index('stored')}"]
    assert len(words(db, ids)) == 1
    assert replaced(db, ids) == [(1, "More light")]


@pytest.mark.parametrize("attempt", range(5))
def test_a_correction_and_a_withdrawal_at_once_leave_nothing_behind(db: Database, attempt: int) -> None:
    ids = add_survey(db)
    record(db, response(ids, places=(NORTH,)))
    together = threading.Barrier(2)

    def withdraw() -> str:
        together.wait(10)
        with db.write() as tx:
            responses.withdraw(tx, 1, at=AT)
        return "gone"

    def change() -> str:
        together.wait(10)
        return correct(db, FIRST, response(ids, words="Less light", places=(SOUTH,))).outcome

    with ThreadPoolExecutor(2) as pool:
        tasks = (pool.submit(withdraw), pool.submit(change))
        outcomes = [task.result() for task in tasks]
    assert outcomes[1] in ("stored", "withdrawn")
    assert (stored(db, ids), replaced(db, ids), words(db, ids), taken(db, ids)) == ([], [], [], {})
    with db.read() as tx:
        found = responses.by_key(tx, "key-1")
        assert found is not None
        assert (found.status, found.answers) == ("withdrawn", {})
        assert tx.exec(select(CommentRow).where(col(CommentRow.response_id) == 1)).all() == []
        assert tx.exec(select(CodedCommentRow)).all() == []
