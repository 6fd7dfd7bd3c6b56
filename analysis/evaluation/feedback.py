"""Measures the sort of feedback: problem, idea, praise, question, accessibility barrier, urgent or other."""

from collections.abc import Sequence

from analysis.cleaning import matchable
from analysis.evaluation.scores import averaged, averaged_classes, single_label
from analysis.evaluation.sentiment import read
from analysis.evaluation.values import CannotEvaluate, Evaluation, Labelled, Setting
from analysis.feedback import KINDS, feedback_of
from analysis.sentiment.rules import Asked, tone

_OTHERWISE = {
    "bug": "problem",
    "complaint": "problem",
    "suggestion": "idea",
    "feature_request": "idea",
    "compliment": "praise",
    "accessibility": "accessibility_barrier",
    "safety": "urgent",
    "safety_or_urgent": "urgent",
}
"""Names that others give to ``KINDS``."""


def evaluate(
    train: Sequence[Labelled],
    test: Sequence[Labelled],
    setting: Setting,  # noqa: ARG001 - every task is given it
) -> Evaluation:
    """Measure the rules: they learn nothing, so ``train`` and the number of labels do not matter.

    Raises:
        CannotEvaluate: a label is no sort of feedback.
    """
    gold = [_kind(row) for row in test]
    found = [_sort(comment) for comment in read(test)]
    figures, scores = single_label(gold, found)
    notes = ("Feedback is sorted by rules: labels to learn from are not used.",) if train else ()
    return Evaluation("feedback", averaged([figures]), averaged_classes([scores]), (figures,), notes)


def _kind(row: Labelled) -> str:
    label = "_".join(row.label.strip().casefold().replace("-", " ").split())
    kind = _OTHERWISE.get(label, label)
    if kind not in KINDS:
        raise CannotEvaluate(
            f"The label {row.label!r} is no sort of feedback. Use {', '.join(KINDS)}, "
            "or say what labels mean: --map defect=problem,thanks=praise"
        )
    return kind


def _sort(comment: Asked) -> str:
    if comment.reason == "uninformative":
        return "other"
    text = matchable(comment.text)
    return feedback_of(text, tone(comment).sentiment, question=comment.question, lean=comment.lean) or "other"
