"""Measures the whole analysis beside VADER alone: comments a second, peak memory, and their ratio.

    python -m benchmarks.analysis_speed [SIZE ...] [--alone] [--json]

Each size runs in a process of its own, so that peak memory is that size's. Texts are the real comments of
../shared/datasets where present, else the sample consultation's, drawn again less 15 % of their words.
Processor time and memory are those of all processes; ``--alone`` takes no others. On a busy machine only
processor time can be compared.
"""

import argparse
import contextlib
import csv
import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "datasets"
SIZES = (10_000, 100_000)
BASELINE = 5_000


def texts(size: int) -> tuple[list[tuple[str, str]], str]:
    """Return ``size`` pairs of text and question, and where they come from."""
    pool: list[tuple[str, str]] = []
    for name in ("nhs_fft.csv", "nhs_fft_phase1.csv", "polis.csv", "tweets_french.csv"):
        path = REAL / name
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                pool += [(row["text"], row.get("question") or "") for row in csv.DictReader(file)]
    source = "real comments"
    if not pool:
        source = "sample comments"
        for path in sorted((ROOT / "data" / "samples" / "comments").glob("*.jsonl")):
            rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            pool += [(row["text"], row["question"]) for row in rows]
    chance = random.Random(0)
    drawn = []
    for _ in range(size):
        text, question = chance.choice(pool)
        drawn.append((" ".join(word for word in text.split(" ") if chance.random() > 0.15), question))
    return drawn, source


def measure(size: int, *, is_shared: bool) -> dict[str, object]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    from analysis.code_frame import starter_code_frame
    from analysis.comments import Comment
    from analysis.pipeline import run
    from engage.workers import sharing

    drawn, source = texts(size)
    vader = SentimentIntensityAnalyzer()
    began = time.process_time()
    for text, _ in drawn[:BASELINE]:
        vader.polarity_scores(text)
    baseline = min(size, BASELINE) / (time.process_time() - began)
    comments = [
        Comment(id=str(number), text=text, language="en", question=question, group=f"0.{number % 3}.0")
        for number, (text, question) in enumerate(drawn)
    ]
    del drawn
    watch = Watch()
    began = time.perf_counter()
    with sharing(size if is_shared else 0) as executor:
        analysis = run(comments, code_frame=starter_code_frame(), on_progress=watch.report, executor=executor)
        watch.report("", 0, 0)
    seconds = time.perf_counter() - began
    cpu = sum(watch.seconds.values())
    return {
        "comments": size,
        "source": source,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "comments_per_second": round(size / seconds),
        "comments_per_cpu_second": round(size / cpu),
        "vader_alone_per_second": round(baseline),
        "peak_mb": round(watch.peak),
        "steps": analysis.run.seconds,
        "cpu_steps": {step: round(spent, 2) for step, spent in watch.seconds.items()},
        "lost": size - len(analysis.comments),
        "checksum": hashlib.sha256(repr(analysis.comments).encode("utf-8", "replace")).hexdigest()[:16],
    }


class Watch:
    """Notes the processor time of every step and the most memory held, with that of the processes begun."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peak = 0.0
        self._me = psutil.Process()
        self._step, self._before, self._looked = "", self._spent(), 0.0

    def report(self, step: str, done: int, total: int) -> None:
        """Take a look when a step begins, and now and then."""
        now = time.perf_counter()
        if step == self._step and now - self._looked < 1:
            return
        self._looked = now
        spent = self._spent()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + spent - self._before
        self._step, self._before = step, spent
        self.peak = max(self.peak, sum(self._each(_held)) / 2**20)

    def _spent(self) -> float:
        return sum(self._each(lambda process: sum(process.cpu_times()[:2])))

    def _each(self, ask: Callable[[psutil.Process], float]) -> list[float]:
        found = []
        for process in [self._me, *self._me.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                found.append(ask(process))
        return found


def _held(process: psutil.Process) -> float:
    """Return the memory of a process; what it shares with others counts by its part."""
    return float(getattr(process.memory_full_info(), "pss", 0) or process.memory_info().rss)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--alone", action="store_true", help="one process, whatever the size")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        print(json.dumps(measure(args.sizes[0], is_shared=not args.alone)))
        return 0
    results = []
    for size in args.sizes:
        command = [sys.executable, "-m", "benchmarks.analysis_speed", str(size), "--here"]
        command += ["--alone"] if args.alone else []
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    print(json.dumps(results) if args.json else told(results))
    return 0 if all(each["seconds"] <= _target(each)[0] for each in results) else 1


def _target(result: dict[str, Any]) -> tuple[float, int]:
    """Return the seconds and megabytes to keep to, in proportion up to 100,000 comments and from there on."""
    if result["comments"] <= 100_000:
        return 60 * result["comments"] / 100_000, 1536
    return 720 * result["comments"] / 1_000_000, 4096


def told(results: Sequence[dict[str, Any]]) -> str:
    """Return the figures as tables: one line a size, and the processor seconds of every step."""
    shown = ["comments", "seconds", "cpu_seconds", "comments_per_cpu_second", "peak_mb", "lost"]
    lines = [f"| {' | '.join(each.replace('_', ' ') for each in shown)} | VADER alone/CPU s | kept to |"]
    lines.append("|---" * (len(shown) + 2) + "|")
    for each in results:
        seconds, memory = _target(each)
        held = each["seconds"] <= seconds and each["peak_mb"] <= memory
        cells = [f"{each[name]:,}" for name in shown] + [f"{each['vader_alone_per_second']:,}"]
        said = "yes" if held else "no"
        lines.append(f"| {' | '.join(cells)} | {said} ({seconds:.0f} s, {memory:,} MB) |")
    sizes = " | ".join(f"{each['comments']:,}" for each in results)
    lines += ["", f"| CPU s of each step | {sizes} |"]
    lines.append("|---" * (len(results) + 1) + "|")
    for step in results[0]["cpu_steps"]:
        spent = (f"{each['cpu_steps'].get(step, 0):.1f}" for each in results)
        lines.append(f"| {step} | {' | '.join(spent)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
