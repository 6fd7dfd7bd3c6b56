"""Measures the whole analysis beside VADER alone: comments a second, peak memory, and their ratio.

    python -m benchmarks.analysis_speed [SIZE ...] [--json]

Each size runs in a process of its own, so that peak memory is that size's. Texts are the real comments of
../shared/datasets where present, else the sample consultation's, drawn again less 15 % of their words.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

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


def measure(size: int) -> dict[str, object]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    from analysis.code_frame import starter_code_frame
    from analysis.comments import Comment
    from analysis.pipeline import run

    drawn, source = texts(size)
    vader = SentimentIntensityAnalyzer()
    began = time.perf_counter()
    for text, _ in drawn[:BASELINE]:
        vader.polarity_scores(text)
    baseline = min(size, BASELINE) / (time.perf_counter() - began)
    comments = [
        Comment(id=str(number), text=text, language="en", question=question, group=f"0.{number % 3}.0")
        for number, (text, question) in enumerate(drawn)
    ]
    began, began_cpu = time.perf_counter(), time.process_time()
    analysis = run(comments, code_frame=starter_code_frame())
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    return {
        "comments": size,
        "source": source,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "comments_per_second": round(size / seconds),
        "vader_alone_per_second": round(baseline),
        "ratio_to_vader_alone": round(size / seconds / baseline, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "steps": analysis.run.seconds,
        "lost": size - len(analysis.comments),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        print(json.dumps(measure(args.sizes[0])))
        return 0
    results = []
    for size in args.sizes:
        command = [sys.executable, "-m", "benchmarks.analysis_speed", str(size), "--here"]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    if args.json:
        print(json.dumps(results))
        return 0
    print("| comments | source | seconds | CPU s | comments/s | VADER alone/s | ratio | peak MB | lost |")
    print("|---|---|---|---|---|---|---|---|---|")
    for each in results:
        shown = [f"{each['comments']:,}", each["source"], each["seconds"], each["cpu_seconds"]]
        shown += [f"{each['comments_per_second']:,}", f"{each['vader_alone_per_second']:,}"]
        shown += [each["ratio_to_vader_alone"], f"{each['peak_mb']:,}", each["lost"]]
        print(f"| {' | '.join(map(str, shown))} |")
        print(f"  {each['steps']}")
    met = all(each["comments_per_second"] >= 1500 and each["peak_mb"] <= 1536 for each in results)
    print(
        "Reached: at least 1,500 comments/s within 1.5 GB"
        if met
        else "NOT reached: 1,500 comments/s within 1.5 GB"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
