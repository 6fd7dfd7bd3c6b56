"""Suppression: what is hidden stays hidden, even from somebody who knows the rule by heart."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.suppression import guard

Table = tuple[int, ...]


def one_each(options: int, base: int) -> Iterator[Table]:
    """Yield every way in which ``base`` residents choose one of ``options``."""
    if options == 1:
        yield (base,)
        return
    for first in range(base + 1):
        yield from ((first, *rest) for rest in one_each(options - 1, base - first))


def hidden_with_one_value(tables: list[Table], minimum: int, several: bool) -> list[tuple[Table, int]]:
    """Return the hidden counts that follow from what is published, for one base."""
    published: dict[tuple[int | None, ...], list[Table]] = {}
    for table in tables:
        base = tables_base(table, tables, several)
        published.setdefault(guard(table, base=base, minimum=minimum, several=several).counts, []).append(
            table
        )
    return [
        (possible[0], place)
        for shown, possible in published.items()
        for place, count in enumerate(shown)
        if count is None and len({table[place] for table in possible}) == 1
    ]


def tables_base(table: Table, tables: list[Table], several: bool) -> int:
    return max(max(each) for each in tables) if several else sum(table)


@pytest.mark.parametrize(("minimum", "options"), [(3, 2), (3, 3), (3, 4), (4, 3), (5, 2), (5, 3), (6, 2)])
def test_no_hidden_count_follows_from_the_published_ones(minimum: int, options: int) -> None:
    """Try every table there is: no published one leaves a single value for something hidden."""
    for base in range(minimum, minimum * 3 + 4):
        assert hidden_with_one_value(list(one_each(options, base)), minimum, several=False) == []


@pytest.mark.parametrize(("minimum", "options"), [(3, 2), (3, 3), (4, 2), (4, 3)])
def test_no_hidden_count_of_several_answers_follows_either(minimum: int, options: int) -> None:
    for base in range(minimum, minimum * 3 + 2):
        every = itertools.product(range(base + 1), repeat=options)
        tables = [table for table in every if sum(table) >= base]
        assert hidden_with_one_value(tables, minimum, several=True) == []


def test_nothing_is_hidden_when_every_group_is_large() -> None:
    assert guard([40, 30, 0], base=70, minimum=11).counts == (40, 30, 0)
    assert guard([40, 30, 0], base=70, minimum=11).is_whole


def test_a_small_base_hides_everything_itself_included() -> None:
    found = guard([10, 0], base=10, minimum=11)
    assert (found.base, found.counts, found.is_whole) == (None, (None, None), False)


def test_a_small_count_takes_another_with_it() -> None:
    assert guard([60, 3, 40], base=103, minimum=11).counts == (None, None, 40)


def test_several_small_counts_protect_each_other() -> None:
    assert guard([60, 5, 8], base=73, minimum=11).counts == (60, None, None)


def test_small_counts_that_are_all_at_their_largest_need_a_third() -> None:
    # 10 and 10 would follow from their sum, 20.
    assert guard([60, 10, 10], base=80, minimum=11).counts == (None, None, None)


def test_a_group_in_which_all_said_the_same_is_hidden() -> None:
    assert guard([50, 0, 0], base=50, minimum=11).counts == (None, None, None)
    assert guard([50, 20, 15], base=50, minimum=11, several=True).counts[0] is None


def test_with_several_answers_the_few_who_did_not_choose_are_hidden_too() -> None:
    assert guard([95, 60, 20], base=100, minimum=11, several=True).counts == (None, 60, 20)


def test_themes_may_be_raised_by_nobody() -> None:
    found = guard([30, 4, 0], base=200, minimum=11, several=True, everybody=False)
    assert found.counts == (30, None, 0)


@pytest.mark.parametrize(
    ("counts", "base", "minimum", "several"),
    [([5, 5], 11, 11, False), ([-1, 12], 11, 11, False), ([12], 11, 11, True), ([20], 20, 2, False)],
)
def test_counts_that_cannot_be_are_refused(counts: list[int], base: int, minimum: int, several: bool) -> None:
    with pytest.raises(ValueError):
        guard(counts, base=base, minimum=minimum, several=several)


COUNTS = st.lists(st.one_of(st.integers(0, 30), st.integers(0, 2000)), min_size=2, max_size=12)


@given(counts=COUNTS, minimum=st.integers(3, 20))
def test_hidden_counts_stay_open_at_any_size(counts: list[int], minimum: int) -> None:
    """What is left of the base can be shared out among the hidden counts in more than one way.

    The attacker knows which hidden counts are small; the others are at least the minimum.
    """
    base = sum(counts)
    found = guard(counts, base=base, minimum=minimum)
    shown = [count for count in found.counts if count is not None]
    assert all(count == 0 or count >= minimum for count in shown)
    hidden = [place for place, count in enumerate(found.counts) if count is None]
    if not hidden or len(hidden) == len(counts):
        return
    total = base - sum(shown)
    assert total >= minimum
    lows = {place: 1 if counts[place] < minimum else minimum for place in hidden}
    highs = {place: minimum - 1 if counts[place] < minimum else total for place in hidden}
    for place in hidden:
        others = [other for other in hidden if other != place]
        lowest = max(lows[place], total - sum(highs[other] for other in others))
        highest = min(highs[place], total - sum(lows[other] for other in others))
        assert highest > lowest


@given(counts=COUNTS, minimum=st.integers(3, 20), extra=st.integers(0, 50))
def test_several_answers_show_only_large_groups_and_large_rests(
    counts: list[int], minimum: int, extra: int
) -> None:
    base = max(counts) + extra
    found = guard(counts, base=base, minimum=minimum, several=True, everybody=False)
    for count in found.counts:
        assert count is None or count == 0 or (count >= minimum and base - count >= minimum)
