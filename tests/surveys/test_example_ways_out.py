"""The example of who is asked what, in which order, and how it ends: it does what it says."""

from engage.settings import ROOT
from surveys import journey, shuffling
from surveys.definition import publishing_problems, read_definition
from tests.factories import raw_answers

EXAMPLE = read_definition((ROOT / "data" / "examples" / "who_is_asked.json").read_text("utf-8"))


def test_it_could_be_published() -> None:
    assert publishing_problems(EXAMPLE, None) == []


def test_it_shuffles_and_keeps_in_place_what_should_stay() -> None:
    orders = {shuffling.arranged(EXAMPLE, f"k{n}").question("uses").order() for n in range(80)}  # type: ignore[union-attr]
    assert len(orders) > 10
    assert {order[-2:] for order in orders} == {("other", "nothing")}
    assert set(shuffling.columns(EXAMPLE)) == {
        "the_rink.questions", "uses.options", "priorities.options", "times.options"
    }  # fmt: skip


def test_it_ends_as_it_says() -> None:
    visitor = journey.check(EXAMPLE, raw_answers(lives_here="no", age="unsaid"))
    out = journey.screened_out(EXAMPLE, visitor.answers, visitor.problems)
    assert out is not None
    assert out.name == "visitors"
    young = journey.check(EXAMPLE, raw_answers(lives_here="yes", age="under_25", uses=["skating"]))
    assert journey.screened_out(EXAMPLE, young.answers) is None
    found = journey.ending(EXAMPLE, young.answers)
    assert found is not None
    assert found.name == "young_skaters"
    assert [quota.name for quota in journey.quotas(EXAMPLE, {"age": "25_to_64"})] == ["middle"]
