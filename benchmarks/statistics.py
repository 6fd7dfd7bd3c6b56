"""Measures how far reported shares are from the truth when the mix shifts, and how often intervals hold it.

    python -m benchmarks.statistics [WAVES]

The real reader of sentiment learns from 1,000 labelled comments of ../shared/datasets and reads the others.
Waves of 600 of those are drawn anew, each with a mix of its own; 500 reviewed comments tell the reader's
errors, all of an earlier time or some of the wave. Without the datasets, a stated reader is simulated.
"""

import csv
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.evaluation.shares import Read, Waves, simulated
from analysis.sentiment.model import learn
from analysis.sentiment.rules import asked
from analysis.steps.clean import Clean
from analysis.steps.language import Language
from analysis.work import Desk, Work

REAL = Path(__file__).parents[2] / "shared" / "datasets"
NHS = {1: "positive", 2: "positive", 3: "neutral", 4: "negative", 5: "negative"}
SETS = ("nhs_fft.csv", "tweets_english.csv", "tweets_french.csv")
LEARNED = 1000
TARGET_ERROR, TARGET_COVERAGE = 0.03, (0.93, 0.97)
WAYS = {
    "500 reviewed before": Waves(),
    "450 before, 50 of the wave": Waves(elsewhere=450, reviewed=50),
    "400 before, 100 of the wave": Waves(elsewhere=400, reviewed=100),
}
# A stated reader: chance of each label by true class, and of being sure of it
STATED = {
    "negative": ((0.75, 0.15, 0.10), (0.7, 0.4, 0.2)),
    "neutral": ((0.25, 0.50, 0.25), (0.3, 0.5, 0.3)),
    "positive": ((0.05, 0.15, 0.80), (0.2, 0.4, 0.7)),
}


def read_by_model(name: str) -> list[Read]:
    """Return comments as people and the learned reader read them; none it learned from."""
    with (REAL / name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sentiment"]]
    random.Random(0).shuffle(rows)
    truth = [NHS[int(float(row["sentiment"]))] if name in SETS[:1] else row["sentiment"] for row in rows]
    language = "fr" if "french" in name else "en"
    work = Work(
        tuple(
            Comment(id=str(n), text=row["text"], question=row.get("question", ""), language=language)
            for n, row in enumerate(rows)
        ),
        CodeFrame("none", "0", ()),
    )
    for step in (Clean(), Language()):
        work = step.run(work, Desk())
    comments = [
        replace(comment, features=(row.get("question", ""), row.get("rating", "")))
        for comment, row in zip(asked(work), rows, strict=True)
    ]
    model = learn(list(zip(comments, truth, strict=True))[:LEARNED], others=comments[LEARNED:])
    assert model is not None
    tones = model.tones(comments[LEARNED:])
    return [
        Read(label, tone.sentiment or "neutral", tone.confidence or 0.0)
        for label, tone in zip(truth[LEARNED:], tones, strict=True)
    ]


def read_as_stated() -> list[Read]:
    """Return comments read by the stated reader."""
    rng = np.random.default_rng(0)
    made = []
    for label in rng.choice(list(STATED), size=4000, p=(0.3, 0.2, 0.5)):
        chances, sure = STATED[label]
        found = rng.choice(len(STATED), p=chances)
        made.append(Read(str(label), list(STATED)[found], float(rng.random() < sure[found])))
    return made


def main(waves: int) -> int:
    """Print one line for each set of comments and each way of reviewing; 1 when a target is missed."""
    print("| comments | reviewed | waves | error, counted | corrected | coverage | Wilson's | met |")
    print("|---|---|---|---|---|---|---|---|")
    sets = [name for name in SETS if (REAL / name).exists()] or ["stated reader"]
    missed = 0
    for name in sets:
        comments = read_by_model(name) if name in SETS else read_as_stated()
        for way, setting in WAYS.items():
            found = simulated(comments, replace(setting, waves=waves))
            met = (
                found["share_error"] <= TARGET_ERROR
                and TARGET_COVERAGE[0] <= found["coverage"] <= TARGET_COVERAGE[1]
            )
            missed += not met
            print(
                f"| {name} | {way} | {waves} "
                f"| {found['share_error_counted']:.3f} | {found['share_error']:.3f} "
                f"| {found['coverage']:.3f} | {found['coverage_counted']:.3f} | {'yes' if met else 'NO'} |",
                flush=True,
            )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
