import numpy as np
import pytest

from analysis.discovery.groups import (
    broad_count,
    fine_count,
    gather,
    group,
    merge_alike,
)
from analysis.discovery.meaning import meanings
from analysis.vectors import Matrix
from analysis.words import theme_stems

TOPICS = (
    "my card was declined when paying",
    "the search does not find permits",
    "more benches along the park trail",
)


def texts(each: int) -> list[str]:
    return sorted(f"{topic} on day {number}" for topic in TOPICS for number in range(each))


def vectors(said: list[str]) -> Matrix:
    return meanings(said, [theme_stems(text, "en") for text in said], "en")


def test_texts_that_speak_of_one_thing_share_a_group() -> None:
    said = texts(20)
    labels = group(vectors(said), 3)
    found = {
        topic: {int(g) for g, t in zip(labels, said, strict=True) if t.startswith(topic)} for topic in TOPICS
    }
    assert sorted(map(len, found.values())) == [1, 1, 1]
    assert set.union(*found.values()) == {0, 1, 2}


def test_the_same_texts_give_the_same_groups() -> None:
    said = texts(20)
    assert group(vectors(said), 5).tolist() == group(vectors(said), 5).tolist()


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_every_text_has_a_group_and_the_first_is_the_largest(count: int) -> None:
    said = texts(11)
    labels = group(vectors(said), count)
    sizes = np.bincount(labels)
    assert len(labels) == len(said)
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)
    assert 1 <= len(sizes) <= count


def test_texts_that_were_not_read_are_placed_in_the_groups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = texts(20)
    whole = group(vectors(said), 3)
    monkeypatch.setattr("analysis.discovery.groups.MOST_TEXTS", 30)
    assert group(vectors(said), 3).tolist() == whole.tolist()


def test_groups_that_say_the_same_are_merged() -> None:
    said = texts(20)
    many = group(vectors(said), 12)
    assert many.max() == 11
    assert merge_alike(vectors(said), many).max() < 6


def test_groups_of_one_or_two_join_their_nearest() -> None:
    rows = np.eye(4, dtype=np.float32)[[0] * 5 + [1] * 5 + [2] * 2]
    rows[10:, 1] = 0.5
    labels = np.array([0] * 5 + [1] * 5 + [2] * 2)
    assert merge_alike(rows, labels).tolist() == [1] * 5 + [0] * 7


def test_no_known_word_and_all_the_same_do_no_harm() -> None:
    assert group(np.zeros((40, 8), dtype=np.float32), 5).shape == (40,)
    assert group(np.ones((40, 8), dtype=np.float32), 5).shape == (40,)
    assert group(np.ones((1, 8), dtype=np.float32), 5).tolist() == [0]


def test_each_fine_group_lies_in_one_broad_group() -> None:
    said = texts(20)
    fine = group(vectors(said), 9)
    broad = gather(vectors(said), fine, 3)
    assert broad.shape == (fine.max() + 1,)
    assert set(broad.tolist()) == {0, 1, 2}


def test_more_texts_allow_more_groups() -> None:
    assert [fine_count(size) for size in (30, 1000, 10**6)] == [4, 25, 48]
    assert [broad_count(size) for size in (30, 1000, 10**6)] == [3, 10, 12]
