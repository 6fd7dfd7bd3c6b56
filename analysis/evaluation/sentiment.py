"""Measures sentiment: the rules alone (no labels), or a model of the labels given."""

from collections.abc import Sequence

from analysis.code_frame import CodeFrame
from analysis.comments import Comment
from analysis.evaluation.scores import averaged, averaged_classes, single_label
from analysis.evaluation.values import CannotEvaluate, Evaluation, Labelled, Setting
from analysis.steps.clean import Clean
from analysis.steps.language import Language
from analysis.steps.sentiment import Sentiment
from analysis.work import Desk, Work

_NAMES = {
    "negative": "negative neg -1 bad unhappy négatif négative negatif",
    "neutral": "neutral neu 0 neutre none",
    "positive": "positive pos 1 +1 good happy positif",
    "mixed": "mixed both mixte mitigé partagé",
}
_MEANT = {name: sentiment for sentiment, names in _NAMES.items() for name in names.split()}


def evaluate(train: Sequence[Labelled], test: Sequence[Labelled], setting: Setting) -> Evaluation:
    """Measure three or four classes of sentiment, whose labels may be named as people name them."""
    del train
    if setting.labels != 0:
        raise CannotEvaluate("Learning sentiment is not part of this version; measure with --labels 0.")
    gold = [_meant(row.label) for row in test]
    classes = set(gold)
    found = [_within(each, classes) for each in _by_rules([row.comment for row in test])]
    figures, scores = single_label(gold, found)
    return Evaluation("sentiment", averaged([figures]), averaged_classes([scores]), (figures,))


def _meant(label: str) -> str:
    """Return the sentiment a label means.

    Raises:
        CannotEvaluate: it means none that we know.
    """
    meant = _MEANT.get(label.strip().casefold())
    if meant is None:
        raise CannotEvaluate(
            f"The label {label!r} is not a sentiment. Use negative, neutral, positive and mixed, "
            "or say what labels mean: --map 1=negative,2=neutral,3=positive"
        )
    return meant


def _within(found: str, classes: set[str]) -> str:
    """Return what was found in the labels' terms: mixed and neutral may stand for each other."""
    if found == "mixed" and "mixed" not in classes:
        return "neutral"
    return "mixed" if found == "neutral" and "neutral" not in classes and "mixed" in classes else found


def _by_rules(comments: Sequence[Comment]) -> list[str]:
    work = Work(tuple(comments), CodeFrame("none", "0", ()))
    for step in (Clean(), Language(), Sentiment()):
        work = step.run(work, Desk())
    return [tone.sentiment or "neutral" for tone in work.tones]
