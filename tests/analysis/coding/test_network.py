import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analysis.coding.lines import Lesson
from analysis.coding.network import Both, Network, Shortened

CHANCE = np.random.default_rng(0)
SEEN = CHANCE.choice([-1.0, 1.0], (400, 2)).astype(np.float32)
EITHER = (SEEN[:, :1] * SEEN[:, 1:] < 0) & np.array([[True, True]])
"""One or the other but not both: no line tells that."""


def test_combinations_are_learned() -> None:
    network = Network(SEEN, EITHER, seed=0)
    assert ((network.log_odds(SEEN) > 0) == EITHER).all()


def test_the_same_seed_gives_the_same_network() -> None:
    one, other = (Network(SEEN[:50], EITHER[:50], seed=4).log_odds(SEEN) for _ in range(2))
    assert np.array_equal(one, other)


def test_what_lies_together_stays_together_when_rows_are_made_short() -> None:
    rows = csr_matrix(np.repeat(np.eye(6, 40, dtype=np.float32), 5, axis=0))
    seen = Shortened.of(rows, seed=0).see(rows)
    assert seen.shape == (30, 29)
    assert seen[0] == pytest.approx(seen[4], abs=1e-4)
    assert abs(float(seen[0] @ seen[5])) < 1e-3


def test_lines_and_networks_tell_together_which_side_a_comment_is_on() -> None:
    rows = csr_matrix(np.concatenate([SEEN, SEEN * 0.5], axis=1))
    borne = np.stack([SEEN[:, 0] > 0, SEEN[:, 1] > 0, np.zeros(400, dtype=bool)], axis=1)
    margins = Both(Lesson(rows, borne, np.ones(400)), Shortened.of(rows, 0), 0).margins(rows)
    assert ((margins[:, :2] > margins[:, :2].mean()) == borne[:, :2]).all()
    assert (margins[:, 2] < margins[:, :2].max(1)).all()


@pytest.mark.parametrize("rows", [np.zeros((3, 4)), np.ones((1, 1)), np.ones((5, 2))])
def test_rows_that_tell_nothing_are_no_error(rows: np.ndarray) -> None:
    sparse = csr_matrix(rows.astype(np.float32))
    assert np.isfinite(Shortened.of(sparse, 0).see(sparse)).all()
