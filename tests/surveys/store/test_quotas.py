"""Places in quotas: never more given away than there are, none taken back, and freed by whoever withdraws.

Every test runs on SQLite and on PostgreSQL.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from surveys.records import NewResponse, Place
from surveys.store import drafts, quotas, responses
from surveys.store.database import Database
from tests.factories import AT, add_survey, record, response

NORTH = Place("north", 2, is_needed=True)
ANYWHERE = Place("anywhere", 3, is_needed=True)
MARKED = Place("young", 1, is_needed=False)


def gated(ids: tuple[int, int], key: str, *places: Place, **more: Any) -> NewResponse:
    return response(ids, key, words=key, places=places, may_have_left=True, **more)


def taken(db: Database, ids: tuple[int, int]) -> dict[str, int]:
    with db.read() as tx:
        return quotas.places_taken(tx, ids[0])


def turned_away(db: Database, ids: tuple[int, int]) -> dict[Any, int]:
    with db.read() as tx:
        return quotas.turned_away(tx, ids[0])


def kept(db: Database, ids: tuple[int, int]) -> list[str]:
    with db.read() as tx:
        return [one.reference for one in responses.of_survey(tx, ids[0])]


def test_places_go_in_order_and_the_next_finds_none(db: Database) -> None:
    ids = add_survey(db)
    outcomes = record(db, *(gated(ids, f"k{n}", NORTH) for n in range(3)))
    assert [(one.outcome, one.quota) for one in outcomes] == [
        ("stored", ""),
        ("stored", ""),
        ("full", "north"),
    ]
    assert taken(db, ids) == {"north": 2}
    assert turned_away(db, ids) == {("quota", "north"): 1}
    assert kept(db, ids) == ["ref-k0", "ref-k1"]


def test_what_was_acknowledged_gets_its_receipt_again_however_full_it_is(db: Database) -> None:
    ids = add_survey(db)
    record(db, *(gated(ids, f"k{n}", NORTH) for n in range(2)))
    [again] = record(db, gated(ids, "k0", NORTH))
    assert (again.outcome, again.reference) == ("repeated", "ref-k0")
    assert taken(db, ids) == {"north": 2}


def test_who_finds_one_quota_full_takes_no_place_in_another(db: Database) -> None:
    ids = add_survey(db)
    record(db, *(gated(ids, f"k{n}", NORTH, ANYWHERE) for n in range(4)))
    assert taken(db, ids) == {"north": 2, "anywhere": 2}


def test_a_quota_may_take_more_with_a_mark(db: Database) -> None:
    ids = add_survey(db)
    outcomes = record(db, gated(ids, "k0", MARKED), gated(ids, "k1", MARKED, NORTH))
    assert [one.outcome for one in outcomes] == ["stored", "stored"]
    with db.read() as tx:
        assert [one.over_quotas for one in responses.of_survey(tx, ids[0])] == [None, ["young"]]
    assert taken(db, ids) == {"young": 1, "north": 1}


def test_whoever_withdraws_frees_the_place(db: Database) -> None:
    ids = add_survey(db)
    record(db, *(gated(ids, f"k{n}", NORTH) for n in range(2)))
    with db.write() as tx:
        first = next(responses.of_survey(tx, ids[0]))
        responses.withdraw(tx, first.id, at=AT)
    assert taken(db, ids) == {"north": 1}
    assert record(db, gated(ids, "k9", NORTH))[0].outcome == "stored"


def test_a_test_looks_at_places_and_takes_none(db: Database) -> None:
    ids = add_survey(db)
    assert record(db, gated(ids, "t0", NORTH, is_test=True))[0].outcome == "stored"
    assert taken(db, ids) == {}
    record(db, *(gated(ids, f"k{n}", NORTH) for n in range(2)))
    assert record(db, gated(ids, "t1", NORTH, is_test=True))[0].outcome == "full"
    assert turned_away(db, ids) == {}


def test_a_form_sent_again_is_turned_away_once_and_not_counted_when_it_can_go_on(db: Database) -> None:
    ids = add_survey(db)
    record(db, *(gated(ids, f"k{n}", NORTH) for n in range(2)))
    for _ in range(2):
        record(db, gated(ids, "late", NORTH))
    assert turned_away(db, ids) == {("quota", "north"): 1}
    assert record(db, gated(ids, "late"))[0].outcome == "stored"
    assert turned_away(db, ids) == {}


def test_the_draft_of_who_is_turned_away_is_forgotten(db: Database) -> None:
    ids = add_survey(db)
    with db.write() as tx:
        drafts.save(tx, submission_key="late", survey_id=ids[0], version_id=ids[1], page="p", raw={}, at=AT)
    record(db, gated(ids, "late", Place("none_left", 0, is_needed=True)))
    with db.read() as tx:
        assert drafts.get(tx, "late", now=AT) is None


def test_a_screened_out_response_is_kept_apart_and_never_counted(db: Database) -> None:
    ids = add_survey(db)
    record(db, gated(ids, "out", comments=(), screened_out_by="visitors"))
    with db.read() as tx:
        found = responses.by_key(tx, "out")
        assert found is not None
        assert found.status == "screened_out"
        assert responses.counts(tx, [ids[0]]) == {ids[0]: 0}
    assert turned_away(db, ids) == {("screen_out", "visitors"): 1}


def test_two_who_send_at_once_never_share_the_last_place(db: Database) -> None:
    ids = add_survey(db)
    limit, people = 10, 40
    place = Place("north", limit, is_needed=True)
    together = threading.Barrier(8)

    def send(number: int) -> str:
        if number < 8:
            together.wait(10)
        return record(db, gated(ids, f"k{number}", place))[0].outcome

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(send, range(people)))
    assert outcomes.count("stored") == limit
    assert outcomes.count("full") == people - limit
    assert taken(db, ids) == {"north": limit}
    assert len(kept(db, ids)) == limit


def test_two_surveys_locked_in_one_batch_never_wait_for_each_other(db: Database) -> None:
    first, second = add_survey(db), add_survey(db, "parks")
    together = threading.Barrier(2)

    def send(order: tuple[tuple[int, int], tuple[int, int]]) -> list[str]:
        together.wait(10)
        return [
            one.outcome
            for number in range(10)
            for one in record(
                db,
                *(gated(ids, f"{order[0]}-{ids}-{number}", Place("q", 99, is_needed=True)) for ids in order),
            )
        ]

    with ThreadPoolExecutor(2) as pool:
        outcomes = [one for each in pool.map(send, [(first, second), (second, first)]) for one in each]
    assert outcomes == ["stored"] * 40
