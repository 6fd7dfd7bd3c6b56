"""Measures coding on real comments: to definitions alone, learned from labels, and the time of one comment.

    python -m benchmarks.coding [town|phase1|themes|shuffled|speed]...

The real comments are those of ../shared/datasets; 30 % are held out by hash of the text, so that no copy of a
held-out comment is learned from, except where it says shuffled: there 25 % of the rows are, copies or not.
"""

import csv
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.cleaning import matchable
from analysis.code_frame import CodeFrame, load_code_frame
from analysis.coding.learned import LOOKED_AT, Example, LearnedCoder
from analysis.coding.matching import Matcher, starter_rows
from analysis.comments import Comment
from analysis.evaluation.coding import evaluate
from analysis.evaluation.values import Evaluation, Labelled, Setting, draw

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "datasets"
SETS = Path(__file__).parent / "coding_sets"
FEWEST = 40  # uses of a theme from which on it counts, as in the figures to compare with
FEWEST_HERE = 29  # as many in this part of the set as 40 in the whole
NO_THEME = ("Labelling not possible", "Not assigned")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labelled(rows: Iterable[dict[str, str]], label: str, *features: str) -> list[Labelled]:
    return [
        Labelled(
            Comment(id=str(n), text=row["text"], language="en"), row[label], tuple(row[f] for f in features)
        )
        for n, row in enumerate(rows)
        if row["text"].strip() and row[label]
    ]


def split(rows: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Return what labels are drawn from, and what is held out."""
    held = [hashlib.sha256(row.comment.text.encode()).digest()[0] < 77 for row in rows]
    return (
        [row for row, is_held in zip(rows, held, strict=True) if not is_held],
        [row for row, is_held in zip(rows, held, strict=True) if is_held],
    )


def line(name: str, labels: str, found: Evaluation, seconds: float) -> None:
    names = ("micro_f1", "macro_f1", "calibration_error", "accepted_at_90", "accepted_precision")
    figures = " | ".join(f"{found.figures[each]:.3f}" if each in found.figures else "–" for each in names)
    print(f"| {name} | {labels} | {figures} | {seconds:.0f} |", flush=True)


def measured(name: str, train: Sequence[Labelled], test: Sequence[Labelled], setting: Setting) -> None:
    start = time.process_time()
    found = evaluate(train, test, setting)
    labels = f"{len(train) if setting.labels is None else setting.labels:,}"
    line(f"{name} ({len(test):,})", labels, found, time.process_time() - start)


def town() -> None:
    frame = load_code_frame(SETS / "bowling_green.json")
    themes = {row["comment_id"]: row["themes"] for row in table(SETS / "bowling_green.csv")}
    spoken = [
        row for row in table(REAL / "polis.csv") if row["conversation"] == "american-assembly.bowling-green"
    ]
    rows = [
        Labelled(Comment(id=row["comment_id"], text=row["text"], language="en"), themes[row["comment_id"]])
        for row in {row["comment_id"]: row for row in spoken}.values()
        if row["comment_id"] in themes
    ]
    for said, part in (
        ("names, definitions, inclusions, exclusions", frame),
        ("names and definitions", _without(frame, "include", "exclude")),
        ("names", _without(frame, "include", "exclude", "definition")),
    ):
        measured(f"Bowling Green, {said}", [], rows, Setting(labels=0, code_frame=part))


def _without(frame: CodeFrame, *fields: str) -> CodeFrame:
    empty: dict[str, Any] = {field: {} for field in fields}
    return replace(frame, themes=tuple(replace(theme, **empty) for theme in frame.themes))


def phase1() -> None:
    rows = labelled(table(REAL / "nhs_fft_phase1.csv"), "label", "question")
    train, test = split(rows)
    frame = load_code_frame(SETS / "nhs_phase_1.json")
    for name, known in (("definitions", frame), ("names only", None)):
        for labels, repeat in ((0, 1), (100, 5), (500, 5), (None, 1)):
            setting = Setting(labels=labels, repeat=repeat, features=("question",), code_frame=known)
            measured(f"NHS phase 1, {name}", train, test, setting)


def themes() -> None:
    rows = labelled(table(REAL / "nhs_fft.csv"), "themes", "question", "service")
    uses = Counter(label for row in rows for label in row.labels)
    clear = [row for row in rows if not set(row.labels) & set(NO_THEME)]
    different = list({(row.comment.text, row.features[0]): row for row in clear}.values())
    common = [
        replace(row, label="|".join(label for label in row.labels if uses[label] >= FEWEST))
        for row in different
    ]
    for name, kept in (
        ("all rows and themes", rows),
        ("different comments, all themes", different),
        (f"different comments, themes with {FEWEST} uses", [row for row in common if row.label]),
    ):
        measured(f"NHS, {name}", *split(kept), Setting(features=("question", "service")))


def shuffled() -> None:
    rows = labelled(table(REAL / "nhs_fft_phase1.csv"), "label", "question")
    frame = load_code_frame(SETS / "nhs_phase_1.json")
    for name, known in (("definitions", frame), ("names only", None)):
        setting = Setting(features=("question",), code_frame=known)
        measured(f"NHS phase 1, {name}, shuffled", *_shuffled(rows), setting)
    rows = labelled(table(REAL / "nhs_fft.csv"), "themes", "question", "service")
    uses = Counter(label for row in rows for label in row.labels)
    clear = [row for row in rows if not set(row.labels) & set(NO_THEME)]
    kept = [
        replace(row, label="|".join(label for label in row.labels if uses[label] >= FEWEST_HERE))
        for row in clear
    ]
    name = f"NHS, themes with {FEWEST_HERE} uses, shuffled"
    measured(name, *_shuffled([row for row in kept if row.label]), Setting(features=("question", "service")))


def _shuffled(rows: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    chosen = draw(rows, len(rows) * 3 // 4, seed=0)
    return chosen[0], chosen[1]


def speed() -> None:
    corpus = [row for row in starter_rows() if row["language"] == "en"]
    texts = [matchable(row["text"]) for row in corpus]
    frame = load_code_frame(ROOT / "data" / "code_frames" / "town_services.json")
    matcher = Matcher(frame, {"en": texts[:1500]}, languages=["en"])
    examples = [Example(text, "en", (row["question"],)) for text, row in zip(texts, corpus, strict=True)]
    ids = [theme.id for theme in frame.themes]
    coder = LearnedCoder(
        examples[:500],
        [frozenset(row["themes"]) for row in corpus[:500]],
        ids,
        defined=matcher.probabilities(texts[:500], "en"),
        others=examples[500:],
        others_defined=matcher.probabilities(texts[500 : 500 + LOOKED_AT], "en"),
    )
    new = examples[-300:]
    for example in new:
        matcher.code([example.text], "en")
    print(f"One new comment, {len(ids)} themes, CPU time:")
    print(f"- to definitions: {_each(lambda each: matcher.code([each.text], 'en'), new)}")

    def learned(example: Example) -> None:
        coder.given(coder.probabilities([example], matcher.probabilities([example.text], "en")))

    print(f"- learned from 500: {_each(learned, new)}")


def _each(code: Callable[[Example], object], new: Sequence[Example]) -> str:
    taken = []
    for example in new:
        start = time.process_time()
        code(example)
        taken.append(1000 * (time.process_time() - start))
    taken.sort()
    return f"{taken[len(taken) // 2]:.1f} ms (median), {taken[len(taken) * 95 // 100]:.1f} ms (95 %)"


if __name__ == "__main__":
    if not REAL.exists():
        sys.exit(f"The real comments are not there: {REAL}")
    parts: dict[str, Callable[[], None]] = {
        "town": town,
        "phase1": phase1,
        "themes": themes,
        "shuffled": shuffled,
        "speed": speed,
    }
    print(
        "| comments | labels | micro-F1 | macro-F1 | calibration error | accepted at 90 % | right | CPU s |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for part in sys.argv[1:] or parts:
        parts[part]()
