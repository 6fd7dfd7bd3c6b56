"""Corrected shares of what a coder read: right on average, intervals that cover, nothing from too little."""

import random

import pytest

from analysis.statistics.reading import FEWEST, Reading, needed, presence, shares


def readings(
    rng: random.Random, sizes: dict[str, tuple[int, float, int]], *, hit: float = 0.7, false: float = 0.1
) -> tuple[list[Reading], float]:
    """Return comments of groups of (size, share, reviewed), and the true overall share."""
    made = []
    for group, (size, share, reviewed) in sizes.items():
        for place in range(size):
            truth = rng.random() < share
            found = rng.random() < (hit if truth else false)
            sure = rng.uniform(0.5, 1) if found and truth else rng.uniform(0.3, 0.8) if found else 0.0
            decided = ("yes" if truth else "no") if place < reviewed else None
            made.append(Reading("yes" if found else "no", sure, decided, group))
    total = sum(size for size, _, _ in sizes.values())
    return made, sum(size * share for size, share, _ in sizes.values()) / total


@pytest.mark.parametrize("share", [0.03, 0.1, 0.4])
def test_the_interval_covers_though_groups_were_drawn_unevenly(share: float) -> None:
    rng, covered, errors, counted = random.Random(3), 0, [], []
    for _ in range(150):
        made, truth = readings(rng, {"a": (900, share, 40), "b": (200, share * 2, 40)})
        found = presence(made)
        assert found is not None
        covered += found.low <= truth <= found.high
        errors.append(found.share - truth)
        counted.append(sum(each.found == "yes" for each in made) / len(made) - truth)
    assert covered >= 0.92 * 150
    assert abs(sum(errors) / 150) < 0.015
    assert abs(sum(counted) / 150) > 0.02


def test_few_reviews_here_are_helped_by_those_elsewhere() -> None:
    rng = random.Random(1)
    here, truth = readings(rng, {"a": (400, 0.3, 10)})
    elsewhere, _ = readings(rng, {"b": (200, 0.1, 200)})
    assert presence(here) is None
    found = presence(here, elsewhere=elsewhere)
    assert found is not None
    assert found.low <= truth <= found.high
    assert (found.reviewed, found.base) == (210, 400)


def test_nothing_is_corrected_with_too_few_reviews() -> None:
    made, _ = readings(random.Random(1), {"a": (400, 0.3, FEWEST - 1)})
    assert presence(made) is None
    assert shares(made, ("no", "yes")) is None
    assert presence([]) is None
    assert (needed(0), needed(29), needed(30), needed(300)) == (30, 1, 0, 0)


def test_groups_are_told_apart_and_small_ones_taken_together() -> None:
    made, _ = readings(
        random.Random(2), {"1.0": (300, 0.5, 40), "1.1": (300, 0.1, 40), "x": (5, 0.2, 2), "y": (4, 0.2, 1)}
    )
    found = shares(made, ("no", "yes"))
    assert found is not None
    assert found.groups == ("", "1.0", "1.1")
    assert found.of("", "yes").base == 9
    apart = found.change("1.0", "1.1", "yes")
    assert apart.high < 0
    assert found.of("1.0", "yes").low <= 0.5 <= found.of("1.0", "yes").high


def test_shares_of_classes_that_exclude_each_other_add_up() -> None:
    rng = random.Random(4)
    made = [
        Reading(rng.choice("abc"), rng.random(), rng.choice("abc") if place < 60 else None)
        for place in range(400)
    ]
    found = shares(made, ("a", "b", "c"))
    assert found is not None
    assert sum(found.overall(label).share for label in "abc") == pytest.approx(1)


def test_where_everything_was_reviewed_the_share_is_what_people_said() -> None:
    made = [Reading("yes", 0.9, "yes" if place < 12 else "no") for place in range(60)]
    found = presence(made)
    assert found is not None
    assert found.share == pytest.approx(0.2)


def test_the_same_seed_gives_the_same_figures() -> None:
    made, _ = readings(random.Random(5), {"a": (200, 0.3, 20), "b": (200, 0.3, 20)})
    first, second = (shares(made, ("no", "yes"), seed=3) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.overall("yes") == second.overall("yes")
