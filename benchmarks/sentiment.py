"""Measures sentiment on real comments: without labels, learned from labels, and from the starter corpus.

    python -m benchmarks.sentiment [--starter]

30 % are held out by hash of the text; the rest is what labels are drawn from (five draws for 50 and 200).
``--starter`` measures a model of ``data/starter``, alone and blended with the rules, on data it never saw.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from analysis.comments import Comment
from analysis.evaluation.sentiment import evaluate, read
from analysis.evaluation.values import Labelled, Setting
from analysis.sentiment.rules import tone

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "datasets"
NHS = {1: "positive", 2: "positive", 3: "neutral", 4: "negative", 5: "negative"}
SETS = (
    ("NHS comments", "nhs_fft.csv", "en", ("question", "rating")),
    ("English tweets", "tweets_english.csv", "en", ()),
    ("French tweets", "tweets_french.csv", "fr", ()),
)


def rows(name: str, language: str, features: Sequence[str]) -> list[Labelled]:
    with (REAL / name).open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                Comment(id=str(n), text=row["text"], language=language, question=row.get("question", "")),
                NHS[int(float(row["sentiment"]))] if name.startswith("nhs") else row["sentiment"],
                tuple(row[each] for each in features),
            )
            for n, row in enumerate(csv.DictReader(file))
            if row["sentiment"]
        ]


def is_held_out(row: Labelled) -> bool:
    return hashlib.sha256(row.comment.text.encode()).digest()[0] < 77


def learning() -> None:
    print("| | n held out | labels | accuracy | macro-F1 | calibration error |\n|---|---|---|---|---|---|")
    for name, file, language, features in SETS:
        everything = rows(file, language, features)
        test, train = ([row for row in everything if is_held_out(row) is held] for held in (True, False))
        for labels in (0, 50, 200, None):
            setting = Setting(labels=labels, repeat=5 if labels else 1, features=features)
            found = evaluate(train, test, setting).figures
            values = " | ".join(
                f"{found[each]:.3f}" for each in ("accuracy", "macro_f1", "calibration_error")
            )
            print(
                f"| {name} | {len(test):,} | {labels if labels is not None else len(train):,} | {values} |",
                flush=True,
            )


def starter() -> None:
    print(
        "| | rules | starter alone | "
        + " | ".join(f"blend {b}" for b in (0.2, 0.4, 0.7))
        + " |\n|---|---|---|---|---|---|"
    )
    for name, file, language, features in SETS:
        words, letters, model = taught(language)
        everything = rows(file, language, features)
        texts = [row.comment.text for row in everything]
        gold = [row.label for row in everything]
        chances = model.predict_log_proba(table(words, letters, texts))
        classes = list(model.classes_)
        leaning = chances[:, classes.index("positive")] - chances[:, classes.index("negative")]
        tones = [tone(comment) for comment in read(everything)]
        ruled = np.array(
            ["neutral" if each.sentiment in (None, "mixed") else each.sentiment for each in tones]
        )
        figures = [f1_score(gold, ruled, average="macro")]
        figures.append(f1_score(gold, model.classes_[chances.argmax(1)], average="macro"))
        totals = 2 * np.arctanh(np.clip([each.score or 0.0 for each in tones], -0.97, 0.97))
        readable = np.array([comment.reason is None for comment in read(everything)])
        for share in (0.2, 0.4, 0.7):
            score = np.tanh((totals + share * leaning) / 2)
            blended = np.where(np.abs(score) < 0.12, "neutral", np.where(score > 0, "positive", "negative"))
            figures.append(f1_score(gold, np.where(readable, blended, ruled), average="macro"))
        print(f"| {name} | " + " | ".join(f"{each:.3f}" for each in figures) + " |", flush=True)


def taught(language: str) -> tuple[TfidfVectorizer, TfidfVectorizer, LogisticRegression]:
    corpus = [
        json.loads(line)
        for path in sorted((ROOT / "data" / "starter").glob(f"{language}_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = [row["text"] for row in corpus]
    labels = ["neutral" if row["sentiment"] == "mixed" else row["sentiment"] for row in corpus]
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode").fit(
        texts
    )
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=4, sublinear_tf=True, strip_accents="unicode"
    ).fit(texts)
    model = LogisticRegression(class_weight="balanced", max_iter=300)
    return words, letters, model.fit(table(words, letters, texts), labels)


def table(words: TfidfVectorizer, letters: TfidfVectorizer, texts: Sequence[str]):
    from scipy.sparse import hstack

    return hstack([words.transform(texts), letters.transform(texts)]).tocsr()


if __name__ == "__main__":
    if not REAL.exists():
        sys.exit(f"The real comments are not there: {REAL}")
    starter() if "--starter" in sys.argv else learning()
