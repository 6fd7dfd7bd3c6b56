"""The summary in a language model's words: asked of a fake model, checked twice, shown only when accepted."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from analysis.results import Finding, Quote
from engage.access import NotFoundError, RefusedError
from engage.actions import reword
from engage.actions.reword import Proposal, RewordingError
from engage.office import Office
from engage.rewording.values import Claim
from surveys.store import audit
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.engage.rewording.test_summary import Fake, chat, serving
from tests.factories import answer, cast, make_survey

WRONG = "Everybody loves the search."


def _answer(request: dict[str, Any]) -> tuple[int, bytes]:
    import json

    given = json.loads(request["messages"][1]["content"])
    fact, voice = given["findings"][0], given["comments"][0]
    sentences = [
        {"text": fact["sentence"], "findings": [fact["id"]], "comments": []},
        {"text": f"One says: “{voice['text']}”.", "findings": [fact["id"]], "comments": [voice["id"]]},
        {"text": WRONG, "findings": [fact["id"]], "comments": []},
    ]
    return chat({"sentences": sentences})


@pytest.fixture
def fake() -> Fake:
    return Fake(_answer)


@pytest.fixture
def desk(office: Office, fake: Fake) -> Iterator[Office]:
    """An office whose operator set a language model, and a survey with a finished run."""
    make_survey(office)
    for number in range(3):
        answer(office, improve=f"The search is slow, call 905-555-012{number}")
    finished(office)
    with serving(fake) as chosen:
        office.settings = replace(office.settings, language_model=chosen)
        yield office


def finished(office: Office) -> int:
    ids = comment_ids(office)
    finding = Finding("tone", "sentiment_overall", {"sentiment": "negative"}, 3, 3, 0.4, 1.0)
    quotes = [Quote("search", str(ids[0]), "representative", "", "en", "negative")]
    return finish_run(
        office,
        [said(id_, "search", masked="The search is slow and nobody answers") for id_ in ids],
        findings=[finding],
        quotes=quotes,
    )


def proposed(office: Office) -> Proposal:
    return reword.propose(office, cast(office).dev, "library", "en")


def keep(office: Office, found: Proposal, *claims: Claim) -> None:
    reword.keep_sentences(office, cast(office).dev, "library", found.run_id, "en", claims)


def test_what_holds_and_what_was_dropped_come_back_with_reasons(desk: Office) -> None:
    found = proposed(desk)
    assert [claim.voices for claim in found.found.sentences] == [(), (f"C{comment_ids(desk)[0]}",)]
    assert [(each.text, each.reason) for each in found.found.dropped] == [(WRONG, "theme")]
    assert found.facts["F1"] == found.found.sentences[0].text
    assert reword.kept_sentences(desk, cast(desk).dev, "library", "en") is None


def test_only_masked_words_leave_and_the_audit_says_that_they_did(desk: Office, fake: Fake) -> None:
    proposed(desk)
    [(_, _, body)] = fake.sent
    assert "905-555" not in body.decode()
    with desk.db.read() as tx:
        [told] = [each.details for each in audit.entries(tx) if each.action == "summary.reworded"]
    assert (told["model"], told["findings"], told["comments"], told["kept"], told["dropped"]) == (
        "small",
        1,
        1,
        2,
        1,
    )


def test_accepted_sentences_show_until_they_are_taken_back(desk: Office) -> None:
    people, found = cast(desk), proposed(desk)
    keep(desk, found, found.found.sentences[0])
    shown = reword.kept_sentences(desk, people.ben, "library", "en")
    assert shown is not None
    assert (shown.model, shown.by, shown.sentences) == (
        "small",
        people.dev.label,
        ((found.facts["F1"], ("F1",)),),
    )
    assert reword.kept_sentences(desk, people.ben, "library", "fr") is None
    reword.drop_sentences(desk, people.dev, "library", "en")
    assert reword.kept_sentences(desk, people.ben, "library", "en") is None


def test_a_newer_run_leaves_none_of_them(desk: Office) -> None:
    found = proposed(desk)
    keep(desk, found, found.found.sentences[0])
    finished(desk)
    assert reword.kept_sentences(desk, cast(desk).dev, "library", "en") is None
    with pytest.raises(RewordingError) as raised:
        keep(desk, found, found.found.sentences[0])
    assert raised.value.code == "no_run"


def test_what_is_accepted_is_checked_once_more(desk: Office) -> None:
    found = proposed(desk)
    refused = {
        "not_supported": (Claim(text=WRONG, facts=("F1",)),),
        "quotes": (found.found.sentences[1],),
        "nothing": (),
    }
    for code, claims in refused.items():
        with pytest.raises(RewordingError) as raised:
            keep(desk, found, *claims)
        assert raised.value.code == code
    assert reword.kept_sentences(desk, cast(desk).dev, "library", "en") is None


def test_without_a_model_nothing_is_asked(desk: Office, fake: Fake) -> None:
    desk.settings = replace(desk.settings, language_model=None)
    with pytest.raises(RewordingError) as raised:
        proposed(desk)
    assert (raised.value.code, fake.sent) == ("no_model", [])


def test_nothing_is_sent_for_somebody_who_may_not_ask(desk: Office, fake: Fake) -> None:
    people = cast(desk)
    with pytest.raises(RefusedError):
        reword.propose(desk, people.ben, "library", "en")
    with pytest.raises(NotFoundError):
        reword.propose(desk, people.cho, "library", "en")
    assert fake.sent == []
