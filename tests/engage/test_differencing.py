"""Two states of a published page never differ by a few residents."""

import random

import pytest

from engage.actions import author, results
from engage.actions.results import PublicResults
from engage.office import Office
from surveys.records import NewResponse
from surveys.store import responses
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.factories import AT, cast, make_survey, question, survey_now

MINIMUM = 11


def send(office: Office, count: int, rng: random.Random, *, first: int) -> None:
    """Store ``count`` responses with random answers, as many residents would have sent them."""
    survey = survey_now(office, "library")
    assert survey.live_version_id is not None
    made = [
        NewResponse(
            submission_key=f"key {number}",
            survey_id=survey.id,
            version_id=survey.live_version_id,
            content_hash="",
            reference=f"reference {number}",
            withdrawal_hash="",
            channel="web",
            language="en",
            answers={"way": rng.choices(["bus", "bike", "boat"], [10, 5, 1])[0], "why": "words"},
            comments=(("why", "words"),),
            received_at=AT,
        )
        for number in range(first, first + count)
    ]
    with office.db.write() as tx:
        responses.record(tx, made)


def withdraw_some(office: Office, count: int, rng: random.Random) -> None:
    with office.db.write() as tx:
        there = [each.id for each in responses.of_survey(tx, survey_now(office, "library").id)]
        for id_ in rng.sample(there, min(count, len(there))):
            responses.withdraw(tx, id_, at=AT)


@pytest.mark.parametrize("seed", range(4))
def test_any_two_states_are_alike_or_eleven_residents_apart(office: Office, seed: int) -> None:
    """Let answers, withdrawals and runs come in any order and look at every published state."""
    rng = random.Random(seed)
    make_survey(
        office,
        questions=[
            question("single_choice", "way", "bus", "bike", "boat"),
            question("long_text", "why"),
        ],
    )
    author.show_results(office, cast(office).ana, "library", is_public=True)
    sent = covered = 0
    told, told_at, told_themes, covered_at = results.public_results(office, "library"), 0, (), 0
    changes = 0
    for _ in range(50):
        what = rng.random()
        if what < 0.7:
            count = rng.choice([1, 1, 2, 3, 12])
            send(office, count, rng, first=sent)
            sent += count
        elif what < 0.85:
            withdraw_some(office, rng.choice([1, 2]), rng)
        else:
            covered = sent
            finish_run(office, [said(id_, rng.choice(["search", "speed"])) for id_ in comment_ids(office)])
        found = results.public_results(office, "library")
        assert all_large(found)
        if found.questions != told.questions:
            assert sent - told_at >= MINIMUM
            told_at, changes = sent, changes + 1
        if found.themes != told_themes:
            assert covered - covered_at >= MINIMUM or covered == covered_at
            told_themes, covered_at = found.themes, covered
        told = found
    assert changes >= 2


def all_large(found: PublicResults) -> bool:
    """Say whether nothing is told of a group of 1 to 10."""
    bars = [*found.themes, *(bar for each in found.questions for bar in each.bars)]
    figures = [found.responses, found.theme_base, *(bar.count for bar in bars)]
    return all(figure is None or figure == 0 or figure >= MINIMUM for figure in figures)
