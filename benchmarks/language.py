"""Measures how well languages are named: of whole comments, of sentences in mixed ones, and empty answers.

    python -m benchmarks.language

Comments: data/starter (labelled by language); mixed ones are made of two of them, one of each language. NHS
comments, where present, are all English; their label "Labelling not possible" marks answers that say nothing.
"""

import csv
import json
import random
from collections import Counter
from pathlib import Path

from analysis.cleaning import key, matchable, says_nothing
from analysis.language import detect
from analysis.segments import segments

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "datasets" / "nhs_fft.csv"
PAIRS = 500
NO_LABEL = "Labelling not possible"


def starter() -> dict[str, list[str]]:
    """Return the starter corpus's comments by language."""
    found: dict[str, list[str]] = {"en": [], "fr": []}
    for path in sorted((ROOT / "data" / "starter").glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            found[row["language"]].append(row["text"])
    return found


def mixed(corpus: dict[str, list[str]]) -> tuple[float, float, int]:
    """Return the share of made mixed comments called so, of their segments named right, and how many."""
    chance = random.Random(0)
    sentences = {
        language: [text for text in texts if text.count(" ") >= 5 and text[-1] in ".!?"]
        for language, texts in corpus.items()
    }
    called = right = total = 0
    for _ in range(PAIRS):
        one, other = (chance.choice(sentences[language]) for language in ("en", "fr"))
        text = f"{one} {other}"
        whole = detect(matchable(text))
        called += whole == "mixed"
        for each in segments(text, whole):
            if text[each.start : each.end].count(" ") >= 3:
                total += 1
                right += each.language == ("en" if each.start < len(one) else "fr")
    return called / PAIRS, right / total, total


def main() -> None:
    corpus = starter()
    print("| comments | n | named so | as |\n|---|---|---|---|")
    for language, texts in corpus.items():
        for hint in (None, language):
            found = Counter(detect(matchable(text), hint) for text in texts)
            told = ", ".join(f"{name} {count}" for name, count in found.most_common())
            page = "page unknown" if hint is None else "page known"
            print(f"| {language}, {page} | {len(texts):,} | {found[language] / len(texts):.3f} | {told} |")
    called, right, total = mixed(corpus)
    print(f"| one of each, joined | {PAIRS} | {called:.3f} | mixed |")
    print(f"| their segments of 4 words or more | {total:,} | {right:.3f} | the language of each |")
    if not REAL.exists():
        return
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = Counter(detect(matchable(row["text"])) for row in rows)
    told = ", ".join(f"{name} {count}" for name, count in found.most_common())
    print(f"| NHS, page unknown | {len(rows):,} | {found['en'] / len(rows):.3f} | {told} |")
    unlabelled = [row["text"] for row in rows if NO_LABEL in row["themes"]]
    empty = sum(says_nothing(key(text)) for text in unlabelled)
    others = Counter(
        text for row in rows if NO_LABEL not in row["themes"] and says_nothing(text := key(row["text"]))
    )
    print(f"\nNHS answers without a label: {len(unlabelled):,}, found by rule: {empty:,}")
    print(f"Others found by rule: {others.total():,}, most of them {others.most_common(8)}")


if __name__ == "__main__":
    main()
