"""Measures how well the analysis reads, without any label, beside VADER alone in the same run.

    python -m benchmarks.analysis_quality

Sentiment on the real comments of ../shared/datasets where present (mixed counts as neutral there); themes and
sentiment on the sample consultation, whose authors wrote down what they meant.
"""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import accuracy_score, f1_score
from sklearn.preprocessing import MultiLabelBinarizer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.code_frame import starter_code_frame
from analysis.comments import Comment
from analysis.pipeline import run
from analysis.results import Analysis

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "datasets"
NHS = {1: "positive", 2: "positive", 3: "neutral", 4: "negative", 5: "negative"}
PROMPTS = {
    "worked_well": "What worked well?",
    "improve": "What could we do better?",
    "fix_one_thing": "If we could fix one thing about our online services, what should it be?",
    "anything_else": "Is there anything else you want the town to know?",
}


def read(name: str) -> list[dict[str, str]]:
    path = REAL / name
    if not path.exists():
        print(f"(not there: {name})")
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["sentiment"]]


def analysed(texts: Sequence[str], questions: Sequence[str], language: str) -> Analysis:
    comments = [
        Comment(id=str(n), text=text, question=question, language=language)
        for n, (text, question) in enumerate(zip(texts, questions, strict=True))
    ]
    return run(comments, code_frame=starter_code_frame())


def three(analysis: Analysis) -> list[str]:
    found = [comment.sentiment or "neutral" for comment in analysis.comments]
    return ["neutral" if each == "mixed" else each for each in found]


def vader(texts: Sequence[str]) -> list[str]:
    analyser = SentimentIntensityAnalyzer()
    scores = (analyser.polarity_scores(text)["compound"] for text in texts)
    return ["positive" if score >= 0.05 else "negative" if score <= -0.05 else "neutral" for score in scores]


def line(name: str, gold: Sequence[str], found: Sequence[str]) -> None:
    accuracy, macro = accuracy_score(gold, found), f1_score(gold, found, average="macro")
    print(f"| {name} | {len(gold):,} | {accuracy:.3f} | {macro:.3f} |")


def sentiment() -> None:
    print("| sentiment, 3 classes, no labels | n | accuracy | macro-F1 |\n|---|---|---|---|")
    rows = read("nhs_fft.csv")
    if rows:
        texts, questions = [row["text"] for row in rows], [row["question"] for row in rows]
        gold = [NHS[int(float(row["sentiment"]))] for row in rows]
        line("NHS comments: VADER alone", gold, vader(texts))
        line("NHS comments: words alone", gold, three(analysed(texts, [""] * len(texts), "en")))
        line("NHS comments: words and question", gold, three(analysed(texts, questions, "en")))
    for name, language in (("tweets_english.csv", "en"), ("tweets_french.csv", "fr")):
        rows = read(name)
        if rows:
            texts, gold = [row["text"] for row in rows], [row["sentiment"] for row in rows]
            line(f"{name}: VADER alone", gold, vader(texts))
            line(f"{name}: words alone", gold, three(analysed(texts, [""] * len(texts), language)))


def sample() -> None:
    folder = ROOT / "data" / "samples" / "comments"
    rows = [
        json.loads(each) for path in sorted(folder.glob("*.jsonl")) for each in path.open(encoding="utf-8")
    ]
    rows = [row for row in rows if row["kind"] == "ordinary"]
    if not rows:
        return
    analysis = analysed([row["text"] for row in rows], [PROMPTS[row["question"]] for row in rows], "en")
    ids = [theme.id for theme in starter_code_frame().themes]
    table = MultiLabelBinarizer(classes=ids).fit([ids])
    gold = table.transform([row["themes"] for row in rows])
    found = table.transform([[each.theme_id for each in comment.themes] for comment in analysis.comments])
    micro, macro = (f1_score(gold, found, average=average) for average in ("micro", "macro"))
    size = f"{len(rows):,} comments, {len(ids)} themes, no labels"
    print(f"\nSample, {size}: micro {micro:.3f}, macro {macro:.3f}")
    meant = ["neutral" if row["sentiment"] == "mixed" else row["sentiment"] for row in rows]
    line("sample comments: words and question", meant, three(analysis))
    languages = [
        row["language"] == comment.language for row, comment in zip(rows, analysis.comments, strict=True)
    ]
    print(f"Sample language right: {sum(languages) / len(languages):.3f}")


if __name__ == "__main__":
    sentiment()
    sample()
    sys.exit(0)
