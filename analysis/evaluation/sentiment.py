"""Measures sentiment: the rules alone (no labels), or a model of the labels given."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.code_frame import CodeFrame
from analysis.evaluation.scores import averaged, averaged_classes, calibration_error, single_label
from analysis.evaluation.shares import SIMULATED, WHAT_IS_SIMULATED, Read, simulated
from analysis.evaluation.values import CannotEvaluate, ClassScore, Evaluation, Labelled, Setting, draw
from analysis.sentiment.model import learn, within
from analysis.sentiment.rules import Asked, asked, tone
from analysis.steps.clean import Clean
from analysis.steps.language import Language
from analysis.work import Desk, Tone, Work

_NAMES = {
    "negative": "negative neg -1 bad unhappy négatif négative negatif",
    "neutral": "neutral neu 0 neutre none",
    "positive": "positive pos 1 +1 good happy positif",
    "mixed": "mixed both mixte mitigé partagé",
}
MOST_CLASSES = 50
"""Labels of a tone: a column with more holds something else."""
_MEANT = {name: sentiment for sentiment, names in _NAMES.items() for name in names.split()}


def evaluate(train: Sequence[Labelled], test: Sequence[Labelled], setting: Setting) -> Evaluation:
    """Measure three or four classes of sentiment, whose labels may be named as people name them.

    Labels that name no sentiment are learned as they stand, without the rules' help. ``calibration_error`` is
    the expected calibration error of the confidence, in ten bands (Guo et al. 2017); ``share_error`` and
    ``coverage`` are those of ``evaluation.shares``.
    """
    train, test = _named(train, test, setting)
    test_read, train_read = read(test), read(train)
    gold = [row.label for row in test]
    runs, classes = [], []
    shares: dict[str, float] = {}
    for number in range(setting.repeat if setting.labels != 0 else 1):
        tones = _found(list(zip(train_read, train, strict=True)), test_read, set(gold), setting, number)
        figures, scores = _measured(gold, tones)
        runs.append(figures)
        classes.append(scores)
        shares = shares or _shares(gold, tones, setting.seed)
    notes = (WHAT_IS_SIMULATED,) if shares else ()
    return Evaluation("sentiment", averaged(runs) | shares, averaged_classes(classes), tuple(runs), notes)


def _measured(gold: Sequence[str], tones: Sequence[Tone]) -> tuple[dict[str, float], dict[str, ClassScore]]:
    figures, scores = single_label(gold, [each.sentiment or "neutral" for each in tones])
    right = [each.sentiment == label for each, label in zip(tones, gold, strict=True)]
    error = calibration_error([each.confidence for each in tones], right)
    return figures | {"calibration_error": error}, scores


def _shares(gold: Sequence[str], tones: Sequence[Tone], seed: int) -> dict[str, float]:
    """Return how well reported shares hold, by the tones of one draw."""
    comments = [
        Read(label, each.sentiment or "neutral", each.confidence or 0.0)
        for label, each in zip(gold, tones, strict=True)
    ]
    return simulated(comments, replace(SIMULATED, seed=seed))


def _found(
    train: list[tuple[Asked, Labelled]], test: list[Asked], classes: set[str], setting: Setting, number: int
) -> list[Tone]:
    """Return the tones of the test comments, after learning from one draw of the others."""
    model = None
    if setting.labels != 0:
        drawn, others = draw(train, setting.labels, setting.seed + number)
        model = learn(
            [(comment, row.label) for comment, row in drawn],
            others=[comment for comment, _ in others],
            seed=setting.seed + number,
        )
    tones = model.tones(test) if model else [tone(comment) for comment in test]
    return [
        replace(each, sentiment=within(each.sentiment or "neutral", frozenset(classes))) for each in tones
    ]


def _named(
    train: Sequence[Labelled], test: Sequence[Labelled], setting: Setting
) -> tuple[list[Labelled], list[Labelled]]:
    """Give every label the sentiment it means, where all of them mean one.

    Raises:
        CannotEvaluate: without labels to learn from, a label means no sentiment; or there are more than
            ``MOST_CLASSES``.
    """
    found = {row.label for row in [*test, *train]}
    if len(found) > MOST_CLASSES:
        raise CannotEvaluate(
            f"--label names a column of {len(found):,} different values; a tone has at most {MOST_CLASSES}. "
            "Name the column that holds the tone, or measure themes: --task coding"
        )
    unknown = next((row.label for row in [*test, *train] if row.label.strip().casefold() not in _MEANT), None)
    if unknown is None:
        return [_meant(row) for row in train], [_meant(row) for row in test]
    if setting.labels != 0:
        return list(train), list(test)
    raise CannotEvaluate(
        f"The label {unknown!r} is not a sentiment. Use negative, neutral, positive and mixed, "
        "or say what labels mean: --map 1=negative,2=neutral,3=positive"
    )


def _meant(row: Labelled) -> Labelled:
    return replace(row, label=_MEANT[row.label.strip().casefold()])


def read(rows: Sequence[Labelled]) -> list[Asked]:
    """Return the comments cleaned and with their language, and the features of their rows."""
    work = Work(tuple(row.comment for row in rows), CodeFrame("none", "0", ()))
    for step in (Clean(), Language()):
        work = step.run(work, Desk())
    return [replace(comment, features=row.features) for comment, row in zip(asked(work), rows, strict=True)]
