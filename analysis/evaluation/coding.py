"""Measures coding: to definitions alone (no labels), or by a model of the labels and the definitions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.cleaning import clean, matchable
from analysis.code_frame import CodeFrame, Theme
from analysis.coding.features import Numbers
from analysis.coding.learned import FEWEST, LOOKED_AT, Example, LearnedCoder
from analysis.coding.matching import Matcher
from analysis.evaluation.scores import (
    averaged,
    averaged_classes,
    calibration_error,
    class_scores,
    multi_label,
)
from analysis.evaluation.shares import SIMULATED, WHAT_IS_SIMULATED, simulated_by_theme
from analysis.evaluation.values import CannotEvaluate, ClassScore, Evaluation, Labelled, Setting, draw
from analysis.language import detect

_ACCEPTED = 0.9  # how many of the themes accepted without a look shall be right
_Scores = tuple[dict[str, float], dict[str, ClassScore]]


def evaluate(train: Sequence[Labelled], test: Sequence[Labelled], setting: Setting) -> Evaluation:
    """Measure multi-label coding; where every comment has exactly one label, exactly one is given.

    Labels are theme ids of ``setting.code_frame`` or its names in either language; without a code frame the
    labels themselves are the names of the themes, and all that is known of them. ``calibration_error`` is the
    expected calibration error of the confidence of themes given, in ten bands (Guo et al. 2017).
    ``accepted_at_90`` is the share of them that may be accepted without a look, by what was said of the
    labelled comments while unseen, if 90 % shall be right; ``accepted_precision`` how many of those are.
    """
    frame = setting.code_frame or _named(train, test)
    ids = {
        spelled.casefold(): theme.id for theme in frame.themes for spelled in (theme.id, *theme.name.values())
    }
    is_single = all(len(row.labels) == 1 for row in (*train, *test))
    task = _Task(frame, ids, test, is_single, has_definitions=setting.code_frame is not None)
    notes = list(_notes(task, setting))
    if setting.labels == 0:
        runs = [task.measured(*task.to_definitions(test))]
    else:
        runs = [
            task.learned(train, setting.labels, setting.seed + number) for number in range(setting.repeat)
        ]
    shares = task.shares(setting.seed)
    if shares:
        notes.append(WHAT_IS_SIMULATED)
    return Evaluation(
        "coding",
        averaged([figures for figures, _ in runs]) | shares,
        averaged_classes([scores for _, scores in runs]),
        tuple(figures for figures, _ in runs),
        tuple(notes),
    )


class _Task:
    """One measurement: the themes, the comments to find them in, and what they bear."""

    def __init__(
        self,
        frame: CodeFrame,
        ids: dict[str, str],
        test: Sequence[Labelled],
        is_single: bool,
        *,
        has_definitions: bool,
    ) -> None:
        self._frame, self._ids, self._test = frame, ids, test
        self.is_single = is_single
        self.has_definitions = has_definitions
        self.themes = [theme.id for theme in frame.themes]
        self._first: list[frozenset[str]] = []
        self.gold = [self._labels(row) for row in test]
        self.unknown = sum(label.casefold() not in ids for row in test for label in row.labels)
        if not any(self.gold):
            raise CannotEvaluate(
                "No label of the test table is a theme of the code frame. Labels are theme ids or names."
            )

    def to_definitions(self, rows: Sequence[Labelled]) -> tuple[NDArray[np.bool_], Numbers]:
        """Return the themes that definitions alone give, and how likely each is."""
        examples = [_example(row) for row in rows]
        matcher = _matcher(self._frame, examples)
        likely = _defined(matcher, examples)
        if self.is_single:
            return np.asarray(likely == likely.max(1, keepdims=True)), likely
        found = np.zeros((len(examples), len(self.themes)), dtype=bool)
        for place, each in enumerate(examples):
            for theme in matcher.code([each.text], each.language)[0].themes:
                found[place, self.themes.index(theme.theme_id)] = True
        return found, likely

    def learned(self, train: Sequence[Labelled], count: int | None, seed: int) -> _Scores:
        """Learn from ``count`` comments drawn at random, read the others without labels, and measure."""
        drawn, rest = draw(train, count, seed)
        if len(drawn) < min(FEWEST, 5):
            raise CannotEvaluate("Give at least 5 labelled comments to learn from, or --labels 0.")
        reviewed, others, asked = ([_example(row) for row in rows] for rows in (drawn, rest, self._test))
        matcher = _matcher(self._frame, [*reviewed, *others])
        labels = [self._labels(row) for row in drawn]
        coder = LearnedCoder(
            reviewed,
            labels,
            self.themes,
            defined=_defined(matcher, reviewed),
            others=others,
            others_defined=_defined(matcher, others[:LOOKED_AT]),
            is_single=self.is_single,
            seed=seed,
        )
        likely = coder.probabilities(asked, _defined(matcher, asked))
        borne = np.array([[theme in each for theme in self.themes] for each in labels], dtype=bool)
        return self.measured(coder.given(likely), likely, coder.accept_from(_ACCEPTED, borne))

    def measured(
        self, found: NDArray[np.bool_], likely: NDArray[np.floating[Any]], accept_from: float | None = None
    ) -> _Scores:
        """Return the figures of what was found, and the score of each theme that occurs."""
        sets = [frozenset(self.themes[theme] for theme in np.flatnonzero(row)) for row in found]
        self._first = self._first or sets
        occurring = [theme for theme in self.themes if any(theme in each for each in self.gold)]
        borne = np.array([[theme in each for theme in self.themes] for each in self.gold], dtype=bool)
        sure, right = likely[found], borne[found]
        figures = multi_label(self.gold, sets, occurring)
        figures["calibration_error"] = calibration_error(sure.tolist(), right.tolist())
        if accept_from is not None:
            accepted = sure >= accept_from
            figures["accepted_at_90"] = float(accepted.mean()) if len(accepted) else 0.0
            figures["accepted_precision"] = float(right[accepted].mean()) if accepted.any() else 0.0
        return figures, class_scores(self.gold, sets, occurring)

    def shares(self, seed: int) -> dict[str, float]:
        """Return how well reported shares of the commonest themes hold, by what was found first."""
        found = [dict.fromkeys(each, 1.0) for each in self._first]
        return simulated_by_theme(self.gold, found, replace(SIMULATED, seed=seed))

    def _labels(self, row: Labelled) -> frozenset[str]:
        return frozenset(self._ids[each.casefold()] for each in row.labels if each.casefold() in self._ids)


def _notes(task: _Task, setting: Setting) -> list[str]:
    notes = []
    if task.is_single:
        notes.append("Every comment has exactly one label, so exactly one theme is given.")
    if not task.has_definitions:
        notes.append(
            "Without a code frame (--code-frame FILE) the labels are all that is known of the themes."
        )
    if task.unknown:
        notes.append(
            f"{task.unknown:,} labels of the test table are not in the code frame; they are left out."
        )
    if setting.labels != 0 and task.has_definitions:
        notes.append("Definitions and labels are used together.")
    return notes


def _named(train: Sequence[Labelled], test: Sequence[Labelled]) -> CodeFrame:
    """Return a frame whose themes are the labels themselves."""
    labels = sorted({label for row in (*train, *test) for label in row.labels})
    names = ({"en": label.replace("_", " ")} for label in labels)
    return CodeFrame(
        "labels", "1", tuple(Theme(label, name) for label, name in zip(labels, names, strict=True))
    )


def _example(row: Labelled) -> Example:
    text = matchable(clean(row.comment.text))
    language = detect(text, row.comment.language)
    return Example(
        text, language if language in ("en", "fr") else (row.comment.language or "en"), row.features
    )


def _matcher(frame: CodeFrame, examples: Sequence[Example]) -> Matcher:
    spoken = sorted({each.language for each in examples})
    usual = {language: [each.text for each in examples if each.language == language] for language in spoken}
    return Matcher(frame, usual, languages=spoken)


def _defined(matcher: Matcher, examples: Sequence[Example]) -> Numbers:
    """Return what definitions say of every comment, each read in its language."""
    found: Numbers | None = None
    for language in sorted({each.language for each in examples}):
        places = [place for place, each in enumerate(examples) if each.language == language]
        likely = matcher.probabilities([examples[place].text for place in places], language)
        if found is None:
            found = np.zeros((len(examples), likely.shape[1]), dtype=np.float32)
        found[places] = likely
    return np.zeros((0, 0), dtype=np.float32) if found is None else found
