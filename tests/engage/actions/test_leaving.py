"""Who goes no further: told how it ends, counted once, and nothing kept that the author did not ask for."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from engage.actions import author, collect
from engage.actions.collect import Opened, Receipt, Rejected
from engage.leaving import Ended
from engage.office import Office
from surveys.definition import read_definition
from surveys.store import drafts, quotas, responses
from tests.conftest import statements_of
from tests.factories import (
    both,
    cast,
    definition_data,
    make_survey,
    publish_definition,
    question,
    raw_answers,
    stored,
    survey_now,
)

LIVES = question("yes_no", "lives_here", required=True)
WARD = question("single_choice", "ward", "north", "south", required=True)
WHY = question("long_text", "why", required=True)
VISITOR = {"test": "selected", "question": "lives_here", "options": ["no"]}
NORTH = {"test": "selected", "question": "ward", "options": ["north"]}


def survey(office: Office, *, keeps: str = "nothing", **more: Any) -> None:
    data = definition_data(pages=[[LIVES], [WARD], [WHY]], **more)
    data["pages"][0]["screen_outs"] = [{"name": "visitors", "condition": VISITOR, "keeps": keeps}]
    made = read_definition(data)
    publish_definition(office, made)


def north(limit: int, **more: Any) -> dict[str, Any]:
    return {"name": "north", "condition": NORTH, "title": both("North"), "limit": limit, **more}


def opened(office: Office, **more: Any) -> Opened:
    return collect.open_survey(office, "library", **more)


def send(office: Office, made: Opened | None = None, **answers: str) -> Receipt | Rejected | Ended:
    token = (made or opened(office)).key.token
    return collect.submit(office, "library", token, raw_answers(**answers), language="en")


def whole(office: Office, **answers: str) -> Receipt | Rejected | Ended:
    return send(office, **{"lives_here": "yes", "ward": "north", "why": "Light", **answers})


def turned_away(office: Office) -> dict[Any, int]:
    with office.db.read() as tx:
        return quotas.turned_away(tx, survey_now(office).id)


def taken(office: Office) -> dict[str, int]:
    with office.db.read() as tx:
        return quotas.places_taken(tx, survey_now(office).id)


def test_a_page_says_that_the_survey_is_over_and_sending_says_how(office_on_both: Office) -> None:
    office = office_on_both
    survey(office)
    made = opened(office)
    saved = collect.save_page(office, "library", made.key.token, "page_1", raw_answers(lives_here="no"))
    assert saved.is_over
    ended = send(office, made)
    assert isinstance(ended, Ended)
    assert (ended.way, ended.words.name, ended.reference) == ("screen_out", "visitors", "")
    assert stored(office) == []
    assert turned_away(office) == {("screen_out", "visitors"): 1}
    with office.db.read() as tx:
        assert drafts.get(tx, made.key.value, now=office.now()) is None
        assert responses.by_key(tx, made.key.value) is None


def test_the_answers_that_screen_out_are_kept_where_the_author_says_so(office_on_both: Office) -> None:
    office = office_on_both
    survey(office, keeps="answers")
    made = opened(office)
    ended = send(office, made, lives_here="no", why="not kept")
    assert isinstance(ended, Ended)
    found, _, _ = collect.look_up(office, ended.reference, ended.withdrawal_code)
    assert (found.status, found.answers) == ("screened_out", {"lives_here": "no"})
    assert stored(office) == []
    again = send(office, made, lives_here="no")
    assert again == ended
    assert turned_away(office) == {("screen_out", "visitors"): 1}
    assert collect.receipt_of(office, "library", made.key.token) == ended
    collect.withdraw(office, ended.reference, ended.withdrawal_code)
    assert collect.look_up(office, ended.reference, ended.withdrawal_code)[0].answers == {}


def test_whoever_mends_a_mistake_goes_on_and_is_not_counted_as_turned_away(office: Office) -> None:
    survey(office)
    made = opened(office)
    send(office, made, lives_here="no")
    receipt = send(office, made, lives_here="yes", ward="south", why="Light")
    assert isinstance(receipt, Receipt)
    assert turned_away(office) == {}


def test_something_to_mend_on_the_page_comes_before_its_end(office: Office) -> None:
    survey(office)
    assert isinstance(send(office, ward="north"), Rejected)
    assert turned_away(office) == {}


def test_a_full_quota_ends_the_survey_as_soon_as_it_is_known(office_on_both: Office) -> None:
    office = office_on_both
    survey(office, quotas=[north(1)])
    assert isinstance(whole(office), Receipt)
    made = opened(office)
    assert not collect.save_page(
        office, "library", made.key.token, "page_1", raw_answers(lives_here="yes")
    ).is_over
    assert collect.save_page(office, "library", made.key.token, "page_2", raw_answers(ward="north")).is_over
    ended = send(office, made)
    assert isinstance(ended, Ended)
    assert (ended.way, ended.words.name) == ("quota", "north")
    assert isinstance(whole(office, ward="south"), Receipt)
    assert len(stored(office)) == 2
    assert turned_away(office) == {("quota", "north"): 1}


def test_the_last_place_is_given_once_to_many_who_send_together(office_on_both: Office) -> None:
    office = office_on_both
    survey(office, quotas=[north(5)])
    forms = [opened(office) for _ in range(24)]
    together = threading.Barrier(8)

    def one(at: int) -> object:
        if at < 8:
            together.wait(10)
        return send(office, forms[at], lives_here="yes", ward="north", why=f"Light {at}")

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(one, range(24)))
    receipts = [result for result in results if isinstance(result, Receipt)]
    assert len(receipts) == 5
    assert sum(isinstance(result, Ended) for result in results) == 19
    assert len(stored(office)) == 5
    # Whoever has a receipt keeps it: sending again shows it, full or not.
    for at, result in enumerate(results):
        if isinstance(result, Receipt):
            again = send(office, forms[at], lives_here="yes", ward="north", why=f"Light {at}")
            assert isinstance(again, Receipt)
            assert (again.outcome, again.reference) == ("repeated", result.reference)


def test_a_withdrawn_response_frees_its_place(office: Office) -> None:
    survey(office, quotas=[north(1)])
    first = whole(office)
    assert isinstance(first, Receipt)
    assert isinstance(whole(office), Ended)
    collect.withdraw(office, first.reference, first.withdrawal_code)
    assert isinstance(whole(office), Receipt)


def test_a_quota_may_mark_instead_of_ending(office: Office) -> None:
    survey(office, quotas=[north(1, when_full="mark")])
    assert isinstance(whole(office), Receipt)
    assert isinstance(whole(office), Receipt)
    with office.db.read() as tx:
        found = [one.over_quotas for one in responses.of_survey(tx, survey_now(office).id)]
    assert found == [None, ["north"]]


def test_staff_who_try_it_out_take_no_place_and_are_not_counted(office: Office) -> None:
    survey(office, quotas=[north(1)])
    ana = cast(office).ana
    form = opened(office, actor=ana)
    raw = raw_answers(lives_here="yes", ward="north", why="A test")
    collect.submit(office, "library", form.key.token, raw, language="en", actor=ana)
    form = opened(office, actor=ana)
    collect.submit(office, "library", form.key.token, raw_answers(lives_here="no"), language="en", actor=ana)
    assert (taken(office), turned_away(office)) == ({}, {})


def test_a_quota_published_later_counts_who_was_there_and_rules_forms_already_open(office: Office) -> None:
    survey(office)
    whole(office)
    whole(office, ward="south")
    early = opened(office)
    ana = cast(office).ana
    data = definition_data(pages=[[LIVES], [WARD], [WHY]], quotas=[north(1)])
    author.save_draft(office, ana, "library", read_definition(data), edits=0)
    author.publish(office, ana, "library")
    assert taken(office) == {"north": 1}
    assert isinstance(send(office, early, lives_here="yes", ward="north", why="Late"), Ended)
    assert isinstance(send(office, early, lives_here="yes", ward="south", why="Late"), Receipt)


def test_an_ending_by_condition_is_read_with_the_receipt(office: Office) -> None:
    ending = {"name": "northern", "condition": NORTH, "text": both("Come to the open house in the north.")}
    survey(office, endings=[ending])
    made = opened(office)
    receipt = send(office, made, lives_here="yes", ward="north", why="Light")
    assert isinstance(receipt, Receipt)
    assert receipt.ending is not None
    assert receipt.ending.name == "northern"
    again = collect.receipt_of(office, "library", made.key.token)
    assert isinstance(again, Receipt)
    assert again.ending == receipt.ending
    other = whole(office, ward="south")
    assert isinstance(other, Receipt)
    assert other.ending is None


def test_a_survey_without_ways_out_asks_the_database_nothing_more(office: Office) -> None:
    make_survey(office)
    form = opened(office)
    with statements_of(office.db) as seen:
        assert isinstance(send(office, form, ease="good"), Receipt)
    assert not [sent for sent in seen if "quota_place" in sent or "turned_away" in sent]


def test_who_sent_already_is_not_turned_away_by_going_back(office: Office) -> None:
    survey(office, quotas=[north(1)])
    made = opened(office)
    first = send(office, made, lives_here="yes", ward="north", why="Light")
    assert isinstance(first, Receipt)
    assert collect.save_page(office, "library", made.key.token, "page_2", raw_answers(ward="north")).is_over
    for again in (send(office, made, lives_here="yes", ward="north"), send(office, made, lives_here="no")):
        assert isinstance(again, Receipt)
        assert (again.outcome, again.reference, again.withdrawal_code) == ("conflict", first.reference, "")
    assert turned_away(office) == {}
    assert len(stored(office)) == 1
