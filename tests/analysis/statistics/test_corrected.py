import math

import numpy as np
import pytest

from analysis.statistics.corrected import Corrected, Group, Reviewed, cells, corrected

CLASSES = ("negative", "neutral", "positive")
# How a coder reads each class: chance of each found label, and of being sure of it
READING = np.array([[0.75, 0.15, 0.10], [0.25, 0.50, 0.25], [0.05, 0.15, 0.80]])
SURE = np.array([[0.7, 0.4, 0.2], [0.3, 0.5, 0.3], [0.2, 0.4, 0.7]])


def comments(shares: list[float], count: int, rng: np.random.Generator) -> list[Reviewed]:
    """Return comments as (what they are, the cell the coder puts them in)."""
    made = []
    for truly in rng.choice(3, size=count, p=shares):
        found = rng.choice(3, p=READING[truly])
        band = "sure" if rng.random() < SURE[truly][found] else "unsure"
        made.append((CLASSES[truly], f"{CLASSES[found]}:{band}"))
    return made


def group(made: list[Reviewed], reviewed: int) -> Group:
    return Group([cell for _, cell in made[reviewed:]], made[:reviewed])


def test_a_coder_without_errors_is_left_as_it_is() -> None:
    made = [("yes", "yes")] * 300 + [("no", "no")] * 700
    found = corrected({"": Group([cell for _, cell in made])}, ("yes", "no"), elsewhere=made)
    estimate = found.share("", "yes")
    assert estimate.share == pytest.approx(0.3, abs=0.005)
    assert (estimate.low, estimate.high) == pytest.approx((0.272, 0.329), abs=0.006)  # Wilson's
    assert (estimate.reviewed, estimate.base) == (0, 1000)


def test_with_everything_reviewed_the_reviews_are_the_figure() -> None:
    made = [("yes", "no")] * 30 + [("no", "yes")] * 70
    estimate = corrected({"": Group([], made)}, ("yes", "no")).share("", "yes")
    assert estimate.share == pytest.approx(0.3, abs=0.01)
    assert (estimate.reviewed, estimate.base) == (100, 100)


def test_the_bias_of_the_coder_is_taken_out_when_the_mix_shifts() -> None:
    rng = np.random.default_rng(7)
    elsewhere = comments([1 / 3, 1 / 3, 1 / 3], 2000, rng)
    made = comments([0.8, 0.15, 0.05], 4000, rng)
    counted = sum(cell.startswith("negative") for _, cell in made) / len(made)
    estimate = corrected({"": group(made, 0)}, CLASSES, elsewhere=elsewhere).share("", "negative")
    assert counted == pytest.approx(0.64, abs=0.02)
    assert estimate.share == pytest.approx(0.8, abs=0.05)
    assert estimate.low < 0.8 < estimate.high


def test_reviews_in_the_group_make_it_surer() -> None:
    rng = np.random.default_rng(8)
    elsewhere, made = comments([0.2, 0.3, 0.5], 300, rng), comments([0.5, 0.3, 0.2], 600, rng)
    none, some = (
        corrected({"": group(made, reviewed)}, CLASSES, elsewhere=elsewhere).share("", "negative")
        for reviewed in (0, 150)
    )
    assert some.high - some.low < none.high - none.low


def test_the_intervals_cover_about_95_in_100() -> None:
    """40 waves, whose mixes are drawn anew each; the benchmark asks many more."""
    rng = np.random.default_rng(9)
    covered = []
    for wave in range(40):
        shares = rng.dirichlet(np.ones(3)).tolist()
        made = comments(shares, 400, rng)
        elsewhere = comments([0.3, 0.2, 0.5], 250, rng)
        found = corrected({"": group(made, 50)}, CLASSES, elsewhere=elsewhere, seed=wave)
        for label, share in zip(CLASSES, shares, strict=True):
            estimate = found.share("", label)
            covered.append(estimate.low <= share <= estimate.high)
    # 120 answers of 95 % each lie within this nearly always
    assert 0.89 <= np.mean(covered) <= 0.99


def drawn(freedom: float) -> Corrected:
    """Two groups whose shares of one class are known by draws, the errors by few or many reviews."""
    draws = np.random.default_rng(1).beta([[6, 60]], [[54, 60]], (2000, 1, 2)).swapaxes(1, 2)
    return Corrected(("a", "b"), ("yes",), draws, {"a": 0, "b": 0}, {"a": 60, "b": 120}, freedom)


def test_few_reviews_make_intervals_as_much_wider_as_students() -> None:
    many, few = drawn(math.inf), drawn(9)
    shares = many.draws[:, 0, 0]
    assert (many.share("a", "yes").low, many.share("a", "yes").high) == pytest.approx(
        tuple(np.quantile(shares, [0.025, 0.975])), abs=1e-4
    )
    told, wider = many.change("a", "b", "yes"), few.change("a", "b", "yes")
    assert (wider.high - wider.low) / (told.high - told.low) == pytest.approx(2.262 / 1.960, abs=0.001)
    assert (wider.value, wider.p > told.p) == (told.value, True)
    assert 0 < few.share("a", "yes").low < many.share("a", "yes").low


def test_a_share_of_nothing_or_all_keeps_an_interval_that_is_a_share() -> None:
    draws = np.array([[[0.0, 1.0]], [[0.0, 1.0]]])
    found = Corrected(("",), ("no", "yes"), draws, {"": 0}, {"": 9}, 2.0)
    assert (found.share("", "no").low, found.share("", "no").high) == pytest.approx((0, 0), abs=1e-6)
    assert (found.share("", "yes").low, found.share("", "yes").high) == pytest.approx((1, 1), abs=1e-6)


def test_errors_common_to_two_groups_cancel_in_their_difference() -> None:
    rng = np.random.default_rng(10)
    elsewhere = comments([1 / 3, 1 / 3, 1 / 3], 300, rng)
    groups = {name: group(comments([0.4, 0.2, 0.4], 3000, rng), 0) for name in ("1", "2")}
    found = corrected(groups, CLASSES, elsewhere=elsewhere)
    alone = found.share("1", "negative")
    change = found.change("1", "2", "negative")
    assert change.high - change.low < 0.8 * (alone.high - alone.low)
    assert found.change("1", "2", "negative").value == pytest.approx(
        -found.change("2", "1", "negative").value
    )


def test_a_real_change_is_found() -> None:
    rng = np.random.default_rng(11)
    groups = {
        "0.7": group(comments([0.6, 0.2, 0.2], 600, rng), 50),
        "0.8": group(comments([0.3, 0.2, 0.5], 600, rng), 50),
    }
    change = corrected(groups, CLASSES).change("0.7", "0.8", "negative")
    assert change.low < -0.3 < change.high
    assert change.p < 0.001


def test_the_same_seed_gives_the_same_figures() -> None:
    made = comments([0.3, 0.3, 0.4], 100, np.random.default_rng(12))
    one, two = (corrected({"": group(made, 40)}, CLASSES, seed=5).share("", "neutral") for _ in range(2))
    assert one == two


def test_a_label_never_reviewed_and_an_empty_group_break_nothing() -> None:
    found = corrected({"a": Group(["odd:sure"] * 5), "b": Group([])}, ("yes", "no"), elsewhere=[("yes", "x")])
    empty = found.share("b", "yes")
    assert empty.low < 0.1
    assert empty.high > 0.9


def test_what_cannot_be_corrected_is_refused() -> None:
    with pytest.raises(ValueError, match="not known"):
        corrected({"": Group(["yes"])}, ("yes", "no"))
    with pytest.raises(ValueError, match="perhaps"):
        corrected({"": Group([], [("perhaps", "yes")])}, ("yes", "no"))


def test_a_cell_is_the_label_and_whether_the_coder_is_surer_than_usual() -> None:
    found = cells(["yes", "yes", "no", "yes"], [0.9, 0.5, 0.3, 0.6])
    assert found == ["yes:sure", "yes:unsure", "no:unsure", "yes:unsure"]
