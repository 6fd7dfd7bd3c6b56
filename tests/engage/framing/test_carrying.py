"""Decisions made with one version of a code frame count in another: carried over or looked at again."""

from dataclasses import replace

import pytest

from engage.framing.carrying import Carried, Carrier, Lineage, sources
from engage.reviewing.standing import standing
from surveys.decisions import Decision
from surveys.frames import FrameChange
from tests.factories import AT


def version(number: int, what: str, ids: str, of: str = "", into: str = "") -> FrameChange:
    return FrameChange(
        number=number,
        what=what,  # type: ignore[arg-type]
        of=tuple(of.split()),
        into=tuple(into.split()),
        back_to=None,
        ids=tuple(ids.split()),
        by="staff:1",
        at=AT,
    )


LINEAGE = Lineage(
    "own",
    (
        version(1, "started", "search speed forms tax"),
        version(2, "merged", "search speed tax", of="forms", into="search"),
        version(3, "split", "search waiting loading tax", of="speed", into="waiting loading"),
        version(4, "retired", "search waiting loading", of="tax"),
        version(5, "added", "search waiting loading signs", of="signs"),
        version(6, "gone_back", "search speed forms tax"),
    ),
)


def decided(*themes: str, made_with: int = 1, id: int = 1, **more: object) -> Decision:
    values: dict[str, object] = {
        "survey_id": 1,
        "comment_id": 1,
        "coder": "dev",
        "themes": themes,
        "sentiment": "negative",
        "feedback": None,
        "frame_id": "own",
        "frame_version": str(made_with),
        "drawn": "random",
        "id": id,
        "at": AT,
        **more,
    }
    return Decision(**values)  # type: ignore[arg-type]


def carried(decision: Decision, number: int) -> Carried:
    found = Carrier(LINEAGE, "own", str(number)).carry(decision)
    assert found is not None
    return found


def themes_in(decision: Decision, number: int) -> tuple[str, ...] | None:
    return carried(decision, number).decision.themes


def test_in_the_version_it_was_made_with_a_decision_is_as_it_was() -> None:
    made = decided("search", "tax")
    assert carried(made, 1) == Carried(made)


def test_a_merge_counts_for_the_theme_merged_into_and_once() -> None:
    assert themes_in(decided("forms", "tax"), 2) == ("search", "tax")
    assert themes_in(decided("forms", "search"), 2) == ("search",)


def test_a_split_leaves_the_comment_to_be_looked_at_again() -> None:
    found = carried(decided("speed", "tax"), 3)
    assert (found.decision.themes, found.is_pending) == (("tax",), True)
    assert found.unknown == {"waiting", "loading"}


def test_whoever_did_not_give_a_theme_did_not_mean_its_parts() -> None:
    found = carried(decided("search"), 3)
    assert (found.unknown, found.is_pending) == (frozenset(), False)


def test_a_retired_theme_goes_and_the_others_stand() -> None:
    assert themes_in(decided("search", "tax"), 4) == ("search",)
    assert not carried(decided("search", "tax"), 4).is_pending


def test_with_nothing_left_nobody_said_that_no_theme_fits() -> None:
    found = carried(decided("tax"), 4)
    assert (found.decision.themes, found.is_pending) == (None, True)
    assert found.decision.sentiment == "negative"


def test_that_no_theme_fits_stays_said() -> None:
    assert themes_in(decided(), 4) == ()
    assert not carried(decided(), 4).is_pending


def test_of_a_new_theme_earlier_decisions_say_nothing() -> None:
    assert carried(decided("search"), 5).unknown == {"signs"}


def test_going_back_finds_decisions_as_they_were() -> None:
    made = decided("forms", "speed", "tax")
    assert themes_in(made, 6) == made.themes
    assert carried(made, 6).unknown == frozenset()


def test_a_theme_that_came_back_is_unknown_to_decisions_made_without_it() -> None:
    assert carried(decided("search", made_with=5), 6).unknown == {"forms", "speed", "tax"}
    assert carried(decided("waiting", made_with=5), 6).decision.themes is None


def test_a_decision_of_a_later_version_says_nothing_of_an_earlier_run() -> None:
    assert Carrier(LINEAGE, "own", "2").carry(decided("waiting", made_with=3)) is None


@pytest.mark.parametrize("frame_id", ["digital_services", ""])
def test_what_was_made_before_there_was_an_own_frame_is_of_its_first_version(frame_id: str) -> None:
    made = replace(decided("forms"), frame_id=frame_id, frame_version="7")
    assert themes_in(made, 2) == ("search",)


def test_a_theme_merged_come_back_and_retired_is_gone() -> None:
    lineage = Lineage(
        "own",
        (
            version(1, "started", "search forms"),
            version(2, "merged", "search", of="forms", into="search"),
            version(3, "gone_back", "search forms"),
            version(4, "retired", "search", of="forms"),
        ),
    )
    found = Carrier(lineage, "own", "4").carry(decided("forms"))
    assert found is not None
    assert (found.decision.themes, found.is_pending) == (None, True)


def test_merges_in_a_row_and_in_a_ring_come_to_an_end() -> None:
    lineage = Lineage(
        "own",
        (
            version(1, "started", "a b c"),
            version(2, "merged", "b c", of="a", into="b"),
            version(3, "merged", "c", of="b", into="c"),
            version(4, "merged", "d", of="c", into="a"),
        ),
    )
    now = Carrier(lineage, "own", "3")
    assert [now.now(theme) for theme in "abc"] == ["c", "c", "c"]
    assert Carrier(lineage, "own", "4").now("a") is None


def test_a_theme_counts_what_was_merged_into_it() -> None:
    lineage = Lineage("own", LINEAGE.changes[:2])
    assert sources(lineage, ["forms", "search", "tax"])["search"] == {"search", "forms"}


def test_looking_again_settles_what_was_pending_whoever_looks() -> None:
    told = [decided("speed"), decided("loading", made_with=3, id=2, coder="ana", sentiment=None)]
    before = standing(told[:1], Carrier(LINEAGE, "own", "3"))[1]
    after = standing(told, Carrier(LINEAGE, "own", "3"))[1]
    assert before.is_pending
    assert not after.is_pending
    assert (after.stands.themes, after.stands.sentiment) == (("loading",), "negative")
    assert after.was_drawn_at_random


def test_a_look_at_the_tone_alone_does_not_settle_the_themes() -> None:
    told = [decided("speed"), replace(decided(made_with=3, id=2), themes=None)]
    found = standing(told, Carrier(LINEAGE, "own", "3"))[1]
    assert (found.stands.themes, found.is_pending) == (None, True)
