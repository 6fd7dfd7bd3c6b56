"""Codes comments to definitions alone: weighs how near each is to each theme, the same for any code frame."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from analysis.cleaning import one_line
from analysis.code_frame import LANGUAGES, CodeFrame
from analysis.coder import MAX_THEMES_EACH, Coder
from analysis.coding.catch_all import CatchAlls
from analysis.coding.features import NEARNESSES, OUTRIGHT, Nearness, Numbers
from analysis.results import ThemeAssignment

WEIGHTS = Path(__file__).parent.parent.parent / "data" / "coding" / "matching.json"
_STARTER = Path(__file__).parent.parent.parent / "data" / "starter"
_USUAL, _ENOUGH = 1500, 500
_SHARPNESS = 2.0
_SEED_FOUND, _SEED_WEIGHT = 0.6, 2.0  # a name alone stays below 0.6, a rare seed reaches 0.63
_EVIDENCE = 2 * len(NEARNESSES) + len(OUTRIGHT) + 2
_CELLS = 100_000  # texts times themes held in memory at once


@dataclass(frozen=True, slots=True)
class Reading:
    """The themes of one comment. Not sure is not the same as bearing none: there, something comes near."""

    themes: tuple[ThemeAssignment, ...] = ()
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What each number of ``evidence`` counts, per language, and how likely a theme must be to be given.

    The strongest theme is given from ``floor`` on, for most comments bear one; others from ``threshold`` on.
    """

    coefficients: Mapping[str, Numbers]
    intercepts: Mapping[str, float]
    threshold: float
    floor: float


@cache
def shipped_weights() -> Weights:
    """Read the weights that ``data/coding/build.py`` fitted: plain numbers."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    coefficients = {each: np.array(data["coefficients"][each], dtype=np.float32) for each in LANGUAGES}
    if any(values.shape != (_EVIDENCE,) for values in coefficients.values()):
        raise ValueError(f"{WEIGHTS.name} does not fit this version. Run data/coding/build.py.")
    return Weights(coefficients, data["intercepts"], data["threshold"], data["floor"])


class Matcher:
    """A code frame made ready for coding, for ``languages`` only. It learns nothing from reviews.

    ``usual`` are comments of each language that show what is usual to hear: up to 1,500 are looked at; few
    are filled up with the starter corpus, so that even one comment can be coded.
    """

    def __init__(
        self,
        code_frame: CodeFrame,
        usual: Mapping[str, Sequence[str]] | None = None,
        *,
        languages: Iterable[str] = LANGUAGES,
    ) -> None:
        self._ids = tuple(theme.id for theme in code_frame.themes)
        self._words = Coder(code_frame)
        self._catch_alls = CatchAlls(code_frame)
        self._seeded = np.array([any(theme.seeds.values()) for theme in code_frame.themes], dtype=np.float32)
        self._nearness = {
            each: Nearness(code_frame, each, _filled(each, (usual or {}).get(each, ())))
            for each in languages
            if code_frame.themes
        }

    def reads(self, languages: Iterable[str]) -> bool:
        """Say whether comments in these languages can be read."""
        return not self._ids or all(each in self._nearness for each in languages)

    def probabilities(self, texts: Sequence[str], language: str) -> Numbers:
        """Return how likely each text bears each theme, of shape (texts, themes).

        A text in both languages, or in neither for sure, is read in both and takes the likelier reading.
        """
        if not texts or not self._ids:
            return np.zeros((len(texts), len(self._ids)), dtype=np.float32)
        spoken = (language,) if language in LANGUAGES else tuple(self._nearness)
        at_once = max(1, _CELLS // len(self._ids))
        batches = (texts[start : start + at_once] for start in range(0, len(texts), at_once))
        return np.concatenate(
            [np.maximum.reduce([self._read(batch, each) for each in spoken]) for batch in batches]
        )

    def code(self, texts: Sequence[str], language: str) -> list[Reading]:
        """Return the themes of each ``matchable`` text, likeliest first, empty where none fits."""
        different = list(dict.fromkeys(texts))
        likely = self.probabilities(different, language)
        read = {text: self._chosen(text, language, row) for text, row in zip(different, likely, strict=True)}
        return [read[text] for text in texts]

    def _read(self, texts: Sequence[str], language: str) -> Numbers:
        weights = shipped_weights()
        measured = self._nearness[language].measure(texts)
        total = evidence(measured) @ weights.coefficients[language] + np.float32(weights.intercepts[language])
        total += self._seeded * seed_weight(measured) + self._catch_alls.log_odds(texts)
        return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float32)

    def _chosen(self, text: str, language: str, likely: Numbers) -> Reading:
        if not len(likely):
            return Reading()
        weights = shipped_weights()
        order = np.argsort(-likely, kind="stable")[:MAX_THEMES_EACH]
        given = [
            theme
            for rank, theme in enumerate(order)
            if likely[theme] >= (weights.threshold if rank else weights.floor)
        ]
        themes = tuple(self.assignment(text, language, int(theme), float(likely[theme])) for theme in given)
        return Reading(themes, weights.floor / 2 <= float(likely[order[0]]) < weights.threshold)

    def assignment(self, text: str, language: str, theme: int, likely: float) -> ThemeAssignment:
        """Return a theme, by its place in the frame, as it is given to a text: with what suggested it."""
        return ThemeAssignment(self._ids[theme], round(likely, 3), self._because(text, language, theme))

    def _because(self, text: str, language: str, theme: int) -> tuple[str, ...]:
        """Return the terms of the theme that the text holds, else the words nearest to it.

        An answer that names no subject suggests its theme as a whole.
        """
        if self._catch_alls.holds(text, theme):
            return (one_line(text),)
        for each in (language,) if language in LANGUAGES else LANGUAGES:
            found = self._words.because(text, each, self._ids[theme])
            if found:
                return found
        nearest = self._nearness.get(language) or next(iter(self._nearness.values()))
        return nearest.because(text, theme)


def evidence(measured: Numbers) -> Numbers:
    """Return what the weights are for, of shape (texts, themes, kinds of evidence).

    That is what ``Nearness`` measured, how far each nearness is behind that of the nearest theme, and how the
    theme stands in all.
    """
    relative = measured[:, :, : len(NEARNESSES)]
    behind = relative - relative.max(1, keepdims=True)
    kept = [place for place, name in enumerate(NEARNESSES) if name != "excluded"]
    overall = measured[:, :, kept].mean(2)
    sharp = _SHARPNESS * overall
    highest = sharp.max(1, keepdims=True)
    part = sharp - highest - np.log(np.exp(sharp - highest).sum(1, keepdims=True))
    ranked = np.sort(overall, axis=1)
    first = ranked[:, -1:]
    second = ranked[:, -2:-1] if overall.shape[1] > 1 else first - 1
    lead = np.where(overall == first, first - second, overall - first)
    return np.concatenate([measured, behind, part[:, :, None], lead[:, :, None]], axis=2)


def seed_weight(measured: Numbers) -> Numbers:
    """Return what an analyst's own seed adds: they said outright that it suggests the theme."""
    found = measured[:, :, len(NEARNESSES) + OUTRIGHT.index("seeds")]
    return np.where(found >= _SEED_FOUND, _SEED_WEIGHT * found, 0).astype(np.float32)


def _filled(language: str, texts: Sequence[str]) -> tuple[str, ...]:
    step = max(1, len(texts) // _USUAL)
    chosen = tuple(islice(texts, 0, None, step))[:_USUAL]
    return chosen if len(chosen) >= _ENOUGH else (*chosen, *starter_texts(language)[: _ENOUGH - len(chosen)])


@cache
def starter_texts(language: str) -> tuple[str, ...]:
    """Return the comments of the starter corpus in a language."""
    return tuple(row["text"] for row in starter_rows() if row["language"] == language)


@cache
def starter_rows() -> tuple[dict[str, Any], ...]:
    """Return the starter corpus: fictional comments with language, question, service and labels."""
    return tuple(
        json.loads(line)
        for path in sorted(_STARTER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
