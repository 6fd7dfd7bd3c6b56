"""Gives every comment a sentiment: that of its words, in the light of what was asked."""

import math
from dataclasses import replace

from analysis.sentiment.model import FEWEST, ToneModel, learn
from analysis.sentiment.rules import Asked, asked, tone
from analysis.work import Desk, Tone, Work

_SCORE = {"negative": -0.5, "positive": 0.5}


class Sentiment:
    """Reads negative, neutral, positive or mixed: by rules, or by a model once there are reviews enough.

    The rules never see the rating. A model may learn what a rating tells of the words, as people coded them.
    """

    name = "sentiment"
    version = "6"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``tones``: of reviewed comments what people said; unreadable ones have none."""
        comments = asked(work)
        model = desk.learned(self.name, lambda: _model(work, comments))
        tones = desk.each(self.name, model.tones if model else _tones, comments, is_kept=True)
        decided = _decided(work)
        return replace(
            work,
            tones=tuple(map(_laid_over, tones, decided)),
            unseen_tones=_unseen(tones, decided, model),
        )


def _tones(comments: list[Asked]) -> list[Tone]:
    return [tone(comment) for comment in comments]


def _decided(work: Work) -> list[str | None]:
    reviews = (work.reviews.get(comment.id) for comment in work.comments)
    return [review.sentiment if review else None for review in reviews]


def _unseen(tones: tuple[Tone, ...], decided: list[str | None], model: ToneModel | None) -> dict[int, Tone]:
    """Return, by place, what is said of reviewed comments by rules, or by models that had not seen them."""
    places = [place for place, sentiment in enumerate(decided) if sentiment]
    held_out = model.unseen if model else {}
    return {place: held_out.get(number, tones[place]) for number, place in enumerate(places)}


def _model(work: Work, comments: list[Asked]) -> ToneModel | None:
    decided = _decided(work)
    reviewed = [
        (comment, sentiment) for comment, sentiment in zip(comments, decided, strict=True) if sentiment
    ]
    if len(reviewed) < FEWEST:
        return None
    others = [comment for comment, sentiment in zip(comments, decided, strict=True) if not sentiment]
    return learn(reviewed, others=others, seed=work.seed)


def _laid_over(found: Tone, decided: str | None) -> Tone:
    """Return what a person decided; the score stays where it does not contradict them."""
    if decided is None:
        return found
    meant = _SCORE.get(decided, 0.0)
    agrees = found.score is not None and (
        not meant or math.copysign(1, found.score) == math.copysign(1, meant)
    )
    return Tone(decided, found.score if agrees else meant, 1.0)
