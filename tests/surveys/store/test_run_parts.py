"""Parts of runs are kept as long as they serve, and no longer than the comments they were made from."""

from datetime import timedelta

import pytest

from engage.actions import collect
from engage.office import Office
from surveys.store import run_parts, runs
from tests.factories import answer, make_survey, survey_now


def _run(office: Office, slug: str = "library", **inputs: int) -> int:
    with office.db.write() as tx:
        run_id = runs.add(
            tx,
            survey_id=survey_now(office, slug).id,
            seed=0,
            started_by="test",
            inputs=inputs,
            at=office.now(),
        )
        runs.start(tx, run_id, total=1, at=office.now())
        run_parts.keep(tx, run_id, [("coding-1", 0, b"zero"), ("coding-1", 1, b"one")])
        run_parts.keep(tx, run_id, [(run_parts.LEARNED, 0, b"model")])
    return run_id


def _kept(office: Office, run_id: int) -> tuple[int, bytes | None]:
    with office.db.read() as tx:
        return run_parts.count(tx, run_id), run_parts.kept(tx, run_id, run_parts.LEARNED)


def test_a_part_that_is_kept_again_takes_the_place_of_the_first(office: Office) -> None:
    make_survey(office)
    run_id = _run(office)
    with office.db.write() as tx:
        run_parts.keep(tx, run_id, [("coding-1", 1, b"anew")])
        assert run_parts.kept(tx, run_id, "coding-1", 1) == b"anew"
        assert run_parts.kept(tx, run_id, "coding-1", 2) is None
        assert run_parts.count(tx, run_id) == 2


def test_a_finished_run_keeps_what_it_learned_and_earlier_runs_nothing(office: Office) -> None:
    make_survey(office)
    make_survey(office, "parks")
    earlier, newest, other = _run(office), _run(office), _run(office, "parks")
    with office.db.write() as tx:
        runs.finish(tx, newest, findings={}, coded=(), at=office.now())
    assert [_kept(office, run_id) for run_id in (earlier, newest, other)] == [
        (0, None),
        (0, b"model"),
        (2, b"model"),
    ]


@pytest.mark.parametrize(
    ("state", "failure", "left"),
    [("cancelled", "", 0), ("failed", "unexpected", 0), ("failed", "interrupted", 2)],
)
def test_only_a_run_that_was_cut_off_keeps_its_chunks(
    office: Office, state: str, failure: str, left: int
) -> None:
    make_survey(office)
    run_id = _run(office)
    with office.db.write() as tx:
        runs.end(tx, run_id, state, at=office.now(), failure=failure)
    assert _kept(office, run_id)[0] == left


def test_chunks_go_with_any_comment_of_their_survey_and_what_was_learned_stays(office: Office) -> None:
    make_survey(office)
    make_survey(office, "parks")
    receipt = answer(office, improve="Too many steps")
    mine, other = _run(office), _run(office, "parks")
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    assert (_kept(office, mine), _kept(office, other)) == ((0, b"model"), (2, b"model"))


def test_chunks_that_nobody_went_on_with_go_after_a_week(office: Office) -> None:
    make_survey(office)
    answer(office, improve="Too many steps")
    run_id = _run(office, newest_comment=1)
    with office.db.write() as tx:
        runs.end(tx, run_id, "failed", at=office.now(), failure="interrupted")
        runs.end_silent(tx, now=office.now() + run_parts.KEPT_FOR - timedelta(minutes=1))
    assert _kept(office, run_id)[0] == 2
    with office.db.write() as tx:
        runs.end_silent(tx, now=office.now() + run_parts.KEPT_FOR + timedelta(minutes=1))
    assert _kept(office, run_id)[0] == 0


def test_chunks_written_after_a_withdrawal_go_when_somebody_looks(office: Office) -> None:
    make_survey(office)
    receipt = answer(office, improve="Too many steps")
    run_id = _run(office, newest_comment=1)
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    with office.db.write() as tx:
        run_parts.keep(tx, run_id, [("coding-1", 2, b"too late")])
        runs.end(tx, run_id, "failed", at=office.now(), failure="interrupted")
        runs.end_silent(tx, now=office.now())
    assert _kept(office, run_id)[0] == 0
