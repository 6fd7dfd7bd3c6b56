import numpy as np

from analysis.evaluation.shares import Read, Waves, simulated, simulated_by_theme


def comments(right: float) -> list[Read]:
    """Return comments of which the coder reads ``right`` as they are, the others as the next class."""
    rng = np.random.default_rng(3)
    labels = ("negative", "neutral", "positive")
    made = []
    for truly in rng.choice(3, size=1500, p=(0.3, 0.2, 0.5)):
        is_right = rng.random() < right
        found = labels[truly if is_right else (truly + 1) % 3]
        made.append(Read(labels[truly], found, float(rng.random() / 2 + is_right / 2)))
    return made


def test_correction_brings_the_figures_nearer_and_its_intervals_hold_them() -> None:
    found = simulated(comments(0.75), Waves(waves=25, elsewhere=250, reviewed=50))
    assert found["share_error"] < found["share_error_counted"] / 2
    assert found["coverage_counted"] < 0.5
    assert found["coverage"] > 0.87


def test_a_coder_without_errors_needs_no_correction() -> None:
    found = simulated(comments(1.0), Waves(waves=10))
    assert found["share_error_counted"] == 0
    assert found["share_error"] < 0.01


def test_one_class_or_few_comments_have_nothing_to_measure() -> None:
    assert simulated([Read("yes", "yes", 1.0)] * 500, Waves()) == {}
    assert simulated(comments(0.8)[:99], Waves()) == {}
    assert simulated([], Waves()) == {}


def test_the_same_seed_gives_the_same_figures() -> None:
    setting = Waves(waves=3, size=50, elsewhere=40, seed=4)
    assert simulated(comments(0.8), setting) == simulated(comments(0.8), setting)


def test_themes_are_measured_one_by_one() -> None:
    """Half of those who speak of payments are missed, and one in ten of the others is taken for one."""
    rng = np.random.default_rng(5)
    gold = [frozenset({"pay"}) if rng.random() < 0.4 else frozenset({"find", "slow"}) for _ in range(900)]
    found = [
        {"pay": float(0.5 + rng.random() / 2)}
        if rng.random() < (0.5 if "pay" in given else 0.1)
        else {"find": 0.6}
        for given in gold
    ]
    figures = simulated_by_theme(gold, found, Waves(waves=24, elsewhere=300, reviewed=50))
    assert figures["share_error"] < figures["share_error_counted"] / 3
    assert figures["coverage"] > 0.8
    assert simulated_by_theme([frozenset()] * 200, [{}] * 200, Waves()) == {}
