"""Tells where every comment on a proposal stands, and counts it."""

from collections import Counter, defaultdict
from dataclasses import replace

from analysis.cleaning import matchable
from analysis.results import Finding
from analysis.stance import STANCES, Stance, stance_of
from analysis.statistics.intervals import wilson
from analysis.work import Desk, Work

_READABLE = (None, "uninformative")  # "no" says nothing of themes, and all of a stance


class Stances:
    """Gives each comment whose question states a proposal its stance, and each proposal its figures."""

    name = "stance"
    version = "1"

    def run(self, work: Work, desk: Desk) -> Work:
        """Fill ``stances``, and add a finding for each proposal; campaigns count, as everywhere."""
        told = [
            (matchable(text) if comment.proposal and reason in _READABLE else "", language)
            for text, language, comment, reason in zip(
                work.texts, work.languages, work.comments, work.unprocessed, strict=True
            )
        ]
        stances = desk.each(self.name, _read, told)
        return replace(work, stances=stances, findings=work.findings + _findings(work, stances))


def _read(told: list[tuple[str, str]]) -> list[Stance | None]:
    return [stance_of(text, language) if text else None for text, language in told]


def _findings(work: Work, stances: tuple[Stance | None, ...]) -> tuple[Finding, ...]:
    by_question: dict[str, list[int]] = defaultdict(list)
    for place, stance in enumerate(stances):
        if stance is not None:
            comment = work.comments[place]
            by_question[comment.question_name or comment.proposal].append(place)
    return tuple(
        _finding(work, stances, places, number) for number, places in enumerate(by_question.values(), start=1)
    )


def _finding(work: Work, stances: tuple[Stance | None, ...], places: list[int], number: int) -> Finding:
    comments = [work.comments[place] for place in places]
    question = comments[0].question_name
    sides = {place: stance.stance for place in places if (stance := stances[place]) is not None}
    counts = Counter(sides.values())
    leading = "support" if counts["support"] >= counts["oppose"] else "oppose"
    low, high = wilson(counts[leading], len(places))
    return Finding(
        id=f"stance:{question or number}",
        code="stance",
        values={
            "proposal": {each.language or "": each.proposal for each in reversed(comments)},
            "leading": leading,
            "counts": {stance: counts[stance] for stance in STANCES},
        },
        count=counts[leading],
        base=len(places),
        low=low,
        high=high,
        filter={"question": question} if question else {},
        comment_ids=tuple(work.comments[place].id for place, side in sides.items() if side == leading),
    )
