"""Tells what sort of feedback every comment is."""

from dataclasses import replace

from analysis.cleaning import matchable
from analysis.feedback import feedback_of
from analysis.prompts import leaning
from analysis.work import Desk, Work

_Told = tuple[str, str | None, str, str | None]


class Feedback:
    """Gives each comment its sort: urgent, barrier, problem, question, idea, praise or other."""

    name = "feedback"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``feedback``; what a person decided stays, unreadable comments have none."""
        told: list[_Told] = [
            (text, tone.sentiment, comment.question, reason)
            for text, tone, comment, reason in zip(
                work.texts, work.tones, work.comments, work.unprocessed, strict=True
            )
        ]
        found = desk.each(self.name, _sorted, told, is_kept=True)
        reviews = (work.reviews.get(comment.id) for comment in work.comments)
        decided = [review.feedback if review else None for review in reviews]
        return replace(work, feedback=tuple(by or sort for by, sort in zip(decided, found, strict=True)))


def _sorted(told: list[_Told]) -> list[str | None]:
    return [_sort(*each) for each in told]


def _sort(text: str, sentiment: str | None, question: str, reason: str | None) -> str | None:
    if reason == "uninformative":
        return "other"
    return feedback_of(matchable(text), sentiment, question=question, lean=leaning(question))
