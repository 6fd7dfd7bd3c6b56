"""Rows a second and peak memory of every export, each in a process of its own, beside reading alone.

python -m benchmarks.export [RESPONSES [FORMAT ...]]
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.figures import Figure, table
from benchmarks.stage import settings_in
from engage.access import OPERATOR
from engage.actions import export
from engage.office import office_of
from surveys.exporting.files import FORMATS
from surveys.records import NewResponse
from surveys.store import responses, surveys
from tests.factories import AT, make_survey, question

RESPONSES = 100_000
MOST_MEGABYTES = 300
READING = "reading"
SLUG = "large"
WORDS = "the search found my permit at once but paying took long and the page was slow".split()  # noqa: SIM905
STEPS = ("poor", "fair", "good", "excellent")
PARTS = ("north", "south", "east", "west", "centre")


def thirty_questions() -> list[dict[str, Any]]:
    """Return the questionnaire: closed ones, lists, rankings, numbers, days, comments."""
    return [
        *(question("single_choice", f"choice_{n}", *PARTS) for n in range(11)),
        *(question("scale", f"scale_{n}", *STEPS) for n in range(6)),
        *(question("multiple_choice", f"several_{n}", *PARTS) for n in range(3)),
        *(question("ranking", f"ranked_{n}", *PARTS, places=3) for n in range(2)),
        *(question("number_entry", f"number_{n}") for n in range(3)),
        *(question("date_entry", f"day_{n}") for n in range(2)),
        *(question("long_text", f"comment_{n}") for n in range(3)),
    ]


def answers(random: Random) -> dict[str, Any]:
    """Return one resident's answers; every third comment is written, of 20 words on average."""
    told: dict[str, Any] = {f"choice_{n}": random.choice(PARTS) for n in range(11)}
    told |= {f"scale_{n}": random.choice(STEPS) for n in range(6)}
    told |= {f"several_{n}": random.sample(PARTS, 2) for n in range(3)}
    told |= {f"ranked_{n}": random.sample(PARTS, 3) for n in range(2)}
    told |= {f"number_{n}": str(random.randrange(100)) for n in range(3)}
    told |= {f"day_{n}": f"2026-0{random.randrange(1, 10)}-1{random.randrange(10)}" for n in range(2)}
    for n in range(3):
        if random.random() < 1 / 3:
            told[f"comment_{n}"] = " ".join(random.choices(WORDS, k=random.randrange(5, 36)))
    return told


def _made(count: int, survey_id: int, version_id: int) -> Iterator[NewResponse]:
    random = Random(7)
    for number in range(count):
        yield NewResponse(
            submission_key=f"key-{number}",
            survey_id=survey_id,
            version_id=version_id,
            content_hash="",
            reference=f"ref-{number}",
            withdrawal_hash="",
            channel="web",
            language=random.choice(("en", "fr")),
            answers=answers(random),
            comments=(),
            received_at=AT + timedelta(seconds=number),
        )


def fill(folder: Path, count: int) -> None:
    """Store a survey of thirty questions with ``count`` responses."""
    with office_of(settings_in(folder)) as office:
        survey = make_survey(office, SLUG, questions=thirty_questions())
        waiting = _made(count, survey.id, survey.live_version_id or 0)
        while some := list(islice(waiting, 2000)):
            with office.db.write() as tx:
                responses.record(tx, some)


def measure(folder: Path, format: str) -> Mapping[str, float]:
    """Write one file in a process of its own; return seconds, megabytes at the peak, megabytes written."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.export", "--child", str(folder), format],
        capture_output=True,
        text=True,
        check=True,
    )
    told: Mapping[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _child(folder: Path, format: str) -> None:
    target = folder / f"out.{format}"
    with office_of(settings_in(folder)) as office:
        began, cpu = time.perf_counter(), time.process_time()
        if format == READING:
            with office.db.read() as tx:
                survey = surveys.by_slug(tx, SLUG)
                assert survey is not None
                for _ in responses.of_survey(tx, survey.id):
                    pass
        else:
            export.responses_file(office, OPERATOR, SLUG, target=target, format=format)
        took, used = time.perf_counter() - began, time.process_time() - cpu
    written = target.stat().st_size / 1e6 if target.exists() else 0.0
    target.unlink(missing_ok=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu": used, "peak": peak, "written": written}))


def run(count: int = RESPONSES, formats: Sequence[str] = ()) -> list[Figure]:
    """Measure every format that can hold the survey, or those named."""
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as name:
        folder = Path(name)
        fill(folder, count)
        reading = measure(folder, READING)
        wanted = formats or [format for format in FORMATS if format != "geojson"]
        return [_figure(format, count, measure(folder, format), reading) for format in wanted]


def _figure(format: str, count: int, told: Mapping[str, float], reading: Mapping[str, float]) -> Figure:
    return Figure(
        what=f"export of {count:,} × 30 to {format}",
        figure=f"{count / told['seconds']:,.0f} rows/s ({told['cpu']:.0f} s CPU), "
        f"{told['peak']:.0f} MB at the peak, {told['written']:.0f} MB written",
        baseline=f"{count / reading['seconds']:,.0f} rows/s, {reading['peak']:.0f} MB: reading alone",
        ratio=f"{reading['cpu'] / told['cpu']:.2f}",
        target=f"≤ {MOST_MEGABYTES} MB",
        is_met=told["peak"] <= MOST_MEGABYTES,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(Path(sys.argv[2]), sys.argv[3])
    else:
        print(table(run(int(sys.argv[1]) if sys.argv[1:] else RESPONSES, sys.argv[2:])))
