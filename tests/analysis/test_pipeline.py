from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.pipeline import STEPS, Cancelled, natural_groups, run

TEXTS = [
    "I cannot pay with my card",
    "The search is great",
    "Rien à améliorer",
    "n/a",
    "pay and search",
    "slow",
]


def _many(count: int) -> list[Comment]:
    return [Comment(id=str(n), text=f"{TEXTS[n % 6]} {n % 97}", group=f"0.{n % 12}.0") for n in range(count)]


def test_an_executor_changes_nothing(frame: CodeFrame) -> None:
    comments = _many(2500)
    alone = run(comments, code_frame=frame)
    with ThreadPoolExecutor(2) as executor:
        together = run(comments, code_frame=frame, executor=executor)
    assert together.comments == alone.comments
    assert together.findings == alone.findings
    assert together.candidates == alone.candidates


def test_progress_is_told_for_every_step_up_to_the_end(frame: CodeFrame) -> None:
    told: list[tuple[str, int, int]] = []
    run(_many(2500), code_frame=frame, on_progress=lambda *each: told.append(each))
    assert list(dict.fromkeys(step for step, _, _ in told)) == [step.name for step in STEPS]
    for step in STEPS:
        dones = [(done, total) for name, done, total in told if name == step.name]
        assert dones[-1] == (2500, 2500)
    assert len([1 for name, _, _ in told if name == "sentiment"]) >= 4


def test_a_run_stops_when_asked(frame: CodeFrame) -> None:
    asked = iter([False] * 5 + [True] * 1000)
    with pytest.raises(Cancelled):
        run(_many(2500), code_frame=frame, is_cancelled=lambda: next(asked))


def test_a_cancelled_run_leaves_the_executor_usable(frame: CodeFrame) -> None:
    with ThreadPoolExecutor(1) as executor:
        asked = iter([False] * 3 + [True] * 1000)
        with pytest.raises(Cancelled):
            run(_many(20_000), code_frame=frame, is_cancelled=lambda: next(asked), executor=executor)
        assert executor.submit(int, "4").result(timeout=20) == 4


def test_two_comments_with_one_id_are_refused(frame: CodeFrame) -> None:
    with pytest.raises(ValueError, match="unique"):
        run([Comment(id="1", text="a"), Comment(id="1", text="b")], code_frame=frame)


def test_groups_are_ordered_as_people_count() -> None:
    comments = [
        Comment(id=str(n), text="", group=group) for n, group in enumerate(["0.10.0", "0.9.0", "", "beta"])
    ]
    assert natural_groups(comments) == ("0.9.0", "0.10.0", "beta")


def test_the_record_says_what_made_the_result(frame: CodeFrame) -> None:
    record = run(_many(3), code_frame=frame, seed=5).run
    assert record.seed == 5
    assert record.versions["code_frame"] == "two 1"
    assert set(record.seconds) == set(record.steps) == {step.name for step in STEPS}
