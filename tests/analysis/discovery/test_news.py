from analysis.discovery.news import compared
from analysis.results import CandidateTheme


def candidate(name: str, ids: range, **more: object) -> CandidateTheme:
    return CandidateTheme(
        id=f"candidate-{name}",
        terms=tuple(name.split()),
        name=name,
        size=len(ids),
        language="en",
        comment_ids=tuple(map(str, ids)),
        **more,  # type: ignore[arg-type]
    )


def test_without_an_earlier_run_nothing_is_called_new() -> None:
    assert compared((), [candidate("dog park", range(10))])[0].news == ""


def test_a_candidate_of_the_same_comments_is_known_whatever_its_name() -> None:
    earlier = [candidate("dog park", range(10)), candidate("parking fees", range(10, 30))]
    now = [candidate("leash rules", range(9)), candidate("parking fees", range(10, 30))]
    assert [each.news for each in compared(earlier, now)] == ["known", "known"]


def test_a_candidate_of_new_comments_that_means_the_same_is_known() -> None:
    earlier = [candidate("dog park fence", range(10)), candidate("parking fees", range(10, 30))]
    now = [candidate("fence of the dog park", range(100, 110)), candidate("parking fees", range(10, 30))]
    assert compared(earlier, now)[0].news == "known"


def test_a_candidate_that_nobody_spoke_of_before_is_new() -> None:
    earlier = [candidate("dog park", range(10)), candidate("parking fees", range(10, 30))]
    now = [candidate("library opening hours", range(100, 110)), candidate("parking fees", range(10, 30))]
    assert [each.news for each in compared(earlier, now)] == ["new", "known"]


def test_a_candidate_with_a_larger_share_than_before_has_grown() -> None:
    earlier = [candidate("dog park", range(10)), candidate("parking fees", range(10, 30))]
    now = [candidate("dog park", range(10)), candidate("parking fees", range(10, 90))]
    assert [each.news for each in compared(earlier, now)] == ["known", "grown"]
