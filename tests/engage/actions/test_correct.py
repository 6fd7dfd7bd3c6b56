"""Correcting a sent response: by who holds reference and code, while the survey is open, exactly once."""

import csv
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engage.access import NotFoundError
from engage.actions import author, collect, correct, export, results
from engage.actions.collect import Opened, Receipt, Rejected, SurveyClosedError
from engage.actions.correct import NotToBeCorrectedError
from engage.leaving import Ended
from engage.office import Office
from surveys.store import audit, corrections, responses
from tests.engage.actions.test_leaving import north, survey, taken, turned_away, whole
from tests.factories import (
    answer,
    cast,
    make_survey,
    publish_survey,
    question,
    raw_answers,
    stored,
    survey_now,
)

PAGES = [[question("single_choice", "ward", *"abcdef", shuffled=True)], [question("long_text", "why")]]


def begun(office: Office, receipt: Any) -> Opened:
    return correct.begin(office, receipt.reference, receipt.withdrawal_code)


def send(office: Office, opened: Opened, **answers: str) -> Receipt | Rejected | Ended:
    return collect.submit(office, "library", opened.key.token, raw_answers(**answers), language="en")


def history(office: Office) -> list[Any]:
    with office.db.read() as tx:
        return [one.answers for one in corrections.history(tx, survey_now(office).id)]


def audited(office: Office) -> list[str]:
    with office.db.read() as tx:
        return [entry.action for entry in audit.entries(tx) if entry.action.startswith("response.")]


def test_the_changed_answers_count_under_the_same_reference_and_code(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, pages=PAGES)
    first = answer(office, ward="a", why="Light")
    opened = begun(office, first)
    assert stored(office) == [{"ward": "a", "why": "Light"}]
    resumed = collect.resume(office, "library", opened.key.token)
    assert resumed is not None
    assert dict(resumed.raw) == {"ward": ["a"], "why": ["Light"]}
    saved = collect.save_page(office, "library", opened.key.token, "page_1", raw_answers(ward="b"))
    assert saved.following is not None
    told = send(office, opened)
    assert isinstance(told, Receipt)
    assert (told.outcome, told.reference, told.withdrawal_code) == (
        "corrected", first.reference, first.withdrawal_code,
    )  # fmt: skip
    assert stored(office) == [{"ward": "b", "why": "Light"}]
    assert history(office) == [{"ward": "a", "why": "Light"}]
    assert audited(office) == ["response.corrected"]
    found, _, _ = collect.look_up(office, first.reference, first.withdrawal_code)
    assert (found.corrections, found.received_at) == (1, first.received_at)


def test_sending_a_correction_again_shows_its_receipt_again(office: Office) -> None:
    make_survey(office, pages=PAGES)
    opened = begun(office, answer(office, ward="a"))
    told = [send(office, opened, ward="b") for _ in range(3)]
    assert told == [told[0]] * 3
    assert collect.receipt_of(office, "library", opened.key.token) == told[0]
    assert (len(history(office)), audited(office)) == (1, ["response.corrected"])


def test_nothing_changed_is_said_and_leaves_no_trace(office: Office) -> None:
    make_survey(office, pages=PAGES)
    opened = begun(office, answer(office, ward="a"))
    assert collect.receipt_of(office, "library", opened.key.token) is None
    told = send(office, opened)
    assert isinstance(told, Receipt)
    assert told.outcome == "unchanged"
    assert (history(office), audited(office)) == ([], [])


def test_one_may_correct_a_correction_and_always_starts_from_the_newest(office: Office) -> None:
    make_survey(office, pages=PAGES)
    first = answer(office, ward="a")
    for ward in "bcd":
        assert isinstance(send(office, begun(office, first), ward=ward), Receipt)
    assert [one["ward"] for one in history(office)] == ["a", "b", "c"]
    resumed = collect.resume(office, "library", begun(office, first).key.token)
    assert resumed is not None
    assert resumed.raw["ward"] == ["d"]


def test_the_order_shown_is_that_of_the_first_form(office: Office) -> None:
    make_survey(office, pages=PAGES)
    first = answer(office, ward="a")
    with office.db.read() as tx:
        [sent] = [one.orders for one in responses.of_survey(tx, survey_now(office).id)]
    opened = begun(office, first)
    asked = opened.definition.question("ward")
    assert asked is not None
    assert sent is not None
    assert list(asked.order()) == sent["ward.options"]


def test_what_is_wrong_is_refused_and_the_first_answers_stay(office: Office) -> None:
    make_survey(office)
    opened = begun(office, answer(office, ease="good"))
    assert isinstance(send(office, opened, ease="no such"), Rejected)
    assert [one["ease"] for one in stored(office)] == ["good"]


def test_only_who_holds_both_may_begin(office: Office) -> None:
    make_survey(office)
    first, second = answer(office), answer(office)
    for reference, code in (
        (first.reference, second.withdrawal_code),
        (first.reference, ""),
        ("K7P-Q2M-XT9", first.withdrawal_code),
    ):
        with pytest.raises(NotFoundError):
            correct.begin(office, reference, code)


def test_a_closed_survey_takes_no_changes_but_those_under_way(office: Office) -> None:
    make_survey(office, pages=PAGES)
    first = answer(office, ward="a")
    under_way = begun(office, first)
    author.close(office, cast(office).ana, "library")
    with pytest.raises(SurveyClosedError):
        begun(office, first)
    found, closed, _ = collect.look_up(office, first.reference, first.withdrawal_code)
    assert not correct.is_open_to(office, found, closed)
    assert isinstance(send(office, under_way, ward="b"), Receipt)
    now = office.now() + timedelta(minutes=31)
    office.now = lambda: now
    with pytest.raises(SurveyClosedError):
        send(office, under_way, ward="c")


def test_a_response_is_corrected_in_the_version_it_answered(office: Office) -> None:
    make_survey(office, pages=PAGES)
    first = answer(office, ward="a")
    publish_survey(office, pages=[[question("single_choice", "ward", "x", "y")]])
    opened = begun(office, first)
    assert opened.version.number == 1
    assert isinstance(send(office, opened, ward="b"), Receipt)
    assert stored(office) == [{"ward": "b"}]


def test_what_was_withdrawn_or_screened_out_cannot_be_corrected(office: Office) -> None:
    survey(office, keeps="answers")
    opened = collect.open_survey(office, "library")
    ended = send(office, opened, lives_here="no")
    with pytest.raises(NotToBeCorrectedError):
        begun(office, ended)
    receipt = whole(office)
    under_way = begun(office, receipt)
    assert isinstance(receipt, Receipt)
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    with pytest.raises(NotToBeCorrectedError):
        begun(office, receipt)
    told = send(office, under_way, lives_here="yes", ward="south", why="Light")
    assert isinstance(told, Receipt)
    assert (told.outcome, told.withdrawal_code) == ("withdrawn", "")
    assert stored(office) == []


def test_changes_that_would_end_the_survey_leave_what_was_sent(office: Office) -> None:
    survey(office, keeps="answers")
    receipt = whole(office)
    assert isinstance(receipt, Receipt)
    told = send(office, begun(office, receipt), lives_here="no")
    assert isinstance(told, Ended)
    assert (told.stays, told.reference) == (receipt.reference, "")
    assert [one["lives_here"] for one in stored(office)] == ["yes"]
    assert turned_away(office) == {}


def test_a_correction_keeps_or_changes_its_place_in_a_quota(office_on_both: Office) -> None:
    office = office_on_both
    south = {**north(1), "name": "south"}
    south["condition"] = {"test": "selected", "question": "ward", "options": ["south"]}
    survey(office, quotas=[north(1), south])
    first = whole(office)
    opened = begun(office, first)
    saved = collect.save_page(office, "library", opened.key.token, "page_2", raw_answers(ward="north"))
    assert not saved.is_over
    assert isinstance(send(office, opened, why="Still in the north"), Receipt)
    assert taken(office) == {"north": 1}
    assert isinstance(send(office, begun(office, first), ward="south"), Receipt)
    assert taken(office) == {"south": 1}
    second = whole(office)
    told = send(office, begun(office, second), ward="south")
    assert isinstance(told, Ended)
    assert isinstance(second, Receipt)
    assert (told.way, told.stays) == ("quota", second.reference)
    assert taken(office) == {"south": 1, "north": 1}


@pytest.mark.parametrize("attempt", range(3))
def test_a_correction_and_a_withdrawal_at_once_end_withdrawn(office_on_both: Office, attempt: int) -> None:
    office = office_on_both
    make_survey(office, pages=PAGES)
    first = answer(office, ward="a", why="Light")
    opened = begun(office, first)
    together = threading.Barrier(2)

    def withdraw() -> None:
        together.wait(10)
        collect.withdraw(office, first.reference, first.withdrawal_code)

    def change() -> Any:
        together.wait(10)
        return send(office, opened, why="Less light")

    with ThreadPoolExecutor(2) as pool:
        tasks = [pool.submit(withdraw), pool.submit(change)]
        told = [task.result() for task in tasks][1]
    assert told.outcome in ("corrected", "withdrawn")
    assert (stored(office), history(office)) == ([], [])
    assert collect.look_up(office, first.reference, first.withdrawal_code)[0].answers == {}


def test_two_tabs_do_not_overwrite_each_other(office: Office) -> None:
    make_survey(office, pages=PAGES)
    first = answer(office, ward="a")
    one, two = begun(office, first), begun(office, first)
    assert isinstance(send(office, one, ward="b"), Receipt)
    told = send(office, two, ward="c")
    assert isinstance(told, Receipt)
    assert (told.outcome, told.withdrawal_code) == ("conflict", "")
    assert [each["ward"] for each in stored(office)] == ["b"]


def test_what_was_replaced_is_exported_only_when_asked_for(office: Office, tmp_path: Path) -> None:
    make_survey(office, pages=[[question("single_choice", "ward", "a", "b")]])
    send(office, begun(office, answer(office, ward="a")), ward="b")
    ana, target = cast(office).ana, tmp_path / "out.csv"
    export.responses_file(office, ana, "library", target=target)
    assert [row["ward"] for row in csv.DictReader(target.open())] == ["b"]
    export.responses_file(office, ana, "library", target=target, with_superseded=True)
    rows = list(csv.DictReader(target.open()))
    assert [(row["response_id"], row["ward"]) for row in rows] == [("1", "b"), ("1", "a")]
    assert [bool(row["answers.superseded_on"]) for row in rows] == [False, True]
    with office.db.read() as tx:
        told = [one.details.get("superseded") for one in audit.entries(tx) if one.action.endswith("exported")]
    assert told == [True, None]


def test_a_withdrawal_erases_the_corrections_under_way_and_none_comes_after_it(
    office_on_both: Office,
) -> None:
    office = office_on_both
    make_survey(office, pages=PAGES)
    first, other = answer(office, ward="a", why="Secret"), answer(office, ward="b", why="Kept")
    opened, of_other = begun(office, first), begun(office, other)
    collect.withdraw(office, first.reference, first.withdrawal_code)
    collect.save_page(office, "library", opened.key.token, "page_2", raw_answers(why="Secret"))
    assert collect.resume(office, "library", opened.key.token) is None
    assert collect.resume(office, "library", of_other.key.token) is not None


def test_a_corrected_test_stays_a_test(office: Office) -> None:
    survey(office, quotas=[north(1)])
    ana = cast(office).ana
    form = collect.open_survey(office, "library", actor=ana)
    raw = raw_answers(lives_here="yes", ward="south", why="A test")
    receipt = collect.submit(office, "library", form.key.token, raw, language="en", actor=ana)
    assert isinstance(send(office, begun(office, receipt), ward="north"), Receipt)
    assert taken(office) == {}
    with office.db.read() as tx:
        assert [one.is_test for one in responses.of_survey(tx, survey_now(office).id, with_tests=True)] == [
            True
        ]


def test_figures_follow_a_correction_at_once(office: Office) -> None:
    make_survey(office, questions=[question("single_choice", "ward", "a", "b")])
    first, ana = answer(office, ward="a"), cast(office).ana

    def counts() -> list[int]:
        [shown] = results.survey_results(office, ana, "library").questions
        return [bar.count for bar in shown.summary.bars]  # type: ignore[union-attr]

    assert counts() == [1, 0]
    send(office, begun(office, first), ward="b")
    assert counts() == [0, 1]
