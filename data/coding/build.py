"""Fits the weights with which a comment is matched to definitions: ``python data/coding/build.py``.

They weigh kinds of nearness (see analysis/coding/features.py), not words, so they hold for any code frame.
Fitted on data/starter (47 themes) and the sample comments (18 themes, with and without seeds), both written
for this product; how they do on the frame they have not seen is printed first.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
from analysis.cleaning import matchable  # noqa: E402
from analysis.code_frame import CodeFrame, load_code_frame  # noqa: E402
from analysis.coding.features import NEARNESSES, OUTRIGHT, Nearness  # noqa: E402
from analysis.coding.matching import evidence, starter_rows  # noqa: E402

FRAMES = ROOT / "data" / "code_frames"
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
FLOORS = (0.4, 0.5, 0.6, 0.75, 1.0)
PARTS = (2, 4, 8, 14)


@dataclass(frozen=True)
class Set:
    """Comments of one language with what was measured (comments, themes, kinds) and what they bear."""

    source: str
    language: str
    has_seeds: bool
    measured: NDArray[np.float32]
    borne: NDArray[np.bool_]

    @cached_property
    def seen(self) -> NDArray[np.float32]:
        """The evidence for each comment and theme."""
        return evidence(self.measured)

    def part(self, count: int, chance: np.random.Generator) -> "Set":
        """Return the same comments in a frame of a few of the themes: many then bear none."""
        kept = np.sort(chance.choice(self.borne.shape[1], count, replace=False))
        return Set(self.source, self.language, self.has_seeds, self.measured[:, kept], self.borne[:, kept])


def main() -> None:
    """Print how well the weights carry over, then fit them on everything and write them."""
    sets = [*read()]
    print("| fitted on | measured on | language | seeds | micro-F1 | macro-F1 |\n|---|---|---|---|---|---|")
    for learned in ("starter", "sample"):
        for language in ("en", "fr"):
            model = fit([each for each in sets if each.source == learned and each.language == language])
            for each in sets:
                if each.source != learned and each.language == language:
                    found = chosen(likely(model, each), 0.25, 0.12)
                    micro, macro = f1(each.borne, found)
                    about = f"{learned} | {each.source} | {language} | {each.has_seeds}"
                    print(f"| {about} | {micro:.3f} | {macro:.3f} |")
    models = {
        language: fit([each for each in sets if each.language == language]) for language in ("en", "fr")
    }
    threshold, floor = best(sets, models)
    written = {
        "evidence": [*NEARNESSES, *OUTRIGHT, *(f"{name}_behind" for name in NEARNESSES), "part", "lead"],
        "coefficients": {
            each: [round(float(v), 5) for v in model.coef_[0]] for each, model in models.items()
        },
        "intercepts": {each: round(float(model.intercept_[0]), 5) for each, model in models.items()},
        "threshold": threshold,
        "floor": floor,
    }
    (HERE / "matching.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(f"threshold {threshold}, floor {floor}")


def read() -> Iterator[Set]:
    """Yield the labelled comments that we have, by source and language."""
    town, digital = (
        load_code_frame(FRAMES / f"{name}.json") for name in ("town_services", "digital_services")
    )
    samples = [
        json.loads(line)
        for path in sorted((ROOT / "data" / "samples" / "comments").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    samples = [row for row in samples if row["kind"] == "ordinary"]
    bare = replace(digital, themes=tuple(replace(theme, seeds={}) for theme in digital.themes))
    for language in ("en", "fr"):
        yield made("starter", language, town, [row for row in starter_rows() if row["language"] == language])
        own = [row for row in samples if row["language"] == language]
        yield made("sample", language, bare, own)
        yield made("sample", language, digital, own)


def made(source: str, language: str, frame: CodeFrame, rows: Sequence[dict[str, object]]) -> Set:
    """Return the rows with their evidence."""
    texts = [matchable(str(row["text"])) for row in rows]
    measured = Nearness(frame, language, texts[:1500]).measure(texts)
    borne = np.array([[theme.id in row["themes"] for theme in frame.themes] for row in rows])  # type: ignore[operator]
    return Set(source, language, any(theme.seeds for theme in frame.themes), measured, borne)


def fit(sets: Sequence[Set]) -> LogisticRegression:
    """Return the weights; every set counts the same, however long, and so does every part of a frame."""
    chance = np.random.default_rng(0)
    sets = [*sets, *(each.part(count, chance) for each in sets for count in PARTS)]
    seen = np.concatenate([each.seen.reshape(-1, each.seen.shape[2]) for each in sets])
    borne = np.concatenate([each.borne.ravel() for each in sets])
    counts = np.concatenate([np.full(each.borne.size, 1 / each.borne.sum()) for each in sets])
    return LogisticRegression(C=1.0, max_iter=500).fit(seen, borne, counts * len(borne) / counts.sum())


def likely(model: LogisticRegression, each: Set) -> NDArray[np.float64]:
    """Return probabilities of shape (comments, themes)."""
    flat = model.predict_proba(each.seen.reshape(-1, each.seen.shape[2]))[:, 1]
    return np.asarray(flat.reshape(each.borne.shape))


def chosen(found: NDArray[np.float64], threshold: float, floor: float) -> NDArray[np.bool_]:
    """Return the themes given: those above the threshold, and the strongest if above the floor."""
    return np.asarray((found >= threshold) | ((found == found.max(1, keepdims=True)) & (found >= floor)))


def best(sets: Sequence[Set], models: dict[str, LogisticRegression]) -> tuple[float, float]:
    """Return threshold and floor with the best mean of micro and macro F1 over the sets and their parts."""
    chance = np.random.default_rng(1)
    sets = [*sets, *(each.part(count, chance) for each in sets for count in PARTS)]
    found = [likely(models[each.language], each) for each in sets]

    def score(rule: tuple[float, float]) -> float:
        figures = [
            f1(each.borne, chosen(one, rule[0], rule[0] * rule[1]))
            for each, one in zip(sets, found, strict=True)
        ]
        return float(np.mean(figures))

    threshold, part = max(((high, low) for high in THRESHOLDS for low in FLOORS), key=score)
    return threshold, round(threshold * part, 4)


def f1(borne: NDArray[np.bool_], found: NDArray[np.bool_]) -> tuple[float, float]:
    """Return micro-F1, and macro-F1 over the themes that occur."""
    right, both = (borne & found).sum(0), borne.sum(0) + found.sum(0)
    occurs = borne.any(0)
    return float(2 * right.sum() / both.sum()), float(
        np.mean(2 * right[occurs] / np.maximum(both[occurs], 1))
    )


if __name__ == "__main__":
    main()
