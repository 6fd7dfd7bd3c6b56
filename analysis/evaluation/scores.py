"""Scores of found labels against given ones: one label or several a comment, and groups without names."""

from collections import defaultdict
from collections.abc import Sequence
from math import fsum
from statistics import fmean, pstdev

from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from analysis.evaluation.values import ClassScore

_BANDS = 10


def class_scores(
    gold: Sequence[frozenset[str]], found: Sequence[frozenset[str]], classes: Sequence[str]
) -> dict[str, ClassScore]:
    """Return precision, recall and F1 of each class; what is undefined counts as 0, as in scikit-learn."""
    scores = {}
    for each in classes:
        right = sum(each in g and each in f for g, f in zip(gold, found, strict=True))
        given, said = sum(each in g for g in gold), sum(each in f for f in found)
        scores[each] = ClassScore(
            right / said if said else 0.0,
            right / given if given else 0.0,
            2 * right / (given + said) if given + said else 0.0,
            given,
        )
    return scores


def multi_label(
    gold: Sequence[frozenset[str]], found: Sequence[frozenset[str]], classes: Sequence[str]
) -> dict[str, float]:
    """Return micro-F1, macro-F1 over ``classes``, and the share of comments whose whole set is right."""
    scores = class_scores(gold, found, classes)
    right = sum(len(g & f) for g, f in zip(gold, found, strict=True))
    said = sum(map(len, gold)) + sum(map(len, found))
    return {
        "accuracy": sum(g == f for g, f in zip(gold, found, strict=True)) / len(gold),
        "micro_f1": 2 * right / said if said else 0.0,
        "macro_f1": fmean(score.f1 for score in scores.values()) if scores else 0.0,
    }


def single_label(gold: Sequence[str], found: Sequence[str]) -> tuple[dict[str, float], dict[str, ClassScore]]:
    """Return accuracy, micro-F1, macro-F1 over the classes that were given, and each class's score."""
    classes = sorted(set(gold))
    sets = [frozenset([each]) for each in gold], [frozenset([each]) for each in found]
    figures = multi_label(*sets, classes)
    return figures, class_scores(*sets, classes)


def groups(gold: Sequence[str], found: Sequence[int]) -> dict[str, float]:
    """Return how alike two groupings are: normalised mutual information and adjusted Rand index."""
    return {
        "nmi": float(normalized_mutual_info_score(gold, found)),
        "ari": float(adjusted_rand_score(gold, found)),
    }


def averaged(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the mean of every figure over the draws; with several, its standard deviation (``…_spread``)."""
    figures = {name: fmean(run[name] for run in runs) for name in runs[0]}
    if len(runs) > 1:
        figures |= {f"{name}_spread": pstdev([run[name] for run in runs]) for name in runs[0]}
    return figures


def averaged_classes(runs: Sequence[dict[str, ClassScore]]) -> dict[str, ClassScore]:
    """Return the mean score of every class over the draws."""
    return {
        each: ClassScore(
            fmean(run[each].precision for run in runs),
            fmean(run[each].recall for run in runs),
            fmean(run[each].f1 for run in runs),
            runs[0][each].n,
        )
        for each in runs[0]
    }


def calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """Return how far confidence is from being right on average, in ten bands (Guo et al. 2017)."""
    bands: dict[int, list[float]] = defaultdict(list)
    for confidence, is_right in zip(sure, right, strict=True):
        bands[min(int(confidence * _BANDS), _BANDS - 1)].append(confidence - is_right)
    return sum(abs(fsum(inside)) for inside in bands.values()) / max(1, len(sure))
