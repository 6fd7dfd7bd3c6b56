from analysis.statistics.estimates import Difference, told


def test_a_change_is_told_only_outside_the_error() -> None:
    differences = [
        Difference(0.10, 0.05, 0.15, 0.0001),
        Difference(-0.10, -0.15, -0.05, 0.0001),
        Difference(0.02, -0.03, 0.07, 0.4),
        Difference(0.50, 0.40, 0.60, 0.0001),
    ]
    bases = [(200, 200), (200, 200), (200, 200), (12, 300)]
    assert told(differences, bases) == ["up", "down", "inside_error", "too_few"]


def test_one_lucky_difference_among_many_is_inside_the_error() -> None:
    lucky = Difference(0.05, 0.002, 0.098, 0.04)
    assert told([lucky], [(200, 200)]) == ["up"]
    others = [Difference(0.0, -0.05, 0.05, 0.9)] * 19
    assert told([lucky, *others], [(200, 200)] * 20) == ["inside_error"] * 20
    assert told([], []) == []
