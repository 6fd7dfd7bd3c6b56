"""Measures discovery: groups found without labels, against the groups that people made."""

from collections.abc import Sequence
from itertools import combinations
from random import Random
from statistics import fmean

import numpy as np
from sklearn.metrics import adjusted_rand_score

from analysis.cleaning import key, matchable
from analysis.discovery.groups import Labels, fine_count, group, merge_alike
from analysis.discovery.meaning import meanings
from analysis.evaluation.scores import averaged, groups
from analysis.evaluation.values import CannotEvaluate, Evaluation, Labelled, Setting
from analysis.language import detect
from analysis.words import theme_stems

_STARTS = 3
_DRAWN = 0.9
_FEWEST = 10
_READ = 500


def evaluate(train: Sequence[Labelled], test: Sequence[Labelled], setting: Setting) -> Evaluation:
    """Group the comments of both tables without their labels, and compare with the labels of ``test``.

    ``stability`` is the adjusted Rand index of the groups from several seeds, each with the rows in another
    order; ``stability_of_draws`` that of two runs on nine tenths of the comments, over those in both.

    Raises:
        CannotEvaluate: there are too few comments to group.
    """
    rows = [*test, *train]
    if len(rows) < _FEWEST:
        raise CannotEvaluate(f"Discovery needs at least {_FEWEST} labelled comments; there are {len(rows)}.")
    texts = [row.comment.text for row in rows]
    gold = [row.label for row in test]
    language = rows[0].comment.language or _spoken(texts)
    starts = max(_STARTS, setting.repeat)
    found = [_shuffled(texts, language, setting.groups, setting.seed + number) for number in range(starts)]
    runs = tuple(groups(gold, [int(each) for each in labels[: len(gold)]]) for labels in found)
    figures = averaged(runs) | {
        "stability": fmean(adjusted_rand_score(one, other) for one, other in combinations(found, 2)),
        "stability_of_draws": _stability_of_draws(texts, language, setting),
        "dropped": sum(float((labels < 0).sum()) for labels in found) / len(found) / len(texts),
    }
    values = {"groups_found": int(found[0].max()) + 1, "groups_given": len(set(gold))}
    return Evaluation("discovery", figures, runs=runs, values=values)


def _spoken(texts: Sequence[str]) -> str:
    """Return the language that most of the comments are written in: English, or French."""
    found = [detect(matchable(text), None) for text in texts[:_READ]]
    return "fr" if found.count("fr") > found.count("en") else "en"


def groups_of(texts: Sequence[str], language: str, count: int | None = None) -> Labels:
    """Return the group of each text; texts that differ in case and punctuation only share one."""
    said: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        said.setdefault(key(text), []).append(place)
    alike = [said[each] for each in sorted(said)]
    spoken = [min(texts[place] for place in places) for places in alike]
    vectors = meanings(spoken, [theme_stems(matchable(text), language) for text in spoken], language)
    copies = np.array([len(places) for places in alike], dtype=np.float32)
    found = group(vectors, fine_count(len(alike)) if count is None else count, copies)
    if count is None:
        found = merge_alike(vectors, found)
    labels = np.empty(len(texts), dtype=np.intp)
    for places, label in zip(alike, found, strict=True):
        labels[places] = label
    return labels


def _shuffled(texts: Sequence[str], language: str, count: int | None, seed: int) -> Labels:
    order = list(range(len(texts)))
    Random(seed).shuffle(order)
    labels = np.full(len(texts), -1, dtype=np.intp)
    labels[order] = groups_of([texts[place] for place in order], language, count)
    return labels


def _stability_of_draws(texts: Sequence[str], language: str, setting: Setting) -> float:
    drawn = []
    for number in (0, 1):
        chance = Random(setting.seed + number)
        places = sorted(chance.sample(range(len(texts)), max(1, int(_DRAWN * len(texts)))))
        labels = groups_of([texts[place] for place in places], language, setting.groups)
        drawn.append(dict(zip(places, labels.tolist(), strict=True)))
    shared = sorted(drawn[0].keys() & drawn[1].keys())
    return float(
        adjusted_rand_score([drawn[0][place] for place in shared], [drawn[1][place] for place in shared])
    )
