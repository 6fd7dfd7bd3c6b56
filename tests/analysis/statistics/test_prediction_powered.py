import numpy as np
import pytest

from analysis.statistics.prediction_powered import mean, share


def made(rng: np.random.Generator, *, truth: float, count: int) -> list[tuple[bool, float]]:
    """Return comments as (bears the theme, what the coder says): it finds 80 % and errs in 10 %."""
    bears = rng.random(count) < truth
    said = np.where(bears, rng.random(count) < 0.8, rng.random(count) < 0.1)
    return [(bool(yes), float(found)) for yes, found in zip(bears, said, strict=True)]


def test_the_reviews_correct_the_coder() -> None:
    # Said of 6 in 10; of 100 reviewed, all 40 true ones are found and 20 more: trust 0.2 / 0.24 × 2 / 3
    reviewed = [(True, 1.0)] * 40 + [(False, 1.0)] * 20 + [(False, 0.0)] * 40
    found = mean([1.0] * 540 + [0.0] * 360, reviewed)
    assert found.share == pytest.approx(0.4)
    assert share([1.0] * 540 + [0.0] * 360, reviewed).share == pytest.approx(0.4)
    assert (found.reviewed, found.base) == (100, 1000)


def test_a_coder_who_knows_nothing_does_no_harm() -> None:
    reviewed = [(truth, 1.0) for truth in (1.0, 0.0) * 50]
    alone = mean([1.0] * 900, reviewed)
    assert alone.share == 0.5
    assert alone.high - alone.low == pytest.approx(2 * 1.96 * 0.05, rel=0.01)


def test_a_good_coder_is_worth_more_reviews() -> None:
    rng = np.random.default_rng(1)
    comments = made(rng, truth=0.3, count=3000)
    reviewed, others = comments[:300], [said for _, said in comments[300:]]
    powered = share(others, reviewed)
    alone = share([0.0] * len(others), [(truth, 0.0) for truth, _ in reviewed])
    assert powered.high - powered.low < 0.85 * (alone.high - alone.low)


@pytest.mark.parametrize("truth", [0.02, 0.3, 0.9])
def test_the_intervals_cover_about_95_in_100(truth: float) -> None:
    rng = np.random.default_rng(int(truth * 100))
    covered = []
    for _ in range(400):
        comments = made(rng, truth=truth, count=1000)
        found = share([said for _, said in comments[200:]], comments[:200])
        covered.append(found.low <= truth <= found.high)
    assert 0.92 <= np.mean(covered) <= 0.985


def test_no_error_seen_is_no_proof_of_none() -> None:
    found = share([0.0] * 10_000, [(False, 0.0)] * 50)
    assert found.share == 0
    assert found.low == pytest.approx(0, abs=1e-9)
    assert found.high > 0.02


def test_scores_have_a_mean_too() -> None:
    reviewed = [(-1.0, -0.8), (0.0, 0.2), (1.0, 0.8), (0.5, 0.4)] * 10
    found = mean([0.15] * 200, reviewed)
    assert found.low < 0.125 < found.high


def test_one_review_is_not_enough() -> None:
    with pytest.raises(ValueError, match="at least two"):
        mean([0.0], [(1.0, 1.0)])
