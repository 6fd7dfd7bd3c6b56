"""Shares of a finished run corrected for the model's errors, by the reviews that were drawn at random."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.comments import Comment
from analysis.results import SENTIMENTS, CodedComment, ThemeAssignment
from analysis.reviews import Review
from analysis.statistics.estimates import Estimate
from analysis.statistics.reading import Reading, needed, presence, shares


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrected shares of the comments that could be read; empty where too few were reviewed at random."""

    reviewed: int
    sentiment: dict[str, Estimate] = field(default_factory=dict)
    themes: dict[str, Estimate] = field(default_factory=dict)


def corrections(
    comments: Sequence[Comment],
    coded: Sequence[CodedComment],
    reviews: Mapping[str, Review],
    themes: Sequence[str],
    *,
    seed: int = 0,
) -> Corrections:
    """Return the corrected share of every sentiment and theme; ``coded`` runs beside ``comments``."""
    read = [
        (comment, said)
        for comment, said in zip(comments, coded, strict=True)
        if said.unprocessed is None and said.sentiment is not None
    ]
    at_random = {id_: review for id_, review in reviews.items() if review.is_random}
    reviewed = sum(comment.id in at_random for comment, _ in read)
    if needed(reviewed):
        return Corrections(reviewed)
    tones = shares([_tone(*each, at_random) for each in read], SENTIMENTS, seed=seed)
    found = {
        theme: presence([_theme(*each, at_random, theme) for each in read], seed=seed) for theme in themes
    }
    return Corrections(
        reviewed,
        {tone: tones.overall(tone) for tone in SENTIMENTS} if tones else {},
        {theme: estimate for theme, estimate in found.items() if estimate is not None},
    )


def _tone(comment: Comment, said: CodedComment, reviews: Mapping[str, Review]) -> Reading:
    model = said.unseen or said
    review = reviews.get(comment.id)
    decided = review.sentiment if review else None
    return Reading(model.sentiment or "neutral", model.sentiment_confidence, decided, comment.group)


def _theme(comment: Comment, said: CodedComment, reviews: Mapping[str, Review], theme: str) -> Reading:
    given: tuple[ThemeAssignment, ...] = (said.unseen or said).themes
    sure = next((each.confidence for each in given if each.theme_id == theme), 0.0)
    review = reviews.get(comment.id)
    decided = None
    if review and review.themes is not None and theme not in review.unknown:
        decided = "yes" if theme in review.themes else "no"
    return Reading("yes" if sure else "no", sure, decided, comment.group)
