"""Collecting: opened, kept page by page, sent once, looked up, withdrawn.

1. Who opens a survey gets the live version and a key; unknown, unpublished and closed ones are told apart.
2. Draft answers are kept right or wrong, page by page, and come back.
3. The same key and answers give the same receipt; other answers are a conflict; withdrawn stays withdrawn.
4. A form opened before closing may be sent for half an hour after; a superseded version is still accepted.
5. A key that was tampered with, or is of another survey, is refused.
6. A response belongs to the release its link named, or the one current now.
7. Reference and code together open a response; nothing tells which of them is wrong.
8. What cannot be stored is said, and no resident's word is logged.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from engage import keys
from engage.access import NotFoundError
from engage.actions import author, collect
from engage.actions.collect import (
    CLOSING_GRACE,
    KeyUnreadableError,
    NotStoredError,
    Opened,
    Receipt,
    Rejected,
    SurveyClosedError,
)
from engage.office import Office
from surveys.problems import Problem
from surveys.store import audit, responses
from tests.factories import (
    AT,
    answer,
    cast,
    make_service,
    make_survey,
    no_space,
    publish_survey,
    question,
    raw_answers,
    stored,
    survey_now,
)

WHY = question("long_text", "why")
USED = question("single_choice", "used", "yes", "no", required=True)
YES = {"test": "selected", "question": "used", "options": ["yes"]}
PAGES = [[USED], [question("long_text", "how", relevance=YES)], [question("short_text", "last", longest=5)]]


def opened(office: Office, slug: str = "library") -> Opened:
    return collect.open_survey(office, slug)


def send(office: Office, token: str, slug: str = "library", **answers: Any) -> Receipt | Rejected:
    return collect.submit(office, slug, token, raw_answers(**answers), language="en")


def set_clock(office: Office, at: datetime) -> None:
    office.now = lambda: at


def close(office: Office) -> None:
    author.close(office, cast(office).ana, "library")


# 1. Opening


def test_opening_gives_the_live_version_and_a_key(office_on_both: Office) -> None:
    survey = make_survey(office_on_both, questions=[WHY])
    first, second = opened(office_on_both), opened(office_on_both)
    assert (first.survey, first.version.id, first.version.number) == (survey, survey.live_version_id, 1)
    assert first.key.version_id == first.version.id
    assert first.key.value != second.key.value


def test_a_survey_nobody_published_is_as_unknown_as_any(office: Office) -> None:
    make_survey(office, "draft", is_published=False)
    for slug in ("draft", "nothing", "", "a\x00b", "é", "../etc"):
        with pytest.raises(NotFoundError):
            opened(office, slug)


def test_a_closed_survey_says_so(office: Office) -> None:
    make_survey(office)
    close(office)
    with pytest.raises(SurveyClosedError) as raised:
        opened(office)
    assert raised.value.survey == survey_now(office)


def test_only_open_surveys_are_listed(office: Office) -> None:
    for slug in ("first", "second", "closed"):
        make_survey(office, slug)
    make_survey(office, "draft", is_published=False)
    author.close(office, cast(office).ana, "closed")
    assert [survey.slug for survey in collect.open_surveys(office)] == ["second", "first"]


def test_only_public_results_of_surveys_that_opened_are_listed(office: Office) -> None:
    ana = cast(office).ana
    for slug in ("hidden", "shown"):
        make_survey(office, slug)
    make_survey(office, "draft", is_published=False)
    for slug in ("shown", "draft"):
        author.show_results(office, ana, slug, is_public=True)
    assert [survey.slug for survey in collect.published_surveys(office)] == ["shown"]


# 2. Draft answers


def test_pages_are_kept_and_lead_on(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, pages=PAGES)
    token = opened(office).key.token
    saved = collect.save_page(office, "library", token, "page_1", raw_answers(used="yes"))
    assert (saved.problems, saved.following and saved.following.name) == ((), "page_2")
    resumed = collect.resume(office, "library", token)
    assert resumed is not None
    assert (resumed.page.name, resumed.raw) == ("page_2", {"used": ["yes"]})
    skipped = collect.save_page(office, "library", token, "page_1", raw_answers(used="no"))
    assert skipped.following is not None
    assert skipped.following.name == "page_3"
    last = collect.save_page(office, "library", token, "page_3", {})
    assert (last.problems, last.following) == ((), None)


def test_wrong_answers_are_kept_too(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, pages=PAGES)
    token = opened(office).key.token
    collect.save_page(office, "library", token, "page_1", raw_answers(used="no"))
    saved = collect.save_page(office, "library", token, "page_3", raw_answers(last="far too long\x00\ud800"))
    assert ([p.code for p in saved.problems], saved.following) == (["text_unreadable"], None)
    resumed = collect.resume(office, "library", token)
    assert resumed is not None
    assert (resumed.page.name, resumed.raw["last"]) == ("page_3", ["far too long\x00\ud800"])


def test_what_is_typed_is_kept_without_being_checked(office: Office) -> None:
    make_survey(office, pages=PAGES)
    token = opened(office).key.token
    collect.keep_typed(office, "library", token, "page_1", {})
    collect.keep_typed(office, "library", token, "page_3", raw_answers(last="too long", used="yes"))
    resumed = collect.resume(office, "library", token)
    assert resumed is not None
    assert (resumed.page.name, resumed.raw) == ("page_3", {"used": [], "last": ["too long"]})


def test_an_answer_is_kept_only_with_the_page_that_asks_it(office: Office) -> None:
    make_survey(office, pages=PAGES)
    token = opened(office).key.token
    collect.save_page(office, "library", token, "page_1", raw_answers(used="yes", last="x", admin="1"))
    resumed = collect.resume(office, "library", token)
    assert resumed is not None
    assert resumed.raw == {"used": ["yes"]}


def test_a_page_the_survey_does_not_have_is_not_found(office: Office) -> None:
    make_survey(office, pages=PAGES)
    with pytest.raises(NotFoundError):
        collect.save_page(office, "library", opened(office).key.token, "page_9", {})


def test_a_draft_can_be_thrown_away(office: Office) -> None:
    make_survey(office, pages=PAGES)
    token = opened(office).key.token
    collect.save_page(office, "library", token, "page_1", raw_answers(used="yes"))
    collect.discard(office, "library", token)
    assert collect.resume(office, "library", token) is None


def test_sending_takes_what_was_kept_and_ends_the_draft(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, pages=PAGES)
    token = opened(office).key.token
    collect.save_page(office, "library", token, "page_1", raw_answers(used="yes"))
    collect.save_page(office, "library", token, "page_2", raw_answers(how="On my phone"))
    receipt = send(office, token, last="end")
    assert isinstance(receipt, Receipt)
    assert stored(office) == [{"used": "yes", "how": "On my phone", "last": "end"}]
    assert collect.resume(office, "library", token) is None
    collect.keep_typed(office, "library", token, "page_1", raw_answers(used="no"))
    assert collect.resume(office, "library", token) is None


def test_an_answer_changed_away_takes_what_hung_on_it(office: Office) -> None:
    make_survey(office, pages=PAGES)
    token = opened(office).key.token
    collect.save_page(office, "library", token, "page_1", raw_answers(used="yes"))
    collect.save_page(office, "library", token, "page_2", raw_answers(how="On my phone"))
    collect.save_page(office, "library", token, "page_1", raw_answers(used="no"))
    send(office, token)
    assert stored(office) == [{"used": "no"}]


def test_an_old_draft_is_erased(office: Office) -> None:
    make_survey(office, pages=PAGES)
    set_clock(office, AT)
    old = opened(office).key.token
    collect.save_page(office, "library", old, "page_1", raw_answers(used="yes"))
    set_clock(office, AT + timedelta(hours=21))
    collect.save_page(office, "library", opened(office).key.token, "page_1", raw_answers(used="no"))
    set_clock(office, AT)
    assert collect.resume(office, "library", old) is None


# 3. Sent once


def test_a_receipt_is_found_again_by_its_key(office: Office) -> None:
    make_survey(office, questions=[WHY])
    token = opened(office).key.token
    assert collect.receipt_of(office, "library", token) is None
    first = send(office, token, why="Light")
    assert isinstance(first, Receipt)
    found = collect.receipt_of(office, "library", token)
    assert found == Receipt("repeated", first.reference, first.withdrawal_code, first.received_at)
    collect.withdraw(office, first.reference, first.withdrawal_code)
    gone = collect.receipt_of(office, "library", token)
    assert gone == Receipt("withdrawn", first.reference, "", first.received_at)


def test_a_second_click_keeps_one_response(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, questions=[WHY])
    token = opened(office).key.token
    first, second = send(office, token, why="Light"), send(office, token, why=" Light\r\n")
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert (first.outcome, second.outcome) == ("stored", "repeated")
    assert (first.reference, first.withdrawal_code, first.received_at) == (
        second.reference,
        second.withdrawal_code,
        second.received_at,
    )
    assert stored(office) == [{"why": "Light"}]


def test_other_answers_under_the_same_key_are_a_conflict(office: Office) -> None:
    make_survey(office, questions=[WHY])
    token = opened(office).key.token
    first, second = send(office, token, why="Light"), send(office, token, why="Dark")
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert (second.outcome, second.reference, second.withdrawal_code) == ("conflict", first.reference, "")
    assert stored(office) == [{"why": "Light"}]


def test_of_fifty_copies_at_once_one_is_stored(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, questions=[WHY])
    token = opened(office).key.token
    with ThreadPoolExecutor(16) as pool:
        receipts = list(pool.map(lambda _: send(office, token, why="Light"), range(50)))
    assert sorted(r.outcome for r in receipts if isinstance(r, Receipt)) == ["repeated"] * 49 + ["stored"]
    assert len({r.reference for r in receipts if isinstance(r, Receipt)}) == 1
    assert stored(office) == [{"why": "Light"}]


def test_sending_without_waiting_gives_the_same_receipt(office: Office) -> None:
    make_survey(office, questions=[WHY])
    token = opened(office).key.token
    raw = raw_answers(why="Light")
    first = asyncio.run(collect.submit_async(office, "library", token, raw, language="fr"))
    second = send(office, token, why="Light")
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert (first.outcome, second.outcome, first.reference) == ("stored", "repeated", second.reference)


def test_problems_store_nothing_and_return_the_good_answers(office: Office) -> None:
    make_survey(office, pages=PAGES)
    outcome = send(office, opened(office).key.token, used="perhaps", last="fine")
    assert outcome == Rejected((Problem("option_unknown", "used", {}),), {"last": "fine"})
    assert stored(office) == []


def test_comments_are_kept_apart_for_analysis(office: Office) -> None:
    make_survey(office)
    answer(office, improve="More light", postal="K1A", language="fr", channel="phone")
    with office.db.read() as tx:
        [comment] = responses.comments(tx, survey_now(office).id, segments=["ward"])
    assert (comment.question_name, comment.text, comment.language, comment.channel, comment.segments) == (
        "improve",
        "More light",
        "fr",
        "phone",
        {"ward": None},
    )


@pytest.mark.parametrize(("name", "is_test"), [("rosa", False), ("ana", True), ("dev", True), ("sam", True)])
def test_staff_only_test_a_survey(office: Office, name: str, is_test: bool) -> None:
    make_survey(office)
    answer(office, actor=getattr(cast(office), name))
    with office.db.read() as tx:
        [found] = responses.of_survey(tx, survey_now(office).id, with_tests=True)
    assert found.is_test is is_test


# 4. Closing, and newer versions


@pytest.mark.parametrize(
    ("opened_after", "sent_after", "is_taken"),
    [
        (timedelta(minutes=-5), timedelta(0), True),
        (timedelta(0), CLOSING_GRACE, True),
        (timedelta(minutes=-5), CLOSING_GRACE + timedelta(seconds=1), False),
        (timedelta(seconds=1), timedelta(seconds=2), False),
    ],
)
def test_who_opened_before_closing_has_half_an_hour(
    office: Office, opened_after: timedelta, sent_after: timedelta, is_taken: bool
) -> None:
    survey = make_survey(office, questions=[WHY])
    key = keys.new_submission_key(
        office.settings.secret, version_id=survey.live_version_id or 0, now=AT + opened_after
    )
    set_clock(office, AT)
    close(office)
    set_clock(office, AT + sent_after)
    if not is_taken:
        with pytest.raises(SurveyClosedError):
            send(office, key.token, why="Light")
    else:
        send(office, key.token, why="Light")
    assert len(stored(office)) == is_taken


def test_a_reopened_survey_takes_answers_again(office: Office) -> None:
    make_survey(office)
    close(office)
    author.reopen(office, cast(office).ana, "library")
    assert answer(office).outcome == "stored"


def test_a_superseded_version_is_still_answered_as_it_was(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, questions=[WHY])
    before = opened(office)
    publish_survey(office, questions=[question("long_text", "how", required=True)])
    assert opened(office).version.number == 2
    send(office, before.key.token, why="Light", how="ignored")
    with office.db.read() as tx:
        [kept] = responses.of_survey(tx, survey_now(office).id)
    assert (kept.version_id, kept.answers) == (before.version.id, {"why": "Light"})


# 5. Keys


@pytest.mark.parametrize(
    "damage",
    [
        lambda token: token[:-2],
        lambda token: "",
        lambda token: token + "x",
        lambda token: "\ud800",
        str.upper,
    ],
)
def test_a_damaged_key_is_refused(office: Office, damage: Callable[[str], str]) -> None:
    make_survey(office, questions=[WHY])
    token = damage(opened(office).key.token)
    for act in (
        lambda: collect.reopen(office, "library", token),
        lambda: send(office, token, why="Light"),
        lambda: collect.save_page(office, "library", token, "page_1", {}),
        lambda: collect.keep_typed(office, "library", token, "page_1", {}),
        lambda: collect.resume(office, "library", token),
        lambda: collect.discard(office, "library", token),
    ):
        with pytest.raises(KeyUnreadableError):
            act()
    assert stored(office) == []


def test_a_key_of_another_survey_is_refused(office: Office) -> None:
    for slug in ("library", "other"):
        make_survey(office, slug, questions=[WHY])
    with pytest.raises(KeyUnreadableError):
        send(office, opened(office, "other").key.token, why="Light")


def test_a_key_of_a_draft_or_of_nothing_is_refused(office: Office) -> None:
    make_survey(office, questions=[WHY])
    ana = cast(office).ana
    author.save_draft(office, ana, "library", opened(office).version.definition, edits=0)
    draft, _, _ = author.versions_for(office, ana, "library")
    assert draft is not None
    for version_id in (draft.id, 999):
        key = keys.new_submission_key(office.settings.secret, version_id=version_id, now=AT)
        with pytest.raises(KeyUnreadableError):
            send(office, key.token, why="Light")


# 6. Releases


@pytest.mark.parametrize(
    ("day", "named", "wanted"),
    [
        (0, "", None),
        (1, "", "0.7.0"),
        (5, "", "0.8.0"),
        (5, "0.7.0", "0.7.0"),
        (5, "9.9", "0.8.0"),
        (0, "0.8.0", "0.8.0"),
    ],
)
def test_a_response_belongs_to_a_release(office: Office, day: int, named: str, wanted: str | None) -> None:
    releases_ = {"0.7.0": AT + timedelta(days=1), "0.8.0": AT + timedelta(days=5)}
    make_survey(office, service_id=make_service(office, releases=releases_))
    set_clock(office, AT + timedelta(days=day))
    answer(office, release=named)
    with office.db.read() as tx:
        [found] = responses.of_survey(tx, survey_now(office).id)
    assert found.release == wanted


# 7. Looking up and withdrawing


def test_reference_and_code_open_a_response(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, questions=[WHY])
    receipt = answer(office, why="Light")
    typed = (f" {receipt.reference.lower()} ", receipt.withdrawal_code.replace("-", " "))
    response, survey, version = collect.look_up(office, *typed)
    assert (response.answers, survey.slug, version.number) == ({"why": "Light"}, "library", 1)


def test_nothing_tells_which_of_the_two_is_wrong(office: Office) -> None:
    make_survey(office, questions=[WHY])
    receipt, other = answer(office, why="Light"), answer(office, why="Dark")
    told = set()
    for pair in (
        (receipt.reference, other.withdrawal_code),
        (receipt.reference, ""),
        (receipt.reference, receipt.reference),
        ("XXX-XXX-XXX", receipt.withdrawal_code),
        ("", ""),
        ("\x00", "\ud800"),
    ):
        for act in (collect.look_up, collect.withdraw):
            with pytest.raises(NotFoundError) as raised:
                act(office, *pair)
            told.add(str(raised.value))
    assert len(told) == 1
    assert len(stored(office)) == 2


def test_withdrawn_is_gone_and_stays_gone(office_on_both: Office) -> None:
    office = office_on_both
    make_survey(office, questions=[WHY])
    token = opened(office).key.token
    receipt = send(office, token, why="Light")
    assert isinstance(receipt, Receipt)
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    collect.withdraw(office, receipt.reference, receipt.withdrawal_code)
    assert stored(office) == []
    response, _, _ = collect.look_up(office, receipt.reference, receipt.withdrawal_code)
    assert (response.status, response.answers) == ("withdrawn", {})
    again = send(office, token, why="Light")
    assert isinstance(again, Receipt)
    assert (again.outcome, again.withdrawal_code) == ("withdrawn", "")
    with office.db.read() as tx:
        entries = [e for e in audit.entries(tx) if e.action == "response.withdrawn"]
    assert [(e.actor, e.department_id) for e in entries] == [("resident", cast(office).digital)]


# 8. Trouble


def test_what_cannot_be_stored_is_said_without_a_word_of_it_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_survey(office, questions=[WHY])
    token = opened(office).key.token
    no_space(monkeypatch)
    raw = raw_answers(why="SECRET WORDS")
    with caplog.at_level(logging.DEBUG), pytest.raises(NotStoredError):
        collect.submit(office, "library", token, raw, language="en")
    with caplog.at_level(logging.DEBUG), pytest.raises(NotStoredError):
        asyncio.run(collect.submit_async(office, "library", token, raw, language="en"))
    assert [record.getMessage() for record in caplog.records if record.name.startswith("engage")] == [
        "a response could not be stored: OSError"
    ] * 2
    assert "SECRET" not in caplog.text


def test_a_draft_that_cannot_be_kept_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    make_survey(office, pages=PAGES)
    token = opened(office).key.token

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr(collect.drafts, "save", refuse)
    with pytest.raises(NotStoredError):
        collect.save_page(office, "library", token, "page_1", raw_answers(used="yes"))
