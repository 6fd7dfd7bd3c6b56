"""Which comments are drawn: by fair numbers, in strata, and a random sample whatever else was reviewed."""

from collections import Counter
from statistics import mean

from engage.reviewing.sampling import next_random, next_unsure, number_of, sampled, strata
from engage.reviewing.standing import Standing
from tests.engage.reviewing.test_standing import decided

IDS = range(1, 401)


def told(random: list[int], unsure: list[int] | None = None) -> dict[int, Standing]:
    made = {}
    for ids, drawn in ((unsure or [], "uncertain"), (random, "random")):
        for id_ in ids:
            decision = decided(id_, "dev", comment_id=id_, drawn=drawn)
            made[id_] = Standing(decision, {"dev": decision}, False, drawn == "random")
    return made


def drawn_in_turn(releases: dict[int, str], count: int, done: set[int] | None = None) -> list[int]:
    found: list[int] = []
    for _ in range(count):
        turn = next_random(releases, {*(done or ()), *found})
        assert turn is not None
        found.append(turn.comment_id)
    return found


def test_numbers_are_fair_and_never_change() -> None:
    numbers = [number_of(id_) for id_ in range(20_000)]
    assert len(set(numbers)) == 20_000
    assert abs(mean(numbers) - 0.5) < 0.01
    assert max(Counter(int(number * 10) for number in numbers).values()) < 2200
    assert number_of(1) == number_of(1)


def test_the_sample_is_the_comments_with_the_lowest_numbers() -> None:
    releases = dict.fromkeys(IDS, "")
    assert drawn_in_turn(releases, 10) == sorted(IDS, key=number_of)[:10]


def test_small_releases_get_more_than_their_part_and_tiny_ones_are_together() -> None:
    releases = {id_: "1.0" if id_ <= 300 else "1.1" if id_ <= 375 else f"0.{id_}" for id_ in IDS}
    assert set(strata(releases).values()) == {"1.0", "1.1", ""}
    counts = Counter(strata(releases)[id_] for id_ in drawn_in_turn(releases, 60))
    # By the square roots of 300, 75 and 25: 2 to 1 where their sizes are 4 to 1
    assert counts == {"1.0": 34, "1.1": 17, "": 9}


def test_chance_tells_which_part_of_the_stratum_was_drawn() -> None:
    releases = dict.fromkeys(range(1, 51), "1.0")
    first = next_random(releases, set())
    assert first is not None
    second = next_random(releases, {first.comment_id})
    assert second is not None
    assert (first.chance, second.chance) == (0.02, 0.04)


def test_a_comment_reviewed_for_doubt_is_in_the_sample_once_its_turn_would_have_come() -> None:
    releases = dict.fromkeys(IDS, "")
    in_order = sorted(IDS, key=number_of)
    early, late = in_order[2], in_order[200]
    random = [in_order[0], in_order[1], in_order[3]]
    assert sampled(releases, told(random, [early, late])) == {*random, early}


def test_where_everything_was_reviewed_everything_counts() -> None:
    releases = dict.fromkeys(range(1, 6), "")
    assert sampled(releases, told([], [1, 2, 3, 4, 5])) == {1, 2, 3, 4, 5}
    assert sampled(releases, told([], [1, 2, 3, 4])) == frozenset()


def test_the_sample_tells_the_share_without_bias_though_the_doubtful_are_reviewed_more() -> None:
    """Of the comments 30 % are doubtful; half of all reviews go to these. The sample still has 30 %."""
    shares = []
    for start in range(0, 40_000, 400):
        ids = range(start, start + 400)
        releases = dict.fromkeys(ids, "")
        doubts = {id_: 1.0 if id_ % 10 < 3 else 0.0 for id_ in ids}
        random: list[int] = []
        unsure: list[int] = []
        for _ in range(40):
            turn = next_random(releases, {*random, *unsure})
            assert turn is not None
            random.append(turn.comment_id)
            next_ = next_unsure(doubts, releases, {*random, *unsure})
            assert next_ is not None
            unsure.append(next_.comment_id)
        found = sampled(releases, told(random, unsure))
        shares.append(mean(doubts[id_] for id_ in found))
    assert abs(mean(shares) - 0.3) < 0.02


def test_nothing_is_drawn_when_all_were_looked_at() -> None:
    releases = dict.fromkeys(range(1, 4), "")
    assert next_random(releases, {1, 2, 3}) is None
    assert next_random(releases, {1}, {2, 3}) is None
    assert next_unsure({}, releases, set()) is None
