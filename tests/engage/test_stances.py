"""Who is for a proposal and who against: counted by question, a lead only beyond the error."""

import pytest

from engage import charts
from engage.actions import results
from engage.office import Office
from engage.results.choosing import Filters
from engage.results.values import StanceResult
from engage.wording import wording
from tests.engage.finished_runs import comment_ids, finish_run, said
from tests.factories import answer, both, cast, make_survey, question

EN, FR = wording("en"), wording("fr")
SIDES = ["support"] * 6 + ["oppose"] * 2 + ["unclear"] * 2


@pytest.fixture
def ids(office: Office) -> list[int]:
    asked = [
        question("long_text", "counters", proposal=both("Close the counters")),
        question("long_text", "improve"),
    ]
    make_survey(office, questions=asked)
    for number in range(len(SIDES)):
        answer(office, counters=f"Counter {number}", improve=f"Improve {number}")
    found = comment_ids(office)
    stances = [side for side in SIDES for _ in range(2)]
    coded = [
        said(id_, "search" if place % 2 else "speed", stance=None if place % 2 else stances[place])
        for place, id_ in enumerate(found)
    ]
    finish_run(office, coded)
    return found


def found_stances(office: Office, **more: object) -> tuple[StanceResult, ...]:
    found = results.theme_results(office, cast(office).dev, "library", **more)  # type: ignore[arg-type]
    assert found is not None
    return found.stances


def test_each_proposal_is_counted_over_its_own_comments(office: Office, ids: list[int]) -> None:
    [told] = found_stances(office)
    assert (told.question_name, told.proposal["en"], told.base) == ("counters", "Close the counters", 10)
    assert {side: share.count for side, share in told.shares.items()} == {
        "support": 6,
        "mixed": 0,
        "oppose": 2,
        "unclear": 2,
    }


def test_a_lead_is_told_only_beyond_the_error(office: Office, ids: list[int]) -> None:
    [told] = found_stances(office)
    assert told.leading == ""
    assert charts.stance(EN, told).title == "Neither side clearly leads: 6 (60%) for it, 2 (20%) against it"


@pytest.mark.parametrize(
    ("leading", "english", "french"),
    [
        (
            "support",
            "More are for it than against it: 6 (60%) to 2 (20%)",
            "Il y a plus de pour",
        ),
        (
            "oppose",
            "More are against it than for it: 2 (20%) to 6 (60%)",
            "Il y a plus de contre",
        ),
    ],
)
def test_the_title_states_who_leads(
    office: Office, ids: list[int], leading: str, english: str, french: str
) -> None:
    from dataclasses import replace

    [told] = found_stances(office)
    led = replace(told, leading=leading)
    assert charts.stance(EN, led).title == english
    assert charts.stance(FR, led).title.startswith(french)


def test_the_table_holds_every_side_with_its_interval(office: Office, ids: list[int]) -> None:
    [told] = found_stances(office)
    rows = charts.stance(EN, told).rows
    assert [row["Stance"] for row in rows] == ["For it", "For and against", "Against it", "Does not say"]
    assert rows[0] == {"Stance": "For it", "Comments": 6, "Share": "60%", "Likely between": "31% to 83%"}


def test_one_side_is_read_alone_in_all_they_wrote(office: Office, ids: list[int]) -> None:
    found = results.theme_results(office, cast(office).dev, "library", stance="oppose")
    assert found is not None
    assert found.comments == 4  # two residents, two comments each
    assert [told.base for told in found.stances] == [10]


def test_comments_are_found_by_their_stance(office: Office, ids: list[int]) -> None:
    page = results.comments(office, cast(office).dev, "library", Filters(), stance="oppose")
    assert (page.total, {line.stance for line in page.lines}) == (2, {"oppose"})
    assert results.comments(office, cast(office).dev, "library", stance="nothing").total == 0
