"""Processes that share the work: only for large sets, with the same result, and never left behind."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from analysis.code_frame import starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.reviews import Review
from engage import workers

ROOT = Path(__file__).parents[2]


def test_a_small_set_begins_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with workers.sharing(workers.LARGE - 1) as executor:
        assert executor is None
    monkeypatch.setattr(workers, "processors", lambda: 1)
    with workers.sharing(workers.LARGE) as executor:
        assert executor is None


def test_the_result_is_the_same_with_two_processes_and_with_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 2)
    monkeypatch.setattr("analysis.desk.CHUNK", 60)
    said = ("I cannot pay with my card, but the search is great", "Rien à améliorer", "call 705-555-0134 now")
    comments = [Comment(id=str(n), text=f"{said[n % 3]} {n % 97}", group=f"0.{n % 3}") for n in range(240)]
    reviews = {str(n): Review(("negative", "positive")[n % 2], ("payments",)) for n in range(60)}
    alone = run(comments, code_frame=starter_code_frame(), reviews=reviews)
    with workers.sharing(workers.LARGE) as executor:
        shared = run(comments, code_frame=starter_code_frame(), reviews=reviews, executor=executor)
    assert shared.comments == alone.comments
    assert (shared.candidates, shared.findings) == (alone.candidates, alone.findings)


def test_the_processes_end_when_the_one_that_began_them_is_killed() -> None:
    told = (
        "import time\n"
        "from engage import workers\n"
        "workers.processors = lambda: 2\n"
        "with workers.sharing(workers.LARGE) as executor:\n"
        "    executor.submit(abs, -1).result()\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", told], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    begun = psutil.Process(process.pid).children(recursive=True)
    assert len(begun) >= 2
    process.kill()
    process.wait(20)
    _, alive = psutil.wait_procs(begun, timeout=60)
    assert alive == []
